// The PromQL editor, key by key.
#include "console/explore/promql_editor.h"

#include "console/app/theme.h"
#include "console/explore/completion_popup.h"
#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QLineEdit>
#include <QNetworkAccessManager>
#include <QTest>
#include <QVBoxLayout>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::FakePrometheus;
using test::waitFor;

class PromqlEditorTest : public testing::Test {
 protected:
  PromqlEditorTest() {
    theme.install();
    prometheus.respond = [](const FakePrometheus::Request& request) -> FakePrometheus::Reply {
      if (request.path == "/api/v1/metadata") return {200, R"({"status":"success","data":{}})"};
      if (request.path == "/api/v1/label/__name__/values") {
        return {200, R"({"status":"success","data":["http_requests_total","up"]})"};
      }
      if (request.path.startsWith("/api/v1/label/")) return {200, R"({"status":"success","data":["ai-api","node"]})"};
      return {200, R"({"status":"success","data":["instance","job"]})"};
    };
    window.resize(900, 600);
    auto* layout = new QVBoxLayout(&window);
    layout->addWidget(&editor);
    // Somewhere for Tab to go.
    layout->addWidget(new QLineEdit);
    window.show();
    QApplication::setActiveWindow(&window);
    editor.setFocus();
  }
  ~PromqlEditorTest() override { editor.setParent(nullptr); }

  void type(const char* text) { QTest::keyClicks(&editor, QString::fromLatin1(text)); }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(&editor, key, modifiers);
  }
  bool offers(const char* text) {
    return waitFor([this, text] {
      return editor.isCompleting() && editor.popup()->current() &&
             editor.popup()->current()->text == QLatin1String(text);
    });
  }

  Theme theme;
  FakePrometheus prometheus;
  QNetworkAccessManager network;
  MetadataClient metadata{network, prometheus.url()};
  promql::CompletionSource source{metadata};
  QWidget window;
  PromqlEditor editor{theme, source};
};

TEST_F(PromqlEditorTest, WritesAWholeSelectorByCompletion) {
  type("http_r");
  ASSERT_TRUE(offers("http_requests_total"));
  press(Qt::Key_Return);
  EXPECT_EQ(editor.expression(), QStringLiteral("http_requests_total"));
  type("{jo");
  ASSERT_TRUE(offers("job"));
  press(Qt::Key_Tab);
  EXPECT_EQ(editor.expression(), QStringLiteral("http_requests_total{job=\"\"}"));
  // Its values follow by themselves.
  ASSERT_TRUE(offers("ai-api"));
  press(Qt::Key_Down);
  press(Qt::Key_Return);
  EXPECT_EQ(editor.expression(), QStringLiteral("http_requests_total{job=\"node\"}"));
  EXPECT_EQ(editor.textCursor().position(), editor.expression().size() - 1) << "past the quote";
}

TEST_F(PromqlEditorTest, PutsTheCursorIntoAFunctionsBrackets) {
  type("rat");
  ASSERT_TRUE(offers("rate"));
  press(Qt::Key_Return);
  EXPECT_EQ(editor.expression(), QStringLiteral("rate()"));
  EXPECT_EQ(editor.textCursor().position(), 5);
}

TEST_F(PromqlEditorTest, EscapeLeavesWhatWasTyped) {
  type("rat");
  ASSERT_TRUE(offers("rate"));
  press(Qt::Key_Escape);
  EXPECT_FALSE(editor.isCompleting());
  EXPECT_EQ(editor.expression(), QStringLiteral("rat"));
}

TEST_F(PromqlEditorTest, ClosesBracketsAndTypesOverThem) {
  type("sum(up)");
  EXPECT_EQ(editor.expression(), QStringLiteral("sum(up)"));
  type("[");
  EXPECT_EQ(editor.expression(), QStringLiteral("sum(up)[]"));
  press(Qt::Key_Backspace);
  EXPECT_EQ(editor.expression(), QStringLiteral("sum(up)")) << "an empty pair goes as one";
}

TEST_F(PromqlEditorTest, UnderlinesAnErrorUntilTheTextChanges) {
  editor.setExpression(QStringLiteral("rate(up[5m]) foo"));
  editor.setProblem(QStringLiteral("1:14: parse error: unexpected identifier \"foo\""));
  EXPECT_EQ(editor.markedText(), QStringLiteral("foo"));
  bool underlined = false;
  for (const QTextEdit::ExtraSelection& mark : editor.extraSelections()) {
    underlined = underlined || (mark.format.underlineStyle() == QTextCharFormat::WaveUnderline &&
                                mark.cursor.selectedText() == QLatin1String("foo"));
  }
  EXPECT_TRUE(underlined);
  type("x");
  EXPECT_TRUE(editor.markedText().isEmpty());
}

TEST_F(PromqlEditorTest, GrowsWithItsLines) {
  const int one = editor.height();
  editor.setExpression(QStringLiteral("a\n+ b\n+ c"));
  EXPECT_GT(editor.sizeHint().height(), one);
}

// What a screen reader asks for; the events themselves need a platform that has one, which this one does not.
TEST_F(PromqlEditorTest, HasRoomForWhatStandsInItWhenItIsEmpty) {
  ASSERT_TRUE(waitFor([this] { return editor.isVisible(); }));
  const int oneLine = editor.height();
  window.resize(300, 600);
  EXPECT_TRUE(waitFor([&] { return editor.height() > oneLine; }));
  type("up");
  EXPECT_TRUE(waitFor([&] { return editor.height() == oneLine; }));
}

TEST_F(PromqlEditorTest, TellsAScreenReaderTheEntryThatIsChosen) {
  type("http_requests_total{jo");
  ASSERT_TRUE(offers("job"));
  EXPECT_EQ(editor.popup()->accessibleName(), QStringLiteral("job, label, 1 of 1"));
  press(Qt::Key_Tab);
  ASSERT_TRUE(offers("ai-api"));
  press(Qt::Key_Down);
  ASSERT_TRUE(offers("node"));
  EXPECT_TRUE(editor.popup()->accessibleName().startsWith(QStringLiteral("node")))
      << editor.popup()->accessibleName().toStdString();
  EXPECT_TRUE(editor.popup()->accessibleName().endsWith(QStringLiteral("2 of 2")))
      << editor.popup()->accessibleName().toStdString();
}

}  // namespace
}  // namespace vigie::console
