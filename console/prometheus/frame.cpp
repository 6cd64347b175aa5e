#include "console/prometheus/frame.h"

namespace vigie::console {

QString labelValue(const Labels& labels, const QString& name) {
  for (const auto& [key, value] : labels) {
    if (key == name) return value;
  }
  return {};
}

QString labelsText(const Labels& labels) {
  QString metric;
  QStringList parts;
  for (const auto& [key, value] : labels) {
    if (key == QLatin1String("__name__")) {
      metric = value;
      continue;
    }
    QString escaped = value;
    escaped.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\""));
    parts.append(QStringLiteral("%1=\"%2\"").arg(key, escaped));
  }
  if (parts.isEmpty() && !metric.isEmpty()) return metric;
  return QStringLiteral("%1{%2}").arg(metric, parts.join(QStringLiteral(", ")));
}

QString seriesText(const Labels& labels) {
  QStringList parts;
  for (const auto& [name, value] : labels) {
    if (name != QLatin1String("__name__")) parts.append(QStringLiteral("%1=\"%2\"").arg(name, value));
  }
  return QStringLiteral("%1{%2}").arg(labelValue(labels, QStringLiteral("__name__")), parts.join(QLatin1Char(',')));
}

}  // namespace vigie::console
