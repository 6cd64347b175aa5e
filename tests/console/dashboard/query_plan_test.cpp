// What is sent to Prometheus. The expected values follow pkg/promlib/models/query.go and query_test.go of Grafana.
#include "console/dashboard/query_plan.h"

#include "console/dashboard/grid_layout.h"
#include "console/dashboard/repeat.h"
#include "console/dashboard/selector_scan.h"

#include <QJsonDocument>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

constexpr qint64 kHourMs = 3'600'000;

QString q(const char* text) { return QString::fromUtf8(text); }

PanelModel panelOf(const char* json) { return readPanel(QJsonDocument::fromJson(json).object()); }

TEST(QueryPlanTest, StepsAndIntervalsAreGrafanas) {
  struct Case {
    const char* panel;
    qint64 rangeMs;
    int width;
    const char* expr;
    qint64 stepMs;
  };
  const std::vector<Case> table = {
      // An hour over 1,000 pixels: 3.6 s rounds to 5 s, the data source's 15 s is more.
      {R"j({"targets":[{"expr":"rate(x[$__rate_interval])"}]})j", kHourMs, 1000, "rate(x[1m0s])", 15'000},
      {R"j({"targets":[{"expr":"rate(x[$__interval])"}]})j", kHourMs, 1000, "rate(x[15s])", 15'000},
      // Two days over 1,440 points: 120 s.
      {R"j({"maxDataPoints":1440,"targets":[{"expr":"rate(x[$__interval])"}]})j", 48 * kHourMs, 0, "rate(x[2m])",
       120'000},
      {R"j({"maxDataPoints":1440,"targets":[{"expr":"rate(x[$__rate_interval])"}]})j", 48 * kHourMs, 0,
       "rate(x[2m15s])", 120'000},
      // A panel's minimum is the interval, not the scrape: 1m + 15s.
      {R"j({"interval":"1m","targets":[{"expr":"rate(x[$__rate_interval])"}]})j", kHourMs, 1000, "rate(x[1m15s])",
       60'000},
      // A query's own minimum is the scrape: max(15s + 30s, 4 × 30s).
      {R"j({"targets":[{"expr":"rate(x[$__rate_interval])","interval":"30s"}]})j", kHourMs, 1000, "rate(x[2m0s])",
       30'000},
      {R"({"targets":[{"expr":"x","interval":"5s"}]})", kHourMs, 1000, "x", 5'000},
      {R"({"targets":[{"expr":"x[$__interval]","interval":"30s","intervalFactor":3}]})", kHourMs, 1000, "x[1m]",
       90'000},
      {R"({"targets":[{"expr":"increase(x[$__range]) $__range_s $__range_ms ${__interval_ms}"}]})", kHourMs, 1000,
       "increase(x[3600s]) 3600 3600000 15000", 15'000},
      {R"({"targets":[{"expr":"x","interval":"$__rate_interval"}]})", kHourMs, 1000, "x", 60'000},
      // Thirty days: 30 d / 1,000 = 43 min rounds to 30 min.
      {R"({"targets":[{"expr":"x"}]})", 720 * kHourMs, 1000, "x", 1'800'000}};
  for (const Case& c : table) {
    const TimeWindow window{1'700'000'000'000 - c.rangeMs, 1'700'000'000'000};
    const auto plan = planQueries(panelOf(c.panel), window, c.width, {});
    ASSERT_EQ(plan.size(), 1U) << c.panel;
    EXPECT_EQ(plan[0].query.expr, q(c.expr)) << c.panel;
    EXPECT_EQ(plan[0].query.stepMs, c.stepMs) << c.panel;
    EXPECT_EQ(plan[0].query.startMs % c.stepMs, 0) << c.panel;
    EXPECT_EQ(plan[0].query.endMs, window.toMs - window.toMs % c.stepMs) << c.panel;
  }
}

TEST(QueryPlanTest, GoesByTheDataSourcesScrapeInterval) {
  const PanelModel panel = panelOf(R"j({"targets":[{"expr":"rate(x[$__rate_interval])"}]})j");
  const auto plan = planQueries(panel, {0, kHourMs}, 1000, {{}, {}, 10'000});
  ASSERT_EQ(plan.size(), 1U);
  EXPECT_EQ(plan[0].query.stepMs, 10'000);
  EXPECT_EQ(plan[0].query.expr, q("rate(x[40s])")) << "four scrapes";
}

TEST(QueryPlanTest, AsksRangesInstantsOrBoth) {
  const PanelModel panel = panelOf(R"({"targets":[{"expr":"a"},{"expr":"b","instant":true},
    {"expr":"c","instant":true,"range":true},{"expr":"d","hide":true},{"expr":""},
    {"expr":"e","datasource":{"type":"loki"}}]})");
  const auto plan = planQueries(panel, {1'000'000'007'000, 1'000'003'607'000}, 1000, {});
  ASSERT_EQ(plan.size(), 4U);
  EXPECT_TRUE(plan[0].query.range);
  EXPECT_FALSE(plan[1].query.range);
  EXPECT_EQ(plan[1].query.endMs, 1'000'003'605'000) << "instant queries are evaluated at the aligned end";
  EXPECT_TRUE(plan[2].query.range);
  EXPECT_FALSE(plan[3].query.range);
  EXPECT_EQ(plan[3].query.expr, q("c"));
  EXPECT_EQ(foreignDatasource(panelOf(R"({"datasource":{"type":"loki"},"targets":[{"expr":"x"}]})")), q("loki"));
  EXPECT_EQ(foreignDatasource(panel), QString());
}

TEST(QueryPlanTest, MovesTheWindowByThePanelsOwnTime) {
  const PanelModel panel = panelOf(R"({"timeFrom":"2h","timeShift":"1d","targets":[{"expr":"x"}]})");
  const TimeWindow window = panelWindow(panel, {0, 100 * kHourMs});
  EXPECT_EQ(window, (TimeWindow{74 * kHourMs, 76 * kHourMs}));
}

TEST(QueryPlanTest, FillsInVariablesAndFilters) {
  QueryContext context;
  context.lookup = [](const QString& name) -> std::optional<VariableValue> {
    if (name != QLatin1String("job")) return std::nullopt;
    return VariableValue{name, {q("a.b"), q("c")}, true, true, false, false, q("a.b + c")};
  };
  context.filters = {{q("env"), q("="), q("pro\"d")}};
  const auto plan =
      planQueries(panelOf(R"({"targets":[{"expr":"sum by (job) (rate(x{job=~\"$job\"}[5m])) / y{z=\"$unknown\"}"}]})"),
                  {0, kHourMs}, 1000, context);
  ASSERT_EQ(plan.size(), 1U);
  EXPECT_EQ(
      plan[0].query.expr,
      q("sum by (job) (rate(x{job=~\"(a\\\\.b|c)\", env=\"pro\\\"d\"}[5m])) / y{z=\"$unknown\", env=\"pro\\\"d\"}"));
}

TEST(QueryPlanTest, TakesAPanelsIntervalFromAVariable) {
  QueryContext context;
  context.lookup = [](const QString& name) -> std::optional<VariableValue> {
    if (name != q("iv")) return std::nullopt;
    return VariableValue{name, {q("5m")}, false, false, false, false, q("5m")};
  };
  const PanelModel panel = panelOf(R"({"interval":"$iv","targets":[{"expr":"x"}]})");
  EXPECT_EQ(planQueries(panel, {0, kHourMs}, 1000, context).at(0).query.stepMs, 300'000);
  EXPECT_EQ(planQueries(panel, {0, kHourMs}, 1000, {}).at(0).query.stepMs, 15'000) << "nobody knows what it is";
}

TEST(QueryPlanTest, AsksSourcesThatSpeakPromQl) {
  const auto asks = [](const char* type) {
    const QByteArray json = QByteArray(R"({"datasource":{"type":")") + type + R"("},"targets":[{"expr":"x"}]})";
    return planQueries(panelOf(json.constData()), {0, kHourMs}, 1000, {}).size();
  };
  for (const char* type :
       {"prometheus", "", "grafana-amazonprometheus-datasource", "victoriametrics-metrics-datasource"})
    EXPECT_EQ(asks(type), 1U) << type;
  for (const char* type : {"loki", "grafana", "victoriametrics-logs-datasource", "__expr__"})
    EXPECT_EQ(asks(type), 0U) << type;
}

TEST(SelectorScanTest, AddsFiltersToEverySelector) {
  const std::vector<AdHocFilter> filters{{q("bar"), q("="), q("baz")}};
  const std::vector<std::pair<const char*, const char*>> table = {
      {"foo", "foo{bar=\"baz\"}"},
      {"foo{}", "foo{bar=\"baz\"}"},
      {"foo{x=\"yy\"} * metric", "foo{x=\"yy\", bar=\"baz\"} * metric{bar=\"baz\"}"},
      {"sum(rate(foo[5m])) by (x)", "sum(rate(foo{bar=\"baz\"}[5m])) by (x)"},
      {"foo{x=\"a}b\",}", "foo{x=\"a}b\", bar=\"baz\"}"},
      {"topk(5, foo offset 5m) or vector(1)", "topk(5, foo{bar=\"baz\"} offset 5m) or vector(1)"}};
  for (const auto& [expr, expected] : table) EXPECT_EQ(withFilters(q(expr), filters), q(expected)) << expr;
}

TEST(GridLayoutTest, LetsPanelsMoveUpAndGiveWay) {
  // A gap under the first, one that starts inside the second, one beside them.
  const std::vector<GridPosition> panels{{0, 0, 12, 3}, {0, 10, 24, 4}, {0, 12, 12, 2}, {12, 0, 12, 5}};
  EXPECT_EQ(compactedRows(panels), (std::vector<int>{0, 5, 9, 0}));
}

TEST(RepeatTest, CopiesPanelsAndMovesWhatIsBelow) {
  const std::vector<PanelModel> panels{
      panelOf(R"({"id":1,"type":"stat","repeat":"job","maxPerRow":2,"gridPos":{"x":0,"y":0,"w":24,"h":4}})"),
      panelOf(R"({"id":2,"type":"stat","gridPos":{"x":0,"y":4,"w":24,"h":4}})")};
  const auto result = withRepeats(panels, [](const QString&) {
    return std::vector<VariableOption>{{q("A"), q("a")}, {q("B"), q("b")}, {q("C"), q("c")}};
  });
  ASSERT_EQ(result.size(), 4U);
  EXPECT_EQ(result[0].grid, (GridPosition{0, 0, 12, 4}));
  EXPECT_EQ(result[1].grid, (GridPosition{12, 0, 12, 4}));
  EXPECT_EQ(result[2].grid, (GridPosition{0, 4, 12, 4}));
  EXPECT_EQ(result[2].scoped.at(q("job")).value, q("c"));
  EXPECT_EQ(result[3].grid.y, 8);
}

TEST(RepeatTest, CopiesRowsWithTheirPanels) {
  const std::vector<PanelModel> panels{panelOf(R"({"type":"row","title":"$job","repeat":"job","gridPos":{"y":0}})"),
                                       panelOf(R"({"id":1,"type":"stat","gridPos":{"x":0,"y":1,"w":12,"h":4}})"),
                                       panelOf(R"({"type":"row","title":"rest","gridPos":{"y":5}})"),
                                       panelOf(R"({"id":2,"type":"stat","gridPos":{"x":0,"y":6,"w":12,"h":4}})")};
  const auto result = withRepeats(panels, [](const QString&) {
    return std::vector<VariableOption>{{q("A"), q("a")}, {q("B"), q("b")}};
  });
  ASSERT_EQ(result.size(), 6U);
  EXPECT_EQ(result[2].type, q("row"));
  EXPECT_EQ(result[2].scoped.at(q("job")).value, q("b"));
  EXPECT_EQ(result[3].scoped.at(q("job")).value, q("b"));
  EXPECT_EQ(result[2].grid.y, 5);
  EXPECT_EQ(result[3].grid.y, 6);
  EXPECT_EQ(result[4].grid.y, 10);
  EXPECT_TRUE(result[5].scoped.empty());
}

// minSpan, before Grafana 8: DashboardMigrator.ts takes the factor of 24 below.
TEST(RepeatTest, KnowsHowManyStandBesideEachOther) {
  EXPECT_EQ(panelOf(R"({"repeat":"a","maxPerRow":2,"minSpan":4})").maxPerRow, 2);
  EXPECT_EQ(panelOf(R"({"repeat":"a","minSpan":4})").maxPerRow, 6);
  EXPECT_EQ(panelOf(R"({"repeat":"a","minSpan":5})").maxPerRow, 4);
  EXPECT_EQ(panelOf(R"({"repeat":"a"})").maxPerRow, 4);
}

}  // namespace
}  // namespace vigie::console
