// The continuous colour schemes that heatmaps and fields name. Pure.
// Source: d3-scale-chromatic, which Grafana draws with (its palettes are ColorBrewer's and matplotlib's).
#pragma once

#include <QColor>
#include <QString>

namespace vigie::console {

struct ThemeTokens;

/// `share` (0 … 1) of a scheme: "Oranges", "Viridis", "RdYlGn" … in any case, or Grafana's own "continuous-GrYlRd" …
/// What runs from light to dark runs from dark to light on a dark theme, so that little stays faint. An unknown one is
/// shades of the accent.
QColor schemeColour(const QString& scheme, double share, const ThemeTokens& tokens);

}  // namespace vigie::console
