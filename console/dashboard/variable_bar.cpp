#include "console/dashboard/variable_bar.h"

#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/dashboard/filter_chips.h"
#include "console/dashboard/flow.h"
#include "console/dashboard/variable_menu.h"
#include "console/dashboard/variable_set.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace vigie::console {
namespace {

constexpr int kMaxShownCharacters = 40;
const QMargins kBarMargins(space::kLarge, space::kSmall, space::kLarge, 0);
const QSize kBarGap(space::kLarge, space::kTiny);

/// The texts of what is chosen.
QString choiceWords(const VariableSet& variables, const Variable& variable) {
  const auto value = variables.value(variable.name);
  QString text = value ? value->text : QString();
  if (value && value->isAll) text = VariableBar::tr("All");
  return text.isEmpty() ? VariableBar::tr("None") : text;
}

QString cutAtTheEnd(const QString& text) {
  return text.size() <= kMaxShownCharacters ? text : text.left(kMaxShownCharacters - 1) + QChar(0x2026);
}

/// A label and its control; as wide as they need, or as high as the control needs in less.
class VariableCell : public QWidget {
 public:
  using QWidget::QWidget;
  [[nodiscard]] bool hasHeightForWidth() const override { return layout()->hasHeightForWidth(); }
  [[nodiscard]] int heightForWidth(int width) const override { return layout()->heightForWidth(width); }
};

}  // namespace

VariableBar::VariableBar(const Theme& theme, VariableSet& variables, QWidget* parent)
    : QWidget(parent), theme_(theme), variables_(variables) {
  for (const Variable& variable : variables_.variables()) {
    if (variable.hide != VariableHide::kVariable && variable.kind != VariableKind::kConstant) addControl(variable);
  }
  connect(&variables_, &VariableSet::resolved, this, &VariableBar::follow);
  connect(&theme_, &Theme::changed, this, &VariableBar::restyle);
  restyle();
  follow();
}

int VariableBar::heightForWidth(int width) const { return arrange(width, false); }

void VariableBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange(width(), true);
}

int VariableBar::arrange(int width, bool apply) const { return flowed(cells_, width, kBarMargins, kBarGap, apply); }

void VariableBar::addControl(const Variable& variable) {
  auto* cell = new VariableCell(this);
  auto* row = new QHBoxLayout(cell);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space::kSmall);
  cells_.push_back(cell);
  const QString word = variable.label.isEmpty() ? variable.name : variable.label;
  if (variable.hide != VariableHide::kLabel) {
    auto* label = new QLabel(word);
    label->setProperty("role", QStringLiteral("muted"));
    label->setToolTip(variable.description.toHtmlEscaped());
    row->addWidget(label);
  }
  const QString name = variable.name;
  if (variable.kind == VariableKind::kTextBox) {
    auto* edit = new QLineEdit;
    edit->setAccessibleName(word);
    edit->setMaximumWidth(220);
    connect(edit, &QLineEdit::editingFinished, this, [this, name, edit] { variables_.choose(name, {edit->text()}); });
    controls_.insert(name, edit);
    row->addWidget(edit);
  } else if (variable.kind == VariableKind::kAdHoc) {
    auto* chips = new FilterChips(theme_, variables_, name);
    controls_.insert(name, chips);
    row->addWidget(chips, 1);
  } else {
    auto* button = new QToolButton;
    button->setAccessibleName(word);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setLayoutDirection(Qt::RightToLeft);
    button->setEnabled(variable.kind != VariableKind::kDatasource);
    connect(button, &QToolButton::clicked, this, [this, name, button] { openMenu(name, *button); });
    controls_.insert(name, button);
    row->addWidget(button);
  }
}

void VariableBar::restyle() {
  for (QWidget* control : controls_) {
    auto* button = qobject_cast<QToolButton*>(control);
    // Nothing to open, nothing that says so.
    if (button && button->isEnabled()) button->setIcon(icon(QStringLiteral("chevron-down"), theme_.tokens().muted, 16));
  }
}

void VariableBar::follow() {
  for (const Variable& variable : variables_.variables()) {
    QWidget* control = controls_.value(variable.name);
    if (auto* edit = qobject_cast<QLineEdit*>(control)) {
      if (!edit->hasFocus()) edit->setText(variable.chosen.value(0));
    } else if (auto* chips = qobject_cast<FilterChips*>(control)) {
      chips->follow();
    } else if (auto* button = qobject_cast<QToolButton*>(control)) {
      const QString words = choiceWords(variables_, variable);
      button->setText(cutAtTheEnd(words));
      button->setAccessibleDescription(words);
      const QString problem = variables_.problemOf(variable.name);
      const QString help = !problem.isEmpty()                   ? problem
                           : words.size() > kMaxShownCharacters ? words
                                                                : variable.description;
      button->setToolTip(help.toHtmlEscaped());
    }
  }
  arrange(width(), true);
}

void VariableBar::openMenu(const QString& name, QToolButton& button) {
  const Variable* variable = variables_.find(name);
  if (!variable) return;
  auto* menu = new VariableMenu(theme_, *variable, variables_.problemOf(name), this);
  connect(menu, &VariableMenu::applied, this,
          [this, name](const QStringList& values) { variables_.choose(name, values); });
  menu->openBelow(button);
}

}  // namespace vigie::console
