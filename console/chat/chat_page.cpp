#include "console/chat/chat_page.h"

#include "console/app/theme.h"
#include "console/chat/chat_start.h"
#include "console/chat/chat_tools.h"
#include "console/chat/composer.h"
#include "console/chat/conversation_panel.h"
#include "console/chat/markdown_writer.h"
#include "console/chat/sources_panel.h"
#include "console/chat/transcript_view.h"
#include "console/chat/turn_view.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace vigie::console {

namespace {

constexpr int kLeftWidth = 224;
constexpr int kRightWidth = 300;
/// Below these widths of the page a column gives its room to the transcript.
constexpr int kHideSourcesBelow = 900;
constexpr int kHideConversationsBelow = 620;

}  // namespace

ChatPage::ChatPage(Theme& theme, std::unique_ptr<ChatSession> session, QWidget* parent)
    : Page({QStringLiteral("chat"), tr("Chat"), QStringLiteral("chat"), QLatin1Char('h'), false}, parent),
      theme_(theme),
      session_(std::move(session)),
      conversations_(new ConversationPanel(theme, session_->conversations(), this)),
      centre_(new QFrame(this)),
      sources_(new SourcesPanel(theme, session_->rest(), this)) {
  buildCentre();
  conversations_->setFixedWidth(kLeftWidth);
  sources_->setFixedWidth(kRightWidth);
  auto* const row = new QHBoxLayout(this);
  row->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
  row->setSpacing(space::kMedium);
  row->addWidget(conversations_);
  row->addWidget(centre_, 1);
  row->addWidget(sources_);
  // The columns give way before the window does.
  row->setSizeConstraint(QLayout::SetNoConstraint);

  connect(conversations_, &ConversationPanel::newRequested, this, [this] {
    session_->newConversation();
    composer_->focusText();
  });
  connect(conversations_, &ConversationPanel::openRequested, session_.get(), &ChatSession::openConversation);
  connect(conversations_, &ConversationPanel::eraseRequested, session_.get(), &ChatSession::erase);
  connect(conversations_, &ConversationPanel::retryRequested, session_.get(), &ChatSession::retry);
  connect(session_.get(), &ChatSession::eraseFailed, conversations_, &ConversationPanel::tell);
  connect(session_.get(), &ChatSession::threadChanged, this, &ChatPage::showThread);
  connect(&session_->chat(), &ChatClient::linkChanged, this, &ChatPage::updateOffline);
  connect(session_.get(), &ChatSession::modelsChanged, this, &Page::readinessChanged);
  connect(&session_->conversations(), &ConversationListModel::stateChanged, this, &Page::readinessChanged);

  connect(start_, &ChatStart::questionChosen, this, &ChatPage::ask);
  connect(start_, &ChatStart::retryRequested, session_.get(), &ChatSession::retry);
  connect(composer_, &Composer::sendRequested, this, &ChatPage::ask);
  connect(composer_, &Composer::stopRequested, this, &ChatPage::stop);
  connect(composer_, &Composer::textEdited, session_.get(), &ChatSession::setDraft);
  connect(transcript_, &TranscriptView::citationActivated, this, [this](int answer, int number) {
    showAnswer(answer);
    sources_->openSource(number);
  });
  connect(transcript_, &TranscriptView::turnChosen, this, &ChatPage::showAnswer);
  connect(transcript_, &TranscriptView::copyRequested, this, &ChatPage::copyAnswer);
  connect(transcript_, &TranscriptView::regenerateRequested, this, &ChatPage::regenerate);
  connect(transcript_, &TranscriptView::linkActivated, this, &ChatPage::confirmLink);
  connect(sources_, &SourcesPanel::linkActivated, this, &ChatPage::confirmLink);
  connect(this, &ChatPage::addressConfirmed, this, [](const QUrl& address) { QDesktopServices::openUrl(address); });
  setTabOrder(conversations_, transcript_);
  setTabOrder(transcript_, composer_);
  setTabOrder(composer_, sources_);
  addShortcuts();
  showThread();
  updateOffline();
}

