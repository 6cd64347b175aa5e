// Links of values and panels: their variables filled in, and whether they may be opened. Pure.
// Source: Grafana's docs/sources/panels-visualizations/configure-data-links ("Data link variables").
#pragma once

#include "console/dashboard/field_options.h"
#include "console/dashboard/links.h"
#include "console/dashboard/variable_format.h"
#include "console/prometheus/frame.h"

#include <QString>
#include <QUrl>

#include <optional>
#include <utility>
#include <vector>

namespace vigie::console {

/// The value a link starts from.
struct LinkSubject {
  QString name;  ///< of its series or field, as shown
  Labels labels;
  std::optional<double> number;
  QString text;                                  ///< as shown, unit and all
  qint64 timeMs = 0;                             ///< 0: of no moment
  std::vector<std::pair<QString, QString>> row;  ///< the other columns of a table's row, by name
};

/// Where links lead from.
struct LinkPlace {
  QUrl grafana;  ///< the one whose paths a link may name; empty: none
  LinkTime time;
  LinkVariables variables;  ///< what is chosen, for ${__all_variables}
  VariableLookup lookup;    ///< may be empty
};

struct ResolvedLink {
  QString title;    ///< never empty
  QUrl url;         ///< as it was made out, whether it may be opened or not
  QString refusal;  ///< why it is not opened; empty: it may be
};

/// Of addresses that the console opens in itself: `vigie:/d/<uid>?…`, `vigie:/dashboards?tag=…`, Grafana's paths.
inline constexpr char kOwnScheme[] = "vigie";

/// `subject` is null for a link of the panel itself. A dashboard's word opens http and https addresses and paths of the
/// configured Grafana, without one the console's own dashboards, and nothing else: no files, no scripts, no other
/// programs.
ResolvedLink resolveLink(const DataLink& link, const LinkPlace& place, const LinkSubject* subject = nullptr);

std::vector<ResolvedLink> resolveLinks(const std::vector<DataLink>& links, const LinkPlace& place,
                                       const LinkSubject* subject = nullptr);

}  // namespace vigie::console
