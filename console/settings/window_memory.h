// What the console remembers between starts, in the user's XDG configuration. UI thread.
#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace vigie::console {

class WindowMemory {
 public:
  /// `file` empty: the user's own settings.
  explicit WindowMemory(const QString& file = {});

  struct State {
    QByteArray geometry;
    QString page;
    QString dashboard;
    QString theme;
    // What was chosen by hand, as TimeRange writes it; empty: the dashboards' own.
    QString from;
    QString to;
    bool paceChosen = false;
    QString refresh;  ///< empty is off
    QString zone;
    QStringList recent;  ///< "from" and "to" of each, in turn
    bool navigationCollapsed = false;
  };
  [[nodiscard]] State read() const;
  /// Written through at once, so that it survives any way out.
  void write(const State& state);

 private:
  QSettings settings_;
};

}  // namespace vigie::console
