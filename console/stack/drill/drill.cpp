#include "console/stack/drill/drill.h"

#include <QEventLoop>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 200ms;
// Two scrapes with the usual times, and a little.
constexpr qint64 kLongestPendingMs = 25'000;
constexpr auto kRenewFault = 10s;
constexpr int kLeaseSeconds = 1'800;
// A window of five minutes, `for`, and a machine under load. No leg takes longer.
constexpr qint64 kLongestLegMs = 600'000;
constexpr qint64 kLongestQuickLegMs = 120'000;
constexpr int kOrderLimitMs = 10'000;
// Lifted at once; this is for a drill that is killed in between.
constexpr int kSilenceSeconds = 60;
constexpr double kLeastLoad = 2;
constexpr double kMostLoad = 40;
constexpr double kDilution = 50;
constexpr double kSlowestAnswerSeconds = 3;
// `for` is 60 s or more with the usual times.
constexpr double kLongestQuickFor = 10;

void lookAgainSoon() {
  QEventLoop loop;
  QTimer::singleShot(kLook, &loop, &QEventLoop::quit);
  loop.exec();
}

}  // namespace

Drill::Drill(DrillKind kind, bool quick, const StackPaths& paths, const Endpoints& endpoints,
             std::function<void(const DrillLeg&)> told)
    : kind_(std::move(kind)),
      controlSocket_(paths.controlSocket()),
      endpoints_(endpoints),
      told_(std::move(told)),
      watch_(endpoints, paths.alertInbox(), kind_.alert),
      load_(endpoints.server) {
  report_.name = kind_.name;
  report_.alert = kind_.alert;
  report_.quick = quick;
  renewal_.setInterval(kRenewFault);
  connect(&renewal_, &QTimer::timeout, this, &Drill::putFault);
}

Drill::~Drill() {
  endFault();
  watch_.unsilence();
}

DrillReport Drill::run() {
  if (prepare()) {
    causeFault();
    if (waitForLegs() && report_.quick && kind_.needsLoad) {
      dilute();
    }
  }
  endFault();
  watch_.unsilence();
  return report_;
}

bool Drill::prepare() {
  const auto rule = watch_.rule();
  if (!rule) {
    return fail("Prometheus does not have the rule " + kind_.alert + ". " + watch_.lastError());
  }
  // Pending for a moment is what the end of a quick drill leaves: Prometheus begins to scrape anew.
  if (rule->state == "firing" || !waitUntilQuiet()) {
    return fail(kind_.alert + " is up already: a drill would hide a real incident");
  }
  if (!takeLease() || (report_.quick && !setQuickTimes())) {
    return false;
  }
  usualCondition_ = rule->query;
  condition_ = watch_.rule().value_or(*rule).query;
  // At least as much as everybody else asks, or the fault would drown.
  const double background = watch_.value("sum(rate(http_requests_total{job=\"ai-api\"}[1m]))").value_or(0);
  if (background > kMostLoad) {
    return fail(
        QString("the service is asked %1 times a second; a drill asks %2 at most").arg(background).arg(kMostLoad));
  }
  isFaulty_ = true;
  const auto marked = http_.call("PUT", QUrl(endpoints_.internal.toString() + "/internal/faults"), kind_.fault);
  if (!marked) {
    return fail("the server takes no fault (is VIGIE_DRILLS=1?): " + QString::fromStdString(marked.error().message));
  }
  renewal_.start();
  if (kind_.holdsServer) {
    // The messages of a server that is down are marked by what it said before: to this drill, and not to another one.
    const QString active = "vigie_drill_active{job=\"ai-api\"}";
    const QString mark = QString("max(%1 and timestamp(%1) > %2)").arg(active).arg(QDateTime::currentSecsSinceEpoch());
    return waitUntil("Prometheus sees the mark of the drill", [&] { return watch_.value(mark).value_or(0) > 0; });
  }
  load_.start(std::max(kLeastLoad, background), kSlowestAnswerSeconds);
  return true;
}

bool Drill::waitUntilQuiet() {
  const auto isQuiet = [this] {
    const auto rule = watch_.rule();
    return rule && rule->state == "inactive";
  };
  QElapsedTimer since;
  since.start();
  while (!isQuiet()) {
    if (interrupted_ || since.elapsed() > kLongestPendingMs) {
      return false;
    }
    lookAgainSoon();
  }
  return true;
}

bool Drill::takeLease() {
  control_.connectToServer(controlSocket_);
  if (!control_.waitForConnected(kOrderLimitMs)) {
    return fail("no stack is running; start one with ./vigie run");
  }
  return order({{"type", "drill"}, {"seconds", kLeaseSeconds}, {"quick", report_.quick}});
}

bool Drill::setQuickTimes() {
  // Rules come last in a reload of Prometheus: what it knew of Alertmanager before is forgotten by then.
  return waitUntil("Prometheus uses the shortened times",
                   [this] {
                     const auto rule = watch_.rule();
                     return rule && rule->pendingFor <= kLongestQuickFor;
                   }) &&
         waitUntil("Prometheus knows Alertmanager", [this] { return watch_.isDelivering(); });
}

