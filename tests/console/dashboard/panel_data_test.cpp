#include "console/dashboard/panel_data.h"

#include "console/dashboard/freshness.h"
#include "console/dashboard/links.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>
#include <gtest/gtest.h>

#include <limits>

namespace vigie::console {
namespace {

const Labels kLabels = {{QStringLiteral("__name__"), QStringLiteral("up")},
                        {QStringLiteral("job"), QStringLiteral("ai-api")}};

TEST(PanelDataTest, NamesSeriesAsGrafanaDoes) {
  EXPECT_EQ(seriesName(QStringLiteral("{{job}} of {{ instance }}"), kLabels, {}, false), QStringLiteral("ai-api of"));
  EXPECT_EQ(seriesName(QStringLiteral("__auto"), kLabels, {}, false), QStringLiteral("up{job=\"ai-api\"}"));
  EXPECT_EQ(seriesName({}, {}, QStringLiteral("sum(up)"), true), QStringLiteral("sum(up)"));
  EXPECT_EQ(seriesName(QStringLiteral("total"), kLabels, {}, true), QStringLiteral("total"));
}

TEST(PanelDataTest, ReducesWithoutWhatIsNoNumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> values{1, 3, nan};
  EXPECT_EQ(reduce(values, QStringLiteral("lastNotNull")), 3);
  EXPECT_EQ(reduce(values, QStringLiteral("mean")), 2);
  EXPECT_EQ(reduce(values, QStringLiteral("max")), 3);
  EXPECT_EQ(reduce(values, QStringLiteral("sum")), 4);
  EXPECT_FALSE(reduce({nan}, QStringLiteral("mean")));
  EXPECT_FALSE(reduce(values, QStringLiteral("last"))) << "the last one is no number";
  const std::vector<double> counter{1, 4, 2, 3};
  const std::vector<std::pair<const char*, double>> table = {
      {"first", 1},       {"last", 3},     {"min", 1},        {"range", 3}, {"delta", 4},
      {"diff", 2},        {"diffperc", 2}, {"median", 2.5},   {"p99", 4},   {"distinctCount", 4},
      {"changeCount", 3}, {"step", 1},     {"variance", 1.25}};
  for (const auto& [calc, expected] : table) EXPECT_EQ(reduce(counter, QString::fromLatin1(calc)), expected) << calc;
}

/// What the series of one query are called, with these options of the field.
QStringList namesOf(const char* fieldConfig, const std::vector<Labels>& all, const VariableLookup& lookup = {}) {
  const PanelModel panel =
      readPanel(QJsonDocument::fromJson(
                    QByteArray(R"({"targets":[{"refId":"A","expr":"x","legendFormat":"{{job}}"}],"fieldConfig":)") +
                    fieldConfig + "}")
                    .object());
  auto frame = std::make_shared<Frame>();
  for (const Labels& labels : all) frame->series.push_back({labels, {1000}, {1}});
  PlannedQuery planned;
  planned.query.range = true;
  PanelData data;
  fillPanelData(panel, {{planned, frame}}, lookup, data);
  QStringList names;
  for (const NamedSeries& series : data.series) names.append(series.name);
  return names;
}

// docs/sources/panels-visualizations/configure-standard-options ("Display name") and its fieldDisplay tests.
TEST(PanelDataTest, FillsDisplayNamesIn) {
  const std::vector<std::pair<const char*, const char*>> table = {
      {"of ${__field.labels.job}", "of ai-api"},
      {"${__field.name}: ${__field.displayName}", "Value: ai-api"},
      {"${__series.name}!", "ai-api!"},
      {"$__series_name / $__field_name", "ai-api / Value"},
      {"${__field.labels[\\\"job\\\"]}", "ai-api"},
      {"${__field.labels}", "up{job=\"ai-api\"}"},
      {"{{job}} plain", "ai-api plain"},
      {"costs 5 $", "costs 5 $"}};
  for (const auto& [written, expected] : table) {
    const QByteArray config = QByteArray(R"({"defaults":{"displayName":")") + written + R"("},"overrides":[]})";
    EXPECT_EQ(namesOf(config.constData(), {kLabels}), QStringList{QString::fromUtf8(expected)}) << written;
  }
}

TEST(PanelDataTest, LetsDataSayItsOptionsBeforeOverridesDo) {
  const PanelModel panel = readPanel(
      QJsonDocument::fromJson(R"({"targets":[{"refId":"limit","expr":"l"},{"refId":"B","expr":"x","legendFormat":"b"}],
    "fieldConfig":{"defaults":{"max":1,"min":0,"unit":"s"},"overrides":[{"matcher":{"id":"byName","options":"b"},"properties":[{"id":"min","value":3}]}]},
    "transformations":[{"id":"configFromData","options":{"configRefId":"limit","mappings":[{"fieldName":"l","handlerKey":"max"}]}}]})")
          .object());
  const auto answered = [](std::size_t target, double value) {
    auto frame = std::make_shared<Frame>();
    frame->series.push_back({{}, {1000}, {value}});
    PlannedQuery planned;
    planned.target = target;
    planned.query.range = true;
    planned.query.expr = target == 0 ? QStringLiteral("l") : QStringLiteral("x");
    return QueryAnswer{planned, frame};
  };
  PanelData data;
  fillPanelData(panel, {answered(0, 90), answered(1, 5)}, {}, data);
  ASSERT_EQ(data.series.size(), 1U);
  EXPECT_EQ(data.series[0].field.max, 90) << "what the data says, before the panel's defaults";
  EXPECT_EQ(data.series[0].field.min, 3) << "an override, before both";
  EXPECT_EQ(data.series[0].field.unit, QStringLiteral("s"));
}

TEST(PanelDataTest, WritesCsvASpreadsheetReadsAndDoesNotExecute) {
  PanelData data;
  data.series.push_back({QStringLiteral("=evil(),x"), {}, {}, {{}, {0, 1000}, {1, 2.5}}, false});
  EXPECT_EQ(toCsv(data),
            QStringLiteral("time,\"'=evil(),x\"\n1970-01-01T00:00:00.000Z,1\n1970-01-01T00:00:01.000Z,2.5\n"));
}

TEST(FreshnessTest, FindsTheSelectorsBehindAnExpression) {
  const auto selectors = [](const char* expr) { return selectorsOf(QString::fromLatin1(expr)).join(QLatin1Char(' ')); };
  EXPECT_EQ(selectors("up"), QStringLiteral("up"));
  EXPECT_EQ(selectors("sum by (le) (rate(a_bucket{job=\"x\"}[5m])) / on (b) c offset 5m"),
            QStringLiteral("a_bucket{job=\"x\"} c"));
  EXPECT_EQ(selectors("histogram_quantile(0.95, sum(rate(a[1m])) by (le)) and on() (b > 1e3)"), QStringLiteral("a b"));
  EXPECT_EQ(selectors("{__name__=~\"a.*\"} or vector(0)"), QStringLiteral("{__name__=~\"a.*\"}"));
  EXPECT_EQ(selectors("max_over_time(a[5m:30s]) # b"), QStringLiteral("a"));
  EXPECT_EQ(selectors("vector(1)"), QString());
}

TEST(LinksTest, OpenTheSameTimeElsewhere) {
  const LinkTime live{true, 21'600'000, {}};
  EXPECT_EQ(
      grafanaDashboardUrl(QUrl(QStringLiteral("http://g:3000/sub")), QStringLiteral("ai-api"), 4, live).toString(),
      QStringLiteral("http://g:3000/sub/d/ai-api?orgId=1&from=now-6h&to=now&viewPanel=4"));
  const LinkTime fixed{false, 0, {1'000, 61'000}};
  EXPECT_EQ(grafanaDashboardUrl(QUrl(QStringLiteral("http://g")), QStringLiteral("u"), 0, fixed).toString(),
            QStringLiteral("http://g/d/u?orgId=1&from=1000&to=61000"));
  const QUrl graph =
      prometheusGraphUrl(QUrl(QStringLiteral("http://p:9090")), {QStringLiteral("a + b{c=\"d\"}")}, fixed);
  EXPECT_EQ(graph.toString(QUrl::FullyEncoded),
            QStringLiteral("http://p:9090/graph?g0.expr=a%20%2B%20b%7Bc%3D%22d%22%7D&g0.tab=0&g0.range_input=60s&"
                           "g0.end_input=1970-01-01%2000%3A01%3A01"));
}

TEST(LinksTest, CarryTheRangeAsItIsWrittenAndTheZone) {
  LinkTime today{true, 0, {1'000, 61'000}};
  today.raw = {QStringLiteral("now/d"), QStringLiteral("now")};
  today.zone = QStringLiteral("utc");
  EXPECT_EQ(grafanaDashboardUrl(QUrl(QStringLiteral("http://g")), QStringLiteral("u"), 0, today,
                                {{QStringLiteral("job"), QStringLiteral("a b")}})
                .toString(QUrl::FullyEncoded),
            QStringLiteral("http://g/d/u?orgId=1&from=now%2Fd&to=now&timezone=utc&var-job=a%20b"));
  const QUrl explore = grafanaExploreUrl(QUrl(QStringLiteral("http://g/sub")), QStringLiteral("prom"),
                                         {QStringLiteral("rate(a{b=\"c\"}[5m]) + 1"), QStringLiteral("up")}, today);
  EXPECT_EQ(explore.path(), QStringLiteral("/sub/explore"));
  const QString panes = QUrlQuery(explore).queryItemValue(QStringLiteral("panes"), QUrl::FullyDecoded);
  const QJsonObject pane = QJsonDocument::fromJson(panes.toUtf8()).object().value(QLatin1String("a")).toObject();
  EXPECT_EQ(pane.value(QLatin1String("datasource")).toString(), QStringLiteral("prom"));
  EXPECT_EQ(pane.value(QLatin1String("range")).toObject().value(QLatin1String("from")).toString(),
            QStringLiteral("now/d"));
  const QJsonArray queries = pane.value(QLatin1String("queries")).toArray();
  ASSERT_EQ(queries.size(), 2);
  EXPECT_EQ(queries[0].toObject().value(QLatin1String("expr")).toString(), QStringLiteral("rate(a{b=\"c\"}[5m]) + 1"));
  EXPECT_EQ(queries[1].toObject().value(QLatin1String("refId")).toString(), QStringLiteral("B"));
  EXPECT_FALSE(explore.toString(QUrl::FullyEncoded).contains(QLatin1Char('+'))) << "a plus would be read as a space";
}

}  // namespace
}  // namespace vigie::console
