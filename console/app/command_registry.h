// Every command of the console, and the keys that run them. Filled at start; UI thread.
#pragma once

#include "console/app/command.h"

#include <QHash>
#include <QObject>

#include <vector>

class QShortcut;
class QWidget;

namespace vigie::console {

class CommandRegistry : public QObject {
  Q_OBJECT
 public:
  /// The keys work in `window`.
  explicit CommandRegistry(QWidget& window);

  /// `scope` is the page it belongs to; empty: everywhere. False when its id is taken, or one of its keys is taken or
  /// begins another one of the same place: it then has no key and is said so in the log.
  bool add(Command command, const QString& scope = {});
  /// The page that is open: its commands work, those of other pages do not.
  void setScope(const QString& scope);

  struct Entry {
    Command command;
    QString scope;
  };
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  /// In the open page or everywhere.
  [[nodiscard]] bool isInScope(const Entry& entry) const { return entry.scope.isEmpty() || entry.scope == scope_; }
  /// Runs it when it is in scope and possible. False when it is not.
  bool run(const QString& id);

 private:
  [[nodiscard]] bool collides(const QKeySequence& keys, const QString& scope) const;

  QWidget& window_;
  std::vector<Entry> entries_;
  QString scope_;
  std::vector<std::pair<QString, QShortcut*>> shortcuts_;  ///< by scope
};

}  // namespace vigie::console