// The session goes before the widgets that look at it, so they let go of it first.
ChatPage::~ChatPage() {
  transcript_->setModel(nullptr);
  session_->disconnect(this);
  session_->conversations().disconnect(conversations_);
}

void ChatPage::buildCentre() {
  centre_->setProperty("role", QStringLiteral("card"));
  notice_ = new QLabel(centre_);
  notice_->setProperty("role", QStringLiteral("warning"));
  notice_->setWordWrap(true);
  notice_->setTextFormat(Qt::PlainText);
  notice_->setContentsMargins(space::kLarge, 0, space::kLarge, 0);

  findBar_ = new QWidget(centre_);
  findText_ = new QLineEdit(findBar_);
  findText_->setPlaceholderText(tr("Find in this conversation"));
  findText_->setAccessibleName(tr("Find in this conversation"));
  findNote_ = new QLabel(findBar_);
  findNote_->setProperty("role", QStringLiteral("muted"));
  auto* const next = new QPushButton(tr("Next"), findBar_);
  auto* const previous = new QPushButton(tr("Previous"), findBar_);
  auto* const close = new QPushButton(tr("Close"), findBar_);
  auto* const findRow = new QHBoxLayout(findBar_);
  findRow->setContentsMargins(space::kLarge, 0, space::kLarge, 0);
  findRow->addWidget(findText_, 1);
  findRow->addWidget(findNote_);
  for (QPushButton* const button : {previous, next, close}) findRow->addWidget(button);
  findBar_->hide();
  connect(findText_, &QLineEdit::returnPressed, this, [this] { step(false); });
  connect(next, &QPushButton::clicked, this, [this] { step(false); });
  connect(previous, &QPushButton::clicked, this, [this] { step(true); });
  connect(close, &QPushButton::clicked, this, &ChatPage::closeFind);

  middle_ = new QStackedWidget(centre_);
  middle_->setStyleSheet(QStringLiteral("QStackedWidget { background: transparent; }"));
  start_ = new ChatStart(theme_, middle_);
  loading_ = new QLabel(middle_);
  loading_->setAlignment(Qt::AlignCenter);
  loading_->setWordWrap(true);
  loading_->setProperty("role", QStringLiteral("muted"));
  transcript_ = new TranscriptView(theme_, middle_);
  for (QWidget* const page :
       {static_cast<QWidget*>(start_), static_cast<QWidget*>(loading_), static_cast<QWidget*>(transcript_)}) {
    middle_->addWidget(page);
  }
  composer_ = new Composer(theme_, centre_);
  auto* const holder = new QHBoxLayout;
  holder->setContentsMargins(space::kLarge, 0, space::kLarge, 0);
  holder->addWidget(composer_);
  auto* const column = new QVBoxLayout(centre_);
  column->setContentsMargins(1, space::kSmall, 1, space::kLarge);
  column->setSpacing(space::kSmall);
  column->addWidget(findBar_);
  column->addWidget(middle_, 1);
  column->addWidget(notice_);
  column->addLayout(holder);
}

void ChatPage::addShortcuts() {
  const auto on = [this](const QKeySequence& keys, auto action) {
    auto* const shortcut = new QShortcut(keys, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, action);
  };
  on(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O), [this] {
    session_->newConversation();
    composer_->focusText();
  });
  on(QKeySequence(Qt::CTRL | Qt::Key_R), [this] { regenerate(session_->thread().messages().lastAnswer()); });
  on(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
     [this] { copyAnswer(shownAnswer_ >= 0 ? shownAnswer_ : session_->thread().messages().lastAnswer()); });
  on(QKeySequence(Qt::CTRL | Qt::Key_F), [this] { openFind(); });
  on(QKeySequence(Qt::CTRL | Qt::Key_L), [this] { composer_->focusText(); });
  on(QKeySequence(Qt::Key_Escape), [this] {
    if (findBar_->isVisible())
      closeFind();
    else
      stop();
  });
}

