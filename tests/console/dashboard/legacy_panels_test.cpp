// Old panels as today's. Expected values: Grafana's own migrations and their tests
// (timeseries/migrations.test.ts, SingleStatBaseOptions.test.ts, table/migrations.test.ts, piechart/migrations.test.ts,
// heatmap/migrations.test.ts, valueMappings.ts).
#include "console/dashboard/field_display.h"
#include "console/dashboard/panel_data.h"
#include "console/dashboard/query_plan.h"
#include "console/dashboard/value_text.h"

#include <QJsonDocument>
#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

PanelModel panelOf(const QByteArray& json) { return readPanel(QJsonDocument::fromJson(json).object()); }

FieldOptions optionsOf(const PanelModel& panel, const char* name, const std::vector<double>& numbers = {}) {
  return withOverrides(panel.field, panel.overrides, {q(name), {}, q("number"), &numbers});
}

TEST(LegacyPanelsTest, GivesGraphsTheirSeriesBack) {
  const PanelModel graph = panelOf(R"({"type":"graph","fill":0,"lines":true,"linewidth":2,"dashes":false,"decimals":1,
    "yaxes":[{"format":"short","min":"0","show":true},{"format":"percent","max":"100","label":"share","logBase":2}],
    "seriesOverrides":[
      {"alias":"bars","bars":true,"lines":false,"stack":false},
      {"alias":"band","lines":false,"fillBelowTo":"low"},
      {"alias":"right","yaxis":2,"dashes":true,"dashLength":4,"spaceLength":2},
      {"alias":"dots","points":true,"lines":false,"pointradius":3},
      {"alias":"group","stack":"B","linewidth":0,"fill":7},
      {"alias":"unlisted","legend":false,"hideTooltip":true},
      {"alias":"const","transform":"constant"}],
    "legend":{"show":true,"values":true,"current":true,"alignAsTable":true,"sort":"current","sortDesc":true,
              "hideEmpty":true,"hideZero":true}})");
  EXPECT_EQ(graph.field.fillOpacity, 35) << "a band was as full as that";
  EXPECT_EQ(graph.field.decimals, 1);
  const FieldOptions bars = optionsOf(graph, "bars");
  EXPECT_EQ(bars.drawStyle, q("bars"));
  EXPECT_EQ(bars.fillOpacity, 100);
  EXPECT_EQ(bars.lineWidth, 2) << "only a line that is not wanted has no width";
  const FieldOptions band = optionsOf(graph, "band");
  EXPECT_EQ(band.fillBelowTo, q("low"));
  EXPECT_EQ(band.lineWidth, 0);
  const FieldOptions right = optionsOf(graph, "right");
  EXPECT_TRUE(right.rightAxis);
  EXPECT_EQ(right.unit, q("percent"));
  EXPECT_EQ(right.min, std::nullopt) << "the left axis' least value is not that of the right one";
  EXPECT_EQ(right.max, 100);
  EXPECT_EQ(right.axisLabel, q("share"));
  EXPECT_EQ(right.logBase, 2);
  EXPECT_EQ(right.dashes, (std::vector<double>{4, 2}));
  const FieldOptions dots = optionsOf(graph, "dots");
  EXPECT_EQ(dots.drawStyle, q("points"));
  EXPECT_EQ(dots.showPoints, q("always"));
  EXPECT_EQ(dots.pointSize, 8);
  const FieldOptions group = optionsOf(graph, "group");
  EXPECT_EQ(group.stacking, Stacking::kNormal);
  EXPECT_EQ(group.stackGroup, q("B"));
  EXPECT_EQ(group.fillOpacity, 70);
  EXPECT_TRUE(optionsOf(graph, "unlisted").hiddenInLegend && optionsOf(graph, "unlisted").hiddenInTooltip);
  EXPECT_FALSE(optionsOf(graph, "unlisted").hiddenInGraph);
  EXPECT_TRUE(optionsOf(graph, "const").constant);
  EXPECT_EQ(graph.legend.sortBy, q("Last *"));
  EXPECT_TRUE(graph.legend.sortFalls);
  EXPECT_TRUE(optionsOf(graph, "x", {0, 0}).hiddenInLegend) << "of zeros only";
  EXPECT_TRUE(optionsOf(graph, "x", {std::nan("")}).hiddenInLegend) << "of nothing";
  EXPECT_FALSE(optionsOf(graph, "x", {0, 1}).hiddenInLegend);
}

