#include "console/stack/stack_plan.h"

#include "console/stack/relay/webhook_setting.h"

#include <chrono>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

// The usual ports: what docker compose publishes and what the documentation names (design: one topology for both).
constexpr quint16 kServerPort = 8001;
constexpr quint16 kInternalPort = 8000;
constexpr quint16 kPrometheusPort = 9090;
constexpr quint16 kAlertmanagerPort = 9093;
constexpr quint16 kRelayPort = 9095;
constexpr quint16 kNodeExporterPort = 9100;
constexpr quint16 kPostgresExporterPort = 9187;

// What an operator may set for vigie-server. Everything else of the caller's environment stays outside.
constexpr const char* kServerVariables[] = {
    "OPENAI_API_KEY",         "OPENAI_API_KEY_FILE",     "OPENAI_MODEL",         "OPENAI_BASE_URL",
    "OPENAI_FALLBACK_MODELS", "OPENAI_TIMEOUT_SECONDS",  "EMBEDDING_MODEL",      "EMBEDDING_BASE_URL",
    "VIGIE_ALLOWED_HOSTS",    "VIGIE_ALLOWED_ORIGINS",   "VIGIE_RETENTION_DAYS", "VIGIE_DRAIN_SECONDS",
    "VIGIE_CONTEXT_TOKENS",   "VIGIE_JOURNAL_MEGABYTES", "VIGIE_DRILLS",         "VIGIE_COST_BUDGET_USD_PER_HOUR",
    "VIGIE_LOG_LEVEL",        "VIGIE_MODEL_PRICES_FILE",
};

QUrl loopback(quint16 port) { return QUrl(QString("http://127.0.0.1:%1").arg(port)); }

QUrl alertmanagerUrl(const StackPorts& ports) {
  QUrl url = loopback(ports.alertmanager.port);
  url.setPath(ports.alertmanagerPath);
  return url;
}

QString listenOn(quint16 port) { return QString("127.0.0.1:%1").arg(port); }

QString notes(std::initializer_list<QString> all) {
  QStringList said;
  for (const QString& note : all) {
    if (!note.isEmpty()) {
      said << note;
    }
  }
  return said.join("; ");
}

QProcessEnvironment minimalEnvironment(const StackPaths& paths, const QProcessEnvironment& caller) {
  QProcessEnvironment environment;
  environment.insert("PATH", "/usr/local/bin:/usr/bin:/bin");
  environment.insert("HOME", paths.data);
  environment.insert("LC_ALL", "C.UTF-8");
  if (caller.contains("TZ")) {
    environment.insert("TZ", caller.value("TZ"));
  }
  return environment;
}

ServiceSpec postgres(const StackPaths& paths, const Programs& programs) {
  ServiceSpec spec;
  spec.name = "postgresql";
  spec.program = programs.postgresBin + "/postgres";
  spec.arguments = QStringList{"-D", paths.postgresData(), "-k", paths.runtime};
  for (const char* setting : {
           "listen_addresses=",
           "unix_socket_permissions=0700",
           "port=5432",
           "cluster_name=vigie",
           "shared_buffers=64MB",
           "max_connections=50",
           "log_timezone=UTC",
           "lc_messages=C",
           // Statements and values are content: they stay out of the log, in errors as well.
           "log_statement=none",
           "log_min_error_statement=panic",
           "log_parameter_max_length=0",
           "log_parameter_max_length_on_error=0",
           "log_error_verbosity=terse",
       }) {
    spec.arguments << "-c" << setting;
  }
  spec.ready = ProbeSpec::postgres(paths.runtime, "vigie", "vigie");
  spec.alive = spec.ready;
  spec.stopSignal = SIGINT;   // "fast": ends sessions, checkpoints
  spec.lastSignal = SIGQUIT;  // "immediate": recovers from its log at the next start
  spec.deathSignal = SIGQUIT;
  spec.stopLimit = 20s;
  spec.stopsLast = true;
  return spec;
}

