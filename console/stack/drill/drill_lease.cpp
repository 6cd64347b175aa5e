#include "console/stack/drill/drill_lease.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace vigie::stack {
namespace {

constexpr int kLongestLeaseSeconds = 3'600;

}  // namespace

DrillLease::DrillLease(ControlServer& control, Stack& stack) : control_(control), stack_(stack) {
  limit_.setSingleShot(true);
  connect(&limit_, &QTimer::timeout, this, &DrillLease::end);
  connect(&control_, &ControlServer::requested, this, &DrillLease::hear);
  connect(&control_, &ControlServer::clientLeft, this, [this](const QLocalSocket* client) {
    if (client == holder_) {
      end();
    }
  });
}

void DrillLease::hear(QLocalSocket* client, const QJsonObject& message) {
  QJsonObject answer{{"type", "drill"}, {"granted", true}};
  if (const auto obeyed = obey(client, message); !obeyed) {
    answer.insert("granted", false);
    answer.insert("error", QString::fromStdString(obeyed.error().message));
  }
  control_.tell(client, answer);
}

Result<void> DrillLease::obey(QLocalSocket* client, const QJsonObject& message) {
  const QString type = message.value("type").toString();
  if (type == "drill") {
    return take(client, message);
  }
  if (client != holder_) {
    return Error(ErrorCode::kConflict, "only the drill that holds the lease may do that; its time may be over");
  }
  if (type == "hold") {
    return stack_.hold(message.value("service").toString(), "held down by a drill");
  }
  if (type == "release") {
    stack_.releaseAll();
    return {};
  }
  return Error(ErrorCode::kInvalidArgument, "the stack knows no such request");
}

Result<void> DrillLease::take(QLocalSocket* client, const QJsonObject& message) {
  if (holder_ != nullptr) {
    return Error(ErrorCode::kConflict, "another drill is under way; wait for its end");
  }
  if (stack_.state().phase != StackPhase::kReady) {
    return Error(ErrorCode::kUnavailable, "not every service of the stack runs: see vigie-stack status");
  }
  const int seconds = message.value("seconds").toInt();
  if (seconds <= 0 || seconds > kLongestLeaseSeconds) {
    return Error(ErrorCode::kInvalidArgument, "'seconds' must be 1 to 3600");
  }
  quick_ = message.value("quick").toBool();
  if (quick_) {
    if (const auto quicker = stack_.setQuickAlerts(true); !quicker) {
      return quicker.error();
    }
  }
  holder_ = client;
  limit_.start(std::chrono::seconds(seconds));
  return {};
}

void DrillLease::end() {
  limit_.stop();
  holder_ = nullptr;
  stack_.releaseAll();
  if (std::exchange(quick_, false)) {
    // What cannot be written now is written at the next start.
    [[maybe_unused]] const auto usual = stack_.setQuickAlerts(false);
  }
}

}  // namespace vigie::stack
