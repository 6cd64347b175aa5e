#include "console/alerts/drill_run.h"

#include <QDateTime>
#include <QDir>
#include <QJsonDocument>

#include <utility>

namespace vigie::console {
namespace {

constexpr int kCleanUpMs = 10'000;
constexpr qsizetype kMostErrors = 16'384;

}  // namespace

DrillRun::DrillRun(QString program, QString folder, QObject* parent)
    : QObject(parent), program_(std::move(program)), folder_(std::move(folder)) {
  process_.setStandardInputFile(QProcess::nullDevice());
  connect(&process_, &QProcess::readyReadStandardOutput, this, &DrillRun::readLines);
  connect(&process_, &QProcess::readyReadStandardError, this,
          [this] { errors_ = (errors_ + process_.readAllStandardError()).right(kMostErrors); });
  connect(&process_, &QProcess::finished, this, &DrillRun::conclude);
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;
    failure_ = tr("vigie-stack is not there or cannot be run. Build it with ./vigie build.");
    Q_EMIT finished();
  });
}

DrillRun::~DrillRun() {
  process_.disconnect(this);
  if (!isRunning()) return;
  process_.terminate();
  process_.waitForFinished(kCleanUpMs);
}

void DrillRun::start(const QString& name, const QStringList& arguments, const QByteArray& token) {
  if (isRunning()) return;
  legs_.clear();
  report_ = {};
  failure_.clear();
  errors_.clear();
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  if (!token.isEmpty()) environment.insert(QStringLiteral("GRAFANA_TOKEN"), QString::fromUtf8(token));
  process_.setProcessEnvironment(environment);
  process_.start(program_, QStringList{QStringLiteral("drill"), name, QStringLiteral("--events"),
                                       QStringLiteral("--output"), folder_} +
                               arguments);
}

void DrillRun::cancel() {
  if (isRunning()) process_.terminate();
}

void DrillRun::readLines() {
  while (process_.canReadLine()) {
    const QJsonObject event = QJsonDocument::fromJson(process_.readLine()).object();
    if (event.contains(QLatin1String("leg"))) {
      legs_.append(event.value(QLatin1String("leg")).toObject());
      Q_EMIT legCame();
    } else if (event.contains(QLatin1String("report"))) {
      report_ = event.value(QLatin1String("report")).toObject();
    }
  }
}

void DrillRun::conclude() {
  readLines();
  if (report_.isEmpty()) {
    const QString said = QString::fromUtf8(errors_.trimmed().split('\n').constLast());
    const QString prefix = QStringLiteral("vigie-stack: ");
    failure_ = said.startsWith(prefix) ? said.mid(prefix.size()) : said;
    if (failure_.isEmpty()) failure_ = tr("vigie-stack ended without a word.");
  }
  Q_EMIT finished();
}

QString DrillRun::reportFile() const {
  const QDateTime at =
      QDateTime::fromString(report_.value(QLatin1String("started_at")).toString(), Qt::ISODateWithMs).toUTC();
  if (!at.isValid()) return {};
  const QString path = QStringLiteral("%1/%2-%3.md")
                           .arg(folder_, at.toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'")),
                                report_.value(QLatin1String("drill")).toString());
  return QFile::exists(path) ? path : QString();
}

}  // namespace vigie::console
