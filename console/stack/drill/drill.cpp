#include "console/stack/drill/drill.h"

#include <QEventLoop>

#include <algorithm>
#include <utility>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 200ms;
// Two scrapes with the usual times, and a little.
constexpr qint64 kLongestPendingMs = 25'000;
constexpr auto kRenewFault = 10s;
// A window of five minutes, `for`, and a machine under load. No leg takes longer.
constexpr qint64 kLongestLegMs = 600'000;
constexpr qint64 kLongestQuickLegMs = 120'000;
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

Drill::Drill(DrillKind kind, bool quick, DrillGround& ground, AlertWatch& watch,
             std::function<void(const DrillLeg&)> told)
    : kind_(std::move(kind)),
      ground_(ground),
      watch_(watch),
      told_(std::move(told)),
      metrics_(ground.prometheus()),
      load_(ground.server()) {
  report_.name = kind_.name;
  report_.alert = kind_.alert;
  report_.quick = quick;
  report_.ground = ground.name();
  report_.source = watch.source();
  renewal_.setInterval(kRenewFault);
  connect(&renewal_, &QTimer::timeout, this, &Drill::putFault);
}

Drill::~Drill() {
  endFault();
  watch_.unsilence();
}

DrillReport Drill::run() {
  if (prepare()) {
    if (causeFault() && waitForLegs() && report_.quick && kind_.needsLoad) {
      dilute();
    }
    report_.history = watch_.history(report_.startedAt);
  }
  endFault();
  watch_.unsilence();
  return report_;
}

