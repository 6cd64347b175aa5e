#include "console/stack/stack_paths.h"

#include <QCryptographicHash>
#include <QDir>

namespace vigie::stack {
namespace {

// 107 bytes less "/.s.PGSQL.5432" and the names QLocalServer gives a socket while it sets its permissions.
constexpr qsizetype kLongestRuntimeDir = 70;

QString xdg(const QProcessEnvironment& environment, const QString& variable, const QString& fallback) {
  const QString value = environment.value(variable);
  // The XDG specification: a relative path is to be ignored.
  return QDir::isAbsolutePath(value) ? value : environment.value("HOME", "/nonexistent") + fallback;
}

}  // namespace

StackPaths StackPaths::resolve(uid_t user, const QProcessEnvironment& environment, const QString& home) {
  const QString own = home.isEmpty() ? environment.value("VIGIE_STACK_HOME") : home;
  if (!own.isEmpty()) {
    const QString root = QDir::cleanPath(QDir::current().absoluteFilePath(own));
    const QByteArray hash = QCryptographicHash::hash(root.toUtf8(), QCryptographicHash::Sha256).toHex().left(12);
    return {root + "/data", root + "/log", QString("/tmp/vigie-%1-%2").arg(user).arg(QLatin1String(hash))};
  }
  if (user == 0) {
    return {"/var/lib/vigie", "/var/lib/vigie/log", "/run/vigie"};
  }
  const QString runtimeBase = environment.value("XDG_RUNTIME_DIR");
  QString runtime = runtimeBase + "/vigie";
  if (!QDir::isAbsolutePath(runtimeBase) || runtime.toUtf8().size() > kLongestRuntimeDir) {
    runtime = QString("/tmp/vigie-%1").arg(user);
  }
  return {xdg(environment, "XDG_DATA_HOME", "/.local/share") + "/vigie",
          xdg(environment, "XDG_STATE_HOME", "/.local/state") + "/vigie/log", runtime};
}

}  // namespace vigie::stack