std::vector<Command> ChatPage::commands() {
  const QString group = tr("Chat");
  const auto told = [&group](const char* id, const QString& word, const QKeySequence& keys, std::function<void()> run) {
    return Command{QString::fromLatin1(id), group, word, {keys}, std::move(run), {}, true};
  };
  return {told("chat.new", tr("New conversation"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
               [this] {
                 session_->newConversation();
                 composer_->focusText();
               }),
          told("chat.regenerate", tr("Answer again"), QKeySequence(Qt::CTRL | Qt::Key_R),
               [this] { regenerate(session_->thread().messages().lastAnswer()); }),
          told("chat.copy", tr("Copy the answer"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
               [this] { copyAnswer(shownAnswer_ >= 0 ? shownAnswer_ : session_->thread().messages().lastAnswer()); }),
          told("chat.find", tr("Find in the conversation"), QKeySequence(Qt::CTRL | Qt::Key_F), [this] { openFind(); }),
          told("chat.compose", tr("Write a question"), QKeySequence(Qt::CTRL | Qt::Key_L),
               [this] { composer_->focusText(); })};
}

QString ChatPage::title() const { return info().word; }

QString ChatPage::subtitle() const { return session_->thread().title(); }

QWidget* ChatPage::createTools() { return new ChatTools(*session_); }

void ChatPage::refresh() {
  session_->retry();
  if (!session_->thread().answering()) session_->thread().load();
}

bool ChatPage::isReady() const {
  if (session_->conversations().state() == ConversationListModel::State::kLoading || session_->models().isEmpty()) {
    return false;
  }
  const ChatThread& thread = session_->thread();
  if (thread.answering() || thread.state() == ChatThread::State::kLoading) return false;
  return !demo_ || thread.messages().rowCount() > 0;
}

void ChatPage::showScene(const QString&) {
  // Once for both themes: the second picture is of the same answer.
  if (std::exchange(demo_, true)) return;
  session_->start();
  const auto begin = [this] {
    if (session_->models().isEmpty() || session_->thread().messages().rowCount() > 0) return;
    ask(tr("What do I do when ServiceDown fires?"));
  };
  connect(session_.get(), &ChatSession::modelsChanged, this, begin);
  begin();
}

void ChatPage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  session_->start();
  composer_->focusText();
}

void ChatPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  sources_->setVisible(width() >= kHideSourcesBelow);
  conversations_->setVisible(width() >= kHideConversationsBelow);
}

void ChatPage::showThread() {
  if (thread_) thread_->disconnect(this);
  if (thread_) thread_->messages().disconnect(this);
  thread_ = &session_->thread();
  shownAnswer_ = -1;
  transcript_->setModel(&thread_->messages());
  connect(thread_, &ChatThread::stateChanged, this, &ChatPage::updateThread);
  connect(thread_, &ChatThread::answeringChanged, this, &ChatPage::updateThread);
  connect(thread_, &ChatThread::identified, this, &ChatPage::updateThread);
  MessageModel& model = thread_->messages();
  connect(&model, &QAbstractItemModel::dataChanged, this,
          [this](const QModelIndex& from, const QModelIndex&, const QList<int>& roles) {
            // Streamed text alone changes nothing beside the transcript.
            if (roles.isEmpty() && from.row() == shownAnswer_) showAnswer(shownAnswer_);
          });
  connect(&model, &QAbstractItemModel::rowsInserted, this, [this] { showAnswer(thread_->messages().lastAnswer()); });
  connect(&model, &QAbstractItemModel::modelReset, this, [this] { showAnswer(thread_->messages().lastAnswer()); });
  composer_->setText(session_->draft());
  showAnswer(model.lastAnswer());
  updateThread();
  closeFind();
}

