#include "console/dashboard/variable_menu.h"

#include "console/app/theme.h"
#include "console/dashboard/choice_delegate.h"
#include "console/dashboard/choice_model.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kLeastMenuWidth = 260;
constexpr int kMostMenuWidth = 460;
constexpr int kMenuRows = 12;

}  // namespace

VariableMenu::VariableMenu(const Theme& theme, const Variable& variable, const QString& problem, QWidget* parent)
    : QFrame(parent, Qt::Popup),
      theme_(theme),
      model_(new ChoiceModel(variable, this)),
      search_(new QLineEdit),
      list_(new QListView),
      state_(new QLabel),
      before_(model_->chosen()) {
  setAttribute(Qt::WA_DeleteOnClose);
  setObjectName(QStringLiteral("choicePopup"));
  const QString word = variable.label.isEmpty() ? variable.name : variable.label;
  setAccessibleName(word);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::kSmall, space::kSmall, space::kSmall, space::kSmall);
  layout->setSpacing(space::kTiny);
  addHead();
  list_->setModel(model_);
  auto* delegate = new ChoiceDelegate(theme_, model_->isMulti(), list_);
  list_->setItemDelegate(delegate);
  list_->setUniformItemSizes(true);
  list_->setMouseTracking(true);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  list_->setAccessibleName(word);
  list_->installEventFilter(this);
  layout->addWidget(list_, 1);
  addFoot(problem);
  connect(list_, &QListView::entered, list_, &QListView::setCurrentIndex);
  connect(delegate, &ChoiceDelegate::onlyClicked, this,
          [this](const QModelIndex& index) { model_->chooseOnly(index.row()); });
  connect(delegate, &ChoiceDelegate::rowClicked, this, &VariableMenu::use);
  connect(model_, &QAbstractItemModel::dataChanged, this, &VariableMenu::follow);
  connect(model_, &QAbstractItemModel::modelReset, this, &VariableMenu::follow);
  follow();
}

void VariableMenu::addHead() {
  search_->setPlaceholderText(tr("Search"));
  search_->setAccessibleName(tr("Search the values"));
  search_->setClearButtonEnabled(true);
  search_->installEventFilter(this);
  connect(search_, &QLineEdit::textChanged, this, &VariableMenu::filter);
  static_cast<QVBoxLayout*>(layout())->addWidget(search_);
  if (!model_->isMulti()) return;
  auto* row = new QHBoxLayout;
  row->setSpacing(space::kTiny);
  const auto add = [this, row](const QString& word, const QString& help, void (ChoiceModel::*act)()) {
    auto* button = new QPushButton(word);
    button->setProperty("role", QStringLiteral("ghost"));
    button->setToolTip(help);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, model_, act);
    row->addWidget(button);
  };
  add(tr("All"), tr("All of them, or all that fit what is looked for (Ctrl+A)"), &ChoiceModel::chooseAll);
  add(tr("Clear"), tr("None of them"), &ChoiceModel::clear);
  row->addStretch();
  state_->setProperty("role", QStringLiteral("muted"));
  state_->setFont(Theme::font(TextRole::kSmall));
  row->addWidget(state_);
  static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void VariableMenu::addFoot(const QString& problem) {
  auto* foot = new QLabel;
  foot->setFont(Theme::font(TextRole::kSmall));
  foot->setWordWrap(true);
  foot->setTextFormat(Qt::PlainText);
  foot->setContentsMargins(space::kTiny, space::kTiny, space::kTiny, 0);
  if (!problem.isEmpty()) {
    foot->setProperty("role", QStringLiteral("warning"));
    foot->setText(tr("The values could not be asked for: %1").arg(problem));
  } else {
    foot->setProperty("role", QStringLiteral("muted"));
    foot->setText(model_->isMulti() ? tr("Space ticks, Enter applies, Esc leaves it as it was")
                                    : tr("Enter chooses, Esc leaves it as it was"));
  }
  layout()->addWidget(foot);
}

