#include "console/dashboard/edit/dashboard_files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSaveFile>
#include <QStandardPaths>

namespace vigie::console {
namespace {

constexpr qint64 kMostBytes = 16 * 1024 * 1024;
/// An editor writes a file in several steps.
constexpr std::chrono::milliseconds kSettled{150};

QString tell(const char* text) { return QCoreApplication::translate("dashboardedit", text); }

}  // namespace

QString ownDashboardsFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/vigie/dashboards");
}

QString freeDashboardPath(const QString& folder, const QString& title) {
  static const QRegularExpression kOther(QStringLiteral("[^a-z0-9]+"));
  // Accents go, letters stay.
  QString name;
  for (const QChar c : title.normalized(QString::NormalizationForm_D).toLower()) {
    if (c.category() != QChar::Mark_NonSpacing) name += c;
  }
  name.replace(kOther, QStringLiteral("-"));
  while (name.startsWith(QLatin1Char('-'))) name.remove(0, 1);
  while (name.endsWith(QLatin1Char('-'))) name.chop(1);
  if (name.isEmpty()) name = QStringLiteral("dashboard");
  name.truncate(80);
  const QDir directory(folder);
  QString path = directory.filePath(name + QStringLiteral(".json"));
  for (int n = 2; QFileInfo::exists(path); ++n) {
    path = directory.filePath(QStringLiteral("%1-%2.json").arg(name).arg(n));
  }
  return path;
}

Result<QByteArray> readDashboardFile(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return Error(
        ErrorCode::kNotFound,
        QCoreApplication::translate("catalogue", "The file cannot be read: %1.").arg(file.errorString()).toStdString());
  }
  if (file.size() > kMostBytes) {
    return Error(
        ErrorCode::kTooLarge,
        QCoreApplication::translate("catalogue", "The file is over 16 MiB: that is no dashboard.").toStdString());
  }
  return file.readAll();
}

Result<void> writeDashboardFile(const QString& path, const QByteArray& text, const QByteArray* expected) {
  if (expected) {
    QFile now(path);
    if (!now.open(QIODevice::ReadOnly) || now.readAll() != *expected) {
      return Error(ErrorCode::kConflict, tell(QT_TRANSLATE_NOOP("dashboardedit",
                                                                "The file was changed by another program since it was "
                                                                "opened."))
                                             .toStdString());
    }
  }
  QDir().mkpath(QFileInfo(path).path());
  // A link stays a link: what it points to is written.
  const QString target = QFileInfo(path).canonicalFilePath();
  QSaveFile file(target.isEmpty() ? path : target);
  if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit()) {
    return Error(ErrorCode::kInternal,
                 tell(QT_TRANSLATE_NOOP("dashboardedit",
                                        "The file could not be written: %1. Save it elsewhere, or make "
                                        "room and try again."))
                     .arg(file.errorString())
                     .toStdString());
  }
  return {};
}

FileWatch::FileWatch(QObject* parent) : QObject(parent) {
  settle_.setSingleShot(true);
  settle_.setInterval(kSettled);
  connect(&settle_, &QTimer::timeout, this, &FileWatch::look);
  connect(&watcher_, &QFileSystemWatcher::fileChanged, this, [this] { settle_.start(); });
  connect(&watcher_, &QFileSystemWatcher::directoryChanged, this, [this] { settle_.start(); });
}

void FileWatch::watch(const QString& path, const QByteArray& content) {
  const QStringList old = watcher_.files() + watcher_.directories();
  if (!old.isEmpty()) watcher_.removePaths(old);
  settle_.stop();
  path_ = path;
  known_ = content;
  if (path.isEmpty() || isBuiltIn(path)) return;
  // The folder too: a file that is replaced is another file, and its own watch ends with the old one.
  watcher_.addPath(QFileInfo(path).path());
  watcher_.addPath(path);
}

void FileWatch::look() {
  if (!QFileInfo::exists(path_)) return;
  if (!watcher_.files().contains(path_)) watcher_.addPath(path_);
  const auto content = readDashboardFile(path_);
  // Half written, or moved away just now: the next change tells.
  if (!content || content->isEmpty() || *content == known_) return;
  known_ = *content;
  Q_EMIT contentChanged(*content);
}

}  // namespace vigie::console