ServiceSpec server(const StackPaths& paths, const Programs& programs, const StackPorts& ports,
                   const QProcessEnvironment& caller, const QString& knowledge) {
  ServiceSpec spec;
  spec.name = "vigie-server";
  spec.program = programs.server;
  // A machine of one's own: drills are to be had without a restart.
  spec.environment.insert("VIGIE_DRILLS", "1");
  // The local stack stops in seconds; a deployment that drains for long sets the variable.
  spec.environment.insert("VIGIE_DRAIN_SECONDS", "3");
  for (const char* variable : kServerVariables) {
    if (caller.contains(variable)) {
      spec.environment.insert(variable, caller.value(variable));
    }
  }
  spec.environment.insert("DATABASE_URL", "postgresql:///vigie?user=vigie&host=" +
                                              QString::fromLatin1(QUrl::toPercentEncoding(paths.runtime)));
  spec.environment.insert("VIGIE_JOURNAL_DIR", paths.data + "/journal");
  spec.environment.insert("VIGIE_INDEX_DIR", paths.data + "/index");
  spec.environment.insert("VIGIE_LISTEN", listenOn(ports.server.port));
  spec.environment.insert("VIGIE_INTERNAL_LISTEN", listenOn(ports.internal.port));
  if (!knowledge.isEmpty()) {
    spec.environment.insert("VIGIE_KNOWLEDGE_DIR", knowledge);
  }
  spec.url = loopback(ports.server.port);
  spec.note = notes({ports.server.note, ports.internal.note});
  spec.ready = ProbeSpec::http(ports.internal.port, "/health/ready");
  spec.alive = ProbeSpec::http(ports.internal.port, "/health/live");
  // What it takes at the very most once its answers had their time: a database that hangs while they are kept.
  spec.stopLimit = std::chrono::seconds(spec.environment.value("VIGIE_DRAIN_SECONDS").toInt()) + 15s;
  return spec;
}

ServiceSpec prometheus(const StackPaths& paths, const Programs& programs, const ChosenPort& port) {
  ServiceSpec spec;
  spec.name = "prometheus";
  spec.program = programs.prometheus;
  spec.arguments =
      QStringList{"--config.file=" + paths.prometheusConfig(), "--storage.tsdb.path=" + paths.prometheusData(),
                  "--storage.tsdb.retention.time=200h", "--web.listen-address=" + listenOn(port.port),
                  // The default lets any web page read the metrics.
                  "--web.cors.origin=^https?://(127\\.0\\.0\\.1|localhost)(:[0-9]+)?$", "--log.level=warn"};
  spec.url = loopback(port.port);
  spec.note = port.note;
  spec.ready = ProbeSpec::http(port.port, "/-/ready");
  spec.alive = ProbeSpec::http(port.port, "/-/healthy");
  spec.stopLimit = 10s;
  return spec;
}

ServiceSpec alertmanager(const StackPaths& paths, const Programs& programs, const StackPorts& ports) {
  const ChosenPort& port = ports.alertmanager;
  ServiceSpec spec;
  spec.name = "alertmanager";
  spec.program = programs.alertmanager;
  spec.arguments =
      QStringList{"--config.file=" + paths.alertmanagerConfig(), "--storage.path=" + paths.alertmanagerData(),
                  // A single one: no gossip, no second port.
                  "--cluster.listen-address=", "--web.listen-address=" + listenOn(port.port),
                  // The address in messages; Discord refuses a host without a dot.
                  "--web.external-url=" + alertmanagerUrl(ports).toString(),
                  // Who was told what survives a crash that much.
                  "--data.maintenance-interval=15s", "--log.level=warn"};
  spec.url = alertmanagerUrl(ports);
  spec.note = port.note;
  spec.ready = ProbeSpec::http(port.port, ports.alertmanagerPath.toLatin1() + "/-/ready");
  spec.alive = ProbeSpec::http(port.port, ports.alertmanagerPath.toLatin1() + "/-/healthy");
  return spec;
}

