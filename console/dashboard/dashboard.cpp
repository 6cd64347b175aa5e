#include "console/dashboard/dashboard.h"

#include "console/dashboard/json_read.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::numberOf;
using jsonread::objectAt;
using jsonread::textAt;

int legacyHeight(const QJsonValue& value) {
  // "250px", "250" or 250: pixels, in rows of 38.
  QString text = value.isString() ? value.toString() : QString::number(value.toDouble(250));
  text.remove(QStringLiteral("px"));
  const double pixels = text.toDouble();
  return std::clamp(static_cast<int>(std::ceil((pixels > 0 ? pixels : 250.0) / 38.0)), 3, 40);
}

/// Dashboards before Grafana 5 have rows of panels with a span of 12.
std::vector<PanelModel> readLegacyRows(const QJsonArray& rows) {
  std::vector<PanelModel> panels;
  int y = 0;
  for (const QJsonValue& item : rows) {
    const QJsonObject row = item.toObject();
    PanelModel heading;
    heading.type = QStringLiteral("row");
    heading.json = row;
    heading.title = textAt(row, "title");
    heading.repeat = textAt(row, "repeat");
    heading.collapsed = boolOf(at(row, "collapse"), false);
    heading.grid = {0, y, 24, 1};
    const bool shown = boolOf(at(row, "showTitle"), false) || heading.collapsed || rows.size() > 1;
    if (shown) ++y;

    std::vector<PanelModel> content;
    const int height = legacyHeight(at(row, "height"));
    int x = 0;
    for (const QJsonValue& child : arrayAt(row, "panels")) {
      PanelModel panel = readPanel(child.toObject());
      const double span = numberOf(at(child.toObject(), "span")).value_or(4);
      const int width = std::clamp(static_cast<int>(std::lround(std::clamp(span, 1.0, 12.0) * 2)), 2, 24);
      if (x + width > 24) {
        x = 0;
        y += height;
      }
      panel.grid = {x, y, width, height};
      x += width;
      content.push_back(std::move(panel));
    }
    if (!content.empty()) y += height;
    if (heading.collapsed) {
      heading.nested = std::move(content);
      y = heading.grid.y + 1;
      content.clear();
    }
    if (shown) panels.push_back(std::move(heading));
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
  dashboard.uid = textAt(object, "uid");
  dashboard.title = textAt(object, "title");
  dashboard.description = textAt(object, "description");
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
  for (const QJsonValue& item : arrayAt(object, "links")) {
    const QJsonObject link = item.toObject();
    dashboard.links.push_back({textAt(link, "title"), textAt(link, "url"), boolOf(at(link, "targetBlank"), false)});
  }
  if (at(object, "panels").isArray()) {
    for (const QJsonValue& panel : arrayAt(object, "panels")) {
      if (panel.isObject()) dashboard.panels.push_back(readPanel(panel.toObject()));
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
