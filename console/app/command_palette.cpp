#include "console/app/command_palette.h"

#include "console/app/theme.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kPaletteWidth = 620;
constexpr int kPaletteRow = 32;
constexpr int kPaletteRows = 12;
constexpr int kPaletteEdit = 36;
constexpr int kKeyGap = 4;

/// One line: the word with the letters that were typed in the accent colour, its detail, its group, its keys.
class PaletteDelegate : public QStyledItemDelegate {
 public:
  PaletteDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), theme_(theme) {}

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    Q_UNUSED(index)
    return {option.rect.width(), kPaletteRow};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const ThemeTokens& t = theme_.tokens();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected)) {
      painter->setPen(Qt::NoPen);
      painter->setBrush(t.selection);
      painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), radius::kControl, radius::kControl);
    }
    QRect row = option.rect.adjusted(space::kMedium, 0, -space::kMedium, 0);
    row.setRight(row.right() - drawKeys(*painter, row, index.data(PaletteModel::kKeysRole).toString()));

    const QFontMetrics small(Theme::font(TextRole::kSmall));
    const QString group = index.data(PaletteModel::kGroupRole).toString();
    painter->setFont(Theme::font(TextRole::kSmall));
    painter->setPen(t.muted);
    painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, group);
    row.setRight(row.right() - small.horizontalAdvance(group) - space::kMedium);
    const int end = drawWord(*painter, row, index);
    row.setLeft(end + space::kSmall);
    const QString detail = index.data(PaletteModel::kDetailRole).toString();
    if (row.width() > 40 && !detail.isEmpty()) {
      painter->setFont(Theme::font(TextRole::kSmall));
      painter->setPen(t.muted);
      painter->drawText(row, Qt::AlignLeft | Qt::AlignVCenter, small.elidedText(detail, Qt::ElideRight, row.width()));
    }
    painter->restore();
  }

 private:
  /// How much of the row's right they take.
  int drawKeys(QPainter& painter, const QRect& row, const QString& keys) const {
    if (keys.isEmpty()) return 0;
    const ThemeTokens& t = theme_.tokens();
    painter.setFont(Theme::font(TextRole::kCode));
    const QFontMetrics metrics(painter.font());
    // The first way is enough here; the help lists all.
    const QStringList strokes = keys.section(QStringLiteral(" · "), 0, 0).split(QLatin1Char(' '));
    int width = 0;
    for (const QString& stroke : strokes) width += std::max(20, metrics.horizontalAdvance(stroke) + 10) + kKeyGap;
    int x = row.right() - width + kKeyGap;
    for (const QString& stroke : strokes) {
      const QRect cap(x, row.center().y() - 9, std::max(20, metrics.horizontalAdvance(stroke) + 10), 20);
      painter.setPen(QPen(t.line, 1));
      painter.setBrush(t.background);
      painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
      painter.setPen(t.text);
      painter.drawText(cap, Qt::AlignCenter, stroke);
      x += cap.width() + kKeyGap;
    }
    return width + space::kMedium;
  }

  /// Where the word ends.
  int drawWord(QPainter& painter, const QRect& row, const QModelIndex& index) const {
    const ThemeTokens& t = theme_.tokens();
    const QFont plain = Theme::font(TextRole::kBody);
    const QFont strong = Theme::font(TextRole::kStrong);
    const auto positions = index.data(PaletteModel::kPositionsRole).value<QList<int>>();
    const QString word =
        QFontMetrics(strong).elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, row.width());
    double x = row.left();
    for (qsizetype i = 0; i < word.size();) {
      const bool hit = positions.contains(static_cast<int>(i));
      qsizetype end = i + 1;
      while (end < word.size() && positions.contains(static_cast<int>(end)) == hit) ++end;
      const QString part = word.mid(i, end - i);
      painter.setFont(hit ? strong : plain);
      painter.setPen(hit ? t.accent : t.text);
      const double width = QFontMetricsF(painter.font()).horizontalAdvance(part);
      painter.drawText(QRectF(x, row.top(), width + 2, row.height()), Qt::AlignLeft | Qt::AlignVCenter, part);
      x += width;
      i = end;
    }
    return static_cast<int>(x);
  }

  const Theme& theme_;
};

}  // namespace

