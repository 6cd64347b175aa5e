#include "console/panels/colour_scheme.h"

#include "console/app/theme.h"
#include "console/panels/grafana_colour.h"

#include <QHash>
#include <QList>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

struct Scheme {
  const char* colours;
  bool fromLight = false;  ///< to be turned round on a dark theme
};

const QHash<QString, Scheme>& schemes() {
  static const QHash<QString, Scheme> kSchemes = {
      {QStringLiteral("blues"), {"f7fbff c6dbef 6baed6 2171b5 08306b", true}},
      {QStringLiteral("greens"), {"f7fcf5 c7e9c0 74c476 238b45 00441b", true}},
      {QStringLiteral("greys"), {"f7f7f7 d9d9d9 969696 525252 1a1a1a", true}},
      {QStringLiteral("oranges"), {"fff5eb fdd0a2 fd8d3c d94801 7f2704", true}},
      {QStringLiteral("purples"), {"fcfbfd dadaeb 9e9ac8 6a51a3 3f007d", true}},
      {QStringLiteral("reds"), {"fff5f0 fcbba1 fb6a4a cb181d 67000d", true}},
      {QStringLiteral("bugn"), {"f7fcfd ccece6 66c2a4 238b45 00441b", true}},
      {QStringLiteral("bupu"), {"f7fcfd bfd3e6 8c96c6 88419d 4d004b", true}},
      {QStringLiteral("gnbu"), {"f7fcf0 ccebc5 7bccc4 2b8cbe 084081", true}},
      {QStringLiteral("orrd"), {"fff7ec fdd49e fc8d59 d7301f 7f0000", true}},
      {QStringLiteral("pubugn"), {"fff7fb d0d1e6 67a9cf 02818a 014636", true}},
      {QStringLiteral("pubu"), {"fff7fb d0d1e6 74a9cf 0570b0 023858", true}},
      {QStringLiteral("purd"), {"f7f4f9 d4b9da df65b0 ce1256 67001f", true}},
      {QStringLiteral("rdpu"), {"fff7f3 fcc5c0 f768a1 ae017e 49006a", true}},
      {QStringLiteral("ylgnbu"), {"ffffd9 c7e9b4 41b6c4 225ea8 081d58", true}},
      {QStringLiteral("ylgn"), {"ffffe5 d9f0a3 78c679 238443 004529", true}},
      {QStringLiteral("ylorbr"), {"ffffe5 fee391 fe9929 cc4c02 662506", true}},
      {QStringLiteral("ylorrd"), {"ffffcc fed976 fd8d3c e31a1c 800026", true}},
      {QStringLiteral("brbg"), {"543005 bf812d f5f5f5 35978f 003c30"}},
      {QStringLiteral("prgn"), {"40004b 9970ab f7f7f7 5aae61 00441b"}},
      {QStringLiteral("piyg"), {"8e0152 de77ae f7f7f7 7fbc41 276419"}},
      {QStringLiteral("puor"), {"7f3b08 e08214 f7f7f7 8073ac 2d004b"}},
      {QStringLiteral("rdbu"), {"67001f d6604d f7f7f7 4393c3 053061"}},
      {QStringLiteral("rdgy"), {"67001f d6604d ffffff 878787 1a1a1a"}},
      {QStringLiteral("rdylbu"), {"a50026 f46d43 ffffbf 74add1 313695"}},
      {QStringLiteral("rdylgn"), {"a50026 f46d43 ffffbf 66bd63 006837"}},
      {QStringLiteral("spectral"), {"9e0142 f46d43 ffffbf 66c2a5 5e4fa2"}},
      {QStringLiteral("turbo"), {"23171b 4a58dd 2f9df5 27d7c4 4df884 95fb51 dedd32 ffa423 f65f18 ba2208 900c00"}},
      {QStringLiteral("viridis"), {"440154 3b528b 21918c 5ec962 fde725"}},
      {QStringLiteral("magma"), {"000004 51127c b73779 fc8961 fcfdbf"}},
      {QStringLiteral("inferno"), {"000004 57106e bc3754 f98e09 fcffa4"}},
      {QStringLiteral("plasma"), {"0d0887 7e03a8 cc4778 f89540 f0f921"}},
      {QStringLiteral("cividis"), {"00224e 434e6c 7d7c78 bcae6c fee838"}},
      {QStringLiteral("warm"), {"6e40aa bf3caf fe4b83 ff7847 e2b72f aff05b"}},
      {QStringLiteral("cool"), {"6e40aa 4c6edb 23abd8 1ddfa3 52f667 aff05b"}},
      {QStringLiteral("cubehelixdefault"),
       {"000000 1a1530 163d4e 1f6642 54792f a07949 d07e93 cf9cda c1caf3 d2eeef ffffff"}},
      {QStringLiteral("rainbow"), {"6e40aa bf3caf fe4b83 ff7847 e2b72f aff05b 52f667 1ddfa3 23abd8 4c6edb 6e40aa"}},
      {QStringLiteral("sinebow"), {"ff4040 e78d0b a7d503 58fc2a 18f472 00bfbf 1872f4 582afc a703d5 e70b8d ff4040"}},
  };
  return kSchemes;
}

