// Docker Compose from the command line: `docker compose`, or docker-compose 1.29 where that is what there is.
#pragma once

#include "core/base/result.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>

namespace vigie::stack {

class ComposeCli {
 public:
  /// Finds out which of the two is there. `file` empty: the file that compose finds in this directory. An Error says
  /// what to install.
  static Result<ComposeCli> find(const QString& file);
  /// The program and its arguments that another process found: program().
  ComposeCli(QStringList program, QString file) : program_(std::move(program)), file_(std::move(file)) {}

  /// Standard output of `compose -f FILE ARGUMENTS…`. Waits in an event loop; an Error has its last word, or says that
  /// it took longer than `limit`.
  Result<QString> run(const QStringList& arguments, std::chrono::seconds limit) const;
  /// Where this machine reaches a service's port.
  Result<QUrl> address(const QString& service, int port) const;

  [[nodiscard]] const QStringList& program() const { return program_; }
  [[nodiscard]] const QString& file() const { return file_; }

 private:
  QStringList program_;  ///< "docker", "compose" or "docker-compose"
  QString file_;
};

}  // namespace vigie::stack
