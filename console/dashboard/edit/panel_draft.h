// The parts of a panel that the console can change, as plain data, and the way back into the panel's JSON: only what
// differs is written, all the rest of the panel stays as it is. Pure; any thread.
#pragma once

#include "console/dashboard/edit/ordered_json.h"

#include <QString>

#include <optional>
#include <vector>

namespace vigie::console {

struct QueryDraft {
  QString refId;
  QString expr;
  QString legend;    ///< empty: Grafana's "__auto"
  QString interval;  ///< the least step: "15s", "$__rate_interval"; empty: none
  bool range = true;
  bool instant = false;
  bool hidden = false;
  bool asTable = false;
  friend bool operator==(const QueryDraft&, const QueryDraft&) = default;
};

struct ThresholdDraft {
  std::optional<double> from;  ///< nothing: the base, below all others
  QString colour;
  friend bool operator==(const ThresholdDraft&, const ThresholdDraft&) = default;
};

/// Of a panel of text.
struct TextDraft {
  QString mode = QStringLiteral("markdown");  ///< markdown, html, code
  QString content;
  friend bool operator==(const TextDraft&, const TextDraft&) = default;
};

struct PanelDraft {
  QString type = QStringLiteral("timeseries");
  QString title;
  QString description;
  std::vector<QueryDraft> queries;
  QString unit;
  std::optional<double> min;
  std::optional<double> max;
  std::vector<ThresholdDraft> thresholds;
  TextDraft text;  ///< of type text only
  friend bool operator==(const PanelDraft&, const PanelDraft&) = default;
};

PanelDraft draftOf(const OrderedJson& panel);
/// `panel` with the draft's words. Queries are matched by their refId, so what else they say stays.
OrderedJson withDraft(const OrderedJson& panel, const PanelDraft& draft);
/// A panel of its own, without id and place.
OrderedJson newPanel(const PanelDraft& draft);

/// A, B, … Z, AA: the first that none of the queries has.
QString freeRefId(const std::vector<QueryDraft>& queries);

}  // namespace vigie::console
