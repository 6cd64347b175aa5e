// The private PostgreSQL cluster: made on the first start, refused with a remedy when it is not usable.
#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QProcess>
#include <QString>

namespace vigie::stack {

/// Makes the cluster beside its place and renames it when it is complete, so that a first start that was interrupted
/// leaves nothing half-made that a later one would take for a database.
///
/// Roles: `vigie` owns the database `vigie`; `vigie_monitor` may read statistics. Only the operating system's user who
/// runs the stack gets in, by peer authentication on a private unix socket; there is no password to keep.
class PostgresCluster : public QObject {
  Q_OBJECT

 public:
  explicit PostgresCluster(QString dataDirectory, QObject* parent = nullptr);

  /// The major version of the cluster that is there; 0 when there is none yet.
  [[nodiscard]] Result<int> majorVersion() const;
  /// Makes a new cluster with the programs in `binDirectory`; ends with created() or failed().
  void create(const QString& binDirectory);
  /// Removes a postmaster.pid that names a process which is no PostgreSQL: it was left by a crash of the machine, and
  /// its number is somebody else's now. For who holds the lock of this stack.
  void dropStaleLock() const;
  /// What to do where PostgreSQL finds that a process holds its postmaster.pid: one line.
  [[nodiscard]] QString explainLock() const;
  /// Writes who may connect (pg_hba.conf, pg_ident.conf); before each start.
  Result<void> writeAccessRules() const;
  /// Ends a running create().
  void cancel();

  [[nodiscard]] const QString& dataDirectory() const { return directory_; }

 Q_SIGNALS:
  void created();
  void failed(const QString& reason);

 private:
  /// The process of postmaster.pid; 0 where there is none.
  [[nodiscard]] int lockHolder() const;
  void run(const QString& program, const QStringList& arguments, const QString& input, void (PostgresCluster::*next)());
  void addRoles();
  void publish();

  QString directory_;
  QString fresh_;  ///< where a new cluster grows
  QString bin_;
  QProcess process_;
};

}  // namespace vigie::stack
