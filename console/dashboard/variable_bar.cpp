#include "console/dashboard/variable_bar.h"

#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/dashboard/variable_set.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kMaxMenuEntries = 200;
constexpr int kMaxShownCharacters = 40;

/// What a control says: the texts of what is chosen, cut in the middle.
QString shownChoice(const VariableSet& variables, const Variable& variable) {
  if (variable.kind == VariableKind::kAdHoc) {
    QStringList parts;
    for (const AdHocFilter& filter : variable.filters) {
      parts.append(QStringLiteral("%1 %2 %3").arg(filter.key, filter.op, filter.value));
    }
    return parts.isEmpty() ? VariableBar::tr("no filter") : parts.join(QStringLiteral(", "));
  }
  const auto value = variables.value(variable.name);
  QString text = value ? value->text : QString();
  if (value && value->isAll) text = VariableBar::tr("All");
  if (text.isEmpty()) text = VariableBar::tr("None");
  return text.size() <= kMaxShownCharacters ? text : text.left(kMaxShownCharacters - 1) + QChar(0x2026);
}

/// `values` with `value` switched; All and single values exclude each other.
QStringList toggled(QStringList values, const QString& value) {
  if (value == kAllValue) return {kAllValue};
  values.removeAll(kAllValue);
  if (!values.removeOne(value)) values.append(value);
  return values;
}

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

int VariableBar::arrange(int width, bool apply) const {
  int x = space::kLarge;
  int y = space::kSmall;
  int rowHeight = 0;
  for (QWidget* cell : cells_) {
    const QSize size = cell->sizeHint();
    if (x > space::kLarge && x + size.width() > width - space::kLarge) {
      x = space::kLarge;
      y += rowHeight + space::kTiny;
      rowHeight = 0;
    }
    if (apply) cell->setGeometry(x, y, size.width(), size.height());
    x += size.width() + space::kLarge;
    rowHeight = std::max(rowHeight, size.height());
  }
  return y + rowHeight;
}

void VariableBar::addControl(const Variable& variable) {
  auto* cell = new QWidget(this);
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
  } else {
    auto* button = new QToolButton;
    button->setAccessibleName(word);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setLayoutDirection(Qt::RightToLeft);
    button->setEnabled(variable.kind != VariableKind::kAdHoc && variable.kind != VariableKind::kDatasource);
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
    } else if (auto* button = qobject_cast<QToolButton*>(control)) {
      button->setText(shownChoice(variables_, variable));
      const QString problem = variables_.problemOf(variable.name);
      button->setToolTip((problem.isEmpty() ? variable.description : problem).toHtmlEscaped());
    }
  }
  arrange(width(), true);
}

void VariableBar::openMenu(const QString& name, QToolButton& button) {
  const auto& all = variables_.variables();
  const auto variable = std::find_if(all.begin(), all.end(), [&](const Variable& v) { return v.name == name; });
  if (variable == all.end()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const auto add = [&](const QString& text, const QString& value) {
    QAction* action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(variable->chosen.contains(value));
    const QStringList next = variable->multi ? toggled(variable->chosen, value) : QStringList{value};
    connect(action, &QAction::triggered, this,
            [this, name, next] { variables_.choose(name, next.isEmpty() ? QStringList{kAllValue} : next); });
  };
  if (variable->includeAll) {
    add(tr("All"), kAllValue);
    menu->addSeparator();
  }
  int shown = 0;
  for (const VariableOption& option : variable->options) {
    if (++shown > kMaxMenuEntries) break;
    add(option.text, option.value);
  }
  if (variable->options.empty() && !variable->includeAll) {
    menu->addAction(tr("Nothing to choose from"))->setEnabled(false);
  }
  menu->popup(button.mapToGlobal(QPoint(0, button.height())));
}

}  // namespace vigie::console
