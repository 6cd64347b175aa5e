#include "console/stack/relay/alert_relay.h"

#include <QJsonArray>
#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

// A disk that is full is looked at again after this.
constexpr auto kDiskPause = 5s;

/// The same words without the embed: what Discord may refuse of a message is its form.
QJsonObject plainly(const QJsonObject& message) {
  const QString title = message.value("embeds").toArray().first().toObject().value("title").toString();
  QJsonObject plain = discordMessage({{}, title + '\n' + message.value("content").toString()}, true, {}, {});
  plain.remove("embeds");
  plain.insert("allowed_mentions", message.value("allowed_mentions"));
  return plain;
}

}  // namespace

AlertRelay::AlertRelay(const RelayOptions& options, QObject* parent)
    : QObject(parent),
      options_(options),
      server_([this](const QJsonObject& group) { return receive(group); }),
      renderer_(options.templates, options.webhook, options.amtool, options.directory + "/render"),
      sender_(options.webhook.url) {
  pause_.setSingleShot(true);
  // A coarse timer may be early, and Discord's wait must not be undercut.
  pause_.setTimerType(Qt::PreciseTimer);
  connect(&pause_, &QTimer::timeout, this, &AlertRelay::work);
  connect(&renderer_, &MessageRenderer::finished, this, &AlertRelay::keepMessage);
  connect(&sender_, &DiscordSender::finished, this, &AlertRelay::conclude);
}

Result<void> AlertRelay::start() {
  if (const auto opened = inbox_.open(options_.directory); !opened) {
    return opened.error();
  }
  if (const auto prepared = renderer_.prepare(); !prepared) {
    return prepared.error();
  }
  if (const auto listening = server_.listen(options_.port); !listening) {
    return listening.error();
  }
  work();
  return {};
}

void AlertRelay::finish() {
  finishing_ = true;
  server_.close();
  if (!sender_.isBusy()) {
    Q_EMIT ended();
  }
}

Result<void> AlertRelay::receive(const QJsonObject& group) {
  if (const auto received = inbox_.receive(group, QDateTime::currentDateTimeUtc()); !received) {
    log_.error("alert not kept", {{"error", received.error().message}});
    return received.error();
  }
  const InboxEntry& entry = inbox_.entries().constLast();
  log_.info("alert received", {{"id", entry.id},
                               {"alert", entry.alertName().toStdString()},
                               {"status", entry.status().toStdString()},
                               {"outcome", toString(entry.outcome).toStdString()}});
  // Queued: Alertmanager is answered first.
  QMetaObject::invokeMethod(this, &AlertRelay::work, Qt::QueuedConnection);
  return {};
}

void AlertRelay::work() {
  if (!finishing_) {
    renderNext();
    postNext();
  }
}

void AlertRelay::renderNext() {
  const InboxEntry* entry = inbox_.next(true);
  if (entry == nullptr || renderer_.isBusy()) {
    return;
  }
  rendering_ = entry->id;
  renderer_.render(entry->group);
}

void AlertRelay::keepMessage(const RenderedMessage& rendered, const QString& fault) {
  if (!fault.isEmpty()) {
    log_.warning("message rendered without its template", {{"id", rendering_}, {"error", fault.toStdString()}});
  }
  const InboxEntry* entry = inbox_.next(true);
  const QJsonObject message = discordMessage(rendered, entry->status() == "firing",
                                             alertmanagerPage(entry->group, "alerts"), options_.webhook.mention);
  if (const auto kept = inbox_.recordMessage(rendering_, message); !kept) {
    log_.error("message not kept", {{"id", rendering_}, {"error", kept.error().message}});
    waitFor(kDiskPause);
    return;
  }
  work();
}

void AlertRelay::postNext() {
  const InboxEntry* entry = inbox_.next(false);
  if (entry == nullptr || entry->message.isEmpty() || sender_.isBusy() || pause_.isActive()) {
    return;
  }
  posting_ = entry->id;
  if (options_.webhook.url.isEmpty()) {
    settle(Outcome::kKept);
    QMetaObject::invokeMethod(this, &AlertRelay::work, Qt::QueuedConnection);
    return;
  }
  const qint64 left = entry->notBefore.isValid() ? QDateTime::currentDateTimeUtc().msecsTo(entry->notBefore) : 0;
  if (left > 0) {
    waitFor(std::chrono::milliseconds(left));
    return;
  }
  postedAt_ = QDateTime::currentDateTimeUtc();
  sender_.post(entry->message);
}

void AlertRelay::conclude(const Delivery& delivery) {
  using Fate = Delivery::Fate;
  const std::string why = delivery.why.toStdString();
  inbox_.countTry(posting_, postedAt_, delivery.failure, delivery.why);
  switch (delivery.fate) {
    case Fate::kPosted:
      failures_ = 0;
      settle(Outcome::kPosted);
      waitFor(delivery.wait);
      break;
    case Fate::kRefused:
      if (std::exchange(plain_, posting_) != posting_) {
        log_.warning("message refused; trying it without its embed", {{"id", posting_}, {"error", why}});
        [[maybe_unused]] const auto kept = inbox_.recordMessage(posting_, plainly(inbox_.next(false)->message));
      } else {
        settle(Outcome::kRefused);
      }
      waitFor(delivery.wait);
      break;
    case Fate::kLater:
    case Fate::kBlocked: {
      const double chance = QRandomGenerator::global()->generateDouble();
      const auto pause = std::max(delivery.wait, pauseAfter(++failures_, chance));
      // Written down: a restart must not undercut a wait either, and the operator sees why a message is not there yet.
      const QDateTime until = QDateTime::currentDateTimeUtc().addMSecs(pause.count());
      [[maybe_unused]] const auto kept = inbox_.defer(posting_, until);
      log_.warning("message not delivered yet", {{"id", posting_},
                                                 {"error", why},
                                                 {"tries", inbox_.next(false)->tries.count},
                                                 {"again_in_ms", pause.count()}});
      waitFor(pause);
      break;
    }
  }
  if (finishing_) {
    Q_EMIT ended();
    return;
  }
  work();
}

void AlertRelay::settle(Outcome outcome) {
  const QString said = toString(outcome);
  const InboxEntry& entry = *inbox_.next(false);
  if (outcome == Outcome::kRefused) {
    log_.error("message refused", {{"id", posting_}, {"error", entry.why.toStdString()}});
  } else {
    log_.info("message settled", {{"id", posting_}, {"outcome", said.toStdString()}, {"tries", entry.tries.count}});
  }
  if (const auto settled = inbox_.settle(posting_, outcome, QDateTime::currentDateTimeUtc()); !settled) {
    log_.error("end of a message not kept", {{"id", posting_}, {"error", settled.error().message}});
  }
}

void AlertRelay::waitFor(std::chrono::milliseconds time) {
  if (time > 0ms) {
    pause_.start(time);
  }
}

}  // namespace vigie::stack
