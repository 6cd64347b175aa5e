// The requests of a drill: POST /v1/drill at a steady rate, whatever is answered.
#pragma once

#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <memory>
#include <vector>

namespace vigie::stack {

class DrillLoad : public QObject {
  Q_OBJECT

 public:
  /// `server` is the public API.
  explicit DrillLoad(const QUrl& server, QObject* parent = nullptr);

  /// `answerSeconds`: how long an answer may take before the rate suffers.
  void start(double requestsPerSecond, double answerSeconds);
  void stop();
  [[nodiscard]] double rate() const { return rate_; }

 private:
  void ask();

  QUrl target_;
  double rate_ = 0;
  QTimer timer_;
  /// Each opens six connections at most; answers that are slow on purpose keep theirs busy.
  std::vector<std::unique_ptr<QNetworkAccessManager>> clients_;
  std::size_t next_ = 0;
};

}  // namespace vigie::stack