void ChatPage::updateThread() {
  const ChatThread& thread = session_->thread();
  composer_->setAnswering(thread.answering());
  composer_->setLastPrompt(thread.lastPrompt());
  conversations_->setCurrent(thread.conversation());
  if (thread.messages().rowCount() > 0) {
    middle_->setCurrentWidget(transcript_);
  } else if (thread.state() == ChatThread::State::kLoading) {
    loading_->setText(tr("Reading the conversation…"));
    middle_->setCurrentWidget(loading_);
  } else if (thread.state() == ChatThread::State::kFailed) {
    loading_->setText(tr("The conversation could not be read. %1").arg(thread.problem().headline));
    middle_->setCurrentWidget(loading_);
  } else {
    middle_->setCurrentWidget(start_);
  }
  Q_EMIT headingChanged();
  Q_EMIT readinessChanged();
}

void ChatPage::updateOffline() {
  const bool offline = session_->chat().link() == ChatClient::Link::kWaiting;
  // While it tries again the words stay: a page that blinks between two states says less than either.
  if (session_->chat().link() == ChatClient::Link::kConnecting && !notice_->text().isEmpty()) return;
  start_->setOffline(offline ? &session_->chat().linkProblem() : nullptr);
  notice_->setText(offline ? tr("%1 Trying again…").arg(session_->chat().linkProblem().headline) : QString());
  notice_->setVisible(offline && middle_->currentWidget() != start_);
}

void ChatPage::ask(const QString& text) {
  session_->ask(text);
  composer_->focusText();
}

void ChatPage::stop() { session_->thread().stop(); }

void ChatPage::regenerate(int row) {
  if (row >= 0) session_->regenerate(row);
}

void ChatPage::copyAnswer(int row) {
  const MessageModel& model = session_->thread().messages();
  if (row >= 0 && row < model.rowCount()) QApplication::clipboard()->setText(model.turn(row).text);
}

void ChatPage::showAnswer(int row) {
  const MessageModel& model = session_->thread().messages();
  shownAnswer_ = row >= 0 && row < model.rowCount() ? row : -1;
  sources_->setAnswer(shownAnswer_ < 0 ? nullptr : &model.turn(shownAnswer_));
}

void ChatPage::confirmLink(const QUrl& address) {
  if (!isSafeLink(address.toString())) return;
  auto* const box = new QMessageBox(QMessageBox::NoIcon, tr("Open a link"), tr("Open this address outside Vigie?"),
                                    QMessageBox::NoButton, this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setTextFormat(Qt::PlainText);
  // As it goes over the wire: no letter that only looks like another.
  box->setInformativeText(address.toString(QUrl::FullyEncoded));
  QPushButton* const go = box->addButton(tr("Open"), QMessageBox::AcceptRole);
  QPushButton* const copy = box->addButton(tr("Copy address"), QMessageBox::ActionRole);
  box->setDefaultButton(box->addButton(tr("Cancel"), QMessageBox::RejectRole));
  connect(box, &QMessageBox::buttonClicked, this, [this, box, go, copy, address](const QAbstractButton* chosen) {
    if (chosen == go) Q_EMIT addressConfirmed(address);
    if (chosen == copy) QApplication::clipboard()->setText(address.toString(QUrl::FullyEncoded));
    box->close();
  });
  box->open();
}

void ChatPage::openFind() {
  findBar_->show();
  findText_->setFocus();
  findText_->selectAll();
}

void ChatPage::closeFind() {
  if (findBar_->isHidden()) return;
  findBar_->hide();
  findNote_->clear();
  composer_->focusText();
}

void ChatPage::step(bool backwards) {
  const bool found = transcript_->find(findText_->text(), backwards);
  findNote_->setText(found || findText_->text().isEmpty() ? QString() : tr("Not found"));
}

}  // namespace vigie::console
