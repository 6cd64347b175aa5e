#include "console/stack/programs.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QStringList>

namespace vigie::stack {
namespace {

// The version that Vigie is built and tested with.
constexpr int kPostgresMajor = 15;

QString postgresBinOf(int major) { return QString("/usr/lib/postgresql/%1/bin").arg(major); }

bool hasPostgres(int major) { return QFileInfo(postgresBinOf(major) + "/postgres").isExecutable(); }

int newestPostgres() {
  int newest = 0;
  for (const QString& name : QDir("/usr/lib/postgresql").entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
    if (hasPostgres(name.toInt())) {
      newest = qMax(newest, name.toInt());
    }
  }
  return newest;
}

}  // namespace

Result<Programs> findPrograms(const QString& searchPath, const QString& server, int postgresMajor, bool alerts) {
  QStringList missing;
  const QStringList directories = searchPath.split(':', Qt::SkipEmptyParts);
  const auto find = [&](const QString& package) {
    // Without a directory to search, Qt would fall back to PATH.
    const QString found = directories.isEmpty() ? QString() : QStandardPaths::findExecutable(package, directories);
    if (found.isEmpty()) {
      missing << package;
    }
    return found;
  };
  Programs programs;
  programs.postgresMajor = postgresMajor != 0 ? postgresMajor : newestPostgres();
  if (postgresMajor != 0 && !hasPostgres(postgresMajor) && newestPostgres() != 0) {
    return Error(ErrorCode::kUnavailable,
                 QString("the database was made by PostgreSQL %1, and %2 is installed, which cannot read it: install "
                         "postgresql-%1, or move the database away and load a dump of it (docs/operations.md, Upgrade)")
                     .arg(postgresMajor)
                     .arg(newestPostgres())
                     .toStdString());
  }
  if (!hasPostgres(programs.postgresMajor)) {
    missing << QString("postgresql-%1").arg(postgresMajor != 0 ? postgresMajor : kPostgresMajor);
  }
  programs.postgresBin = postgresBinOf(programs.postgresMajor);
  programs.prometheus = find("prometheus");
  if (alerts) {
    programs.alertmanager = find("prometheus-alertmanager");
    programs.amtool = QFileInfo(programs.alertmanager).path() + "/amtool";  // of the same package
  }
  programs.nodeExporter = find("prometheus-node-exporter");
  programs.postgresExporter = find("prometheus-postgres-exporter");
  if (!missing.isEmpty()) {
    return Error(ErrorCode::kUnavailable, QString("not installed: %1. Run ./vigie run, or as root: apt-get install "
                                                  "--no-install-recommends %1")
                                              .arg(missing.join(' '))
                                              .toStdString());
  }
  programs.server = server;
  if (!QFileInfo(server).isExecutable()) {
    return Error(ErrorCode::kUnavailable, "vigie-server is not there: build it with ./vigie build");
  }
  return programs;
}

}  // namespace vigie::stack
