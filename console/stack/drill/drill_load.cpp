#include "console/stack/drill/drill_load.h"

#include <QNetworkReply>
#include <QNetworkRequest>

#include <algorithm>
#include <cmath>

namespace vigie::stack {
namespace {

constexpr double kConnectionsOfOne = 6;
constexpr int kRequestMs = 10'000;

}  // namespace

DrillLoad::DrillLoad(const QUrl& server, QObject* parent) : QObject(parent), target_(server) {
  target_.setPath("/v1/drill");
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, &DrillLoad::ask);
}

void DrillLoad::start(double requestsPerSecond, double answerSeconds) {
  rate_ = requestsPerSecond;
  const auto needed = static_cast<std::size_t>(std::ceil(rate_ * answerSeconds / kConnectionsOfOne)) + 1;
  while (clients_.size() < needed) {
    clients_.push_back(std::make_unique<QNetworkAccessManager>());
  }
  timer_.start(static_cast<int>(std::max(1.0, 1'000 / rate_)));
}

void DrillLoad::stop() {
  timer_.stop();
  clients_.clear();
}

void DrillLoad::ask() {
  QNetworkRequest request(target_);
  request.setTransferTimeout(kRequestMs);
  request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
  QNetworkReply* reply = clients_.at(next_++ % clients_.size())->post(request, QByteArray("{}"));
  connect(reply, &QNetworkReply::finished, reply, &QNetworkReply::deleteLater);
}

}  // namespace vigie::stack
