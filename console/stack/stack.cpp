#include "console/stack/stack.h"

#include "console/stack/alert_rules.h"
#include "console/stack/programs.h"
#include "console/stack/quick_alerts.h"
#include "console/stack/relay/webhook_setting.h"
#include "console/stack/stack_configuration.h"
#include "console/stack/write_file.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <utility>

namespace vigie::stack {
namespace {

// Without these two there is nothing to use; without a watcher there is, and the operator sees what is missing.
bool isEssential(const Service& service) {
  return service.spec().name == "postgresql" || service.spec().name == "vigie-server";
}

bool has(const Service& service, ServiceStatus status) { return service.state().status == status; }

}  // namespace

Stack::Stack(StackOptions options, QObject* parent)
    : QObject(parent), options_(std::move(options)), cluster_(options_.paths.postgresData()) {
  connect(&cluster_, &PostgresCluster::created, this, [this] {
    databaseMadeInMs_ = sinceStart_.elapsed();
    startServices();
  });
  connect(&cluster_, &PostgresCluster::failed, this, &Stack::fail);
}

Result<void> Stack::start() {
  sinceStart_.start();
  const auto major = cluster_.majorVersion();
  if (!major) {
    return major.error();
  }
  const bool alerts = deliversAlerts(options_.caller);
  if (const auto webhook = webhookSetting(options_.caller); alerts && !webhook) {
    return webhook.error();
  }
  auto programs = findPrograms(options_.caller.value("PATH"), options_.server, *major, alerts);
  if (!programs) {
    return programs.error();
  }
  programs->stack = options_.stack;
  const auto ports = choosePorts(options_.anyPort);
  if (!ports) {
    return ports.error();
  }
  ports_ = *ports;
  const auto path = unguessablePath(options_.paths.alertmanagerPath());
  if (!path) {
    return path.error();
  }
  ports_.alertmanagerPath = *path;
  if (const auto written = writeConfiguration(false); !written) {
    return written.error();
  }

  const QList<ServiceSpec> specs = planServices(options_.paths, *programs, ports_, options_.caller, options_.knowledge);
  for (const ServiceSpec& spec : specs) {
    auto* service = new Service(spec, options_.paths.logFile(spec.name), this);
    services_.append(service);
    followService(service);
  }
  state_.endpoints = endpointsOf(ports_, alerts);
  if (*major == 0) {
    cluster_.create(programs->postgresBin);
    // What does not need the database need not wait for it.
    for (Service* service : std::as_const(services_)) {
      if (!service->spec().stopsLast) {
        service->start();
      }
    }
  } else {
    startServices();
  }
  update();
  return {};
}

Result<void> Stack::writeConfiguration(bool quick) {
  QByteArray scraping = prometheusTemplate();
  QByteArray routing = alertmanagerTemplate();
  if (quick) {
    for (const auto& shortened : {quickScraping(scraping), quickRouting(routing)}) {
      if (!shortened) {
        return shortened.error();
      }
    }
  }
  const auto configuration = renderPrometheusConfig(scraping, ports_, deliversAlerts(options_.caller));
  if (!configuration) {
    return configuration.error();
  }
  const auto relayed = renderAlertmanagerConfig(routing, ports_);
  if (!relayed) {
    return relayed.error();
  }
  const auto rules = ownAlertRules(quick);
  if (!rules) {
    return rules.error();
  }
  for (const auto& [path, text] :
       {std::pair{options_.paths.alertRules(), *rules}, std::pair{options_.paths.prometheusConfig(), *configuration},
        std::pair{options_.paths.alertmanagerConfig(), *relayed}}) {
    if (const auto written = writeFile(path, text); !written) {
      return written.error();
    }
  }
  return {};
}

Service* Stack::service(const QString& name) const {
  const auto found =
      std::find_if(services_.begin(), services_.end(), [&](const Service* one) { return one->spec().name == name; });
  return found == services_.end() ? nullptr : *found;
}

Result<void> Stack::hold(const QString& name, const QString& why) {
  Service* held = service(name);
  if (held == nullptr || stopping_) {
    return Error(ErrorCode::kNotFound, "the stack runs no service " + name.toStdString());
  }
  held->hold(why);
  return {};
}

void Stack::releaseAll() {
  for (Service* one : std::as_const(services_)) {
    if (!stopping_) {
      one->release();
    }
  }
}

Result<void> Stack::setQuickAlerts(bool quick) {
  if (const auto written = writeConfiguration(quick); !written) {
    return written.error();
  }
  for (const char* name : {"prometheus", "alertmanager"}) {
    if (const Service* one = service(name); one != nullptr && !one->isGone()) {
      one->reload();
    }
  }
  return {};
}

void Stack::startServices() {
  cluster_.dropStaleLock();
  if (const auto written = cluster_.writeAccessRules(); !written) {
    fail(QString::fromStdString(written.error().message));
    return;
  }
  for (Service* service : std::as_const(services_)) {
    if (has(*service, ServiceStatus::kWaiting)) {
      service->start();
    }
  }
}

void Stack::followService(Service* service) {
  connect(service, &Service::changed, this, [this, service] {
    const ServiceState& now = service->state();
    // Stopped while the stack runs: held down by a drill.
    if (!stopping_ && (now.status == ServiceStatus::kRestarting || now.status == ServiceStatus::kUnhealthy ||
                       now.status == ServiceStatus::kStopped)) {
      Q_EMIT noticed(QString("%1: %2").arg(now.name, now.detail));
    }
    if (!stopping_ && now.status == ServiceStatus::kFailed) {
      const bool isLocked = now.detail.contains("\"postmaster.pid\" already exists");
      const QString line =
          QString("%1: %2. Its log: vigie-stack logs %1").arg(now.name, isLocked ? cluster_.explainLock() : now.detail);
      if (isEssential(*service) && readyAfterMs_ < 0) {
        fail(line);
        return;
      }
      Q_EMIT noticed(line);
    }
    if (!stopping_ && now.status == ServiceStatus::kRunning && now.restarts > 0) {
      Q_EMIT noticed(QString("%1: runs again").arg(now.name));
    }
    update();
  });
  connect(service, &Service::ended, this, [this] {
    if (stopping_) {
      stopNext();
    }
  });
}

void Stack::update() {
  state_.services.clear();
  bool allSettled = true;
  bool allRunning = true;
  for (const Service* service : std::as_const(services_)) {
    state_.services.append(service->state());
    const bool running = has(*service, ServiceStatus::kRunning);
    allRunning = allRunning && running;
    allSettled = allSettled && (running || has(*service, ServiceStatus::kFailed));
  }
  if (!stopping_) {
    if (readyAfterMs_ < 0 && allSettled && !services_.isEmpty()) {
      readyAfterMs_ = sinceStart_.elapsed();
    }
    if (readyAfterMs_ >= 0) {
      state_.phase = allRunning ? StackPhase::kReady : StackPhase::kDegraded;
    }
  }
  Q_EMIT changed();
}

void Stack::fail(const QString& error) {
  if (failure_.isEmpty()) {
    failure_ = error;
  }
  state_.error = failure_;  // a client that sees no more than the stopping learns why
  stop();
}

void Stack::stop() {
  if (std::exchange(stopping_, true)) {
    for (Service* service : std::as_const(services_)) {
      if (has(*service, ServiceStatus::kStopping)) {
        service->insist();
      }
    }
    return;
  }
  state_.phase = StackPhase::kStopping;
  cluster_.cancel();
  for (Service* service : std::as_const(services_)) {
    if (!service->spec().stopsLast) {
      service->stop();
    }
  }
  update();
  stopNext();
}

void Stack::stopNext() {
  const auto goneAsFar = [this](bool last) {
    return std::all_of(services_.begin(), services_.end(), [last](const Service* service) {
      return service->spec().stopsLast != last || service->isGone();
    });
  };
  if (!goneAsFar(false) || state_.phase == StackPhase::kStopped || state_.phase == StackPhase::kFailed) {
    return;
  }
  for (Service* service : std::as_const(services_)) {
    if (service->spec().stopsLast && !has(*service, ServiceStatus::kStopping)) {
      service->stop();
    }
  }
  if (goneAsFar(true)) {
    state_.phase = failure_.isEmpty() ? StackPhase::kStopped : StackPhase::kFailed;
    state_.error = failure_;
    update();
    Q_EMIT stopped();
  }
}

}  // namespace vigie::stack
