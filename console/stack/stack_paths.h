// Where one stack keeps what: decided once, from the user and the environment.
#pragma once

#include <QProcessEnvironment>
#include <QString>

#include <sys/types.h>

namespace vigie::stack {

/// | | an ordinary user | root (everything runs as `postgres`) | with a home of its own |
/// | --- | --- | --- | --- |
/// | data | $XDG_DATA_HOME/vigie (~/.local/share/vigie) | /var/lib/vigie | HOME/data |
/// | logs | $XDG_STATE_HOME/vigie/log (~/.local/state/vigie/log) | /var/lib/vigie/log | HOME/log |
/// | runtime | $XDG_RUNTIME_DIR/vigie, else /tmp/vigie-UID | /run/vigie | /tmp/vigie-UID-HASH |
///
/// The runtime directory is short because a unix socket's path is at most 107 bytes.
struct StackPaths {
  QString data;     ///< PostgreSQL's cluster, Prometheus' blocks
  QString logs;     ///< one file a child, rotated by size
  QString runtime;  ///< sockets and the lock; private (0700)

  [[nodiscard]] QString controlSocket() const { return runtime + QLatin1String("/control"); }
  [[nodiscard]] QString lockFile() const { return runtime + QLatin1String("/lock"); }
  [[nodiscard]] QString postgresData() const { return data + QLatin1String("/postgresql"); }
  [[nodiscard]] QString prometheusData() const { return data + QLatin1String("/prometheus"); }
  [[nodiscard]] QString prometheusConfig() const { return data + QLatin1String("/prometheus.yml"); }
  /// Beside the configuration, which names it without a path.
  [[nodiscard]] QString alertRules() const { return data + QLatin1String("/alert-rules.yml"); }
  [[nodiscard]] QString alertmanagerData() const { return data + QLatin1String("/alertmanager"); }
  [[nodiscard]] QString alertmanagerConfig() const { return data + QLatin1String("/alertmanager.yml"); }
  /// The secret part of its address: unguessablePath().
  [[nodiscard]] QString alertmanagerPath() const { return data + QLatin1String("/alertmanager-path"); }
  /// The relay's directory: every alert message, and the queue of those that are not delivered yet.
  [[nodiscard]] QString alertInbox() const { return data + QLatin1String("/alerts"); }
  [[nodiscard]] QString logFile(const QString& service) const {
    return logs + QLatin1Char('/') + service + QLatin1String(".log");
  }

  /// `home` empty: VIGIE_STACK_HOME, else the user's directories. Touches nothing on disk.
  static StackPaths resolve(uid_t user, const QProcessEnvironment& environment, const QString& home = {});
};

}  // namespace vigie::stack
