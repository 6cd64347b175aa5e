// Over a dashboard: one control a variable, in as many rows as they need. Choosing asks the panels anew.
#pragma once

#include <QHash>
#include <QWidget>

#include <vector>

class QLineEdit;
class QToolButton;

namespace vigie::console {

class Theme;
class VariableSet;
struct Variable;

class VariableBar : public QWidget {
  Q_OBJECT
 public:
  /// Both outlive the bar.
  VariableBar(const Theme& theme, VariableSet& variables, QWidget* parent = nullptr);

  /// Nothing to show: no variables, or all of them hidden.
  [[nodiscard]] bool isEmpty() const { return controls_.isEmpty(); }
  [[nodiscard]] int heightForWidth(int width) const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void addControl(const Variable& variable);
  void follow();
  void restyle();
  /// The height that `width` needs; moves the cells there when `apply` is set.
  int arrange(int width, bool apply) const;
  /// The values to choose from, under the button.
  void openMenu(const QString& name, QToolButton& button);

  const Theme& theme_;
  VariableSet& variables_;
  std::vector<QWidget*> cells_;        ///< a label and its control each
  QHash<QString, QWidget*> controls_;  ///< a QToolButton, a text variable's QLineEdit, or FilterChips
};

}  // namespace vigie::console
