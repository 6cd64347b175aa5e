#include "console/stack/drill/stack_ground.h"

#include <QJsonDocument>

#include <utility>

namespace vigie::stack {
namespace {

constexpr int kLeaseSeconds = 1'800;
constexpr int kOrderLimitMs = 10'000;

}  // namespace

StackGround::StackGround(QString controlSocket, const Endpoints& endpoints)
    : controlSocket_(std::move(controlSocket)), endpoints_(endpoints) {}

StackGround::~StackGround() { StackGround::mend(); }

Result<void> StackGround::take(bool quick) {
  control_.connectToServer(controlSocket_);
  if (!control_.waitForConnected(kOrderLimitMs)) {
    return Error(ErrorCode::kUnavailable, "no stack is running; start one with ./vigie run");
  }
  return order({{"type", "drill"}, {"seconds", kLeaseSeconds}, {"quick", quick}});
}

Result<void> StackGround::putFault(const QJsonObject& fault) {
  isFaulty_ = true;
  const auto put = http_.call("PUT", below(endpoints_.internal, "/internal/faults"), fault);
  return put ? Result<void>() : Result<void>(put.error());
}

Result<void> StackGround::stopServer() {
  isHeld_ = true;
  return order({{"type", "hold"}, {"service", "vigie-server"}});
}

void StackGround::mend() {
  if (!isThere()) {
    return;
  }
  if (std::exchange(isHeld_, false)) {
    control_.write("{\"type\":\"release\"}\n");
    control_.flush();
  }
  if (std::exchange(isFaulty_, false)) {
    [[maybe_unused]] const auto ended = http_.call("DELETE", below(endpoints_.internal, "/internal/faults"), {});
  }
}

Result<void> StackGround::order(const QJsonObject& message) {
  control_.write(QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n');
  while (true) {
    while (!control_.canReadLine()) {
      if (!control_.waitForReadyRead(kOrderLimitMs)) {
        return Error(ErrorCode::kUnavailable, "the stack does not answer");
      }
    }
    const QJsonObject answer = QJsonDocument::fromJson(control_.readLine()).object();
    if (answer.value("type").toString() != "drill") {
      continue;
    }
    if (answer.value("granted").toBool()) {
      return {};
    }
    return Error(ErrorCode::kConflict, answer.value("error").toString().toStdString());
  }
}

}  // namespace vigie::stack
