#include "console/alerts/alert_list_panel.h"

#include "console/app/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTabBar>
#include <QVBoxLayout>

namespace vigie::console {

AlertListPanel::AlertListPanel(const Theme& theme, QWidget* parent)
    : QFrame(parent),
      tabs_(new QTabBar),
      search_(new QLineEdit),
      list_(new QListView),
      empty_(new QLabel),
      note_(new QLabel),
      retry_(new QPushButton(tr("Retry"))),
      items_(new AlertItemModel(this)),
      filter_(new QSortFilterProxyModel(this)) {
  setProperty("role", QStringLiteral("card"));
  tabs_->addTab(tr("Now"));
  tabs_->addTab(tr("Messages"));
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  search_->setPlaceholderText(tr("Filter"));
  search_->setAccessibleName(tr("Filter"));
  search_->setClearButtonEnabled(true);
  filter_->setSourceModel(items_);
  filter_->setFilterRole(AlertItemModel::kSearchedRole);
  filter_->setFilterCaseSensitivity(Qt::CaseInsensitive);
  list_->setModel(filter_);
  list_->setItemDelegate(new AlertItemDelegate(theme, list_));
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setUniformItemSizes(true);
  list_->setResizeMode(QListView::Adjust);
  list_->setMouseTracking(true);
  list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  list_->setAccessibleName(tr("Alerts and messages"));
  for (QLabel* label : {empty_, note_}) {
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("role", QStringLiteral("muted"));
  }
  note_->setFont(Theme::font(TextRole::kSmall));

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kMedium);
  column->setSpacing(space::kSmall);
  column->addWidget(tabs_);
  column->addWidget(search_);
  column->addWidget(empty_);
  column->addWidget(retry_, 0, Qt::AlignLeft);
  column->addWidget(list_, 1000);
  column->addStretch(1);  // where there is no list, its words stand at the top
  column->addWidget(note_);
  connect(retry_, &QPushButton::clicked, this, &AlertListPanel::retryRequested);
  connect(tabs_, &QTabBar::currentChanged, this, &AlertListPanel::tabChanged);
  connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
    filter_->setFilterFixedString(text);
    select(kept_[tab()]);
    showState();
    Q_EMIT choiceChanged();
  });
  connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
    if (filling_ || !index.isValid()) return;
    kept_[tab()] = index.data(AlertItemModel::kKeyRole).toString();
    Q_EMIT choiceChanged();
  });
  connect(&theme, &Theme::changed, list_->viewport(), qOverload<>(&QWidget::update));
  showState();
}

AlertListPanel::Tab AlertListPanel::tab() const { return tabs_->currentIndex() == kMessages ? kMessages : kNow; }

void AlertListPanel::setTab(Tab tab) { tabs_->setCurrentIndex(tab); }

void AlertListPanel::setTabWords(Tab tab, const QString& words) {
  if (tabs_->tabText(tab) != words) tabs_->setTabText(tab, words);
}

void AlertListPanel::setItems(std::vector<AlertItem> items) {
  filling_ = true;
  items_->setItems(std::move(items));
  filling_ = false;
  select(kept_[tab()]);
  showState();
}

QString AlertListPanel::chosen() const { return list_->currentIndex().data(AlertItemModel::kKeyRole).toString(); }

void AlertListPanel::setChosen(Tab tab, const QString& key) { kept_[tab] = key; }

void AlertListPanel::say(const QString& empty, const QString& note, bool mayRetry) {
  emptyWords_ = empty;
  mayRetry_ = mayRetry;
  note_->setText(note);
  note_->setVisible(!note.isEmpty());
  showState();
}

void AlertListPanel::focusSearch() {
  search_->setFocus();
  search_->selectAll();
}

void AlertListPanel::focusList() { list_->setFocus(); }

bool AlertListPanel::clearSearch() {
  if (search_->text().isEmpty()) return false;
  search_->clear();
  list_->setFocus();
  return true;
}

void AlertListPanel::select(const QString& key) {
  int row = -1;
  for (int n = 0; n < filter_->rowCount() && row < 0; ++n) {
    if (filter_->index(n, 0).data(AlertItemModel::kKeyRole).toString() == key) row = n;
  }
  // What is most alarming comes first.
  if (row < 0 && filter_->rowCount() > 0) row = 0;
  const QModelIndex index = filter_->index(row, 0);
  if (index == list_->currentIndex()) return;
  filling_ = true;
  list_->setCurrentIndex(index);
  filling_ = false;
}

void AlertListPanel::showState() {
  const bool hasRows = filter_->rowCount() > 0;
  const bool isFiltered = items_->rowCount() > 0;
  empty_->setText(hasRows ? QString() : isFiltered ? tr("Nothing contains “%1”.").arg(search_->text()) : emptyWords_);
  empty_->setVisible(!empty_->text().isEmpty());
  retry_->setVisible(!hasRows && !isFiltered && mayRetry_);
  list_->setVisible(hasRows);
}

}  // namespace vigie::console
