// What the console remembers between starts, in the user's XDG configuration. UI thread.
#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>

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
    int spanSeconds = 900;  ///< what the dashboards say themselves; a first start has data for no more
    int refreshSeconds = 5;
    bool navigationCollapsed = false;
  };
  [[nodiscard]] State read() const;
  /// Written through at once, so that it survives any way out.
  void write(const State& state);

 private:
  QSettings settings_;
};

}  // namespace vigie::console
