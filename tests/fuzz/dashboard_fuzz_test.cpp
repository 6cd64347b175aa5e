// What anybody may hand the console: dashboards from anywhere, and what a Prometheus, or a proxy in front of it,
// answers.
#include "console/dashboard/dashboard.h"
#include "console/dashboard/grid_layout.h"
#include "console/dashboard/panel_data.h"
#include "console/dashboard/remembered_panel.h"
#include "console/dashboard/repeat.h"
#include "console/dashboard/selector_scan.h"
#include "console/prometheus/range_memory.h"
#include "console/prometheus/response_parser.h"
#include "tests/fuzz/fuzz.h"

#include <QDir>
#include <QFile>
#include <gtest/gtest.h>

namespace vigie::fuzz {
namespace {

using namespace vigie::console;

std::string fileText(const QString& path) {
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
  return file.readAll().toStdString();
}

Corpus dashboards() {
  Corpus corpus{{R"({"rows":[{"height":"250px","panels":[{"type":"graph","span":6,"yaxes":[{"format":"s"}]}]}]})",
                 R"({"spec":{"panels":[{"type":"row","collapsed":true,"panels":[{"type":"stat","repeat":"a"}]}]}})",
                 R"j({"panels":[{"type":"table","targets":[{"expr":"a{b=\"$c\"}","format":"table","instant":true}],
                    "transformations":[{"id":"joinByField","options":{"byField":"b"}},{"id":"groupBy","options":{"fields":{}}},
                    {"id":"renameByRegex","options":{"regex":"(.*)","renamePattern":"$1"}},{"id":"limit","options":{"limitField":-1}}]}]})j"},
                {"null",
                 "[]",
                 "{}",
                 "-1",
                 "1e308",
                 "\"\"",
                 "true",
                 "\"$__all\"",
                 "\"panels\"",
                 "\"repeat\"",
                 "\"transformations\"",
                 "\"options\"",
                 "\"byField\"",
                 "\"interval\":\"1m\"",
                 "\"/(/\"",
                 "\"now-1h\"",
                 "{{",
                 "$",
                 "[[a]]",
                 "\xFF",
                 "\\u0000"}};
  for (const char* folder : {"/monitoring/grafana/dashboards", "/tests/integration/console/samples"}) {
    const QDir directory(QStringLiteral(VIGIE_SOURCE_DIR) + QString::fromLatin1(folder));
    for (const QString& name : directory.entryList({QStringLiteral("*.json")})) {
      corpus.seeds.push_back(fileText(directory.filePath(name)));
    }
  }
  return corpus;
}