void VariableMenu::openBelow(const QWidget& anchor) {
  const int row = list_->sizeHintForRow(0);
  // By the longest of the first ones: measuring five thousand texts is felt.
  const QFontMetrics metrics(Theme::font(TextRole::kBody));
  int widest = 0;
  for (int i = 0; i < std::min(200, model_->rowCount()); ++i) {
    widest = std::max(widest, metrics.horizontalAdvance(model_->index(i).data().toString()));
  }
  const int width = std::clamp(widest + ChoiceDelegate::kAround, kLeastMenuWidth, kMostMenuWidth);
  const int rows = std::clamp(model_->rowCount(), 2, kMenuRows);
  list_->setFixedHeight(std::max(row, ChoiceDelegate::kRowHeight) * rows + 2);
  setFixedWidth(width);
  adjustSize();
  const QRect screen = anchor.screen()->availableGeometry();
  QPoint at = anchor.mapToGlobal(QPoint(0, anchor.height() + space::kTiny));
  at.setX(std::clamp(at.x(), screen.left(), std::max(screen.left(), screen.right() - width)));
  if (at.y() + height() > screen.bottom()) {
    at.setY(std::max(screen.top(), anchor.mapToGlobal(QPoint(0, 0)).y() - height() - space::kTiny));
  }
  move(at);
  show();
  list_->setCurrentIndex(model_->index(model_->firstChosenRow()));
  list_->scrollTo(list_->currentIndex(), QAbstractItemView::PositionAtCenter);
  search_->setFocus();
}

void VariableMenu::filter(const QString& text) {
  model_->setFilter(text);
  list_->setCurrentIndex(model_->index(text.trimmed().isEmpty() ? model_->firstChosenRow() : 0));
}

void VariableMenu::use(const QModelIndex& index) {
  model_->toggle(index.row());
  if (!model_->isMulti()) close();
}

void VariableMenu::moveBy(int rows) {
  const int count = model_->rowCount();
  if (count == 0) return;
  list_->setCurrentIndex(model_->index(std::clamp(list_->currentIndex().row() + rows, 0, count - 1)));
}

bool VariableMenu::takeKey(int key, Qt::KeyboardModifiers modifiers, bool inList) {
  const QModelIndex current = list_->currentIndex();
  switch (key) {
    case Qt::Key_Escape:
      dropped_ = true;
      close();
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      // Of one value, Enter is the choice; of several it is the end.
      if (!model_->isMulti() && current.isValid()) model_->chooseOnly(current.row());
      close();
      return true;
    case Qt::Key_Down:
      if (!inList) {
        list_->setFocus(Qt::TabFocusReason);
        // What is typed has its first hit marked already.
        if (!current.isValid()) moveBy(0);
        return true;
      }
      moveBy(1);
      return true;
    case Qt::Key_Up:
      if (inList && current.row() <= 0) {
        search_->setFocus(Qt::TabFocusReason);
      } else {
        moveBy(-1);
      }
      return true;
    case Qt::Key_PageDown:
      moveBy(kMenuRows - 1);
      return true;
    case Qt::Key_PageUp:
      moveBy(1 - kMenuRows);
      return true;
    case Qt::Key_Space:
      if (!inList) return false;
      if (modifiers & Qt::ShiftModifier) {
        model_->chooseOnly(current.row());
      } else {
        use(current);
      }
      return true;
    case Qt::Key_A:
      // From the search as well: what was found is ticked. Of one value there is nothing to tick: the text is meant.
      if (!(modifiers & Qt::ControlModifier) || !model_->isMulti()) return false;
      model_->chooseAll();
      return true;
    default:
      return false;
  }
}

bool VariableMenu::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride) {
    return QFrame::eventFilter(watched, event);
  }
  auto* key = static_cast<QKeyEvent*>(event);
  // No shortcut of the window takes a key while the menu is there.
  if (event->type() == QEvent::ShortcutOverride) {
    event->accept();
    return true;
  }
  const bool inList = watched == list_;
  if (takeKey(key->key(), key->modifiers(), inList)) return true;
  // Letters in the list go on with the search.
  if (inList && !key->text().isEmpty() && key->text().at(0).isPrint() && !(key->modifiers() & Qt::ControlModifier)) {
    search_->setFocus();
    search_->setText(search_->text() + key->text());
    return true;
  }
  return QFrame::eventFilter(watched, event);
}

void VariableMenu::keyPressEvent(QKeyEvent* event) {
  // From its buttons.
  if (!takeKey(event->key(), event->modifiers(), false)) QFrame::keyPressEvent(event);
}

void VariableMenu::follow() {
  const QStringList chosen = model_->chosen();
  const bool all = chosen == QStringList{kAllValue};
  state_->setText(all                ? tr("all chosen")
                  : chosen.isEmpty() ? tr("nothing chosen")
                                     : tr("%n chosen", nullptr, static_cast<int>(chosen.size())));
}

void VariableMenu::hideEvent(QHideEvent* event) {
  QFrame::hideEvent(event);
  if (dropped_) return;
  dropped_ = true;
  if (model_->chosen() != before_) Q_EMIT applied(model_->chosen());
}

}  // namespace vigie::console