void Drill::causeFault() {
  report_.startedAt = QDateTime::currentDateTimeUtc();
  sinceFault_.start();
  if (kind_.holdsServer) {
    renewal_.stop();
    order({{"type", "hold"}, {"service", "vigie-server"}});
  }
  DrillLeg first{"fault", 0.0, {}, {}, {}};
  if (kind_.needsLoad) {
    first.note = QString("POST /v1/drill, %1 a second").arg(load_.rate(), 0, 'f', 1);
  }
  report_.legs.append(first);
  told_(first);
}

void Drill::endFault() {
  renewal_.stop();
  load_.stop();
  // What fails here ends by itself: with the lease, with the fault's time to live.
  if (!std::exchange(isFaulty_, false) || control_.state() != QLocalSocket::ConnectedState) {
    return;
  }
  if (kind_.holdsServer) {
    control_.write("{\"type\":\"release\"}\n");
    control_.flush();
  }
  [[maybe_unused]] const auto ended =
      http_.call("DELETE", QUrl(endpoints_.internal.toString() + "/internal/faults"), {});
}

bool Drill::waitForLegs() {
  const auto isWrong = [this] { return watch_.value(condition_).has_value(); };
  const auto stateIs = [this](const QString& state) {
    const auto rule = watch_.rule();
    return rule && rule->state == state;
  };
  if (!report_.error.isEmpty() || !leg("metric moved", isWrong) ||
      !leg("pending", [&] { return stateIs("pending") || stateIs("firing"); }) ||
      !leg("firing", [&] { return stateIs("firing"); }) ||
      !leg("delivered", [this] { return watch_.told("firing", report_.startedAt).has_value(); }) || !acknowledge()) {
    return false;
  }
  endFault();
  return leg("recovered", [&] { return !isWrong() && watch_.value("up{job=\"ai-api\"}").value_or(0) > 0; }) &&
         leg("resolved", [&] { return stateIs("inactive"); }) &&
         leg("resolve delivered", [this] { return watch_.told("resolved", report_.startedAt).has_value(); });
}

/// With the usual times the drill's requests are in the window for minutes yet, and would raise the alert once more
/// when the lease ends: good requests make them few.
void Drill::dilute() {
  load_.start(kDilution, 0.1);
  waitUntil("the drill's requests are few among others", [this] { return !watch_.value(usualCondition_); });
  load_.stop();
}

bool Drill::acknowledge() {
  if (!watch_.silence(kSilenceSeconds)) {
    return fail("Alertmanager takes no silence: " + watch_.lastError());
  }
  const bool acknowledged = leg("acknowledged", [this] { return watch_.isSilenced(); });
  watch_.unsilence();
  return acknowledged;
}

bool Drill::leg(const QString& name, const std::function<bool()>& condition) {
  DrillLeg one;
  one.name = name;
  if (!report_.quick && name == "delivered") {
    one.limitSeconds = static_cast<double>(kind_.deliveredWithin.count());
    one.limitFrom = "fault";
  } else if (!report_.quick && name == "resolve delivered") {
    one.limitSeconds = static_cast<double>(kResolvedWithin.count());
    one.limitFrom = "recovered";
  }
  const bool came = waitUntil(name, condition);
  if (came) {
    one.at = static_cast<double>(sinceFault_.elapsed()) / 1'000;
  }
  if (came && name.endsWith("delivered")) {
    const auto entry = watch_.told(name == "delivered" ? "firing" : "resolved", report_.startedAt);
    const bool isPosted = entry && entry->outcome == Outcome::kPosted;
    one.note = isPosted ? QString("posted to Discord") : QString("kept in the inbox: DISCORD_WEBHOOK_URL is not set");
  }
  report_.legs.append(one);
  told_(one);
  return came;
}

bool Drill::waitUntil(const QString& what, const std::function<bool()>& condition) {
  QElapsedTimer since;
  since.start();
  while (!condition()) {
    if (interrupted_) {
      return fail("interrupted");
    }
    if (control_.state() != QLocalSocket::ConnectedState) {
      return fail("the stack has ended");
    }
    if (since.elapsed() > (report_.quick ? kLongestQuickLegMs : kLongestLegMs)) {
      return fail(QString("waited %1 s in vain: %2. %3").arg(since.elapsed() / 1'000).arg(what, watch_.lastError()));
    }
    lookAgainSoon();
  }
  return true;
}

bool Drill::order(const QJsonObject& message) {
  control_.write(QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n');
  while (true) {
    while (!control_.canReadLine()) {
      if (!control_.waitForReadyRead(kOrderLimitMs)) {
        return fail("the stack does not answer");
      }
    }
    const QJsonObject answer = QJsonDocument::fromJson(control_.readLine()).object();
    if (answer.value("type").toString() == "drill") {
      return answer.value("granted").toBool() || fail(answer.value("error").toString());
    }
  }
}

bool Drill::fail(const QString& why) {
  if (report_.error.isEmpty()) {
    report_.error = why.trimmed();
  }
  return false;
}

void Drill::putFault() {
  // One that fails is tried again before the last one ends.
  [[maybe_unused]] const auto put =
      http_.call("PUT", QUrl(endpoints_.internal.toString() + "/internal/faults"), kind_.fault);
}

}  // namespace vigie::stack
