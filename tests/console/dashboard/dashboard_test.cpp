#include "console/dashboard/dashboard.h"

#include "console/dashboard/dashboard_catalogue.h"

#include <QDir>
#include <QFile>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

TEST(DashboardTest, ReadsWhatAPanelIsDrawnFrom) {
  const auto dashboard = parseDashboard(R"({"uid":"u","title":"T","time":{"from":"now-6h"},"refresh":"5s","panels":[
    {"id":7,"type":"timeseries","title":"P","description":"D","gridPos":{"x":12,"y":4,"w":12,"h":8},"interval":"10s",
     "targets":[{"refId":"A","expr":"up","legendFormat":"{{job}}","interval":"30s"},
                {"refId":"B","expr":"x","instant":true,"range":false},{"refId":"C","expr":"y","hide":true}],
     "fieldConfig":{"defaults":{"unit":"s","decimals":2,"min":0,"max":"5",
        "thresholds":{"mode":"absolute","steps":[{"color":"green","value":null},{"color":"red","value":2}]},
        "custom":{"fillOpacity":10,"lineWidth":2,"stacking":{"mode":"normal"},"thresholdsStyle":{"mode":"dashed+area"}}},
        "overrides":[{"matcher":{"id":"byName","options":"cost"},"properties":[{"id":"unit","value":"currencyUSD"},
                     {"id":"custom.axisPlacement","value":"right"}]}]}}]})");
  ASSERT_TRUE(dashboard) << dashboard.error().message;
  EXPECT_EQ(dashboard->spanMs, 6 * 3'600'000);
  ASSERT_EQ(dashboard->panels.size(), 1U);
  const PanelModel& panel = dashboard->panels[0];
  EXPECT_EQ(panel.grid, (GridPosition{12, 4, 12, 8}));
  EXPECT_EQ(panel.minIntervalMs, 10'000);
  ASSERT_EQ(panel.targets.size(), 2U) << "a hidden query is not asked";
  EXPECT_EQ(panel.targets[0].interval, QStringLiteral("30s"));
  EXPECT_TRUE(panel.targets[0].range);
  EXPECT_TRUE(panel.targets[1].instant);
  EXPECT_FALSE(panel.targets[1].range);
  EXPECT_EQ(panel.field.max, 5.0) << "old dashboards write numbers as strings";
  EXPECT_EQ(panel.field.stacking, Stacking::kNormal);
  EXPECT_TRUE(panel.field.thresholdDisplay.line && panel.field.thresholdDisplay.area);
  ASSERT_EQ(panel.field.thresholds.steps.size(), 2U);
  EXPECT_EQ(panel.field.thresholds.steps[1].from, 2);
  EXPECT_EQ(fieldOptionsFor(panel, QStringLiteral("cost"), {}).unit, QStringLiteral("currencyUSD"));
  EXPECT_TRUE(fieldOptionsFor(panel, QStringLiteral("cost"), {}).rightAxis);
  EXPECT_EQ(fieldOptionsFor(panel, QStringLiteral("other"), {}).unit, QStringLiteral("s"));
}

