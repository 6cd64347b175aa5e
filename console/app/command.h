// What the console can be told to do: one description for the keys, the palette and the help.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include <functional>

namespace vigie::console {

struct Command {
  QString id;     ///< "time.zoom-out"; unique
  QString group;  ///< the heading it stands under, translated
  QString word;   ///< what it does, translated
  QList<QKeySequence> keys = {};
  std::function<void()> run = {};
  /// Empty: always. Asked when it is to run and when it is listed.
  std::function<bool()> isPossible = {};
  /// The keys are told, and left to whoever sees them: a widget first (Escape), or a page's own shortcut.
  bool keysTaken = false;
  /// Other words one may look for, translated, with blanks between them: "edit modify".
  QString alias = {};
};

/// Where the palette can go: what is there at the moment (dashboards, panels), so not a command of its own.
struct Destination {
  QString group;
  QString word;
  QString detail;  ///< muted, behind the word
  std::function<void()> go;
  QString alias = {};  ///< other words that find it
};

/// Keys as they are written on the keyboard: "t z", "Ctrl+K", "t ←".
QString keyWords(const QKeySequence& keys);
QString keyWords(const QList<QKeySequence>& keys);

}  // namespace vigie::console
