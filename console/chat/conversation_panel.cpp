#include "console/chat/conversation_panel.h"

#include "console/app/theme.h"
#include "console/chat/conversation_delegate.h"
#include "console/chat/conversation_list_model.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace vigie::console {

ConversationPanel::ConversationPanel(Theme& theme, ConversationListModel& model, QWidget* parent)
    : QFrame(parent), theme_(theme), model_(model), filter_(new QSortFilterProxyModel(this)) {
  setProperty("role", QStringLiteral("card"));
  setAccessibleName(tr("Conversations"));
  auto* const fresh = new QPushButton(tr("New conversation"), this);
  fresh->setProperty("role", QStringLiteral("primary"));
  fresh->setToolTip(tr("Start over (Ctrl+Shift+O)"));
  connect(fresh, &QPushButton::clicked, this, &ConversationPanel::newRequested);

  search_ = new QLineEdit(this);
  search_->setPlaceholderText(tr("Search history"));
  search_->setAccessibleName(tr("Search history"));
  search_->setClearButtonEnabled(true);
  filter_->setSourceModel(&model_);
  filter_->setFilterRole(ConversationListModel::kTitleRole);
  filter_->setFilterCaseSensitivity(Qt::CaseInsensitive);
  connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
    filter_->setFilterFixedString(text);
    setCurrent(current_);
    updateState();
  });

  list_ = new QListView(this);
  list_->setModel(filter_);
  list_->setItemDelegate(new ConversationDelegate(theme_, list_));
  list_->setAccessibleName(tr("Conversations, newest first"));
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setResizeMode(QListView::Adjust);
  list_->setMouseTracking(true);
  list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  list_->setContextMenuPolicy(Qt::CustomContextMenu);
  list_->installEventFilter(this);
  connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
    if (!selecting_ && index.isValid()) Q_EMIT openRequested(index.data(ConversationListModel::kIdRole).toString());
  });
  connect(list_, &QListView::clicked, this, [this](const QModelIndex& index) {
    Q_EMIT openRequested(index.data(ConversationListModel::kIdRole).toString());
  });
  connect(list_, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
    const QString id = list_->indexAt(at).data(ConversationListModel::kIdRole).toString();
    if (id.isEmpty()) return;
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Open"), this, [this, id] { Q_EMIT openRequested(id); });
    menu->addAction(tr("Delete…"), this, [this, id] { askToErase(id); });
    menu->popup(list_->viewport()->mapToGlobal(at));
  });

  state_ = new QLabel(this);
  state_->setWordWrap(true);
  state_->setProperty("role", QStringLiteral("muted"));
  state_->setTextFormat(Qt::PlainText);
  retry_ = new QPushButton(tr("Retry"), this);
  connect(retry_, &QPushButton::clicked, this, &ConversationPanel::retryRequested);

  question_ = new QFrame(this);
  question_->setProperty("role", QStringLiteral("card"));
  questionText_ = new QLabel(question_);
  questionText_->setWordWrap(true);
  questionText_->setTextFormat(Qt::PlainText);
  eraseButton_ = new QPushButton(tr("Delete"), question_);
  keepButton_ = new QPushButton(tr("Keep"), question_);
  auto* const buttons = new QHBoxLayout;
  buttons->addWidget(eraseButton_);
  buttons->addWidget(keepButton_);
  buttons->addStretch();
  auto* const box = new QVBoxLayout(question_);
  box->setContentsMargins(space::kSmall, space::kSmall, space::kSmall, space::kSmall);
  box->addWidget(questionText_);
  box->addLayout(buttons);
  question_->hide();
  connect(eraseButton_, &QPushButton::clicked, this, [this] {
    const QString id = erasing_;
    closeQuestion();
    if (!id.isEmpty()) Q_EMIT eraseRequested(id);
  });
  connect(keepButton_, &QPushButton::clicked, this, &ConversationPanel::closeQuestion);

  auto* const column = new QVBoxLayout(this);
  column->setContentsMargins(space::kMedium, space::kMedium, space::kMedium, space::kMedium);
  column->setSpacing(space::kSmall);
  column->addWidget(fresh);
  column->addWidget(search_);
  column->addWidget(state_);
  column->addWidget(retry_, 0, Qt::AlignLeft);
  column->addWidget(list_, 1000);
  column->addStretch(1);  // where there is no list, its words stand at the top
  column->addWidget(question_);

  connect(&model_, &ConversationListModel::stateChanged, this, &ConversationPanel::updateState);
  for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
    connect(&model_, signal, this, [this] {
      setCurrent(current_);
      updateState();
    });
  }
  connect(&model_, &QAbstractItemModel::modelReset, this, [this] {
    setCurrent(current_);
    updateState();
  });
  connect(&theme_, &Theme::changed, list_->viewport(), qOverload<>(&QWidget::update));
  updateState();
}

void ConversationPanel::setCurrent(const QString& id) {
  current_ = id;
  selecting_ = true;
  const int row = id.isEmpty() ? -1 : model_.rowOf(id);
  const QModelIndex index = row < 0 ? QModelIndex() : filter_->mapFromSource(model_.index(row));
  if (index.isValid()) {
    list_->setCurrentIndex(index);
  } else {
    list_->clearSelection();
    list_->selectionModel()->clearCurrentIndex();
  }
  selecting_ = false;
}

void ConversationPanel::focusSearch() {
  search_->setFocus();
  search_->selectAll();
}

void ConversationPanel::tell(const Problem& problem) {
  questionText_->setText(tr("Not deleted. %1").arg(problem.headline));
  erasing_.clear();
  eraseButton_->hide();
  keepButton_->setText(tr("Close"));
  question_->show();
}

bool ConversationPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == list_ && event->type() == QEvent::KeyPress &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete && !selectedId().isEmpty()) {
    askToErase(selectedId());
    return true;
  }
  return QFrame::eventFilter(watched, event);
}

QString ConversationPanel::selectedId() const {
  return list_->currentIndex().data(ConversationListModel::kIdRole).toString();
}

void ConversationPanel::askToErase(const QString& id) {
  const int row = model_.rowOf(id);
  if (row < 0) return;
  erasing_ = id;
  questionText_->setText(
      tr("Delete “%1”? It is erased on the server at once, for good.").arg(model_.row(row).title.left(60)));
  eraseButton_->show();
  keepButton_->setText(tr("Keep"));
  question_->show();
  keepButton_->setFocus();
}

void ConversationPanel::closeQuestion() {
  erasing_.clear();
  question_->hide();
  list_->setFocus();
}

void ConversationPanel::updateState() {
  const bool failed = model_.state() == ConversationListModel::State::kFailed;
  QString text;
  if (failed) {
    text = tr("The conversations could not be read. %1").arg(model_.problem().headline);
  } else if (model_.rowCount() == 0) {
    text = model_.state() == ConversationListModel::State::kLoading
               ? tr("Reading the conversations…")
               : tr("No conversation yet. Your questions will be kept here.");
  } else if (filter_->rowCount() == 0) {
    text = tr("No title contains “%1”.").arg(search_->text());
  }
  state_->setText(text);
  state_->setVisible(!text.isEmpty());
  retry_->setVisible(failed);
  list_->setVisible(filter_->rowCount() > 0);
}

}  // namespace vigie::console
