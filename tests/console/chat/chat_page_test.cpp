#include "console/chat/chat_page.h"

#include "console/app/theme.h"
#include "console/chat/chat_start.h"
#include "console/chat/composer.h"
#include "console/chat/conversation_list_model.h"
#include "console/chat/conversation_panel.h"
#include "console/chat/message_text.h"
#include "console/chat/sources_panel.h"
#include "console/chat/transcript_view.h"
#include "console/chat/turn_view.h"
#include "tests/support/fake_chat_server.h"
#include "tests/support/qt_wait.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QLabel>
#include <QListView>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using namespace std::chrono_literals;
using test::FakeChatServer;
using test::waitFor;

class ChatPageTest : public testing::Test {
 protected:
  void SetUp() override {
    theme_.setChoice(ThemeChoice::kDark);
    theme_.install();
    ASSERT_TRUE(server_.listen());
  }
  void TearDown() override {
    page_.reset();
    EXPECT_TRUE(server_.faults().isEmpty()) << server_.faults().join(u';').toStdString();
  }

  ChatPage& page() {
    if (!page_) {
      ChatClient::Options options;
      options.reconnect = ReconnectPolicy(10ms, 50ms);
      page_ =
          std::make_unique<ChatPage>(theme_, std::make_unique<ChatSession>(ServerEndpoint{server_.url(), {}}, options));
      page_->resize(1260, 800);
      page_->show();
    }
    return *page_;
  }
  bool ready() {
    return waitFor([&] { return page().isReady(); });
  }
  void type(const QString& text) { page().composer().setText(text); }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(&page().composer().edit(), key, modifiers);
  }
  bool askAndWait(const QString& text) {
    if (!ready()) return false;
    type(text);
    press(Qt::Key_Return);
    return waitFor([&] { return !thread().answering() && thread().messages().rowCount() >= 2; });
  }
  ChatThread& thread() { return page().session().thread(); }
  ChatTurn last() { return thread().messages().turn(thread().messages().rowCount() - 1); }
  TurnView& lastView() { return *page().transcript().reveal(thread().messages().rowCount() - 1); }
  void screenshot(const QString& name) {
    const QString folder = qEnvironmentVariable("VIGIE_TEST_SCREENSHOTS");
    if (folder.isEmpty()) return;
    waitFor([watch = QElapsedTimer(), started = false]() mutable {
      if (!std::exchange(started, true)) watch.start();
      return watch.hasExpired(60);
    });
    page().grab().save(folder + u'/' + name + QStringLiteral(".png"));
  }

  Theme theme_;
  FakeChatServer server_;
  std::unique_ptr<ChatPage> page_;
};

TEST_F(ChatPageTest, EnterSendsAndTheAnswerShowsItsFacts) {
  ASSERT_TRUE(askAndWait(QStringLiteral("What do I do when ServiceDown fires?")));
  EXPECT_TRUE(page().composer().text().isEmpty());
  QString facts = lastView().facts();
  facts.replace(QChar(0x202F), u' ');
  EXPECT_TRUE(facts.contains(u"381 ms to first token")) << facts.toStdString();
  EXPECT_TRUE(facts.contains(u"412 + 143 tokens"));
  EXPECT_TRUE(facts.contains(u"tok/s"));
  EXPECT_TRUE(facts.contains(u"extractive, no language model"));
  EXPECT_EQ(page().subtitle().toStdString(), "What do I do when ServiceDown fires?");
}

TEST_F(ChatPageTest, ShiftEnterBreaksTheLine) {
  ASSERT_TRUE(ready());
  type(QStringLiteral("one"));
  press(Qt::Key_Return, Qt::ShiftModifier);
  QTest::keyClicks(&page().composer().edit(), QStringLiteral("two"));
  EXPECT_EQ(page().composer().text().toStdString(), "one\ntwo");
  EXPECT_EQ(thread().messages().rowCount(), 0);
}

TEST_F(ChatPageTest, UpRecallsTheLastPromptOnlyInAnEmptyBox) {
  ASSERT_TRUE(askAndWait(QStringLiteral("First question")));
  press(Qt::Key_Up);
  EXPECT_EQ(page().composer().text().toStdString(), "First question");
  type(QStringLiteral("other"));
  press(Qt::Key_Up);
  EXPECT_EQ(page().composer().text().toStdString(), "other");
}

