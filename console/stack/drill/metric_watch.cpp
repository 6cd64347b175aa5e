#include "console/stack/drill/metric_watch.h"

#include <QJsonArray>

namespace vigie::stack {

std::optional<double> MetricWatch::value(const QString& expression) {
  QUrlQuery query;
  query.addQueryItem("query", QString::fromLatin1(QUrl::toPercentEncoding(expression)));
  const auto answer = http_.get(below(prometheus_, "/api/v1/query", query));
  if (!answer) {
    lastError_ = QString::fromStdString(answer.error().message);
    return std::nullopt;
  }
  const QJsonArray result = answer->object().value("data").toObject().value("result").toArray();
  if (result.isEmpty()) {
    return std::nullopt;
  }
  return result.first().toObject().value("value").toArray().at(1).toString().toDouble();
}

}  // namespace vigie::stack
