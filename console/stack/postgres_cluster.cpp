#include "console/stack/postgres_cluster.h"

#include "console/stack/child_process.h"
#include "console/stack/write_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <pwd.h>
#include <unistd.h>
#include <utility>

namespace vigie::stack {
namespace {

// PG_CONTROL_FILE_SIZE of PostgreSQL; a shorter one was cut off.
constexpr qint64 kControlFileBytes = 8192;

constexpr const char* kRoles =
    "CREATE ROLE vigie LOGIN;\n"
    "CREATE DATABASE vigie OWNER vigie;\n"
    "CREATE ROLE vigie_monitor LOGIN;\n"
    "GRANT pg_monitor TO vigie_monitor;\n";

}  // namespace

PostgresCluster::PostgresCluster(QString dataDirectory, QObject* parent)
    : QObject(parent), directory_(std::move(dataDirectory)), fresh_(directory_ + ".new") {
  confineChild(process_, SIGKILL);
}

Result<int> PostgresCluster::majorVersion() const {
  const QDir directory(directory_);
  if (!directory.exists() || directory.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
    return 0;
  }
  QFile version(directory_ + "/PG_VERSION");
  const int major = version.open(QIODevice::ReadOnly) ? version.readAll().trimmed().toInt() : 0;
  if (major == 0 || QFileInfo(directory_ + "/global/pg_control").size() < kControlFileBytes) {
    return Error(ErrorCode::kUnavailable,
                 QString("the database in %1 is damaged or not complete: put a backup in its place, or move it away "
                         "(mv %1 %1.damaged) to start with an empty one")
                     .arg(directory_)
                     .toStdString());
  }
  return major;
}

int PostgresCluster::lockHolder() const {
  QFile lock(directory_ + "/postmaster.pid");
  return lock.open(QIODevice::ReadOnly) ? lock.readLine().trimmed().toInt() : 0;
}

void PostgresCluster::dropStaleLock() const {
  QFile name(QString("/proc/%1/comm").arg(lockHolder()));
  // One that is gone PostgreSQL sees by itself, and one that is there and is a PostgreSQL may have the database open.
  if (name.open(QIODevice::ReadOnly) && name.readAll().trimmed() != "postgres") {
    QFile::remove(directory_ + "/postmaster.pid");
  }
}

QString PostgresCluster::explainLock() const {
  return QString(
             "process %1 is named in %2/postmaster.pid: if it has this database open, end it (kill %1); if not, "
             "remove that file (rm %2/postmaster.pid)")
      .arg(lockHolder())
      .arg(directory_);
}

void PostgresCluster::create(const QString& binDirectory) {
  bin_ = binDirectory;
  QDir(fresh_).removeRecursively();
  run(bin_ + "/initdb",
      {"--pgdata", fresh_, "--username", "postgres", "--auth", "peer", "--encoding", "UTF8", "--locale", "C.UTF-8",
       "--data-checksums"},
      {}, &PostgresCluster::addRoles);
}

void PostgresCluster::addRoles() {
  const QString roles = fresh_ + ".sql";
  if (!writeFile(roles, kRoles)) {
    Q_EMIT failed("cannot write beside " + directory_);
    return;
  }
  run(bin_ + "/postgres", {"--single", "-D", fresh_, "-c", "exit_on_error=on", "postgres"}, roles,
      &PostgresCluster::publish);
}

void PostgresCluster::publish() {
  QFile::remove(fresh_ + ".sql");
  QDir().rmdir(directory_);
  if (std::rename(QFile::encodeName(fresh_).constData(), QFile::encodeName(directory_).constData()) != 0) {
    Q_EMIT failed(QString("cannot make %1 (%2)").arg(directory_, QString::fromLocal8Bit(std::strerror(errno))));
    return;
  }
  Q_EMIT created();
}

void PostgresCluster::run(const QString& program, const QStringList& arguments, const QString& input,
                          void (PostgresCluster::*next)()) {
  process_.disconnect(this);
  QProcessEnvironment environment;
  environment.insert("PATH", "/usr/bin:/bin");
  environment.insert("LC_ALL", "C.UTF-8");
  process_.setProcessEnvironment(environment);
  process_.setWorkingDirectory(QFileInfo(directory_).path());
  process_.setStandardInputFile(input.isEmpty() ? QProcess::nullDevice() : input);
  connect(&process_, &QProcess::finished, this, [this, next](int code, QProcess::ExitStatus status) {
    if (status == QProcess::NormalExit && code == 0) {
      (this->*next)();
      return;
    }
    const QByteArray said = process_.readAll();
    const QList<QByteArray> lines = said.trimmed().split('\n');
    Q_EMIT failed(said.contains("No space left on device")
                      ? QString("the disk is full: free some space")
                      : QString("the first database could not be made: %1").arg(QString::fromUtf8(lines.last())));
  });
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) {
      Q_EMIT failed(QString("%1 cannot be run: %2").arg(process_.program(), process_.errorString()));
    }
  });
  process_.start(program, arguments);
}

void PostgresCluster::cancel() {
  process_.disconnect(this);
  process_.kill();
  process_.waitForFinished(2'000);
}

Result<void> PostgresCluster::writeAccessRules() const {
  const passwd* user = getpwuid(geteuid());
  const QByteArray name = user != nullptr ? QByteArray(user->pw_name) : QByteArray::number(geteuid());
  QByteArray names;
  for (const char* role : {"vigie", "vigie_monitor", "postgres"}) {
    names += "vigie \"" + name + "\" " + role + '\n';
  }
  if (!writeFile(directory_ + "/pg_hba.conf",
                 "# Written by vigie-stack at each start.\nlocal all all peer map=vigie\n") ||
      !writeFile(directory_ + "/pg_ident.conf", "# Written by vigie-stack at each start.\n" + names)) {
    return Error(ErrorCode::kUnavailable,
                 QString("cannot write to %1: is the disk full?").arg(directory_).toStdString());
  }
  return {};
}

}  // namespace vigie::stack