CommandPalette::CommandPalette(const Theme& theme, std::vector<PaletteItem> items, PaletteModel::TypedItems typed,
                               QWidget* parent)
    : Overlay(theme, parent),
      model_(new PaletteModel(std::move(items), std::move(typed), this)),
      edit_(new QLineEdit(this)),
      list_(new QListView(this)),
      nothing_(new QLabel(tr("Nothing is called that. Try fewer letters."), this)) {
  setAccessibleName(tr("Command palette"));
  edit_->setPlaceholderText(tr("Go to, do, or a time range such as 13h"));
  edit_->setAccessibleName(edit_->placeholderText());
  edit_->installEventFilter(this);
  nothing_->setProperty("role", QStringLiteral("muted"));
  nothing_->setAlignment(Qt::AlignCenter);
  list_->setModel(model_);
  list_->setItemDelegate(new PaletteDelegate(theme, list_));
  list_->setUniformItemSizes(true);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setSelectionMode(QAbstractItemView::SingleSelection);
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setMouseTracking(true);
  list_->setAccessibleName(tr("What fits"));
  connect(edit_, &QLineEdit::textChanged, this, &CommandPalette::follow);
  connect(edit_, &QLineEdit::returnPressed, this, [this] { run(list_->currentIndex()); });
  connect(list_, &QListView::clicked, this, &CommandPalette::run);
  connect(list_, &QListView::entered, list_, &QListView::setCurrentIndex);
  connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &CommandPalette::tell);
  follow();
  show();
  raise();
  edit_->setFocus();
}

QRect CommandPalette::cardRect() const {
  const int width = std::min(kPaletteWidth, this->width() - 2 * space::kLarge);
  const int rows = std::clamp(model_->rowCount(), 1, kPaletteRows);
  const int height =
      std::min(kPaletteEdit + rows * kPaletteRow + 3 * space::kSmall, this->height() - 2 * space::kLarge);
  // A little above the middle, and always beginning at the same place: it does not jump while one types.
  const int most = kPaletteEdit + kPaletteRows * kPaletteRow;
  const int top = std::max(space::kLarge, (this->height() - most) / 3);
  return {(this->width() - width) / 2, top, width, std::min(height, this->height() - top - space::kLarge)};
}

void CommandPalette::arrange() {
  const QRect inside = cardRect().adjusted(space::kSmall, space::kSmall, -space::kSmall, -space::kSmall);
  edit_->setGeometry(inside.left(), inside.top(), inside.width(), kPaletteEdit);
  const QRect rest = inside.adjusted(0, kPaletteEdit + space::kSmall, 0, 0);
  list_->setGeometry(rest);
  nothing_->setGeometry(rest);
}

void CommandPalette::follow() {
  model_->setFilter(edit_->text());
  const bool some = model_->rowCount() > 0;
  list_->setVisible(some);
  nothing_->setVisible(!some);
  list_->setCurrentIndex(model_->index(0));
  list_->scrollToTop();
  arrange();
  update();
  // With some the current one is another one, and told.
  if (some) return;
  tell();
  QAccessibleEvent told(nothing_, QAccessible::Alert);
  QAccessible::updateAccessibility(&told);
}

void CommandPalette::tell() {
  const QModelIndex current = list_->currentIndex();
  // For those who read the palette and not its list, of which Qt tells itself.
  setAccessibleDescription(current.isValid() ? current.data(Qt::AccessibleTextRole).toString() : nothing_->text());
}

void CommandPalette::move(int rows) {
  const int count = model_->rowCount();
  if (count == 0) return;
  const int at = list_->currentIndex().row() + rows;
  // One step past an end comes in at the other; a page stops there.
  const int next = std::abs(rows) == 1 ? (at + count) % count : std::clamp(at, 0, count - 1);
  list_->setCurrentIndex(model_->index(next));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (watched == edit_ && event->type() == QEvent::KeyPress) {
    switch (static_cast<QKeyEvent*>(event)->key()) {
      case Qt::Key_Down:
        move(1);
        return true;
      case Qt::Key_Up:
        move(-1);
        return true;
      case Qt::Key_PageDown:
        move(kPaletteRows - 1);
        return true;
      case Qt::Key_PageUp:
        move(1 - kPaletteRows);
        return true;
      case Qt::Key_Escape:
        close();
        return true;
      default:
        break;
    }
  }
  return Overlay::eventFilter(watched, event);
}

void CommandPalette::run(const QModelIndex& index) {
  const PaletteItem* item = model_->itemAt(index.row());
  if (!item) return;
  const auto work = item->run;
  // First gone: what is run may want the focus.
  close();
  if (work) work();
}

}  // namespace vigie::console
