// What happened while the charts were drawn: a moment or a span of time, in words. Plain data.
#pragma once

#include "console/dashboard/time_window.h"
#include "console/dashboard/variable_format.h"
#include "console/prometheus/frame.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace vigie::console {

struct Annotation {
  qint64 fromMs = 0;
  qint64 toMs = 0;  ///< equal: a moment
  QString title;
  QString text;
  QStringList tags;
  QString colour;           ///< as Grafana writes colours; empty: the accent
  std::vector<int> panels;  ///< only these, or all but these
  bool panelsExcluded = false;
  friend bool operator==(const Annotation&, const Annotation&) = default;
};

/// A query of a dashboard's "annotations.list".
struct AnnotationQuery {
  QString name;
  QString expr;
  QString step;  ///< as written; Grafana's default is 60 s
  QString titleFormat;
  QString textFormat;
  QString tagKeys;  ///< label names, with commas between
  bool useValueForTime = false;
  bool enabled = true;
  bool hidden = false;  ///< no toggle for it
  QString colour;
  std::vector<int> panels;
  bool panelsExcluded = false;
};

/// The Prometheus queries of a dashboard; those of other data sources, Grafana's own included, are left out.
std::vector<AnnotationQuery> readAnnotationQueries(const QJsonObject& dashboard);

/// Grafana's reading of an answer: values over zero are events; those at most a step apart are one.
/// Source: processAnnotationResponse in Grafana's Prometheus data source
/// (packages/grafana-prometheus/src/datasource.ts).
std::vector<Annotation> annotationsOf(const AnnotationQuery& query, const Frame& frame, qint64 stepMs);

/// Title, text and tags as lines; the time of its end where it is a span.
QStringList noteLines(const Annotation& annotation);

}  // namespace vigie::console