TEST(DashboardTest, GivesOverridesEveryPowerThatDefaultsHave) {
  const auto dashboard = parseDashboard(R"({"panels":[{"type":"timeseries","fieldConfig":{"defaults":{"unit":"s"},
    "overrides":[
      {"matcher":{"id":"byRegexp","options":"/^err/i"},"properties":[
        {"id":"thresholds","value":{"mode":"percentage","steps":[{"color":"red","value":null}]}},
        {"id":"mappings","value":[{"type":"value","options":{"0":{"text":"down","color":"red"}}}]},
        {"id":"custom.lineStyle","value":{"fill":"dash","dash":[4,2]}},
        {"id":"custom.transform","value":"negative-Y"},
        {"id":"custom.hideFrom","value":{"viz":true,"legend":true,"tooltip":false}},
        {"id":"color","value":{"mode":"fixed","fixedColor":"#123456"}},
        {"id":"links","value":[{"title":"t","url":"/d/x"}]}]},
      {"matcher":{"id":"byNames","options":{"mode":"exclude","names":["errors"]}},"properties":[{"id":"unit","value":"ops"}]},
      {"matcher":{"id":"byType","options":"string"},"properties":[{"id":"custom.align","value":"center"}]},
      {"matcher":{"id":"byFrameRefID","options":"B"},"properties":[{"id":"decimals","value":3}]}]}}]})");
  ASSERT_TRUE(dashboard);
  const PanelModel& panel = dashboard->panels[0];
  const FieldOptions errors = fieldOptionsFor(panel, QStringLiteral("Errors"), QStringLiteral("A"));
  EXPECT_TRUE(errors.thresholds.percentage);
  ASSERT_EQ(errors.mappings.size(), 1U);
  EXPECT_EQ(errors.mappings[0].text, QStringLiteral("down"));
  EXPECT_EQ(errors.dashes, (std::vector<double>{4, 2}));
  EXPECT_TRUE(errors.negativeY);
  EXPECT_TRUE(errors.hiddenInGraph && errors.hiddenInLegend && !errors.hiddenInTooltip);
  EXPECT_EQ(errors.fixedColour, QStringLiteral("#123456"));
  EXPECT_EQ(errors.links.size(), 1U);
  EXPECT_EQ(errors.unit, QStringLiteral("ops"));
  EXPECT_EQ(fieldOptionsFor(panel, QStringLiteral("errors"), {}).unit, QStringLiteral("s")) << "it is excluded";
  EXPECT_EQ(fieldOptionsFor(panel, QStringLiteral("x"), {}, QStringLiteral("string")).align, QStringLiteral("center"));
  EXPECT_EQ(fieldOptionsFor(panel, QStringLiteral("x"), QStringLiteral("B")).decimals, 3);
}

TEST(DashboardTest, ReadsOldPanelsAsTodays) {
  const auto dashboard = parseDashboard(R"({"panels":[
    {"type":"graph","fill":2,"linewidth":3,"stack":true,"nullPointMode":"connected","steppedLine":true,
     "yaxes":[{"format":"bytes","min":"0","logBase":10},{"format":"short"}],"aliasColors":{"a":"#ff0000"},
     "seriesOverrides":[{"alias":"/b.*/","yaxis":2,"transform":"negative-Y"}],
     "legend":{"values":true,"avg":true,"current":true,"alignAsTable":true,"rightSide":true},
     "thresholds":[{"value":5,"op":"gt","line":true,"fill":true,"colorMode":"critical"}],
     "tooltip":{"shared":false,"sort":2}},
    {"type":"singlestat","format":"s","thresholds":"1,2","colors":["green","orange","red"],"valueName":"avg",
     "colorValue":true,"valueMaps":[{"value":"null","op":"=","text":"N/A"}],"sparkline":{"show":true}},
    {"type":"singlestat","gauge":{"show":true,"minValue":1,"maxValue":9}},
    {"type":"table","styles":[{"pattern":"Time","type":"hidden"},{"pattern":"/.*/","unit":"short"}]},
    {"type":"heatmap","dataFormat":"tsbuckets","yAxis":{"format":"s"}},
    {"type":"text","mode":"markdown","content":"# hello"}]})");
  ASSERT_TRUE(dashboard);
  const PanelModel& graph = dashboard->panels[0];
  EXPECT_EQ(graph.type, QStringLiteral("timeseries"));
  EXPECT_EQ(graph.field.fillOpacity, 20);
  EXPECT_EQ(graph.field.lineWidth, 3);
  EXPECT_EQ(graph.field.stacking, Stacking::kNormal);
  EXPECT_TRUE(graph.field.spanNulls);
  EXPECT_EQ(graph.field.lineInterpolation, QStringLiteral("stepAfter"));
  EXPECT_EQ(graph.field.unit, QStringLiteral("bytes"));
  EXPECT_EQ(graph.field.min, 0.0);
  EXPECT_EQ(graph.field.logBase, 10);
  EXPECT_TRUE(graph.field.thresholdDisplay.line && graph.field.thresholdDisplay.area);
  EXPECT_EQ(graph.legend.calcs, (QStringList{QStringLiteral("mean"), QStringLiteral("lastNotNull")}));
  EXPECT_TRUE(graph.legend.asTable && graph.legend.right);
  EXPECT_EQ(graph.tooltip.mode, QStringLiteral("single"));
  EXPECT_EQ(graph.tooltip.sort, QStringLiteral("desc"));
  EXPECT_EQ(fieldOptionsFor(graph, QStringLiteral("a"), {}).fixedColour, QStringLiteral("#ff0000"));
  EXPECT_TRUE(fieldOptionsFor(graph, QStringLiteral("bx"), {}).rightAxis);
  EXPECT_TRUE(fieldOptionsFor(graph, QStringLiteral("bx"), {}).negativeY);

  const PanelModel& stat = dashboard->panels[1];
  EXPECT_EQ(stat.type, QStringLiteral("stat"));
  EXPECT_EQ(stat.reduce.calcs, QStringList{QStringLiteral("mean")});
  ASSERT_EQ(stat.field.thresholds.steps.size(), 3U);
  EXPECT_EQ(stat.field.thresholds.steps[2].from, 2);
  ASSERT_EQ(stat.field.mappings.size(), 1U);
  EXPECT_TRUE(stat.field.mappings[0].matchesNull);
  EXPECT_EQ(dashboard->panels[2].type, QStringLiteral("gauge"));
  EXPECT_EQ(dashboard->panels[2].field.max, 9.0);
  EXPECT_TRUE(fieldOptionsFor(dashboard->panels[3], QStringLiteral("Time"), {}).hidden);
  EXPECT_EQ(dashboard->panels[3].field.unit, QStringLiteral("short"));
  EXPECT_FALSE(dashboard->panels[4].options.value(QLatin1String("calculate")).toBool(true));
  EXPECT_EQ(dashboard->panels[5].options.value(QLatin1String("content")).toString(), QStringLiteral("# hello"));
}

