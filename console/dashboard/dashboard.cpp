#include "console/dashboard/dashboard.h"

#include "console/dashboard/impl/dashboard_references.h"
#include "console/dashboard/json_read.h"
#include "console/dashboard/legacy_rows.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace vigie::console {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::numberOf;
using jsonread::objectAt;
using jsonread::textAt;

/// Those that Grafana wrote for each value of a repeated row are made anew.
bool isCopyOfARow(const QJsonObject& row) { return at(row, "repeatIteration").toDouble() > 0; }

/// Dashboards before Grafana 5 have rows of panels with a span of 12.
std::vector<PanelModel> readLegacyRows(const QJsonArray& json) {
  std::vector<QJsonObject> objects;
  std::vector<LegacyRow> rows;
  for (const QJsonValue& item : json) {
    const QJsonObject object = item.toObject();
    if (isCopyOfARow(object)) continue;
    LegacyRow row;
    row.height = legacyGridHeight(at(object, "height"), row.height);
    row.collapsed = boolOf(at(object, "collapse"), false);
    row.hasHeading = row.collapsed || boolOf(at(object, "showTitle"), false) || !textAt(object, "repeat").isEmpty();
    for (const QJsonValue& child : arrayAt(object, "panels")) {
      const QJsonObject panel = child.toObject();
      if (isSavedCopy(panel)) continue;
      row.panels.push_back({numberOf(at(panel, "span")).value_or(4), legacyGridHeight(at(panel, "height"), 0)});
    }
    objects.push_back(object);
    rows.push_back(std::move(row));
  }
  const LegacyPlaces places = placesOfLegacyRows(rows);
  std::vector<PanelModel> panels;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::vector<PanelModel> content;
    for (const QJsonValue& child : arrayAt(objects[i], "panels")) {
      QJsonObject panel = child.toObject();
      if (isSavedCopy(panel)) continue;
      // A row had twelve columns.
      if (const auto least = numberOf(at(panel, "minSpan"))) panel.insert(QStringLiteral("minSpan"), *least * 2);
      content.push_back(readPanel(panel));
      content.back().json = child.toObject();
      content.back().grid = places.panels[i][content.size() - 1];
    }
    if (places.headings) {
      PanelModel heading;
      heading.type = QStringLiteral("row");
      heading.json = objects[i];
      heading.title = textAt(objects[i], "title");
      heading.repeat = textAt(objects[i], "repeat");
      heading.collapsed = rows[i].collapsed;
      heading.grid = places.rows[i];
      if (heading.collapsed) heading.nested = std::exchange(content, {});
      panels.push_back(std::move(heading));
    }
    for (PanelModel& panel : content) panels.push_back(std::move(panel));
  }
  return panels;
}

std::optional<qint64> readSpan(const QString& from) {
  static const QRegularExpression kNowMinus(QStringLiteral(R"(^now-([0-9A-Za-z.]+)(?:/[a-zA-Z]+)?$)"));
  const QRegularExpressionMatch match = kNowMinus.match(from);
  return match.hasMatch() ? parseDuration(match.captured(1)) : std::nullopt;
}

}  // namespace

Result<Dashboard> parseDashboard(const QByteArray& json) {
  QJsonParseError failed{};
  const QJsonDocument document = QJsonDocument::fromJson(json, &failed);
  if (failed.error != QJsonParseError::NoError) {
    return Error(ErrorCode::kInvalidArgument, "Not valid JSON: " + failed.errorString().toStdString() + " at byte " +
                                                  std::to_string(failed.offset) + ".");
  }
  QJsonObject object = document.object();
  for (const char* wrapper : {"dashboard", "spec"}) {
    if (at(object, wrapper).isObject()) object = objectAt(object, wrapper);
  }
  if (at(object, "elements").isObject()) {
    return Error(ErrorCode::kUnsupportedMedia,
                 "This dashboard is in Grafana's V2 schema, which is not supported. Export it as classic JSON.");
  }
  if (!at(object, "panels").isArray() && !at(object, "rows").isArray()) {
    return Error(ErrorCode::kInvalidArgument,
                 "Not a Grafana dashboard: neither \"panels\" nor \"rows\". Export the dashboard as classic JSON.");
  }

  Dashboard dashboard;
  dashboard.json = document.object();
  object = impl::withReferences(std::move(object));
  dashboard.uid = textAt(object, "uid");
  dashboard.title = textAt(object, "title");
  dashboard.description = textAt(object, "description");
  for (const QJsonValue& tag : arrayAt(object, "tags")) dashboard.tags.append(tag.toString());
  dashboard.timeFrom = textAt(objectAt(object, "time"), "from");
  dashboard.timeTo = textAt(objectAt(object, "time"), "to");
  dashboard.spanMs = readSpan(dashboard.timeFrom);
  if (const qint64 refresh = jsonread::durationOf(at(object, "refresh")); refresh > 0) dashboard.refreshMs = refresh;
  dashboard.time = readDashboardTime(object);
  dashboard.annotations = readAnnotationQueries(object);
  dashboard.graphTooltip = jsonread::intOf(at(object, "graphTooltip")).value_or(1);
  for (const QJsonValue& variable : arrayAt(objectAt(object, "templating"), "list")) {
    dashboard.variables.push_back(readVariable(variable.toObject()));
  }
  std::erase_if(dashboard.variables, [](const Variable& variable) { return variable.name.isEmpty(); });
  dashboard.links = readBoardLinks(arrayAt(object, "links"));
  const bool hasLegacyRows = !arrayAt(object, "rows").isEmpty() && arrayAt(object, "panels").isEmpty();
  if (!hasLegacyRows) {
    for (const QJsonValue& panel : arrayAt(object, "panels")) {
      if (panel.isObject() && !isSavedCopy(panel.toObject())) dashboard.panels.push_back(readPanel(panel.toObject()));
    }
    std::stable_sort(dashboard.panels.begin(), dashboard.panels.end(), [](const PanelModel& a, const PanelModel& b) {
      return a.grid.y != b.grid.y ? a.grid.y < b.grid.y : a.grid.x < b.grid.x;
    });
  } else {
    dashboard.panels = readLegacyRows(arrayAt(object, "rows"));
  }
  return dashboard;
}

}  // namespace vigie::console
