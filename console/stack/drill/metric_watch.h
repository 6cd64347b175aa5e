// What Prometheus measures, now.
#pragma once

#include "console/stack/drill/http_json.h"

#include <QString>
#include <QUrl>

#include <optional>

namespace vigie::stack {

class MetricWatch {
 public:
  explicit MetricWatch(QUrl prometheus) : prometheus_(std::move(prometheus)) {}

  /// The first value of an instant query; nothing where the answer is empty, or where there is none.
  std::optional<double> value(const QString& expression);
  [[nodiscard]] const QString& lastError() const { return lastError_; }

 private:
  QUrl prometheus_;
  HttpJson http_;
  QString lastError_;
};

}  // namespace vigie::stack
