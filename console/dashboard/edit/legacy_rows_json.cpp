#include "console/dashboard/edit/legacy_rows_json.h"

#include "console/dashboard/edit/dashboard_document.h"
#include "console/dashboard/legacy_rows.h"

#include <algorithm>
#include <array>

namespace vigie::console {
namespace {

bool isCopyOfRow(const OrderedJson& row) { return row.at("repeatIteration").toNumber() > 0; }

LegacyRow legacyRowOf(const OrderedJson& json) {
  LegacyRow row;
  row.height = legacyGridHeight(json.at("height").toQt(), row.height);
  row.collapsed = json.at("collapse").toBool();
  row.hasHeading = row.collapsed || json.at("showTitle").toBool() || !json.at("repeat").toText().isEmpty();
  for (const OrderedJson& panel : json.at("panels").items()) {
    const OrderedJson span = panel.at("span");
    const double columns = span.kind() == OrderedJson::Kind::kNumber ? span.toNumber() : 4;
    row.panels.push_back({columns, legacyGridHeight(panel.at("height").toQt(), 0)});
  }
  return row;
}

OrderedJson panelOn(const OrderedJson& panel, const GridPosition& place) {
  OrderedJson placed = panel.without("span").with("gridPos", gridJson(place));
  // Grafana's own step: the least width counts in the new columns; its next one makes maxPerRow of it.
  if (const double least = panel.at("minSpan").toNumber(); least > 0) {
    placed = placed.with("minSpan", OrderedJson::number(std::min(24.0, 2 * least)));
  }
  return placed;
}

OrderedJson headingOf(const OrderedJson& row, const GridPosition& place, OrderedJson::Items nested) {
  static constexpr std::array kOfRows = {"collapse", "height",          "panels",      "showTitle", "title",
                                         "repeat",   "repeatIteration", "repeatRowId", "titleSize", "editable"};
  OrderedJson::Members members = {{QStringLiteral("type"), OrderedJson::text(QStringLiteral("row"))},
                                  {QStringLiteral("title"), OrderedJson::text(row.at("title").toText())},
                                  {QStringLiteral("collapsed"), OrderedJson::boolean(row.at("collapse").toBool())},
                                  {QStringLiteral("gridPos"), gridJson(place)},
                                  {QStringLiteral("panels"), OrderedJson::array(std::move(nested))}};
  if (const QString repeat = row.at("repeat").toText(); !repeat.isEmpty()) {
    members.emplace_back(QStringLiteral("repeat"), OrderedJson::text(repeat));
  }
  for (const auto& member : row.members()) {
    const bool known = std::any_of(kOfRows.begin(), kOfRows.end(),
                                   [&member](const char* key) { return member.first == QLatin1String(key); });
    const bool taken = std::any_of(members.begin(), members.end(),
                                   [&member](const auto& other) { return member.first == other.first; });
    if (!known && !taken) members.push_back(member);
  }
  return OrderedJson::object(std::move(members));
}

}  // namespace

bool hasLegacyRows(const OrderedJson& dashboard) {
  return !dashboard.at("rows").items().empty() && dashboard.at("panels").items().empty();
}

OrderedJson withPanelsForRows(const OrderedJson& dashboard) {
  OrderedJson::Items old;
  std::vector<LegacyRow> rows;
  for (const OrderedJson& row : dashboard.at("rows").items()) {
    if (isCopyOfRow(row)) continue;
    old.push_back(row);
    rows.push_back(legacyRowOf(row));
  }
  const LegacyPlaces places = placesOfLegacyRows(rows);
  OrderedJson::Items panels;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    OrderedJson::Items content;
    for (const OrderedJson& panel : old[i].at("panels").items()) {
      content.push_back(panelOn(panel, places.panels[i][content.size()]));
    }
    if (places.headings) {
      OrderedJson::Items nested;
      if (rows[i].collapsed) nested = std::exchange(content, {});
      panels.push_back(headingOf(old[i], places.rows[i], std::move(nested)));
    }
    for (OrderedJson& panel : content) panels.push_back(std::move(panel));
  }
  OrderedJson::Members members;
  for (const auto& member : dashboard.members()) {
    if (member.first == QLatin1String("panels")) continue;
    if (member.first == QLatin1String("rows")) {
      members.emplace_back(QStringLiteral("panels"), OrderedJson::array(std::move(panels)));
    } else {
      members.push_back(member);
    }
  }
  return OrderedJson::object(std::move(members));
}

}  // namespace vigie::console
