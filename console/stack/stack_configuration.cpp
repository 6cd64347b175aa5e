#include "console/stack/stack_configuration.h"

#include "console/stack/write_file.h"

#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>

namespace vigie::stack {
namespace {

QByteArray compiledInFile(const QString& name) {
  QFile file(name);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Result<void> replaceOnce(QByteArray& text, const QByteArray& target, const QByteArray& by) {
  if (text.count(target) != 1) {
    return Error(ErrorCode::kInternal, "must name the target " + target.toStdString() + " once");
  }
  text.replace(target, by);
  return {};
}

QByteArray addressOf(const ChosenPort& port) { return "127.0.0.1:" + QByteArray::number(port.port); }

}  // namespace

Result<QString> unguessablePath(const QString& file) {
  QFile kept(file);
  if (kept.open(QIODevice::ReadOnly)) {
    static const QRegularExpression form("^/[0-9a-f]{32}$");
    const QString path = QString::fromLatin1(kept.read(64)).trimmed();
    if (form.match(path).hasMatch()) {
      return path;
    }
  }
  QByteArray chance(16, '\0');
  QRandomGenerator::system()->generate(chance.begin(), chance.end());
  const QString path = '/' + QString::fromLatin1(chance.toHex());
  if (const auto written = writeFile(file, path.toLatin1() + '\n'); !written) {
    return written.error();
  }
  return path;
}

Result<QByteArray> renderPrometheusConfig(QByteArray configuration, const StackPorts& ports, bool alerts) {
  const std::pair<QByteArray, ChosenPort> targets[] = {{"'web:8000'", ports.internal},
                                                       {"'postgres-exporter:9187'", ports.postgresExporter},
                                                       {"'node-exporter:9100'", ports.nodeExporter}};
  for (const auto& [target, port] : targets) {
    if (const auto replaced = replaceOnce(configuration, target, "'" + addressOf(port) + "'"); !replaced) {
      return Error(ErrorCode::kInternal, "monitoring/prometheus/prometheus.yml " + replaced.error().message);
    }
  }
  // Prometheus looks for it where its configuration is.
  configuration += "\nrule_files:\n  - alert-rules.yml\n";
  if (alerts) {
    configuration += "\nalerting:\n  alertmanagers:\n    - path_prefix: '" + ports.alertmanagerPath.toLatin1() +
                     "'\n      static_configs:\n        - targets: ['" + addressOf(ports.alertmanager) + "']\n";
  }
  return configuration;
}

Result<QByteArray> renderAlertmanagerConfig(QByteArray configuration, const StackPorts& ports) {
  if (const auto replaced = replaceOnce(configuration, "//relay:9095/", "//" + addressOf(ports.relay) + "/");
      !replaced) {
    return Error(ErrorCode::kInternal, "monitoring/alertmanager/alertmanager.yml " + replaced.error().message);
  }
  return configuration;
}

QByteArray prometheusTemplate() { return compiledInFile(":/vigie/monitoring/prometheus/prometheus.yml"); }

QByteArray alertmanagerTemplate() { return compiledInFile(":/vigie/monitoring/alertmanager/alertmanager.yml"); }

}  // namespace vigie::stack