/// "continuous-GrYlRd": our own state colours in that order; "continuous-blues" and its like: from faint to full.
QList<QColor> ownStops(const QString& words, const ThemeTokens& t) {
  const QColor yellow = blend(t.warning, QColor(0xfa, 0xde, 0x2a), 0.45);
  static const QHash<QString, const char*> kHues = {{QStringLiteral("greens"), "green"},
                                                    {QStringLiteral("reds"), "red"},
                                                    {QStringLiteral("blues"), "blue"},
                                                    {QStringLiteral("purples"), "purple"}};
  if (const char* hue = kHues.value(words, nullptr)) {
    const QColor full = areaColour(grafanaColour(QString::fromLatin1(hue), t), t);
    return {blend(t.surface, full, 0.15), full};
  }
  QList<QColor> stops;
  for (qsizetype i = 0; i + 1 < words.size(); i += 2) {
    const QString part = words.mid(i, 2);
    if (part == QLatin1String("Gr")) stops.append(areaColour(t.good, t));
    if (part == QLatin1String("Yl")) stops.append(yellow);
    if (part == QLatin1String("Rd")) stops.append(areaColour(t.critical, t));
    if (part == QLatin1String("Bl")) stops.append(t.accent);
    if (part == QLatin1String("Pu")) stops.append(Theme::series(5).colour);
  }
  return stops;
}

QList<QColor> stopsOf(const QString& scheme, const ThemeTokens& t) {
  QList<QColor> stops;
  if (scheme.startsWith(QLatin1String("continuous-"))) {
    stops = ownStops(scheme.mid(11), t);
  } else {
    const QString name = scheme.startsWith(QLatin1String("interpolate")) ? scheme.mid(11) : scheme;
    const Scheme found = schemes().value(name.isEmpty() ? QStringLiteral("oranges") : name.toLower(), Scheme{""});
    const QString colours = QString::fromLatin1(found.colours);
    for (const QString& hex : colours.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
      stops.append(QColor(QLatin1Char('#') + hex));
    }
    if (found.fromLight && t.dark) std::reverse(stops.begin(), stops.end());
  }
  if (stops.size() < 2) stops = {blend(t.surface, t.accent, 0.15), t.accent};
  return stops;
}

}  // namespace

QColor schemeColour(const QString& scheme, double share, const ThemeTokens& tokens) {
  struct Known {
    QString scheme;
    bool dark = false;
    QList<QColor> stops;
  };
  // The last one: a heatmap asks for thousands of the same.
  thread_local Known known;
  if (known.stops.isEmpty() || known.scheme != scheme || known.dark != tokens.dark) {
    known = {scheme, tokens.dark, stopsOf(scheme, tokens)};
  }
  const QList<QColor>& stops = known.stops;
  const double at = std::clamp(std::isnan(share) ? 0.0 : share, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
  const auto below = std::min<qsizetype>(static_cast<qsizetype>(at), stops.size() - 2);
  return blend(stops[below], stops[below + 1], at - static_cast<double>(below));
}

}  // namespace vigie::console