FramePtr someAnswer() {
  auto frame = std::make_shared<Frame>();
  frame->series = {{{{QStringLiteral("le"), QStringLiteral("0.5")}}, {0, 15'000}, {1, 2}},
                   {{{QStringLiteral("zone"), QStringLiteral("a")}}, {15'000}, {3}}};
  return frame;
}

TEST(DashboardFuzzTest, Dashboards) {
  const VariableLookup lookup = [](const QString& name) -> std::optional<VariableValue> {
    if (name.size() > 3) return std::nullopt;
    return VariableValue{name, {name, QStringLiteral("x.y")}, true, true, false, false, name};
  };
  const FramePtr answer = someAnswer();
  run("dashboard", dashboards(), [&](std::string_view input) {
    const auto dashboard = parseDashboard(QByteArray(input.data(), static_cast<qsizetype>(input.size())));
    if (!dashboard) {
      EXPECT_FALSE(dashboard.error().message.empty());
      return;
    }
    const auto panels = withRepeats(dashboard->panels, [](const QString&) {
      return std::vector<VariableOption>{{QStringLiteral("A"), QStringLiteral("a")},
                                         {QStringLiteral("B"), QStringLiteral("b")}};
    });
    std::vector<GridPosition> places;
    for (const PanelModel& panel : panels) {
      places.push_back(panel.grid);
      ASSERT_GE(panel.grid.x, 0);
      ASSERT_LE(panel.grid.x + panel.grid.w, 24);
      ASSERT_GE(panel.grid.h, 1);
      std::vector<QueryAnswer> answers;
      for (const PlannedQuery& planned : planQueries(panel, {1'000'000, 4'600'000}, 800, {lookup, {}})) {
        ASSERT_FALSE(planned.query.range && planned.query.stepMs <= 0);
        answers.push_back({planned, answer});
      }
      PanelData data;
      fillPanelData(panel, answers, lookup, data);
      toCsv(data);
    }
    EXPECT_EQ(compactedRows(places).size(), places.size());
  });
}

TEST(DashboardFuzzTest, PrometheusAnswers) {
  const Corpus corpus{
      {R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[1,"2"],[2.5,"NaN"]]}]}})",
       R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"+Inf"]}]},"warnings":["w"]})",
       R"({"status":"error","errorType":"bad_data","error":"parse error"})", "<html>502</html>"},
      {"null", "[]", "{}", "1e400", "\"-Inf\"", "\"values\"", "\"histogram\"", "-9223372036854775808", "\xFF"}};
  run("answer", corpus, [](std::string_view input) {
    const auto frame = parseQueryResponse(QByteArray(input.data(), static_cast<qsizetype>(input.size())), 200);
    if (!frame) {
      EXPECT_FALSE(frame.error().message.empty());
      return;
    }
    for (const Series& series : (*frame)->series) {
      ASSERT_EQ(series.timesMs.size(), series.values.size());
      for (std::size_t i = 1; i < series.timesMs.size(); ++i) ASSERT_LT(series.timesMs[i - 1], series.timesMs[i]);
    }
    // Whatever was answered may be joined to what is held, and kept on disk.
    RangeMemory memory;
    const PromQuery held{QStringLiteral("a"), true, 0, 3'600'000, 1'000};
    PromQuery wanted = held;
    wanted.endMs += 1'000;
    memory.joined(held, held, someAnswer(), 0);
    const FramePtr joined = memory.joined(wanted, memory.narrowed(wanted, 0), *frame, 0);
    for (const Series& series : joined->series) {
      ASSERT_EQ(series.timesMs.size(), series.values.size());
      for (std::size_t i = 1; i < series.timesMs.size(); ++i) ASSERT_LT(series.timesMs[i - 1], series.timesMs[i]);
    }
    const char* reason = "";
    const RememberedDashboard kept = {{QStringLiteral("1"), {1, {0, 1}, {{0, QStringLiteral("a"), wanted, joined}}}}};
    ASSERT_NE(decodeRemembered(encodeRemembered(kept), &reason), nullptr) << reason;
  });
}

TEST(DashboardFuzzTest, RememberedPanels) {
  const RememberedDashboard kept = {
      {QStringLiteral("1"),
       {1, {0, 1}, {{0, QStringLiteral("a"), {QStringLiteral("a"), true, 0, 1, 1}, someAnswer()}}}}};
  const QByteArray bytes = encodeRemembered(kept);
  const Corpus corpus{{bytes.toStdString(), bytes.left(bytes.size() / 2).toStdString()}, {"VIGIE", "\xFF\xFF", "\n"}};
  run("remembered", corpus, [](std::string_view input) {
    const char* reason = "";
    const QByteArray read(input.data(), static_cast<qsizetype>(input.size()));
    const auto dashboard = decodeRemembered(read, &reason);
    EXPECT_TRUE(dashboard || *reason != 0) << "a file that is not used says why";
  });
}

TEST(DashboardFuzzTest, Expressions) {
  const Corpus corpus{
      {"sum by (a) (rate(x{b=\"c\"}[5m])) / on(a) y", "histogram_quantile(0.9, sum(rate(z_bucket[1m])) by (le))",
       "a offset 5m > bool 1 or vector(0) # end", "label_replace(x, \"a\", \"$1\", \"b\", \"(.*)\")"},
      {"{", "}", "(", ")", "[", "]", "\"", "'", "`", "\\", "by", "$a", "${a:csv}", "[[a]]", "1e9", "é"}};
  run("expression", corpus, [](std::string_view input) {
    const QString expr = QString::fromUtf8(input.data(), static_cast<qsizetype>(input.size()));
    for (const SelectorSpan& span : findSelectors(expr)) {
      ASSERT_LE(span.begin, span.end);
      ASSERT_LE(span.end, expr.size());
    }
    withFilters(expr, {{QStringLiteral("k"), QStringLiteral("="), QStringLiteral("v")}});
  });
}

}  // namespace
}  // namespace vigie::fuzz
