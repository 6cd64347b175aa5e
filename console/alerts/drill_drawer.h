// Drills from the console: which one, what it will do and a word of consent; then its legs as they come, and the
// report.
#pragma once

#include "console/app/drawer.h"

#include <QStringList>

#include <functional>

class QButtonGroup;
class QCheckBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace vigie::console {

class DrillRun;

class DrillDrawer : public Drawer {
  Q_OBJECT
 public:
  /// Shows `run` as it is: it goes on while the drawer is closed. It must outlive this. `mayBeQuick`: whether the times
  /// of its alerts can be shortened. `start` begins the drill of this name.
  DrillDrawer(const Theme& theme, DrillRun& run, bool mayBeQuick,
              std::function<void(const QString& name, bool quick)> start, QWidget* host);

  /// Chooses one, as a click does; for tests and pictures.
  void choose(const QString& name);

 private:
  void buildForm(bool mayBeQuick);
  void buildProgress();
  void follow();
  void showLegs();
  void describeResult();

  DrillRun& run_;
  std::function<void(const QString& name, bool quick)> start_;
  QStackedWidget* pages_;
  QButtonGroup* kinds_;
  QCheckBox* quick_ = nullptr;
  QCheckBox* consent_;
  QLabel* state_;
  QLabel* legs_;
  QLabel* result_;
  QPushButton* begin_;
  QPushButton* cancel_;
  QPushButton* again_;
  QPushButton* openReport_;
};

/// The leg's name in the reader's language; an unknown one as it is.
QString legWords(const QString& leg);

}  // namespace vigie::console