ServiceSpec alertRelay(const StackPaths& paths, const Programs& programs, const ChosenPort& port,
                       const QProcessEnvironment& caller) {
  ServiceSpec spec;
  spec.name = "alert-relay";
  spec.program = programs.stack;
  spec.arguments = QStringList{"relay",         "--directory", paths.alertInbox(),        "--amtool",
                               programs.amtool, "--port",      QString::number(port.port)};
  for (const QString& variable : webhookVariables()) {
    if (caller.contains(variable)) {
      spec.environment.insert(variable, caller.value(variable));
    }
  }
  const auto webhook = webhookSetting(caller);
  const bool isSilent = !webhook || webhook->url.isEmpty();
  spec.url = loopback(port.port);
  spec.note =
      notes({port.note, isSilent ? QString("DISCORD_WEBHOOK_URL is not set: alert messages are kept and not sent; see "
                                           "them with vigie-stack alerts")
                                 : QString()});
  spec.ready = ProbeSpec::http(port.port, "/health");
  spec.alive = spec.ready;
  return spec;
}

ServiceSpec exporter(const QString& name, const QString& program, const ChosenPort& port,
                     const QStringList& arguments) {
  ServiceSpec spec;
  spec.name = name;
  spec.program = program;
  spec.arguments = QStringList{"--web.listen-address=" + listenOn(port.port), "--log.level=warn"} + arguments;
  spec.url = loopback(port.port);
  spec.note = port.note;
  spec.ready = ProbeSpec::http(port.port, "/");
  spec.alive = spec.ready;
  return spec;
}

}  // namespace

Result<StackPorts> choosePorts(bool anyPort) {
  PortChooser chooser(anyPort);
  for (const quint16 port : {kServerPort, kInternalPort, kPrometheusPort, kNodeExporterPort, kPostgresExporterPort,
                             kAlertmanagerPort, kRelayPort}) {
    chooser.reserve(port);
  }
  const auto server = chooser.choose(kServerPort);
  const auto internal = chooser.choose(kInternalPort);
  const auto prometheus = chooser.choose(kPrometheusPort);
  const auto node = chooser.choose(kNodeExporterPort);
  const auto postgres = chooser.choose(kPostgresExporterPort);
  const auto alertmanager = chooser.choose(kAlertmanagerPort);
  const auto relay = chooser.choose(kRelayPort);
  if (!server || !internal || !prometheus || !node || !postgres || !alertmanager || !relay) {
    return Error(ErrorCode::kUnavailable, "no free port on 127.0.0.1: stop a program that holds many");
  }
  return StackPorts{*server, *internal, *prometheus, *node, *postgres, *alertmanager, {}, *relay};
}

QList<ServiceSpec> planServices(const StackPaths& paths, const Programs& programs, const StackPorts& ports,
                                const QProcessEnvironment& caller, const QString& knowledge) {
  ServiceSpec postgresExporter = exporter("postgres-exporter", programs.postgresExporter, ports.postgresExporter, {});
  postgresExporter.environment.insert(
      "DATA_SOURCE_NAME", QString("user=vigie_monitor dbname=vigie sslmode=disable host='%1'").arg(paths.runtime));
  QList<ServiceSpec> services{
      postgres(paths, programs),
      server(paths, programs, ports, caller, knowledge),
      prometheus(paths, programs, ports.prometheus),
      exporter("node-exporter", programs.nodeExporter, ports.nodeExporter,
               {"--collector.disable-defaults", "--collector.cpu", "--collector.meminfo", "--collector.filesystem",
                "--collector.loadavg", "--collector.netdev", "--collector.uname", "--collector.time"}),
      postgresExporter,
  };
  if (deliversAlerts(caller)) {
    services << alertmanager(paths, programs, ports) << alertRelay(paths, programs, ports.relay, caller);
  }
  for (ServiceSpec& service : services) {
    service.workingDirectory = paths.data;
    const QProcessEnvironment own = service.environment;
    service.environment = minimalEnvironment(paths, caller);
    service.environment.insert(own);
  }
  return services;
}

QStringList serviceNames() {
  return {"postgresql",        "vigie-server", "prometheus", "node-exporter",
          "postgres-exporter", "alertmanager", "alert-relay"};
}

bool deliversAlerts(const QProcessEnvironment& caller) { return caller.value("GRAFANA_URL").trimmed().isEmpty(); }

Endpoints endpointsOf(const StackPorts& ports, bool alerts) {
  return {loopback(ports.server.port), loopback(ports.internal.port), loopback(ports.prometheus.port),
          alerts ? alertmanagerUrl(ports) : QUrl()};
}

}  // namespace vigie::stack
