#include "console/stack/relay/relay_command.h"

#include "console/stack/client_commands.h"
#include "console/stack/relay/alert_relay.h"
#include "console/stack/unix_signals.h"

#include <QCoreApplication>
#include <QFile>
#include <QTimer>

#include <chrono>
#include <sys/stat.h>

namespace vigie::stack {
namespace {

// A post that is under way at the end may well be told; longer than this it is asked for again at the next start.
constexpr std::chrono::seconds kLastPostLimit{3};

int relayFailed(const Error& error) {
  complain(QString::fromStdString(error.message));
  return 1;
}

std::string compiledIn(const QString& name) {
  QFile file(":/vigie/monitoring/grafana/provisioning/alerting/" + name);
  return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

}  // namespace

int runRelay(const RelayCommand& command) {
  const auto webhook = webhookSetting(QProcessEnvironment::systemEnvironment());
  if (!webhook) {
    return relayFailed(webhook.error());
  }
  const auto templates =
      alerting::readMessageTemplates(compiledIn("contact-points.yaml"), compiledIn("templates.yaml"));
  if (!templates) {
    return relayFailed(templates.error());
  }
  umask(077);
  UnixSignals unixSignals;
  AlertRelay relay({command.directory, command.amtool, command.port, *webhook, *templates});
  QObject::connect(&relay, &AlertRelay::ended, &relay, &QCoreApplication::quit, Qt::QueuedConnection);
  QObject::connect(&unixSignals, &UnixSignals::received, &relay, [&relay] {
    QTimer::singleShot(kLastPostLimit, &relay, &QCoreApplication::quit);
    relay.finish();
  });
  if (const auto started = relay.start(); !started) {
    return relayFailed(started.error());
  }
  return QCoreApplication::exec();
}

}  // namespace vigie::stack
