#include "console/explore/completion_popup.h"

#include "console/app/theme.h"

#include <QAbstractListModel>
#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

namespace vigie::console {

using promql::Completion;
using promql::CompletionKind;

class CompletionModel : public QAbstractListModel {
 public:
  enum Roles { kKindRole = Qt::UserRole, kTypeRole };
  using QAbstractListModel::QAbstractListModel;

  void set(std::vector<Completion> completions) {
    beginResetModel();
    completions_ = std::move(completions);
    endResetModel();
  }
  [[nodiscard]] const Completion* at(int row) const {
    return row < 0 || row >= rowCount() ? nullptr : &completions_[static_cast<std::size_t>(row)];
  }
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(completions_.size());
  }
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
    const Completion* completion = at(index.row());
    if (!completion) return {};
    switch (role) {
      case Qt::DisplayRole:
        return completion->text;
      case Qt::AccessibleTextRole:
        return completion->type.isEmpty() ? completion->text
                                          : completion->text + QLatin1String(", ") + completion->type;
      case Qt::AccessibleDescriptionRole:
        return completion->help.isEmpty() ? completion->signature : completion->help;
      case kKindRole:
        return static_cast<int>(completion->kind);
      case kTypeRole:
        return completion->type;
      default:
        return {};
    }
  }

 private:
  std::vector<Completion> completions_;
};

namespace {

constexpr int kCompletionRow = 24;
constexpr int kRowsShown = 10;
constexpr int kListWidth = 380;
constexpr int kDetailsWidth = 300;

QString glyphOf(CompletionKind kind) {
  switch (kind) {
    case CompletionKind::kFunction:
      return QStringLiteral("ƒ");
    case CompletionKind::kAggregation:
      return QStringLiteral("Σ");
    case CompletionKind::kKeyword:
      return QStringLiteral("k");
    case CompletionKind::kLabel:
      return QStringLiteral("#");
    case CompletionKind::kValue:
      return QStringLiteral("=");
    case CompletionKind::kDuration:
      return QStringLiteral("t");
    case CompletionKind::kMetric:
      return QStringLiteral("m");
  }
  return {};
}

class CompletionDelegate : public QStyledItemDelegate {
 public:
  CompletionDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), theme_(theme) {}

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const ThemeTokens& t = theme_.tokens();
    painter->save();
    if (option.state & QStyle::State_Selected) {
      painter->setRenderHint(QPainter::Antialiasing);
      painter->setPen(Qt::NoPen);
      painter->setBrush(t.selection);
      painter->drawRoundedRect(QRectF(option.rect).adjusted(2, 1, -2, -1), 4, 4);
    }
    const auto kind = static_cast<CompletionKind>(index.data(CompletionModel::kKindRole).toInt());
    const bool ofLanguage = kind == CompletionKind::kFunction || kind == CompletionKind::kAggregation;
    QRect room = option.rect.adjusted(10, 0, -10, 0);
    painter->setFont(Theme::font(TextRole::kCode));
    painter->setPen(ofLanguage ? t.accent : kind == CompletionKind::kMetric ? t.good : t.muted);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, glyphOf(kind));
    room.setLeft(room.left() + 20);
    const QString type = index.data(CompletionModel::kTypeRole).toString();
    const QFontMetrics small(Theme::font(TextRole::kSmall));
    const int typeWidth = std::min(small.horizontalAdvance(type) + 2, 120);
    painter->setFont(Theme::font(TextRole::kSmall));
    painter->setPen(t.muted);
    painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, small.elidedText(type, Qt::ElideRight, typeWidth));
    room.setRight(room.right() - typeWidth - 12);
    painter->setFont(Theme::font(TextRole::kCode));
    painter->setPen(t.text);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(painter->font())
                          .elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideMiddle, room.width()));
    painter->restore();
  }

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {kListWidth, kCompletionRow};
  }

 private:
  const Theme& theme_;
};

}  // namespace

CompletionPopup::CompletionPopup(const Theme& theme, QWidget* window)
    : QFrame(window),
      theme_(theme),
      model_(new CompletionModel(this)),
      list_(new QListView(this)),
      details_(new QLabel(this)) {
  setObjectName(QStringLiteral("completions"));
  setFocusPolicy(Qt::NoFocus);
  list_->setModel(model_);
  list_->setItemDelegate(new CompletionDelegate(theme_, list_));
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setUniformItemSizes(true);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  list_->setAccessibleName(tr("Completions"));
  details_->setTextFormat(Qt::RichText);
  details_->setWordWrap(true);
  details_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  details_->setMargin(space::kMedium);
  connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &CompletionPopup::showDetails);
  connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &CompletionPopup::say);
  connect(list_, &QListView::clicked, this, &CompletionPopup::chosen);
  connect(&theme_, &Theme::changed, this, &CompletionPopup::restyle);
  restyle();
  hide();
}