TEST(DashboardTest, KeepsWhatItDoesNotUnderstand) {
  const auto dashboard = parseDashboard(R"({"dashboard":{"newKey":{"a":[1,2]},"panels":[
    {"type":"somebody-s-panel","odd":true,"targets":[{"expr":"up","mystery":1},{"expr":"x"},{"refId":"A","expr":"y"}]}]}})");
  ASSERT_TRUE(dashboard);
  EXPECT_TRUE(dashboard->json.value(QLatin1String("dashboard")).toObject().contains(QLatin1String("newKey")));
  const PanelModel& panel = dashboard->panels[0];
  EXPECT_TRUE(panel.json.value(QLatin1String("odd")).toBool());
  ASSERT_EQ(panel.targets.size(), 3U);
  EXPECT_EQ(panel.targets[0].refId, QStringLiteral("B")) << "A is taken by a later query";
  EXPECT_EQ(panel.targets[1].refId, QStringLiteral("C"));
}

TEST(DashboardTest, TakesWrappersAndRefusesV2ByName) {
  EXPECT_EQ(parseDashboard(R"({"dashboard":{"title":"a","panels":[]}})")->title, QStringLiteral("a"));
  EXPECT_EQ(parseDashboard(R"({"apiVersion":"v1","spec":{"title":"b","panels":[]}})")->title, QStringLiteral("b"));
  const auto v2 = parseDashboard(R"({"spec":{"elements":{}}})");
  ASSERT_FALSE(v2);
  EXPECT_NE(v2.error().message.find("V2"), std::string::npos);
}

TEST(DashboardTest, LaysOutLegacyRows) {
  const auto dashboard = parseDashboard(R"({"title":"old","rows":[
    {"title":"one","showTitle":true,"height":"250px","panels":[{"type":"graph","span":6,"yaxes":[{"format":"bytes"}]},
                                                               {"type":"graph","span":6}]},
    {"title":"two","collapse":true,"panels":[{"type":"graph","span":12}]}]})");
  ASSERT_TRUE(dashboard);
  ASSERT_EQ(dashboard->panels.size(), 4U);
  EXPECT_EQ(dashboard->panels[0].type, QStringLiteral("row"));
  EXPECT_EQ(dashboard->panels[1].type, QStringLiteral("timeseries"));
  EXPECT_EQ(dashboard->panels[1].field.unit, QStringLiteral("bytes"));
  EXPECT_EQ(dashboard->panels[2].grid.x, 12);
  EXPECT_TRUE(dashboard->panels[3].collapsed);
  EXPECT_EQ(dashboard->panels[3].nested.size(), 1U);
}

