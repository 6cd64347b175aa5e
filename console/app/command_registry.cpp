#include "console/app/command_registry.h"

#include <QLoggingCategory>
#include <QShortcut>
#include <QWidget>

#include <algorithm>

namespace vigie::console {
namespace {

Q_LOGGING_CATEGORY(lcCommands, "vigie.console.commands")

/// One is the other, or its beginning: the shorter one could never be told apart.
bool overlap(const QKeySequence& a, const QKeySequence& b) {
  return a.matches(b) != QKeySequence::NoMatch || b.matches(a) != QKeySequence::NoMatch;
}

}  // namespace

QString keyWords(const QKeySequence& keys) {
  QStringList strokes;
  for (int i = 0; i < keys.count(); ++i) {
    const QKeyCombination stroke = keys[static_cast<uint>(i)];
    QString text = QKeySequence(stroke).toString(QKeySequence::NativeText);
    // As they are on the keyboard: "Alt+←".
    for (const auto& [key, sign] : {std::pair(Qt::Key_Left, u'←'), std::pair(Qt::Key_Right, u'→')}) {
      if (stroke.key() == key) text.replace(QKeySequence(key).toString(QKeySequence::NativeText), QChar(sign));
    }
    strokes.append(text.size() == 1 ? text.toLower() : text);
  }
  return strokes.join(QLatin1Char(' '));
}

QString keyWords(const QList<QKeySequence>& keys) {
  QStringList all;
  for (const QKeySequence& one : keys) all.append(keyWords(one));
  return all.join(QStringLiteral(" · "));
}

CommandRegistry::CommandRegistry(QWidget& window) : QObject(&window), window_(window) {}

bool CommandRegistry::add(Command command, const QString& scope) {
  const bool known =
      std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.command.id == command.id; });
  if (known) {
    qCWarning(lcCommands, "the command %s is there already", qUtf8Printable(command.id));
    return false;
  }
  bool free = true;
  const QString id = command.id;
  QList<QKeySequence> kept;
  for (const QKeySequence& keys : command.keys) {
    if (collides(keys, scope)) {
      qCWarning(lcCommands, "the keys %s of %s are taken", qUtf8Printable(keyWords(keys)), qUtf8Printable(id));
      free = false;
      continue;
    }
    kept.append(keys);
    if (command.keysTaken) continue;
    auto* shortcut = new QShortcut(keys, &window_);
    shortcut->setEnabled(scope.isEmpty() || scope == scope_);
    connect(shortcut, &QShortcut::activated, this, [this, id] { run(id); });
    shortcuts_.emplace_back(scope, shortcut);
  }
  command.keys = kept;
  entries_.push_back({std::move(command), scope});
  return free;
}

bool CommandRegistry::collides(const QKeySequence& keys, const QString& scope) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    if (!entry.scope.isEmpty() && !scope.isEmpty() && entry.scope != scope) return false;
    return std::any_of(entry.command.keys.begin(), entry.command.keys.end(),
                       [&](const QKeySequence& other) { return overlap(keys, other); });
  });
}

void CommandRegistry::setScope(const QString& scope) {
  scope_ = scope;
  for (const auto& [owner, shortcut] : shortcuts_) shortcut->setEnabled(owner.isEmpty() || owner == scope);
}

bool CommandRegistry::run(const QString& id) {
  for (const Entry& entry : entries_) {
    if (entry.command.id != id) continue;
    if (!isInScope(entry) || !entry.command.run) return false;
    if (entry.command.isPossible && !entry.command.isPossible()) return false;
    // A copy: a command may add others.
    const auto work = entry.command.run;
    work();
    return true;
  }
  return false;
}

}  // namespace vigie::console
