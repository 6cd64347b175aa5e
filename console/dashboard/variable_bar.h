// Over a dashboard: one control a variable. Choosing asks the panels anew.
#pragma once

#include <QHash>
#include <QWidget>

class QLineEdit;
class QToolButton;

namespace vigie::console {

class VariableSet;
struct Variable;

class VariableBar : public QWidget {
  Q_OBJECT
 public:
  /// `variables` outlives the bar.
  explicit VariableBar(VariableSet& variables, QWidget* parent = nullptr);

  /// Nothing to show: no variables, or all of them hidden.
  [[nodiscard]] bool isEmpty() const { return controls_.isEmpty(); }
  [[nodiscard]] int heightForWidth(int width) const override;

 private:
  void addControl(const Variable& variable);
  void follow();
  void openMenu(const QString& name, QToolButton& button);

  VariableSet& variables_;
  QHash<QString, QWidget*> controls_;  ///< a QToolButton, or a QLineEdit of a text variable
};

}  // namespace vigie::console
