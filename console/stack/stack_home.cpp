#include "console/stack/stack_home.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vigie::stack {
namespace {

constexpr qint64 kLeastFreeBytes = 200'000'000;

Error unavailable(const QString& message) { return {ErrorCode::kUnavailable, message.toStdString()}; }

QString reason() { return QString::fromLocal8Bit(std::strerror(errno)); }

/// nullptr for an ordinary user, who runs everything as himself.
Result<const passwd*> serviceUser() {
  if (geteuid() != 0) {
    return nullptr;
  }
  const passwd* postgres = getpwnam("postgres");
  if (postgres == nullptr) {
    return unavailable("as root everything runs as the user postgres, who is not there: install postgresql-15");
  }
  return postgres;
}

/// `trusted`: the parent is the user's own, so that a link to another disk is the user's wish. /tmp is everybody's: a
/// directory or link that somebody put there in advance is refused.
Result<void> makePrivate(const QString& path, const passwd* owner, bool trusted) {
  const QByteArray native = QFile::encodeName(path);
  if (!QDir().mkpath(QFileInfo(path).path()) || (mkdir(native.constData(), 0700) != 0 && errno != EEXIST)) {
    return unavailable(QString("cannot make %1 (%2): give that place to the user who runs Vigie, or choose another "
                               "with VIGIE_STACK_HOME")
                           .arg(path, reason()));
  }
  const uid_t user = owner != nullptr ? owner->pw_uid : geteuid();
  struct stat info {};
  const int looked = trusted ? stat(native.constData(), &info) : lstat(native.constData(), &info);
  if (looked != 0 || !S_ISDIR(info.st_mode) || (info.st_uid != user && info.st_uid != geteuid())) {
    return unavailable(
        QString("%1 belongs to somebody else: remove it, or choose another place with VIGIE_STACK_HOME").arg(path));
  }
  if (owner != nullptr && chown(native.constData(), owner->pw_uid, owner->pw_gid) != 0) {
    return unavailable(QString("cannot give %1 to the user postgres (%2): choose another place with VIGIE_STACK_HOME")
                           .arg(path, reason()));
  }
  if (chmod(native.constData(), 0700) != 0 || access(native.constData(), W_OK | X_OK) != 0) {
    return unavailable(QString("cannot write to %1 (%2): give it to the user who runs Vigie, or choose another place "
                               "with VIGIE_STACK_HOME")
                           .arg(path, reason()));
  }
  return {};
}

}  // namespace

Result<void> makeHome(const StackPaths& paths) {
  const auto owner = serviceUser();
  if (!owner) {
    return owner.error();
  }
  for (const QString& path : {paths.data, paths.logs, paths.runtime}) {
    if (auto made = makePrivate(path, *owner, path != paths.runtime); !made) {
      return made;
    }
  }
  return {};
}

Result<void> findRoom(const StackPaths& paths) {
  const QStorageInfo disk(paths.data);
  if (disk.isValid() && disk.bytesAvailable() < kLeastFreeBytes) {
    return unavailable(QString("only %1 MB are free in %2: free some space, Vigie needs 200 MB")
                           .arg(disk.bytesAvailable() / 1'000'000)
                           .arg(paths.data));
  }
  return {};
}

Result<void> leaveRoot(const StackPaths& paths) {
  const auto owner = serviceUser();
  if (!owner || *owner == nullptr) {
    return owner ? Result<void>() : Result<void>(owner.error());
  }
  const passwd user = **owner;
  // The current directory may be one that postgres cannot enter; its children would fail to name it.
  QDir::setCurrent("/");
  if (initgroups(user.pw_name, user.pw_gid) != 0 || setgid(user.pw_gid) != 0 || setuid(user.pw_uid) != 0) {
    return unavailable(QString("cannot become the user postgres (%1)").arg(reason()));
  }
  for (const QString& path : {paths.data, paths.logs, paths.runtime}) {
    if (access(QFile::encodeName(path).constData(), W_OK | X_OK) != 0) {
      return unavailable(QString("the user postgres cannot reach %1 (%2): choose another place with VIGIE_STACK_HOME")
                             .arg(path, reason()));
    }
  }
  return {};
}

Result<void> stageForPostgres(const QString& directory, QString& path) {
  if (geteuid() != 0 || path.isEmpty()) {
    return {};
  }
  const QFileInfo source(path);
  const QString target = directory + '/' + source.fileName();
  const auto copyOne = [](const QString& from, const QString& to) {
    // Beside, then renamed: a program that still runs keeps its old file.
    const QString fresh = to + ".new";
    QFile::remove(fresh);
    return QFile::copy(from, fresh) && chmod(QFile::encodeName(fresh).constData(), 0755) == 0 &&
           std::rename(QFile::encodeName(fresh).constData(), QFile::encodeName(to).constData()) == 0;
  };
  bool copied = QDir().mkpath(directory) && chmod(QFile::encodeName(directory).constData(), 0755) == 0;
  if (source.isDir()) {
    QDir(target).removeRecursively();
    copied = copied && QDir().mkpath(target) && chmod(QFile::encodeName(target).constData(), 0755) == 0;
    QDirIterator files(path, QDir::Files, QDirIterator::Subdirectories);
    while (copied && files.hasNext()) {
      const QString file = files.next();
      const QString copy = target + '/' + QDir(path).relativeFilePath(file);
      copied = QDir().mkpath(QFileInfo(copy).path()) && copyOne(file, copy);
    }
  } else {
    copied = copied && copyOne(path, target);
  }
  if (!copied) {
    return unavailable(QString("cannot copy %1 to %2, where the user postgres can read it").arg(path, directory));
  }
  path = target;
  return {};
}

StackLock::~StackLock() {
  if (descriptor_ >= 0) {
    close(descriptor_);
  }
}

Result<bool> StackLock::take(const QString& path) {
  descriptor_ = open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) {
    return unavailable(QString("cannot open %1 (%2)").arg(path, reason()));
  }
  if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0) {
    return true;
  }
  close(descriptor_);
  descriptor_ = -1;
  return false;
}

}  // namespace vigie::stack