TEST_F(ChatPageTest, EscapeStopsTheAnswerAndItsFactsSaySo) {
  server_.manual = true;
  ASSERT_TRUE(ready());
  type(QStringLiteral("Q"));
  press(Qt::Key_Return);
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  server_.sendStarted(server_.lastChat());
  server_.sendDelta(server_.lastChat(), 1, QStringLiteral("Half an answer"));
  ASSERT_TRUE(waitFor([&] { return last().state == TurnState::kStreaming; }));
  screenshot(QStringLiteral("streaming"));
  press(Qt::Key_Escape);
  ASSERT_TRUE(waitFor([&] { return server_.cancels().size() == 1; }));
  server_.sendDone(server_.lastChat(), QStringLiteral("cancelled"));
  ASSERT_TRUE(waitFor([&] { return last().usage.has_value(); }));
  EXPECT_TRUE(lastView().facts().startsWith(u"stopped after")) << lastView().facts().toStdString();
  EXPECT_FALSE(lastView().facts().contains(u"tok/s"));
  EXPECT_EQ(lastView().text().toPlainText().toStdString(), "Half an answer");
}

TEST_F(ChatPageTest, ACitationOpensItsPassage) {
  ASSERT_TRUE(askAndWait(QStringLiteral("Q")));
  EXPECT_FALSE(page().sources().passageOpen());
  Q_EMIT lastView().text().anchorClicked(QUrl(QStringLiteral("cite:1")));
  EXPECT_TRUE(page().sources().passageOpen());
  EXPECT_EQ(page().sources().passageText().toStdString(), "First tell a dead process from a dead network.");
  screenshot(QStringLiteral("passage"));
}

TEST_F(ChatPageTest, ALinkIsOpenedOnlyAfterItsAddressWasShown) {
  server_.answer.deltas = {QStringLiteral("See [the site](https://example.org/x?y=1).")};
  ASSERT_TRUE(askAndWait(QStringLiteral("Q")));
  page().disconnect(SIGNAL(addressConfirmed(QUrl)));
  const QSignalSpy opened(&page(), &ChatPage::addressConfirmed);
  Q_EMIT lastView().text().anchorClicked(QUrl(QStringLiteral("https://example.org/x?y=1")));
  auto* box = page().findChild<QMessageBox*>();
  ASSERT_NE(box, nullptr);
  EXPECT_EQ(box->informativeText().toStdString(), "https://example.org/x?y=1");
  EXPECT_EQ(opened.size(), 0);
  for (QAbstractButton* const button : box->buttons()) {
    if (box->buttonRole(button) == QMessageBox::AcceptRole) button->click();
  }
  EXPECT_EQ(opened.size(), 1);
}

TEST_F(ChatPageTest, AnUnsafeLinkIsNeverOfferedToBeOpened) {
  ASSERT_TRUE(askAndWait(QStringLiteral("Q")));
  for (const char* address : {"javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://example.org"}) {
    Q_EMIT lastView().text().anchorClicked(QUrl(QString::fromLatin1(address)));
    EXPECT_EQ(page().findChild<QMessageBox*>(), nullptr) << address;
  }
}

TEST_F(ChatPageTest, RegenerateReplacesTheAnswerInTheTranscript) {
  ASSERT_TRUE(askAndWait(QStringLiteral("Q")));
  server_.answer.deltas = {QStringLiteral("Another answer")};
  QTest::keyClick(&page(), Qt::Key_R, Qt::ControlModifier);
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 2 && !thread().answering(); }));
  EXPECT_EQ(thread().messages().rowCount(), 2);
  EXPECT_EQ(last().text.toStdString(), "Another answer");
}

