#include "console/stack/relay/message_renderer.h"

#include "console/stack/child_process.h"
#include "console/stack/write_file.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

#include <chrono>
#include <csignal>
#include <cstring>
#include <map>
#include <string>
#include <utility>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

// amtool needs some tens of milliseconds; the rest is for a machine under load.
constexpr auto kRenderLimit = 20s;
// One run renders both: no title has this line.
constexpr const char* kBetween = "\n-- message --\n";
// What Grafana's alerts have and Alertmanager's have not.
constexpr const char* kOfGrafana[] = {"PanelURL", "DashboardURL", "SilenceURL"};

QString textOf(const QJsonObject& object, const char* map, const char* key) {
  return object.value(QLatin1String(map)).toObject().value(QLatin1String(key)).toString();
}

/// The essentials, without a template.
RenderedMessage inOwnWords(const QJsonObject& group) {
  const bool firing = group.value("status").toString() == "firing";
  const QString drill = textOf(group, "commonAnnotations", "drill");
  const QString mark = drill.isEmpty() || drill == "0" ? QString() : QString("DRILL · ");
  const QString severity = textOf(group, "commonLabels", "severity");
  RenderedMessage out;
  out.title = mark + (firing ? severity.toUpper() : QString("RESOLVED")) + " · " +
              textOf(group, "commonLabels", "alertname") + ": " + textOf(group, "commonAnnotations", "summary");
  out.content = mark + QString("Severity: **%1**\n").arg(severity);
  for (const QJsonValue& alert : group.value("alerts").toArray()) {
    out.content += textOf(alert.toObject(), "annotations", "description") + " since " +
                   alert.toObject().value("startsAt").toString() + '\n';
  }
  out.content += textOf(group, "commonAnnotations", "steps");
  return out;
}

}  // namespace

QUrl alertmanagerPage(const QJsonObject& group, const QString& page) {
  QStringList matchers;
  const QJsonObject labels = group.value("groupLabels").toObject();
  for (auto label = labels.begin(); label != labels.end(); ++label) {
    matchers << QString("%1=\"%2\"").arg(label.key(), label.value().toString());
  }
  const QByteArray filter = QUrl::toPercentEncoding('{' + matchers.join(',') + '}');
  return QUrl(group.value("externalURL").toString() + "/#/" + page + "?filter=" + QString::fromLatin1(filter));
}

QJsonObject templateData(QJsonObject group, bool hasRunbooks) {
  const QString silence = QString::fromUtf8(alertmanagerPage(group, "silences/new").toEncoded());
  QJsonArray alerts = group.value("alerts").toArray();
  for (auto&& value : alerts) {
    QJsonObject alert = value.toObject();
    QJsonObject annotations = alert.value("annotations").toObject();
    annotations.insert("SilenceURL", silence);
    alert.insert("annotations", annotations);
    value = alert;
  }
  group.insert("alerts", alerts);
  if (!hasRunbooks) {
    QJsonObject common = group.value("commonAnnotations").toObject();
    common.remove("runbook");
    group.insert("commonAnnotations", common);
  }
  return group;
}

MessageRenderer::MessageRenderer(alerting::MessageTemplates templates, const WebhookSetting& setting, QString amtool,
                                 QString directory, QObject* parent)
    : QObject(parent),
      templates_(std::move(templates)),
      hasRunbooks_(!setting.runbooks.isEmpty()),
      directory_(std::move(directory)) {
  QString definitions = QString::fromStdString(templates_.definitions);
  for (const char* field : kOfGrafana) {
    definitions.replace(QString(".%1").arg(QLatin1String(field)), QString(".Annotations.%1").arg(QLatin1String(field)));
  }
  templates_.definitions = definitions.toStdString();
  const std::map<std::string, std::string> values{{"DISCORD_CRITICAL_MENTION", setting.mention.toStdString()},
                                                  {"VIGIE_RUNBOOK_BASE_URL", setting.runbooks.toStdString()}};
  const std::string text = alerting::expandVariables(templates_.title, values) + kBetween +
                           alerting::expandVariables(templates_.message, values);
  confineChild(amtool_, SIGKILL);
  amtool_.setProcessChannelMode(QProcess::SeparateChannels);
  amtool_.setWorkingDirectory(directory_);
  amtool_.setProgram(amtool);
  amtool_.setArguments({"template", "render", "--template.glob=" + directory_ + "/*.tmpl",
                        "--template.data=" + directory_ + "/group.json",
                        "--template.text=" + QString::fromStdString(text)});
  // Nothing of ours but the way to itself: the webhook is none of its business.
  QProcessEnvironment environment;
  environment.insert("HOME", directory_);
  environment.insert("LC_ALL", "C.UTF-8");
  amtool_.setProcessEnvironment(environment);
  limit_.setSingleShot(true);
  connect(&limit_, &QTimer::timeout, &amtool_, &QProcess::kill);
  connect(&amtool_, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
    const bool well = status == QProcess::NormalExit && code == 0;
    conclude(well ? QString() : QString::fromUtf8(amtool_.readAllStandardError()).simplified().left(300));
  });
  connect(&amtool_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) {
      conclude("amtool cannot be run: " + amtool_.errorString());
    }
  });
}

MessageRenderer::~MessageRenderer() {
  amtool_.disconnect(this);
  if (amtool_.state() != QProcess::NotRunning) {
    amtool_.kill();
    amtool_.waitForFinished(2'000);
  }
}

Result<void> MessageRenderer::prepare() {
  if (!QDir().mkpath(directory_)) {
    return Error(ErrorCode::kUnavailable, "cannot make " + directory_.toStdString());
  }
  return writeFile(directory_ + "/vigie.tmpl", QByteArray::fromStdString(templates_.definitions));
}

void MessageRenderer::render(const QJsonObject& group) {
  Q_ASSERT(!busy_);
  busy_ = true;
  group_ = group;
  const QByteArray data = QJsonDocument(templateData(group, hasRunbooks_)).toJson(QJsonDocument::Compact);
  if (const auto written = writeFile(directory_ + "/group.json", data); !written) {
    // Queued: finished() must not come before render() has returned.
    QMetaObject::invokeMethod(
        this, [this, why = QString::fromStdString(written.error().message)] { conclude(why); }, Qt::QueuedConnection);
    return;
  }
  limit_.start(kRenderLimit);
  amtool_.start();
}

void MessageRenderer::conclude(const QString& fault) {
  limit_.stop();
  QString text = QString::fromUtf8(amtool_.isOpen() ? amtool_.readAllStandardOutput() : QByteArray());
  const qsizetype between = text.indexOf(QLatin1String(kBetween));
  busy_ = false;
  if (!fault.isEmpty() || between < 0) {
    Q_EMIT finished(inOwnWords(group_), fault.isEmpty() ? QString("amtool gave no message") : fault);
    return;
  }
  Q_EMIT finished({text.first(between), text.sliced(between + static_cast<qsizetype>(std::strlen(kBetween)))}, {});
}

}  // namespace vigie::stack
