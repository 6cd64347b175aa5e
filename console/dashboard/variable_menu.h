// The popup under a variable's control: search, tick, apply once. One value is chosen with one click.
//
// Keys: what is typed is looked for; arrows go through the list, Space ticks, Shift+Space ticks only this one, Ctrl+A
// all, Enter applies, Esc leaves everything as it was. Closing in any other way applies. Deletes itself.
#pragma once

#include "console/dashboard/variable.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QListView;

namespace vigie::console {

class ChoiceModel;
class Theme;

class VariableMenu : public QFrame {
  Q_OBJECT
 public:
  /// `problem`: why the options are not known; empty when they are. `theme` outlives the menu.
  VariableMenu(const Theme& theme, const Variable& variable, const QString& problem, QWidget* parent);

  /// Below `anchor`, inside its screen.
  void openBelow(const QWidget& anchor);

 Q_SIGNALS:
  /// Once, when it closes with another choice than before.
  void applied(const QStringList& values);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void addHead();
  void addFoot(const QString& problem);
  void filter(const QString& text);
  void use(const QModelIndex& index);
  bool takeKey(int key, Qt::KeyboardModifiers modifiers, bool inList);
  void moveBy(int rows);
  void follow();

  const Theme& theme_;
  ChoiceModel* model_;
  QLineEdit* search_;
  QListView* list_;
  QLabel* state_;
  QStringList before_;
  bool dropped_ = false;
};

}  // namespace vigie::console
