// --screenshot-dir: takes a picture of every scene of every page in both themes, from the real program.
//
// What stands over a page is part of the picture: menus, popups, the palette. The frame's own are scenes of the first
// page that has a time range.
//
// A scene is taken when its page says it is complete; one that is not within the deadline fails the run, but its
// picture is taken all the same, so that one sees why.
#pragma once

#include <QDir>
#include <QElapsedTimer>
#include <QObject>
#include <QPixmap>
#include <QTimer>

#include <vector>

namespace vigie::console {

class HealthMonitor;
class MainWindow;
class Page;
class Theme;

class ScreenshotRun : public QObject {
  Q_OBJECT
 public:
  /// `onlyPage` empty: all pages. The folder is made when it is not there.
  ScreenshotRun(MainWindow& window, Theme& theme, const HealthMonitor& health, const QString& folder,
                const QString& onlyPage, std::chrono::seconds deadline, QObject* parent = nullptr);

  void start();

 Q_SIGNALS:
  /// 0 when every scene was complete and saved; the reasons went to standard error.
  void finished(int exitCode);

 private:
  struct Shot {
    Page* page;
    QString scene;
    QString command;  ///< of the frame, to be run over it; empty: the scene is the page's own
  };
  [[nodiscard]] static std::vector<Shot> frameShots(Page& page);
  /// The window with every popup over it.
  [[nodiscard]] QPixmap picture() const;
  void next();
  void check();
  void take();
  void complain(const QString& what);

  MainWindow& window_;
  Theme& theme_;
  const HealthMonitor& health_;
  QDir folder_;
  QString onlyPage_;
  std::chrono::milliseconds deadline_;
  std::vector<Shot> shots_;
  std::size_t at_ = 0;
  QElapsedTimer since_;
  QElapsedTimer readySince_;
  QTimer poll_;
  int failures_ = 0;
};

}  // namespace vigie::console