CompletionPopup::~CompletionPopup() = default;

void CompletionPopup::restyle() {
  const ThemeTokens& t = theme_.tokens();
  setStyleSheet(QStringLiteral("QFrame#completions { background: %1; border: 1px solid %2; border-radius: 6px; }"
                               "QLabel { background: transparent; }")
                    .arg(t.raised.name(), t.line.name()));
  showDetails();
}

void CompletionPopup::offer(const std::vector<Completion>& completions, const QRect& anchor) {
  if (completions.empty()) {
    hide();
    return;
  }
  model_->set(completions);
  anchor_ = anchor;
  list_->setCurrentIndex(model_->index(0));
  list_->scrollToTop();
  showDetails();
  const bool appears = !isVisible();
  show();
  raise();
  if (appears && QAccessible::isActive()) {
    QAccessibleEvent begin(this, QAccessible::PopupMenuStart);
    QAccessible::updateAccessibility(&begin);
  }
  say();
}

void CompletionPopup::say() {
  const QModelIndex index = list_->currentIndex();
  if (!isVisible() || !index.isValid()) return;
  // "up, gauge, 1 of 12": for those who read the popup and not its list.
  setAccessibleName(tr("%1, %2 of %3")
                        .arg(index.data(Qt::AccessibleTextRole).toString())
                        .arg(index.row() + 1)
                        .arg(model_->rowCount()));
  setAccessibleDescription(index.data(Qt::AccessibleDescriptionRole).toString());
  if (!QAccessible::isActive()) return;
  // Qt's view says this only while it has the focus, which the editor keeps.
  QAccessibleEvent focus(list_, QAccessible::Focus);
  focus.setChild(index.row());
  QAccessible::updateAccessibility(&focus);
}

void CompletionPopup::hideEvent(QHideEvent* event) {
  QFrame::hideEvent(event);
  if (!QAccessible::isActive()) return;
  QAccessibleEvent end(this, QAccessible::PopupMenuEnd);
  QAccessible::updateAccessibility(&end);
}

const Completion* CompletionPopup::current() const {
  return isVisible() ? model_->at(list_->currentIndex().row()) : nullptr;
}

bool CompletionPopup::takeKey(int key) {
  if (!isVisible()) return false;
  const int rows = model_->rowCount();
  int row = list_->currentIndex().row();
  switch (key) {
    case Qt::Key_Up:
      row = (row + rows - 1) % rows;
      break;
    case Qt::Key_Down:
      row = (row + 1) % rows;
      break;
    case Qt::Key_PageUp:
      row = std::max(0, row - kRowsShown + 1);
      break;
    case Qt::Key_PageDown:
      row = std::min(rows - 1, row + kRowsShown - 1);
      break;
    default:
      return false;
  }
  list_->setCurrentIndex(model_->index(row));
  return true;
}

void CompletionPopup::showDetails() {
  const Completion* completion = model_->at(list_->currentIndex().row());
  QString html;
  if (completion) {
    const ThemeTokens& t = theme_.tokens();
    const QString head = completion->signature.isEmpty() ? completion->text : completion->signature;
    if (!completion->help.isEmpty() || !completion->signature.isEmpty()) {
      html = QStringLiteral(
                 "<p style='font-family:\"JetBrains Mono\";font-size:12px;color:%1'>%2</p>"
                 "<p style='color:%3'>%4</p><p>%5</p>")
                 .arg(t.text.name(), head.toHtmlEscaped(), t.muted.name(), completion->type.toHtmlEscaped(),
                      completion->help.toHtmlEscaped());
    }
  }
  details_->setText(html);
  details_->setVisible(!html.isEmpty());
  place();
}

void CompletionPopup::place() {
  const int rows = std::min(kRowsShown, model_->rowCount());
  const bool detailed = !details_->isHidden();
  const int listHeight = rows * kCompletionRow + 8;
  const int detailsHeight = detailed ? std::min(260, details_->heightForWidth(kDetailsWidth)) : 0;
  const int height = std::max(listHeight, detailsHeight);
  const QRect window = parentWidget()->rect();
  const int width = std::min(kListWidth + (detailed ? kDetailsWidth : 0), window.width() - 2 * space::kSmall);
  int y = anchor_.bottom() + 4;
  if (y + height > window.bottom() && anchor_.top() - 4 - height > 0) y = anchor_.top() - 4 - height;
  const int x = std::clamp(anchor_.left(), space::kSmall, std::max(space::kSmall, window.right() - width));
  setGeometry(x, y, width, height);
  const int listWidth = std::min(kListWidth, width);
  list_->setGeometry(2, 4, listWidth - 4, listHeight - 8);
  details_->setGeometry(listWidth, 0, width - listWidth, height);
}

}  // namespace vigie::console