TEST(LegacyPanelsTest, ColoursWhatIsBelowAThresholdToo) {
  const auto stepsOf = [](const char* thresholds) {
    const PanelModel graph = panelOf(QByteArray(R"({"type":"graph","thresholds":)") + thresholds + "}");
    QStringList steps;
    for (const ThresholdStep& step : graph.field.thresholds.steps)
      steps.append(q("%1 %2").arg(std::isinf(step.from) ? q("-") : QString::number(step.from), step.colour));
    return steps.join(q(", "));
  };
  EXPECT_EQ(
      stepsOf(
          R"([{"op":"gt","value":80,"fill":true,"colorMode":"critical"},{"op":"gt","value":50,"fill":true,"colorMode":"warning"}])"),
      q("- transparent, 50 orange, 80 red"));
  EXPECT_EQ(
      stepsOf(
          R"([{"op":"lt","value":40,"fill":true,"colorMode":"critical"},{"op":"gt","value":80,"fill":true,"colorMode":"custom","fillColor":"purple"}])"),
      q("- red, 40 transparent, 80 purple"));
  EXPECT_EQ(stepsOf(R"([{"op":"lt","value":40,"colorMode":"critical"},{"op":"lt","value":60,"colorMode":"warning"}])"),
            q("- red, 40 orange, 60 transparent"));
}

TEST(LegacyPanelsTest, MakesBarsOfGraphsWithoutTime) {
  const PanelModel series =
      panelOf(R"({"type":"graph","bars":true,"lines":false,"xaxis":{"mode":"series","values":["current"]},
    "yaxes":[{"format":"bytes"}]})");
  EXPECT_EQ(series.type, q("bargauge"));
  EXPECT_EQ(series.reduce.calcs, QStringList{q("lastNotNull")});
  EXPECT_EQ(series.field.unit, q("bytes"));
  EXPECT_EQ(panelOf(R"({"type":"graph","xaxis":{"mode":"histogram","buckets":12}})").type, q("histogram"));
}

TEST(LegacyPanelsTest, ReadsSingleStatsMappingsAndText) {
  const PanelModel stat = panelOf(R"({"type":"singlestat","format":"none","nullText":"none yet","valueName":"name",
    "tableColumn":"version","mappingType":2,"valueMaps":[{"op":"=","text":"N/A","value":"null"}],
    "rangeMaps":[{"from":"null","text":"N/A","to":"null"},{"from":"1","to":"3","text":"few"}],
    "thresholds":"","colors":["#299c46","red","blue"],"sparkline":{"show":false},"colorBackground":true})");
  EXPECT_EQ(stat.field.noValue, q("none yet"));
  EXPECT_EQ(stat.reduce.fields, q("/^version$/"));
  EXPECT_EQ(stat.options.value(q("textMode")), q("name"));
  EXPECT_EQ(stat.options.value(q("colorMode")), q("background"));
  EXPECT_EQ(shownValue(stat.field, std::nullopt).text.text(), q("N/A"));
  EXPECT_EQ(shownValue(stat.field, 2).text.text(), q("few"));
  ASSERT_EQ(stat.field.thresholds.steps.size(), 1U);
  EXPECT_EQ(stat.field.thresholds.steps[0].colour, q("#299c46"));
  EXPECT_EQ(panelOf(R"({"type":"grafana-singlestat-panel"})").type, q("stat"));
}

TEST(LegacyPanelsTest, ReadsStatsAndGaugesOfGrafanaSix) {
  const PanelModel gauge = panelOf(R"({"type":"gauge","options":{"orientation":"auto","fieldOptions":{"calcs":["last"],
    "defaults":{"title":"Used","unit":"percent","min":0,"max":90,"decimals":1,"thresholds":[{"color":"green","index":0,"value":null},{"color":"red","index":1,"value":80}],
                "mappings":[{"type":1,"value":"7","text":"seven"}]},"override":{},"values":false}}})");
  EXPECT_EQ(gauge.reduce.calcs, QStringList{q("last")});
  EXPECT_EQ(gauge.field.unit, q("percent"));
  EXPECT_EQ(gauge.field.max, 90);
  EXPECT_EQ(gauge.field.displayName, q("Used"));
  ASSERT_EQ(gauge.field.thresholds.steps.size(), 2U);
  EXPECT_TRUE(std::isinf(gauge.field.thresholds.steps[0].from));
  EXPECT_EQ(gauge.field.thresholds.steps[1].from, 80);
  EXPECT_EQ(shownValue(gauge.field, 7).text.text(), q("seven"));

  const PanelModel first = panelOf(R"({"type":"bargauge","options":{"minValue":10,"maxValue":20,
    "valueOptions":{"unit":"watt","stat":"current","decimals":2},"thresholds":[{"index":0,"value":null,"color":"blue"}],
    "valueMappings":[{"type":2,"from":"1","to":"2","text":"low"}]}})");
  EXPECT_EQ(first.reduce.calcs, QStringList{q("lastNotNull")});
  EXPECT_EQ(first.field.unit, q("watt"));
  EXPECT_EQ(first.field.min, 10);
  EXPECT_EQ(first.field.thresholds.steps[0].colour, q("blue"));
  EXPECT_EQ(shownValue(first.field, 1.5).text.text(), q("low"));
}

