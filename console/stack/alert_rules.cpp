#include "console/stack/alert_rules.h"

#include "console/stack/client_commands.h"
#include "console/stack/quick_alerts.h"
#include "console/stack/write_file.h"
#include "core/alerting/prometheus_rules.h"
#include "core/alerting/rule_reader.h"

#include <QDir>
#include <QFile>

#include <cstdio>
#include <iterator>
#include <vector>

namespace vigie::stack {
namespace {

using Groups = std::vector<alerting::AlertRuleGroup>;

constexpr const char* kOwnRules = ":/vigie/monitoring/grafana/provisioning/alerting/rules.yaml";

Error fault(const QString& why) { return {ErrorCode::kInvalidArgument, why.toStdString()}; }

/// Reads one file's groups and appends them.
Result<void> take(const QString& path, Groups& groups) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return fault(QString("cannot read %1: %2").arg(path, file.errorString()));
  }
  const QByteArray text = file.readAll();
  auto read = alerting::readAlertRules({text.constData(), static_cast<std::size_t>(text.size())},
                                       QFileInfo(path).fileName().toStdString());
  if (!read) {
    return read.error();
  }
  groups.insert(groups.end(), std::make_move_iterator(read->begin()), std::make_move_iterator(read->end()));
  return {};
}

Result<QByteArray> convert(const Groups& groups) {
  const auto rules = alerting::toPrometheusRules(groups);
  if (!rules) {
    return rules.error();
  }
  return QByteArray::fromStdString(*rules);
}

}  // namespace

Result<QByteArray> ownAlertRules(bool quick) {
  Groups groups;
  if (const auto taken = take(kOwnRules, groups); !taken) {
    return taken.error();
  }
  if (quick) {
    quicken(groups);
  }
  return convert(groups);
}

Result<QString> ownAlertCondition(const QString& alert) {
  Groups groups;
  if (const auto taken = take(kOwnRules, groups); !taken) {
    return taken.error();
  }
  for (const auto& group : groups) {
    for (const auto& rule : group.rules) {
      if (rule.title == alert.toStdString()) {
        return QString::fromStdString(alerting::toPrometheusExpression(rule));
      }
    }
  }
  return fault("there is no rule " + alert);
}

Result<QByteArray> alertRulesFrom(const QString& folder) {
  const QFileInfoList files = QDir(folder).entryInfoList(QDir::Files | QDir::Hidden, QDir::Name);
  if (files.isEmpty()) {
    return fault(folder + " holds no file; name Grafana's folder provisioning/alerting");
  }
  Groups groups;
  for (const QFileInfo& file : files) {
    if (!QStringList{"yaml", "yml", "json"}.contains(file.suffix())) {
      return fault(file.fileName() +
                   " must end in .yaml, .yml or .json: Grafana does not start with another file there");
    }
    if (const auto taken = take(file.filePath(), groups); !taken) {
      return taken.error();
    }
  }
  return convert(groups);
}

int printAlertRules(const QString& folder, const QString& output) {
  const auto rules = folder.isEmpty() ? ownAlertRules() : alertRulesFrom(folder);
  if (!rules) {
    complain(QString::fromStdString(rules.error().message));
    return 1;
  }
  if (output.isEmpty()) {
    std::fwrite(rules->constData(), 1, static_cast<std::size_t>(rules->size()), stdout);
    return 0;
  }
  if (const auto written = writeFile(output, *rules); !written) {
    complain(QString::fromStdString(written.error().message));
    return 1;
  }
  return 0;
}

}  // namespace vigie::stack
