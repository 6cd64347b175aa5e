// Dashboards as files: the user's own folder, saving without losing anyone's work, and noticing changes from outside.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QFileSystemWatcher>
#include <QObject>
#include <QString>
#include <QTimer>

namespace vigie::console {

/// Where the user's own dashboards are kept (XDG data); made when something is saved into it.
QString ownDashboardsFolder();
/// `folder`/<title as a file name>.json, numbered where that is taken.
QString freeDashboardPath(const QString& folder, const QString& title);
/// The console's own files inside the program cannot be written.
inline bool isBuiltIn(const QString& path) { return path.startsWith(QLatin1String(":/")); }

/// The whole file; an Error in the reader's words. Over 16 MiB is no dashboard.
Result<QByteArray> readDashboardFile(const QString& path);
/// Whole or not at all. `expected`: what the file held when it was read; kConflict when it holds something else now,
/// or is gone. Null: whatever it holds is overwritten. The folder is made.
Result<void> writeDashboardFile(const QString& path, const QByteArray& text, const QByteArray* expected);

/// Tells when a file's content becomes another one, also when the file is replaced as editors and QSaveFile do it.
class FileWatch : public QObject {
  Q_OBJECT
 public:
  explicit FileWatch(QObject* parent = nullptr);

  /// Another file; empty: none. `content` is what is known of it.
  void watch(const QString& path, const QByteArray& content);
  /// We wrote this ourselves: no change.
  void expect(const QByteArray& content) { known_ = content; }

 Q_SIGNALS:
  /// `content` is what it holds now.
  void contentChanged(const QByteArray& content);

 private:
  void look();

  QFileSystemWatcher watcher_;
  QTimer settle_;
  QString path_;
  QByteArray known_;
};

}  // namespace vigie::console
