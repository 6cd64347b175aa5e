#include "console/dashboard/annotation.h"

#include "console/dashboard/display_zone.h"
#include "console/dashboard/json_read.h"
#include "console/dashboard/panel_data.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

using jsonread::at;
using jsonread::boolOf;
using jsonread::objectAt;
using jsonread::textAt;

bool isPrometheus(const QJsonValue& source) {
  if (source.isObject()) {
    const QString type = textAt(source.toObject(), "type");
    return type.isEmpty() || type == QLatin1String("prometheus") ||
           type.endsWith(QLatin1String("prometheus-datasource"));
  }
  // A name, as old dashboards have it; Grafana's own is in dashes.
  return !source.toString().startsWith(QLatin1String("-- "));
}

/// A title or text with {{label}} filled in; nothing stays nothing.
QString filled(const QString& format, const Labels& labels) {
  return format.isEmpty() ? QString() : seriesName(format, labels, {}, false);
}

bool isOn(const QJsonValue& value) {
  return value.toBool() || value.toString() == QLatin1String("on") || value.toString() == QLatin1String("true");
}

}  // namespace

std::vector<AnnotationQuery> readAnnotationQueries(const QJsonObject& dashboard) {
  std::vector<AnnotationQuery> queries;
  for (const QJsonValue& item : jsonread::arrayAt(objectAt(dashboard, "annotations"), "list")) {
    const QJsonObject written = item.toObject();
    // Newer Grafanas write the query into "target".
    const QJsonObject target = objectAt(written, "target");
    AnnotationQuery query;
    query.expr = textAt(written, "expr", textAt(target, "expr")).trimmed();
    if (query.expr.isEmpty() || !isPrometheus(at(written, "datasource"))) continue;
    query.name = textAt(written, "name");
    query.step = textAt(written, "step", textAt(target, "interval"));
    query.titleFormat = textAt(written, "titleFormat");
    query.textFormat = textAt(written, "textFormat");
    query.tagKeys = textAt(written, "tagKeys");
    query.useValueForTime = isOn(at(written, "useValueForTime"));
    query.enabled = boolOf(at(written, "enable"), true);
    query.hidden = boolOf(at(written, "hide"), false);
    query.colour = textAt(written, "iconColor");
    const QJsonObject filter = objectAt(written, "filter");
    query.panelsExcluded = boolOf(at(filter, "exclude"), false);
    for (const QJsonValue& id : jsonread::arrayAt(filter, "ids")) query.panels.push_back(id.toInt());
    queries.push_back(std::move(query));
  }
  return queries;
}

std::vector<Annotation> annotationsOf(const AnnotationQuery& query, const Frame& frame, qint64 stepMs) {
  std::vector<Annotation> events;
  const QStringList keys = query.tagKeys.split(QLatin1Char(','), Qt::SkipEmptyParts);
  for (const Series& series : frame.series) {
    std::vector<qint64> times;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      const double value = series.values[i];
      if (!query.useValueForTime) {
        if (value > 0) times.push_back(series.timesMs[i]);
      } else if (std::isfinite(value) && std::abs(value) < 8e15) {
        times.push_back(static_cast<qint64>(std::floor(value)));
      }
    }
    const std::size_t first = events.size();
    for (const qint64 time : times) {
      if (events.size() > first && events.back().toMs + stepMs >= time) {
        events.back().toMs = time;
        continue;
      }
      Annotation event;
      event.fromMs = event.toMs = time;
      event.title = filled(query.titleFormat, series.labels);
      event.text = filled(query.textFormat, series.labels);
      for (const auto& [name, value] : series.labels) {
        if (keys.contains(name)) event.tags.append(value);
      }
      event.colour = query.colour;
      event.panels = query.panels;
      event.panelsExcluded = query.panelsExcluded;
      events.push_back(std::move(event));
    }
  }
  // Values as times may go back: a span is one all the same.
  for (Annotation& event : events) {
    if (event.toMs < event.fromMs) std::swap(event.fromMs, event.toMs);
  }
  return events;
}

QStringList noteLines(const Annotation& note) {
  QStringList lines;
  const QString head = note.title.isEmpty() ? note.text : note.title;
  const QLocale locale;
  const auto clock = [&](qint64 ms) { return locale.toString(inDisplayZone(ms), QStringLiteral("HH:mm:ss")); };
  const QString when = note.fromMs == note.toMs
                           ? clock(note.fromMs)
                           : QCoreApplication::translate("chart", "%1 to %2").arg(clock(note.fromMs), clock(note.toMs));
  lines.append(
      QStringLiteral("%1 · %2").arg(head.isEmpty() ? QCoreApplication::translate("chart", "Event") : head, when));
  if (!note.title.isEmpty() && !note.text.isEmpty()) lines += note.text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  if (!note.tags.isEmpty()) lines.append(note.tags.join(QStringLiteral(" · ")));
  return lines;
}

}  // namespace vigie::console