TEST(LegacyPanelsTest, ReadsTablesStyles) {
  const PanelModel table = panelOf(R"j({"type":"table","transform":"table","columns":[],"showHeader":false,"styles":[
    {"pattern":"Time","type":"date","alias":"When","dateFormat":"MM/DD/YY h:mm a"},
    {"pattern":"/Value/","type":"number","unit":"bytes","decimals":1,"colorMode":"row","colors":["green","orange","red"],
     "thresholds":["10","20"],"link":true,"linkUrl":"/d/x?var-a=$__cell&var-b=${__cell_2}","linkTooltip":"go"},
    {"pattern":"pod","type":"string","mappingType":1,"valueMaps":[{"value":"a","text":"A!"}],"align":"right"},
    {"pattern":"job","type":"hidden"},
    {"pattern":"/.*/","type":"number","unit":"short","decimals":2,"align":"auto"}]})j");
  EXPECT_EQ(table.type, q("table"));
  EXPECT_FALSE(table.options.value(q("showHeader")).toBool(true));
  EXPECT_EQ(optionsOf(table, "Time").unit, q("time:MM/DD/YY h:mm a"));
  EXPECT_EQ(optionsOf(table, "Time").displayName, q("When"));
  const FieldOptions value = optionsOf(table, "Value #A");
  EXPECT_EQ(value.unit, q("bytes"));
  EXPECT_EQ(value.cellType, q("color-background"));
  EXPECT_TRUE(value.colourRow);
  ASSERT_EQ(value.thresholds.steps.size(), 3U);
  EXPECT_EQ(value.thresholds.steps[2].from, 20);
  ASSERT_EQ(value.links.size(), 1U);
  EXPECT_EQ(value.links[0].url, q("/d/x?var-a=${__value.text}&var-b=${__data.fields[2]}"));
  EXPECT_EQ(shownText(optionsOf(table, "pod"), q("a")).text.text(), q("A!"));
  EXPECT_EQ(optionsOf(table, "pod").align, q("right"));
  EXPECT_TRUE(optionsOf(table, "job").hidden);
  EXPECT_EQ(optionsOf(table, "else").unit, q("short"));
  ASSERT_EQ(table.transformations.size(), 1U);
  EXPECT_EQ(table.transformations[0].id, q("merge"));

  const PanelModel chosen =
      panelOf(R"({"type":"table","styles":[{"pattern":"instance","type":"string","alias":"Instance"},
    {"pattern":"job","type":"hidden"},{"pattern":"/.*/","type":"hidden","unit":"short"}]})");
  EXPECT_FALSE(optionsOf(chosen, "instance").hidden) << "the first style that names a column is its own";
  EXPECT_TRUE(optionsOf(chosen, "job").hidden && optionsOf(chosen, "else").hidden);

  const PanelModel sums = panelOf(R"({"type":"table-old","transform":"timeseries_aggregations",
    "columns":[{"text":"Avg","value":"avg"},{"text":"Current","value":"current"}],"styles":[]})");
  EXPECT_EQ(sums.transformations[0].id, q("reduce"));
  EXPECT_EQ(sums.transformations[0].options.value(q("reducers")).toArray(), (QJsonArray{q("mean"), q("lastNotNull")}));
}

