// Explore as a developer uses it, over a scripted Prometheus.
#include "console/explore/explore_page.h"

#include "console/explore/explore_results.h"
#include "console/explore/history_panel.h"
#include "console/explore/promql_editor.h"
#include "console/explore/query_row.h"
#include "tests/support/console_fixture.h"

#include <QTest>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::FakePrometheus;
using test::waitFor;

class ExplorePageTest : public test::ConsoleTest {
 protected:
  ExplorePageTest() {
    prometheus.respond = [](const FakePrometheus::Request& request) -> FakePrometheus::Reply {
      const QByteArray query = request.form.value("query");
      if (query.contains("wrong")) {
        return {
            400,
            R"j({"status":"error","errorType":"bad_data","error":"invalid parameter \"query\": 1:5: parse error: unexpected identifier \"wrong\""})j"};
      }
      if (query == "many") {
        // More than is drawn in a repaint, and than is parsed on the UI thread.
        QByteArray series;
        for (int i = 0; i < 60; ++i) {
          if (i > 0) series += ',';
          QByteArray values;
          for (int k = 0; k < 60; ++k) {
            if (k > 0) values += ',';
            values += "[" + QByteArray::number(static_cast<qint64>(request.form.value("end").toDouble()) - 15 * (59 - k)) +
                      ",\"" + QByteArray::number((i + k) % 7) + "\"]";
          }
          series += R"({"metric":{"pod":"p)" + QByteArray::number(i) + R"("},"values":[)" + values + "]}";
        }
        return {200, R"({"status":"success","data":{"resultType":"matrix","result":[)" + series + "]}}"};
      }
      if (request.path == "/api/v1/query_range") {
        const auto end = static_cast<qint64>(request.form.value("end").toDouble());
        return {200, test::matrixBody(R"({"job":"ai-api"})", {"1", "2", "3"}, end - 30, 15)};
      }
      return {200, test::vectorBody("42")};
    };
    page.resize(1200, 800);
    page.show();
  }

  static QueryDraft query(const char* refId, const char* expr, bool range = true, bool instant = false) {
    QueryDraft draft;
    draft.refId = QString::fromLatin1(refId);
    draft.expr = QString::fromLatin1(expr);
    draft.range = range;
    draft.instant = instant;
    return draft;
  }
  bool run(const std::vector<QueryDraft>& queries) {
    page.setQueries(queries);
    return waitFor([this] { return page.isReady(); });
  }

  ExplorePage page{context, folder.filePath(QStringLiteral("history.json"))};
};

TEST_F(ExplorePageTest, DrawsAGraphOfRangesAndATableOfMoments) {
  ASSERT_TRUE(run({query("A", "up", true, true), query("B", "vector(1)", false, true)}));
  ASSERT_TRUE(page.results().graph());
  ASSERT_TRUE(page.results().table());
  EXPECT_EQ(page.results().graph()->data()->series.size(), 1U);
  EXPECT_EQ(asked("/api/v1/query_range", "up"), 1);
  EXPECT_EQ(asked("/api/v1/query", "up"), 1);
  EXPECT_EQ(asked("/api/v1/query_range", "vector(1)"), 0);
  EXPECT_TRUE(page.rows()[0]->facts().contains(QStringLiteral("1 series · 3 points")))
      << page.rows()[0]->facts().toStdString();
  EXPECT_TRUE(prometheus.violations().isEmpty());
}

TEST_F(ExplorePageTest, ShowsAnAnswerThatIsDrawnElsewhere) {
  ASSERT_TRUE(run({query("A", "many")}));
  EXPECT_TRUE(page.rows()[0]->facts().contains(QStringLiteral("60 series")))
      << page.rows()[0]->facts().toStdString();
  ASSERT_TRUE(run({query("A", "up")}));
  EXPECT_EQ(page.results().graph()->data()->series.size(), 1U);
  ASSERT_TRUE(run({query("A", "many")})) << "after another graph";
  EXPECT_EQ(page.results().graph()->data()->series.size(), 60U);
  EXPECT_TRUE(page.rows()[0]->facts().contains(QStringLiteral("60 series")))
      << page.rows()[0]->facts().toStdString();
}

