#include "console/stack/drill/compose_cli.h"

#include <QEventLoop>
#include <QFileInfo>
#include <QProcess>
#include <QTimer>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

constexpr auto kVersionLimit = 20s;
constexpr auto kPortLimit = 20s;

Error composeFailed(const QStringList& command, const QString& why) {
  return {ErrorCode::kUnavailable, QString("%1: %2").arg(command.join(' '), why).toStdString()};
}

/// The last line says it; those before tell of progress.
QString lastWord(const QByteArray& text) {
  return QString::fromUtf8(text.trimmed().split('\n').constLast()).simplified().left(300);
}

Result<QString> execute(const QStringList& command, std::chrono::seconds limit) {
  QProcess process;
  process.setStandardInputFile(QProcess::nullDevice());
  QEventLoop loop;
  QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
  QObject::connect(&process, &QProcess::errorOccurred, &loop, &QEventLoop::quit);
  QTimer::singleShot(limit, &loop, &QEventLoop::quit);
  process.start(command.first(), command.mid(1));
  if (process.state() != QProcess::NotRunning) {
    loop.exec();
  }
  if (process.error() == QProcess::FailedToStart) {
    return composeFailed(command.first(1), "is not there");
  }
  if (process.state() != QProcess::NotRunning) {
    process.kill();
    process.waitForFinished();
    return composeFailed(command.first(2), QString("took longer than %1 s").arg(limit.count()));
  }
  if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
    const QString word = lastWord(process.readAllStandardError());
    return composeFailed(command, word.isEmpty() ? QString("ended with %1").arg(process.exitCode()) : word);
  }
  return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

}  // namespace

Result<ComposeCli> ComposeCli::find(const QString& file) {
  if (!file.isEmpty() && !QFileInfo(file).isFile()) {
    return Error(ErrorCode::kInvalidArgument, QString("--compose: there is no file %1").arg(file).toStdString());
  }
  const QString absolute = file.isEmpty() ? file : QFileInfo(file).absoluteFilePath();
  for (const QStringList& program : {QStringList{"docker", "compose"}, QStringList{"docker-compose"}}) {
    if (execute(program + QStringList{"version"}, kVersionLimit)) {
      return ComposeCli(program, absolute);
    }
  }
  return Error(ErrorCode::kUnavailable,
               "neither `docker compose` nor `docker-compose` can be run here; install Docker's compose plugin");
}

Result<QString> ComposeCli::run(const QStringList& arguments, std::chrono::seconds limit) const {
  const QStringList where = file_.isEmpty() ? QStringList() : QStringList{"-f", file_};
  return execute(program_ + where + arguments, limit);
}

Result<QUrl> ComposeCli::address(const QString& service, int port) const {
  const auto published = run({"port", service, QString::number(port)}, kPortLimit);
  if (!published) {
    return published.error();
  }
  // HOST:PORT, one line for each address.
  const QString first = published->section('\n', 0, 0).trimmed();
  const QUrl url("http://" + QString(first).replace("0.0.0.0", "127.0.0.1"), QUrl::StrictMode);
  if (!url.isValid() || url.port() <= 0) {
    return Error(ErrorCode::kUnavailable,
                 QString("compose does not publish port %1 of %2; is it up?").arg(port).arg(service).toStdString());
  }
  return url;
}

}  // namespace vigie::stack