TEST(LegacyPanelsTest, ReadsThePieAndTheHeatmapOfOld) {
  const PanelModel pie =
      panelOf(R"({"type":"grafana-piechart-panel","pieType":"donut","valueName":"avg","format":"bytes",
    "aliasColors":{"a":"#ff0000"},"legendType":"Right side","legend":{"show":true,"values":true,"percentage":true}})");
  EXPECT_EQ(pie.type, q("piechart"));
  EXPECT_EQ(pie.options.value(q("pieType")), q("donut"));
  EXPECT_EQ(pie.reduce.calcs, QStringList{q("mean")});
  EXPECT_EQ(pie.field.unit, q("bytes"));
  EXPECT_TRUE(pie.legend.right && pie.legend.show && pie.legend.asTable);
  EXPECT_EQ(optionsOf(pie, "a").fixedColour, q("#ff0000"));
  const PanelModel labelled =
      panelOf(R"({"type":"grafana-piechart-panel","legendType":"On graph","legend":{"show":true,"percentage":true}})");
  EXPECT_FALSE(labelled.legend.show);
  EXPECT_EQ(labelled.options.value(q("displayLabels")).toArray(), (QJsonArray{q("name"), q("percent")}));

  const PanelModel heat = panelOf(R"({"type":"heatmap","dataFormat":"timeseries","hideZeroBuckets":true,"yBucketSize":5,
    "xBucketNumber":20,"yAxis":{"format":"s","logBase":2,"decimals":1,"max":"9"},"cards":{"cardPadding":3},
    "color":{"mode":"opacity","cardColor":"#b4ff00","exponent":0.3},"legend":{"show":true}})");
  EXPECT_TRUE(heat.options.value(q("calculate")).toBool());
  const QJsonObject calculation = heat.options.value(q("calculation")).toObject();
  EXPECT_EQ(calculation.value(q("xBuckets")).toObject().value(q("mode")), q("count"));
  EXPECT_EQ(calculation.value(q("yBuckets")).toObject().value(q("value")), q("5"));
  EXPECT_EQ(calculation.value(q("yBuckets")).toObject().value(q("scale")).toObject().value(q("log")), 2);
  const QJsonObject colour = heat.options.value(q("color")).toObject();
  EXPECT_EQ(colour.value(q("mode")), q("opacity"));
  EXPECT_EQ(colour.value(q("fill")), q("#b4ff00"));
  EXPECT_EQ(colour.value(q("exponent")), 0.3);
  EXPECT_EQ(heat.options.value(q("yAxis")).toObject().value(q("max")), 9);
  EXPECT_EQ(heat.options.value(q("cellGap")), 3);
}

// createNoValuesFieldDisplay() in packages/grafana-data/src/field/fieldDisplay.ts, and the usual thresholds of standard
// options.
TEST(LegacyPanelsTest, ShowsAWordForNothingAndTheUsualThresholds) {
  const auto shownOf = [](const char* panelJson) {
    const PanelModel panel = panelOf(panelJson);
    auto frame = std::make_shared<Frame>();
    PanelData data;
    fillPanelData(panel, {{PlannedQuery(), frame}}, {}, data);
    QStringList shown;
    for (const DisplayValue& value : displayValues(panel, data))
      shown.append(shownValue(value.field, value.number).text.text());
    return data.isEmpty() ? q("empty") : shown.join(q(", "));
  };
  EXPECT_EQ(shownOf(R"({"type":"stat","targets":[{"expr":"x"}],"fieldConfig":{"defaults":{"noValue":"0"}}})"), q("0"));
  EXPECT_EQ(
      shownOf(R"({"type":"singlestat","targets":[{"expr":"x"}],"valueMaps":[{"op":"=","text":"N/A","value":"null"}]})"),
      q("N/A"));
  EXPECT_EQ(shownOf(R"({"type":"stat","targets":[{"expr":"x"}]})"), q("empty"));
  EXPECT_EQ(shownOf(R"({"type":"timeseries","targets":[{"expr":"x"}],"fieldConfig":{"defaults":{"noValue":"0"}}})"),
            q("empty"));

  const auto steps = [](const char* json) { return panelOf(json).field.thresholds.steps; };
  ASSERT_EQ(steps(R"({"type":"stat"})").size(), 2U);
  EXPECT_EQ(steps(R"({"type":"gauge"})")[1].from, 80);
  EXPECT_EQ(steps(R"({"type":"gauge"})")[1].colour, q("red"));
  EXPECT_TRUE(steps(R"({"type":"timeseries"})").empty());
  EXPECT_TRUE(
      steps(R"({"type":"stat","fieldConfig":{"defaults":{"color":{"mode":"fixed","fixedColor":"blue"}}}})").empty());
  EXPECT_EQ(
      steps(R"({"type":"stat","fieldConfig":{"defaults":{"thresholds":{"steps":[{"color":"blue","value":null}]}}}})")
          .size(),
      1U);
}

}  // namespace
}  // namespace vigie::console