bool Drill::prepare() {
  const auto rule = watch_.rule();
  if (!rule) {
    return fail(QString("%1 does not have the rule %2. %3").arg(watch_.source(), kind_.alert, watch_.lastError()));
  }
  // Pending for a moment is what the end of a quick drill leaves: Prometheus begins to scrape anew.
  if (rule->state == "firing" || !waitUntilQuiet()) {
    return fail(interrupted_ ? QString("interrupted")
                             : kind_.alert + " is up already: a drill would hide a real incident");
  }
  if (!obeyed(ground_.take(report_.quick)) || (report_.quick && !setQuickTimes())) {
    return false;
  }
  if (!waitUntil(
          "what fires would be told to somebody", [this] { return watch_.isDelivering(); }, kLongestPendingMs)) {
    return false;
  }
  usualCondition_ = rule->query;
  condition_ = watch_.rule().value_or(*rule).query;
  // At least as much as everybody else asks, or the fault would drown.
  const double background = metrics_.value("sum(rate(http_requests_total{job=\"ai-api\"}[1m]))").value_or(0);
  if (background > kMostLoad) {
    return fail(
        QString("the service is asked %1 times a second; a drill asks %2 at most").arg(background).arg(kMostLoad));
  }
  if (const auto marked = ground_.putFault(kind_.fault); !marked) {
    return fail("the server takes no fault (is VIGIE_DRILLS=1?): " + QString::fromStdString(marked.error().message));
  }
  renewal_.start();
  if (kind_.holdsServer) {
    // The messages of a server that is down are marked by what it said before: to this drill, and not to another one.
    const QString active = "vigie_drill_active{job=\"ai-api\"}";
    const QString mark = QString("max(%1 and timestamp(%1) > %2)").arg(active).arg(QDateTime::currentSecsSinceEpoch());
    return waitUntil("Prometheus sees the mark of the drill", [&] { return metrics_.value(mark).value_or(0) > 0; });
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

bool Drill::setQuickTimes() {
  // Rules come last in a reload of Prometheus: what it knew of Alertmanager before is forgotten by then.
  return waitUntil("Prometheus uses the shortened times",
                   [this] {
                     const auto rule = watch_.rule();
                     return rule && rule->pendingFor <= kLongestQuickFor;
                   }) &&
         waitUntil("Prometheus knows Alertmanager", [this] { return watch_.isDelivering(); });
}

bool Drill::causeFault() {
  report_.startedAt = QDateTime::currentDateTimeUtc();
  lastInVain_ = report_.startedAt;
  sinceFault_.start();
  DrillLeg first{"fault", 0.0, {}, {}, {}};
  if (kind_.needsLoad) {
    first.note = QString("POST /v1/drill, %1 a second").arg(load_.rate(), 0, 'f', 1);
  }
  add(first);
  if (!kind_.holdsServer) {
    return true;
  }
  renewal_.stop();
  return obeyed(ground_.stopServer());
}

void Drill::endFault() {
  renewal_.stop();
  load_.stop();
  ground_.mend();
}

bool Drill::waitForLegs() {
  const auto isWrong = [this] { return metrics_.value(condition_).has_value(); };
  const auto stateIs = [this](const QString& state) {
    const auto rule = watch_.rule();
    return rule && rule->state == state;
  };
  if (!leg("metric moved", isWrong) || !leg("pending", [&] { return stateIs("pending") || stateIs("firing"); }) ||
      !leg("firing", [&] { return stateIs("firing"); }) || !tellLeg("delivered", "firing", lastInVain_) ||
      !acknowledge()) {
    return false;
  }
  endFault();
  return leg("recovered", [&] { return !isWrong() && metrics_.value("up{job=\"ai-api\"}").value_or(0) > 0; }) &&
         leg("resolved", [&] { return stateIs("inactive"); }) && tellLeg("resolve delivered", "resolved", lastInVain_);
}

/// With the usual times the drill's requests are in the window for minutes yet, and would raise the alert once more
/// when the lease ends: good requests make them few.
void Drill::dilute() {
  load_.start(kDilution, 0.1);
  waitUntil("the drill's requests are few among others", [this] { return !metrics_.value(usualCondition_); });
  load_.stop();
}

bool Drill::acknowledge() {
  switch (watch_.silence(kSilenceSeconds)) {
    case Silencing::kFailed:
      return fail("the alert cannot be silenced: " + watch_.lastError());
    case Silencing::kForbidden: {
      DrillLeg skipped{"acknowledged", {}, {}, {}, watch_.lastError()};
      skipped.skipped = true;
      add(skipped);
      return true;
    }
    case Silencing::kTaken:
      break;
  }
  const bool acknowledged = leg("acknowledged", [this] { return watch_.isSilenced(); });
  watch_.unsilence();
  return acknowledged;
}

// `since` by value: waiting moves what it was taken from.
bool Drill::tellLeg(const QString& name, const QString& status, const QDateTime since) {
  std::optional<QString> told;
  DrillLeg one{name, {}, {}, {}, {}};
  if (!report_.quick) {
    const bool isFirst = status == "firing";
    one.limitSeconds = static_cast<double>((isFirst ? kind_.deliveredWithin : kResolvedWithin).count());
    one.limitFrom = isFirst ? "fault" : "recovered";
  }
  const bool came = waitUntil(name, [&] {
    told = watch_.told(status, since);
    return told.has_value();
  });
  if (came) {
    one.at = static_cast<double>(sinceFault_.elapsed()) / 1'000;
    one.note = *told;
  } else {
    one.note = watch_.lastError();
  }
  add(one);
  return came;
}

bool Drill::leg(const QString& name, const std::function<bool()>& condition) {
  DrillLeg one{name, {}, {}, {}, {}};
  const bool came = waitUntil(name, condition);
  if (came) {
    one.at = static_cast<double>(sinceFault_.elapsed()) / 1'000;
  }
  add(one);
  return came;
}

void Drill::add(const DrillLeg& one) {
  report_.legs.append(one);
  told_(one);
}

bool Drill::waitUntil(const QString& what, const std::function<bool()>& condition, qint64 limitMs) {
  if (limitMs == 0) {
    limitMs = report_.quick ? kLongestQuickLegMs : kLongestLegMs;
  }
  QElapsedTimer since;
  since.start();
  for (QDateTime asked = QDateTime::currentDateTimeUtc(); !condition(); asked = QDateTime::currentDateTimeUtc()) {
    lastInVain_ = asked;
    if (interrupted_) {
      return fail("interrupted");
    }
    if (!ground_.isThere()) {
      return fail("the stack has ended");
    }
    if (since.elapsed() > limitMs) {
      const QString why = watch_.lastError().isEmpty() ? metrics_.lastError() : watch_.lastError();
      return fail(QString("waited %1 s in vain: %2. %3").arg(since.elapsed() / 1'000).arg(what, why));
    }
    lookAgainSoon();
  }
  return true;
}

bool Drill::obeyed(const Result<void>& order) {
  return order.has_value() || fail(QString::fromStdString(order.error().message));
}

bool Drill::fail(const QString& why) {
  if (report_.error.isEmpty()) {
    report_.error = why.trimmed();
  }
  return false;
}

void Drill::putFault() {
  // Waits in an event loop of its own; one that fails is tried again before the last one ends.
  if (!std::exchange(isPutting_, true)) {
    [[maybe_unused]] const auto put = ground_.putFault(kind_.fault);
    isPutting_ = false;
  }
}

}  // namespace vigie::stack
