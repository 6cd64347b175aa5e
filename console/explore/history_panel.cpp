#include "console/explore/history_panel.h"

#include "console/app/icon.h"
#include "console/app/row_ground.h"
#include "console/app/theme.h"
#include "console/dashboard/time_words.h"
#include "console/explore/query_history.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

namespace vigie::console {
namespace {

constexpr int kTimeRole = Qt::UserRole + 1;
constexpr int kHistoryRow = 48;

/// Two lines: the expression, and when it was run last.
class PastQueryDelegate : public QStyledItemDelegate {
 public:
  PastQueryDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), theme_(theme) {}

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const ThemeTokens& t = theme_.tokens();
    painter->save();
    drawRowGround(*painter, option, theme_);
    // More room around the two lines than between them: they are one thing.
    const QRect room = option.rect.adjusted(space::kSmall, space::kSmall, -space::kSmall, -space::kSmall);
    painter->setFont(Theme::font(TextRole::kCode));
    painter->setPen(t.text);
    const QString text = index.data(Qt::DisplayRole).toString().simplified();
    painter->drawText(room, Qt::AlignLeft | Qt::AlignTop,
                      QFontMetrics(painter->font()).elidedText(text, Qt::ElideRight, room.width()));
    painter->setFont(Theme::font(TextRole::kSmall));
    painter->setPen(t.muted);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignBottom, index.data(kTimeRole).toString());
    painter->restore();
  }
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {200, kHistoryRow};
  }

 private:
  const Theme& theme_;
};

}  // namespace

HistoryPanel::HistoryPanel(const Theme& theme, QueryHistory& history, QWidget* parent)
    : QFrame(parent),
      history_(history),
      model_(new QStandardItemModel(this)),
      filter_(new QSortFilterProxyModel(this)),
      search_(new QLineEdit),
      list_(new QListView),
      state_(new QLabel) {
  setProperty("role", QStringLiteral("card"));
  setAccessibleName(tr("Queries run before"));
  auto* heading = new QLabel(tr("History"));
  heading->setFont(Theme::font(TextRole::kStrong));
  auto* forget = new QPushButton(tr("Forget all"));
  forget->setProperty("role", QStringLiteral("ghost"));
  connect(forget, &QPushButton::clicked, &history_, &QueryHistory::forgetAll);
  auto* close = new QToolButton;
  close->setProperty("role", QStringLiteral("ghost"));
  close->setAccessibleName(tr("Close the history"));
  const auto restyle = [close, &theme] { close->setIcon(icon(QStringLiteral("close"), theme.tokens().muted, 16)); };
  connect(&theme, &Theme::changed, close, restyle);
  restyle();
  connect(close, &QToolButton::clicked, this, &HistoryPanel::closeRequested);

  search_->setPlaceholderText(tr("Search queries"));
  search_->setAccessibleName(tr("Search queries"));
  search_->setClearButtonEnabled(true);
  filter_->setSourceModel(model_);
  filter_->setFilterCaseSensitivity(Qt::CaseInsensitive);
  connect(search_, &QLineEdit::textChanged, this, &HistoryPanel::search);
  list_->setModel(filter_);
  list_->setItemDelegate(new PastQueryDelegate(theme, list_));
  list_->setAccessibleName(tr("Queries run before, newest first"));
  list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setMouseTracking(true);
  list_->setUniformItemSizes(true);
  const auto choose = [this](const QModelIndex& index) { Q_EMIT chosen(index.data(Qt::DisplayRole).toString()); };
  connect(list_, &QListView::clicked, this, choose);
  state_->setProperty("role", QStringLiteral("muted"));
  state_->setWordWrap(true);

  auto* top = new QHBoxLayout;
  top->addWidget(heading, 1);
  top->addWidget(forget);
  top->addWidget(close);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kMedium);
  layout->setSpacing(space::kSmall);
  layout->addLayout(top);
  layout->addWidget(search_);
  layout->addWidget(state_);
  layout->addWidget(list_, 1);
  connect(&history_, &QueryHistory::changed, this, &HistoryPanel::fill);
  fill();
}

int HistoryPanel::shown() const { return filter_->rowCount(); }

void HistoryPanel::search(const QString& text) {
  if (search_->text() != text) search_->setText(text);
  filter_->setFilterFixedString(text);
  showState();
}

void HistoryPanel::fill() {
  model_->clear();
  for (const PastQuery& query : history_.queries()) {
    auto* item = new QStandardItem(query.expr);
    item->setData(momentWords(query.at.toMSecsSinceEpoch()), kTimeRole);
    item->setToolTip(query.expr.toHtmlEscaped());
    model_->appendRow(item);
  }
  showState();
}

void HistoryPanel::showState() {
  const QString empty = model_->rowCount() == 0    ? tr("Queries you run are kept here.")
                        : filter_->rowCount() == 0 ? tr("No query with these words.")
                                                   : QString();
  const QString text = history_.problem().isEmpty() ? empty : history_.problem();
  state_->setText(text);
  state_->setVisible(!text.isEmpty());
}

void HistoryPanel::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (key == Qt::Key_Escape) {
    Q_EMIT closeRequested();
    return;
  }
  if (key == Qt::Key_Down && search_->hasFocus()) {
    list_->setFocus();
    if (!list_->currentIndex().isValid()) list_->setCurrentIndex(filter_->index(0, 0));
    return;
  }
  if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    const QModelIndex index = list_->currentIndex().isValid() ? list_->currentIndex() : filter_->index(0, 0);
    if (index.isValid()) Q_EMIT chosen(index.data(Qt::DisplayRole).toString());
    return;
  }
  QFrame::keyPressEvent(event);
}

void HistoryPanel::showEvent(QShowEvent* event) {
  QFrame::showEvent(event);
  search_->setFocus();
}

}  // namespace vigie::console