TEST_F(ExplorePageTest, MarksWhereAQueryIsWrongAndDrawsTheOthers) {
  ASSERT_TRUE(run({query("A", "up"), query("B", "foo wrong")}));
  EXPECT_TRUE(page.rows()[1]->problem().contains(QStringLiteral("unexpected identifier")));
  EXPECT_EQ(page.rows()[1]->editor().markedText(), QStringLiteral("wrong"));
  EXPECT_TRUE(page.rows()[0]->problem().isEmpty());
  ASSERT_TRUE(page.results().graph());
  EXPECT_EQ(page.results().graph()->state(), PanelState::kReady);
  // What is corrected is no longer marked.
  page.rows()[1]->editor().setExpression(QStringLiteral("foo"));
  EXPECT_TRUE(page.rows()[1]->problem().isEmpty());
  EXPECT_TRUE(page.rows()[1]->editor().markedText().isEmpty());
}

TEST_F(ExplorePageTest, ShowsTheReasonWhenNoQueryIsRight) {
  ASSERT_TRUE(run({query("A", "foo wrong")}));
  ASSERT_TRUE(page.results().graph());
  EXPECT_EQ(page.results().graph()->state(), PanelState::kError);
}

TEST_F(ExplorePageTest, SaysThatALeastStepIsNoDuration) {
  QueryDraft wrong = query("B", "down");
  wrong.interval = QStringLiteral("soon");
  ASSERT_TRUE(run({query("A", "up"), wrong}));
  EXPECT_TRUE(page.rows()[1]->problem().contains(QStringLiteral("soon")));
  EXPECT_EQ(asked("/api/v1/query_range", "down"), 0);
  EXPECT_EQ(asked("/api/v1/query_range", "up"), 1);
}

TEST_F(ExplorePageTest, LeavesAHiddenQueryOut) {
  QueryDraft hidden = query("B", "down");
  hidden.hidden = true;
  ASSERT_TRUE(run({query("A", "up"), hidden}));
  EXPECT_EQ(asked("/api/v1/query_range", "down"), 0);
}

TEST_F(ExplorePageTest, AsksAgainForAnotherTimeRange) {
  ASSERT_TRUE(run({query("A", "up")}));
  range.setSpan(std::chrono::hours(6));
  ASSERT_TRUE(waitFor([this] { return asked("/api/v1/query_range", "up") == 2; }));
}

TEST_F(ExplorePageTest, RemembersWhatWasRunAndFindsIt) {
  ASSERT_TRUE(run({query("A", "up"), query("B", "rate(x[5m])")}));
  QueryHistory history(folder.filePath(QStringLiteral("history.json")));
  ASSERT_EQ(history.queries().size(), 2U);
  HistoryPanel panel(theme, history);
  panel.search(QStringLiteral("RATE"));
  EXPECT_EQ(panel.shown(), 1);
}

TEST_F(ExplorePageTest, RunsWithCtrlEnterFromTheEditor) {
  PromqlEditor& editor = page.rows()[0]->editor();
  editor.setExpression(QStringLiteral("up"));
  QTest::keyClick(&editor, Qt::Key_Return, Qt::ControlModifier);
  ASSERT_TRUE(waitFor([this] { return page.isReady() && page.results().graph(); }));
  EXPECT_EQ(asked("/api/v1/query_range", "up"), 1);
}

TEST_F(ExplorePageTest, OffersItsQueriesAsAPanel) {
  QueryDraft first = query("A", "up");
  first.legend = QStringLiteral("{{job}}");
  first.interval = QStringLiteral("1m");
  ASSERT_TRUE(run({first}));
  const PanelDraft draft = draftOf(page.panel());
  EXPECT_EQ(draft.type, QStringLiteral("timeseries"));
  ASSERT_EQ(draft.queries.size(), 1U);
  EXPECT_EQ(draft.queries[0], first);
}

TEST_F(ExplorePageTest, SaysThatPrometheusIsAwayAndComesBackByItself) {
  prometheus.stop();
  ASSERT_TRUE(run({query("A", "up")}));
  EXPECT_TRUE(page.rows()[0]->problem().isEmpty()) << "the query is not at fault";
  EXPECT_EQ(page.results().graph()->state(), PanelState::kError);
  prometheus.restart();
  ASSERT_TRUE(waitFor([this] { return page.results().graph()->state() == PanelState::kReady; }));
}

}  // namespace
}  // namespace vigie::console