// The places of Grafana's own migration (DashboardMigrator.test.ts, "when creating dashboard model with rows").
TEST(DashboardTest, PutsPanelsOfLegacyRowsWhereGrafanaPutsThem) {
  const auto places = [](const char* rows) {
    const auto dashboard = parseDashboard(QByteArray(R"({"rows":)") + rows + "}");
    std::vector<GridPosition> found;
    for (const PanelModel& panel : dashboard->panels) found.push_back(panel.grid);
    return found;
  };
  using Places = std::vector<GridPosition>;
  EXPECT_EQ(places(R"([{"height":"250px","panels":[{"span":6},{"span":6}]}])"),
            (Places{{0, 0, 12, 7}, {12, 0, 12, 7}}));
  EXPECT_EQ(places(R"([{"panels":[{"span":4}]},{"panels":[{"span":4}]}])"), (Places{{0, 0, 8, 7}, {0, 7, 8, 7}}))
      << "rows that show no title have no heading";
  EXPECT_EQ(places(R"([{"height":250,"panels":[{"span":8},{"span":4,"height":"125px"},{"span":4,"height":"125px"}]}])"),
            (Places{{0, 0, 16, 7}, {16, 0, 8, 4}, {16, 4, 8, 4}}))
      << "small ones stand over each other beside a high one";
  EXPECT_EQ(places(R"([{"height":250,"panels":[{"span":12},{"span":12}]}])"), (Places{{0, 0, 24, 7}, {0, 7, 24, 7}}));
  EXPECT_EQ(places(R"([{"panels":[{"span":12}]},{"collapse":true,"panels":[{"span":6}]},{"panels":[{"span":3}]}])"),
            (Places{{0, 0, 24, 1}, {0, 1, 24, 7}, {0, 8, 24, 1}, {0, 9, 24, 1}, {0, 10, 6, 7}}))
      << "one heading gives all rows one, and what is folded takes no room";
  EXPECT_EQ(places(R"([{"panels":[{"span":12}]},{"repeatIteration":5,"panels":[{"span":12}]}])").size(), 1U)
      << "copies that Grafana wrote are made anew";
}

TEST(DashboardTest, NeverFailsOnAFieldOfTheWrongType) {
  for (const char* json :
       {R"({"panels":[null,1,"x",[],{}]})", R"({"panels":[{"gridPos":"x","targets":{},"fieldConfig":[]}]})",
        R"({"panels":[{"gridPos":{"x":-5,"y":1e300,"w":999,"h":-1},"type":7,"title":{}}]})",
        R"({"panels":[{"type":"row","panels":[{"type":"row","panels":7}]}]})",
        R"({"panels":[{"targets":[{"expr":7,"interval":[],"intervalFactor":1e99}],"maxDataPoints":-3}]})",
        R"({"rows":[null,{"panels":null,"height":[]}]})",
        R"({"panels":[],"templating":7,"time":[],"refresh":false})"}) {
    const auto dashboard = parseDashboard(json);
    ASSERT_TRUE(dashboard) << json;
    for (const PanelModel& panel : dashboard->panels) {
      EXPECT_GE(panel.grid.x, 0);
      EXPECT_LE(panel.grid.x + panel.grid.w, 24);
    }
  }
  for (const char* json : {"", "{", "[]", "7", "{}", R"({"title":"no panels"})"})
    EXPECT_FALSE(parseDashboard(json)) << json;
}

TEST(DashboardTest, ShipsTheProductsOwn) {
  const std::vector<CatalogueEntry> entries = readCatalogue({}, {});
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].title, QStringLiteral("AI API Monitoring"));
  EXPECT_EQ(entries[1].title, QStringLiteral("Feedback Loop"));
  EXPECT_EQ(entries[2].title, QStringLiteral("PostgreSQL Monitoring"));
  for (const CatalogueEntry& entry : entries) EXPECT_EQ(entry.problem, QString());
}

TEST(DashboardTest, KeepsAFileItCannotReadWithItsProblem) {
  const std::vector<CatalogueEntry> entries =
      readCatalogue({QStringLiteral(VIGIE_SAMPLES "/not-a-dashboard.json")}, {});
  ASSERT_FALSE(entries.empty());
  EXPECT_FALSE(entries[0].problem.isEmpty());
}

#ifdef VIGIE_PUBLIC_DASHBOARDS
TEST(DashboardTest, ReadsPublicDashboards) {
  const std::vector<CatalogueEntry> entries = readCatalogue({}, QStringLiteral(VIGIE_PUBLIC_DASHBOARDS));
  ASSERT_GE(entries.size(), 4U);
  for (const CatalogueEntry& entry : entries) {
    EXPECT_EQ(entry.problem, QString()) << entry.title.toStdString();
    EXPECT_GT(entry.dashboard.panels.size(), 5U) << entry.title.toStdString();
  }
}
#endif

}  // namespace
}  // namespace vigie::console