TEST_F(ChatPageTest, CopiesTheAnswerAsItWasWritten) {
  ASSERT_TRUE(askAndWait(QStringLiteral("Q")));
  QTest::keyClick(&page(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(QGuiApplication::clipboard()->text().toStdString(), "Check the process first. [1]");
}

TEST_F(ChatPageTest, AnErrorStandsInTheTranscriptWithRetry) {
  server_.manual = true;
  ASSERT_TRUE(ready());
  type(QStringLiteral("Q"));
  press(Qt::Key_Return);
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  server_.sendError(server_.lastChat(), Error(ErrorCode::kUpstreamFailed, "the model closed the connection"));
  ASSERT_TRUE(waitFor([&] { return last().state == TurnState::kFailed; }));
  screenshot(QStringLiteral("error"));
  server_.manual = false;
  QPushButton* retry = nullptr;
  for (auto* const button : lastView().findChildren<QPushButton*>()) {
    if (button->isVisible()) retry = button;
  }
  ASSERT_NE(retry, nullptr);
  retry->click();
  ASSERT_TRUE(waitFor([&] { return last().state == TurnState::kComplete; }));
}

TEST_F(ChatPageTest, SaysTheServerIsAwayAndGoesOnByItself) {
  const quint16 port = server_.port();
  server_.stop();
  page();
  ASSERT_TRUE(waitFor([&] {
    return page().session().chat().link() == ChatClient::Link::kWaiting && !page().start().questions()[0]->isVisible();
  }));
  screenshot(QStringLiteral("offline"));
  ASSERT_TRUE(server_.listen(port));
  ASSERT_TRUE(ready());
  EXPECT_TRUE(waitFor([&] { return page().start().questions()[0]->isVisible(); }));
  screenshot(QStringLiteral("start"));
}

TEST_F(ChatPageTest, AnExampleQuestionAsksItself) {
  ASSERT_TRUE(ready());
  page().start().questions()[0]->click();
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  EXPECT_EQ(server_.starts()[0].request.messages[0].content, "What do I do when ServiceDown fires?");
}

TEST_F(ChatPageTest, TheSceneAsksAndWaitsForTheAnswer) {
  page().showScene(QStringLiteral("chat"));
  EXPECT_FALSE(page().isReady());
  ASSERT_TRUE(ready());
  EXPECT_EQ(last().state, TurnState::kComplete);
}

TEST_F(ChatPageTest, EverythingThatTakesTheFocusHasAName) {
  ASSERT_TRUE(askAndWait(QStringLiteral("Q")));
  for (const QWidget* const widget : page().findChildren<QWidget*>()) {
    if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()) continue;
    QString name = widget->accessibleName();
    if (const auto* const button = qobject_cast<const QAbstractButton*>(widget); button != nullptr && name.isEmpty()) {
      name = button->text();
    }
    EXPECT_FALSE(name.isEmpty()) << widget->metaObject()->className();
  }
}

/// A conversation as the pictures of the look show one.
TEST_F(ChatPageTest, DrawsInBothThemes) {
  server_.answer.citations = {
      {"d0000000-0000-4000-8000-000000000001", "Runbook: ServiceDown", 1, 0.87,
       "# Runbook: ServiceDown\n\nFirst tell a dead process from a dead network: `./vigie doctor` names it."},
      {"d0000000-0000-4000-8000-000000000002", "Reading the logs", 4, 0.71, "An out-of-memory kill shows as exit 137."},
      {"d0000000-0000-4000-8000-000000000003", "Incident bundle", 0, 0.66, "Take an incident bundle."}};
  server_.answer.deltas = {QStringLiteral(
      "**Check first whether the process or the network is gone.** [1]\n\n"
      "1. Run `./vigie doctor`: it names the failing dependency and its remedy. [1]\n"
      "2. Look at the last lines of the server's log on the *Logs* page; an out-of-memory kill shows as `exit 137`. "
      "[2]\n"
      "3. Restart the service from *Stack*; the alert resolves within two scrapes and an evaluation. [1]\n\n"
      "```bash\n./vigie doctor\nsystemctl status vigie-server\n```\n\n"
      "> A dead network is not a dead process.\n\n"
      "| signal | meaning |\n|---|---|\n| `up == 0` | the scrape failed |\n| gone | no target at all |\n\n"
      "If it fires again within ten minutes, take an incident bundle before the next restart. [3] "
      "More at https://example.org/runbooks.")};
  ASSERT_TRUE(askAndWait(QStringLiteral("What do I do when ServiceDown fires?")));
  server_.answer.deltas = {
      QStringLiteral("Le serveur continue de répondre et garde les échanges dans le journal local "
                     "[1] ; l'alerte `DatabaseDown` part au bout d'une minute [2][3].")};
  ASSERT_TRUE(askAndWait(QStringLiteral("Et si c'est PostgreSQL ?")));
  screenshot(QStringLiteral("chat-dark"));
  theme_.setChoice(ThemeChoice::kLight);
  screenshot(QStringLiteral("chat-light"));
  EXPECT_EQ(page().transcript().widgets(), 4);
  page().resize(700, 600);
  screenshot(QStringLiteral("chat-narrow"));
}

TEST_F(ChatPageTest, ALongConversationKeepsFewWidgetsAndScrollsFast) {
  std::vector<ChatTurn> turns;
  for (int i = 0; i < 500; ++i) {
    ChatTurn turn;
    turn.speaker = i % 2 == 0 ? Speaker::kUser : Speaker::kAssistant;
    turn.text = i % 2 == 0 ? QStringLiteral("Question %1?").arg(i)
                           : QStringLiteral("Answer **%1** with `code` and a list:\n\n- one\n- two\n\n").arg(i) +
                                 QStringLiteral("A longer paragraph of words that wraps. ").repeated(i % 40);
    turns.push_back(std::move(turn));
  }
  ASSERT_TRUE(ready());
  QElapsedTimer watch;
  watch.start();
  thread().messages().reset(std::move(turns));
  Q_EMIT thread().stateChanged();
  const qint64 opened = watch.restart();
  TranscriptView& transcript = page().transcript();
  EXPECT_TRUE(transcript.atEnd());
  EXPECT_LE(transcript.widgets(), 60);
  qint64 slowest = 0;
  for (int step = 0; step < 200; ++step) {
    QElapsedTimer frame;
    frame.start();
    transcript.verticalScrollBar()->setValue(transcript.verticalScrollBar()->value() - 120);
    slowest = std::max(slowest, frame.elapsed());
  }
  EXPECT_LE(transcript.widgets(), 60);
  RecordProperty("opened_ms", static_cast<int>(opened));
  RecordProperty("slowest_scroll_ms", static_cast<int>(slowest));
  std::printf("opened in %lld ms, slowest of 200 scroll steps %lld ms, %d widgets\n", opened, slowest,
              transcript.widgets());
  EXPECT_LT(opened, 2000);
}

TEST_F(ChatPageTest, WhatIsReadStaysInPlaceWhileAnAnswerArrives) {
  server_.manual = true;
  ASSERT_TRUE(ready());
  type(QStringLiteral("Q"));
  press(Qt::Key_Return);
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  server_.sendStarted(server_.lastChat());
  server_.sendDelta(server_.lastChat(), 1, QStringLiteral("A line of text.\n\n").repeated(200));
  ASSERT_TRUE(waitFor([&] { return last().text.size() > 3000; }));
  TranscriptView& transcript = page().transcript();
  EXPECT_TRUE(transcript.atEnd()) << "it follows the end while it is there";
  transcript.verticalScrollBar()->setValue(300);
  server_.sendDelta(server_.lastChat(), 2, QStringLiteral("More text.\n\n").repeated(50));
  ASSERT_TRUE(waitFor([&] { return last().text.size() > 3600; }));
  EXPECT_EQ(transcript.verticalScrollBar()->value(), 300);
  server_.sendDone(server_.lastChat());
  ASSERT_TRUE(waitFor([&] { return !thread().answering(); }));
  EXPECT_EQ(transcript.verticalScrollBar()->value(), 300);
}

TEST_F(ChatPageTest, ConversationsDoNotLieOverEachOther) {
  ConversationListModel model;
  ConversationPanel panel(theme_, model);
  panel.resize(224, 500);
  panel.show();
  // Titles of every length about one line, and so many that there is a scroll bar: measured before it is there.
  wire::Page<wire::Conversation> some;
  for (int i = 0; i < 40; ++i) {
    wire::Conversation one;
    one.id = "c" + std::to_string(i);
    one.title = "How do I rotate" + std::string(static_cast<std::size_t>(i % 16), 'm') + " the API keys";
    some.data.push_back(one);
  }
  model.setFirstPage(some);
  auto* list = panel.findChild<QListView*>();
  ASSERT_TRUE(waitFor([&] { return list->verticalScrollBar()->isVisible() && list->verticalScrollBar()->maximum() > 0; }));
  const QFontMetrics body(Theme::font(TextRole::kBody));
  const QFontMetrics small(Theme::font(TextRole::kSmall));
  for (int row = 0; row < model.rowCount(); ++row) {
    const QRect place = list->visualRect(list->model()->index(row, 0));
    const int wide = place.width() - 16;
    const int lines = body.horizontalAdvance(list->model()->index(row, 0).data().toString()) > wide ? 2 : 1;
    EXPECT_GE(place.height(), lines * body.lineSpacing() + small.lineSpacing() + 16) << "row " << row;
    if (row == 0) continue;
    EXPECT_GT(place.top(), list->visualRect(list->model()->index(row - 1, 0)).bottom()) << "row " << row;
  }
}

}  // namespace
}  // namespace vigie::console
