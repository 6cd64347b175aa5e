// What a dashboard says by reference: library panels, inputs, other panels' queries, kinds of data sources. Expected
// values: what Grafana's importer and its "-- Dashboard --" source do.
#include "console/dashboard/dashboard.h"
#include "console/dashboard/query_plan.h"

#include <gtest/gtest.h>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

TEST(ReferencesTest, PutsLibraryPanelsAndConstantsInTheirPlace) {
  const auto dashboard = parseDashboard(R"({"__inputs":[{"name":"VAR_NS","type":"constant","value":"prod"},
      {"name":"DS_LOGS","type":"datasource","pluginId":"loki"}],
    "__elements":{"abc":{"uid":"abc","name":"CPU","kind":1,"model":{"type":"stat","title":"CPU of ${VAR_NS}","gridPos":{"x":9,"y":9,"w":1,"h":1},
       "targets":[{"refId":"A","expr":"up{ns=\"${VAR_NS}\"}"}]}}},
    "panels":[{"id":4,"gridPos":{"x":0,"y":0,"w":6,"h":5},"libraryPanel":{"uid":"abc","name":"CPU"}},
      {"id":5,"gridPos":{"x":0,"y":6,"w":6,"h":5},"libraryPanel":{"uid":"gone","name":"Lost"}},
      {"id":6,"gridPos":{"x":0,"y":12,"w":6,"h":5},"type":"logs","datasource":"${DS_LOGS}","targets":[{"refId":"A","expr":"{a=\"b\"}"}]}]})");
  ASSERT_TRUE(dashboard);
  EXPECT_EQ(dashboard->panels[0].type, q("stat"));
  EXPECT_EQ(dashboard->panels[0].id, 4);
  EXPECT_EQ(dashboard->panels[0].grid, (GridPosition{0, 0, 6, 5}));
  EXPECT_EQ(dashboard->panels[0].title, q("CPU of prod"));
  EXPECT_EQ(dashboard->panels[0].targets[0].expr, q("up{ns=\"prod\"}"));
  EXPECT_EQ(dashboard->panels[1].type, q("library panel"));
  EXPECT_EQ(dashboard->panels[1].title, q("Lost"));
  EXPECT_EQ(foreignDatasource(dashboard->panels[2]), q("loki"));
}

TEST(ReferencesTest, AsksWhatAnotherPanelAsks) {
  const auto dashboard = parseDashboard(R"({"panels":[
    {"id":1,"type":"timeseries","gridPos":{"y":0},"datasource":{"type":"prometheus","uid":"p"},
     "targets":[{"refId":"A","expr":"a"},{"refId":"B","expr":"b"}],"transformations":[{"id":"merge","options":{}}]},
    {"id":2,"type":"stat","gridPos":{"y":1},"datasource":{"type":"datasource","uid":"-- Dashboard --"},
     "targets":[{"refId":"A","panelId":1,"withTransforms":true}],"transformations":[{"id":"limit","options":{}}]},
    {"id":3,"type":"stat","gridPos":{"y":2},"datasource":"-- Dashboard --","targets":[{"refId":"A","panelId":2}]},
    {"id":4,"type":"stat","gridPos":{"y":3},"datasource":"-- Mixed --",
     "targets":[{"refId":"A","panelId":1,"datasource":{"uid":"-- Dashboard --"}},{"refId":"Z","expr":"z"}]}]})");
  ASSERT_TRUE(dashboard);
  const auto expressions = [&](std::size_t panel) {
    QStringList all;
    for (const Target& target : dashboard->panels[panel].targets) all.append(target.expr);
    return all;
  };
  EXPECT_EQ(expressions(1), (QStringList{q("a"), q("b")}));
  ASSERT_EQ(dashboard->panels[1].transformations.size(), 2U);
  EXPECT_EQ(dashboard->panels[1].transformations[0].id, q("merge")) << "those of the other panel come first";
  EXPECT_EQ(expressions(2), QStringList{QString()}) << "only what a panel asks itself can be shown, as in Grafana";
  EXPECT_EQ(expressions(3), (QStringList{q("a"), q("b"), q("z")}));
}

TEST(ReferencesTest, KnowsWhatItCannotAsk) {
  const auto dashboard = parseDashboard(R"j({"templating":{"list":[{"name":"logs","type":"datasource","query":"loki"},
      {"name":"ds","type":"datasource","query":"prometheus"},
      {"name":"app","type":"query","datasource":{"uid":"${logs}"},"query":"label_values(app)"}]},"panels":[
    {"id":1,"gridPos":{"y":0},"type":"timeseries","datasource":"$ds","targets":[{"refId":"A","expr":"up"}]},
    {"id":2,"gridPos":{"y":1},"type":"timeseries","datasource":{"uid":"${logs}"},"targets":[{"refId":"A","expr":"{}"}]},
    {"id":3,"gridPos":{"y":2},"type":"graph","datasource":"Metrics DB","targets":[{"refId":"A","rawSql":"select 1"}]},
    {"id":4,"gridPos":{"y":3},"type":"graph","datasource":"-- Grafana --","targets":[{"refId":"A","queryType":"randomWalk"}]},
    {"id":5,"gridPos":{"y":4},"type":"stat","datasource":{"uid":"-- Mixed --"},"targets":[
       {"refId":"A","expr":"up","datasource":{"type":"prometheus","uid":"x"}},
       {"refId":"B","type":"math","expression":"$A*2","datasource":{"type":"__expr__","uid":"__expr__"}}]}]})j");
  ASSERT_TRUE(dashboard);
  EXPECT_EQ(foreignDatasource(dashboard->panels[0]), QString());
  EXPECT_EQ(foreignDatasource(dashboard->panels[1]), q("loki"));
  EXPECT_EQ(foreignDatasource(dashboard->panels[2]), q("sql"));
  EXPECT_EQ(foreignDatasource(dashboard->panels[3]), q("grafana"));
  EXPECT_EQ(foreignDatasource(dashboard->panels[4]), QString());
  EXPECT_EQ(dashboard->variables[2].datasourceType, q("loki"));
  EXPECT_EQ(foreignQueries(dashboard->panels[4]), (std::vector<std::pair<QString, QString>>{{q("B"), q("__expr__")}}));
}

TEST(ReferencesTest, LeavesOutCopiesThatOldGrafanasSaved) {
  const auto dashboard = parseDashboard(R"({"panels":[
    {"id":1,"type":"graph","repeat":"host","gridPos":{"y":0,"w":6},"targets":[]},
    {"id":2,"type":"graph","repeat":null,"repeatPanelId":1,"repeatIteration":157,"gridPos":{"y":0,"x":6,"w":6}},
    {"id":3,"type":"row","repeat":"job","gridPos":{"y":8},"collapsed":true,"panels":[{"id":4,"type":"graph"},
      {"id":5,"type":"graph","repeatPanelId":4,"repeatedByRow":true,"repeat":"x"}]}]})");
  ASSERT_TRUE(dashboard);
  ASSERT_EQ(dashboard->panels.size(), 2U);
  EXPECT_EQ(dashboard->panels[1].nested.size(), 1U);
}

}  // namespace
}  // namespace vigie::console
