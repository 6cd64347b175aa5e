// What a field configuration makes of lines: stacks, bands, gaps, scales, colours over the height.
#include "console/panels/chart_model.h"

#include "console/panels/chart_layout.h"
#include "console/panels/curve_ticks.h"
#include "console/panels/series_brush.h"
#include "console/panels/series_drawing.h"

#include <QJsonDocument>
#include <QLinearGradient>
#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

struct Given {
  const char* name;
  std::vector<double> values;
};

/// Samples ten seconds apart.
ChartModel modelOf(const char* fieldConfig, const std::vector<Given>& given, const char* extra = "") {
  const QByteArray json =
      QByteArray(R"({"type":"timeseries","targets":[{"refId":"A","expr":"x","legendFormat":"{{n}}"}],)") + extra +
      R"("fieldConfig":)" + fieldConfig + "}";
  const PanelModel panel = readPanel(QJsonDocument::fromJson(json).object());
  auto frame = std::make_shared<Frame>();
  for (const Given& one : given) {
    Series series;
    series.labels = {{q("n"), q(one.name)}};
    for (std::size_t i = 0; i < one.values.size(); ++i) series.timesMs.push_back(static_cast<qint64>(i) * 10'000);
    series.values = one.values;
    frame->series.push_back(std::move(series));
  }
  PlannedQuery planned;
  planned.query.range = true;
  planned.query.stepMs = 10'000;
  PanelData data;
  data.window = {0, 100'000};
  data.stepMs = 10'000;
  fillPanelData(panel, {{planned, frame}}, {}, data);
  return makeChartModel(panel, data, Theme::dark());
}

const ChartLine& lineOf(const ChartModel& model, const char* name) {
  for (const ChartLine& line : model.lines) {
    if (line.name == q(name)) return line;
  }
  ADD_FAILURE() << name << " is no line";
  return model.lines.front();
}

TEST(ChartModelTest, StacksEachGroupByItself) {
  const ChartModel model = modelOf(R"({"defaults":{"custom":{"stacking":{"mode":"normal","group":"A"}}},"overrides":[
      {"matcher":{"id":"byName","options":"c"},"properties":[{"id":"custom.stacking","value":{"mode":"normal","group":"B"}}]},
      {"matcher":{"id":"byName","options":"d"},"properties":[{"id":"custom.stacking","value":{"mode":"none"}}]}]})",
                                   {{"a", {1, 2}}, {"b", {10, 20}}, {"c", {100, 200}}, {"d", {5, 5}}});
  EXPECT_EQ(lineOf(model, "b").values, (std::vector<double>{11, 22}));
  EXPECT_EQ(lineOf(model, "b").base, (std::vector<double>{1, 2}));
  EXPECT_EQ(lineOf(model, "c").values, (std::vector<double>{100, 200})) << "another group starts at zero";
  EXPECT_EQ(lineOf(model, "d").values, (std::vector<double>{5, 5})) << "it does not stack";
  EXPECT_EQ(lineOf(model, "b").raw, (std::vector<double>{10, 20})) << "what is said is the value itself";
}

TEST(ChartModelTest, LetsWhatIsBelowZeroHang) {
  const ChartModel model = modelOf(R"({"defaults":{"custom":{"stacking":{"mode":"normal"}}},"overrides":[
      {"matcher":{"id":"byRegexp","options":"/out/"},"properties":[{"id":"custom.transform","value":"negative-Y"}]}]})",
                                   {{"in", {3}}, {"in 2", {4}}, {"out", {1}}, {"out 2", {2}}});
  EXPECT_EQ(lineOf(model, "in 2").values, std::vector<double>{7});
  EXPECT_EQ(lineOf(model, "out").values, std::vector<double>{-1});
  EXPECT_EQ(lineOf(model, "out 2").values, std::vector<double>{-3});
}

TEST(ChartModelTest, FillsAHundredPerCent) {
  const ChartModel model =
      modelOf(R"({"defaults":{"custom":{"stacking":{"mode":"percent"}}}})", {{"a", {1, 0}}, {"b", {3, 0}}});
  EXPECT_EQ(lineOf(model, "a").values, (std::vector<double>{25, 0}));
  EXPECT_EQ(lineOf(model, "b").values, (std::vector<double>{100, 0})) << "of nothing there are no shares";
  EXPECT_EQ(model.left.format.unit(), q("percent"));
}

TEST(ChartModelTest, FillsDownToAnotherLine) {
  const ChartModel model = modelOf(R"({"defaults":{},"overrides":[{"matcher":{"id":"byName","options":"high"},
      "properties":[{"id":"custom.fillBelowTo","value":"low"}]}]})",
                                   {{"high", {9, 8, 7}}, {"low", {1, 2}}});
  EXPECT_EQ(lineOf(model, "high").base, (std::vector<double>{1, 2, 7})) << "where the lower line ends there is no area";
  EXPECT_DOUBLE_EQ(lineOf(model, "high").fillOpacity, 0.35);
}

TEST(ChartModelTest, BreaksLinesAsTheFieldSays) {
  const auto gap = [](const char* custom) {
    return modelOf((QByteArray(R"({"defaults":{"custom":)") + custom + "}}").constData(), {{"a", {1}}})
        .lines.front()
        .maxGapMs;
  };
  EXPECT_EQ(gap("{}"), 15'000);
  EXPECT_EQ(gap(R"({"spanNulls":true})"), 0);
  EXPECT_EQ(gap(R"({"spanNulls":60000})"), 60'000);
  EXPECT_EQ(gap(R"({"spanNulls":true,"insertNulls":30000})"), 30'000);
}

TEST(ChartModelTest, PutsZeroInTheMiddleAndReachesSoftEnds) {
  const ChartModel centred = modelOf(R"({"defaults":{"custom":{"axisCenteredZero":true}}})", {{"a", {-1, 4}}});
  EXPECT_EQ(centred.left.low, -4);
  EXPECT_EQ(centred.left.high, 4);
  const ChartModel soft = modelOf(R"({"defaults":{"custom":{"axisSoftMin":-5,"axisSoftMax":10}}})", {{"a", {1, 4}}});
  EXPECT_EQ(soft.left.low, -5);
  EXPECT_EQ(soft.left.high, 10);
}

TEST(ChartModelTest, CountsALogarithmOnBothSidesOfZero) {
  const ChartModel model =
      modelOf(R"({"defaults":{"custom":{"scaleDistribution":{"type":"symlog","log":10,"linearThreshold":1}}}})",
              {{"a", {-100, 1000}}});
  const ValueTicks ticks = ticksOf(model.left, 6);
  const QStringList labels = labelsOf(model.left, ticks);
  EXPECT_TRUE(labels.contains(q("0")));
  EXPECT_TRUE(std::is_sorted(ticks.at.begin(), ticks.at.end()));
  PlotScale scale{model.window, ticks.low, ticks.high, 0, 1, QSizeF(100, 100), {10, 1}};
  EXPECT_NEAR(scale.y(1000), 0, 1e-6);
  EXPECT_NEAR(scale.y(-100), 100, 1e-6);
  EXPECT_LT(scale.y(10) - scale.y(100), 30) << "each power takes about as much room";
  EXPECT_GT(scale.y(10) - scale.y(100), 10);
}

TEST(ChartModelTest, IgnoresALeastValueThatHasNoLogarithm) {
  const ChartModel model =
      modelOf(R"({"defaults":{"min":0,"custom":{"scaleDistribution":{"type":"log","log":10}}}})", {{"a", {10, 1000}}});
  const ValueTicks ticks = ticksOf(model.left, 5);
  EXPECT_EQ(ticks.low, 1);
  EXPECT_EQ(ticks.high, 3);
}

TEST(ChartModelTest, TakesAnAxisLookFromTheFirstOfItsLines) {
  const ChartModel model = modelOf(R"({"defaults":{"custom":{"axisLabel":"left"}},"overrides":[
      {"matcher":{"id":"byName","options":"b"},"properties":[{"id":"custom.axisPlacement","value":"right"},
       {"id":"custom.axisLabel","value":"right"},{"id":"custom.axisColorMode","value":"series"},{"id":"custom.axisGridShow","value":false}]}]})",
                                   {{"a", {1}}, {"b", {2}}});
  EXPECT_EQ(model.left.look.label, q("left"));
  EXPECT_TRUE(model.left.look.grid);
  EXPECT_EQ(model.right.look.label, q("right"));
  EXPECT_EQ(model.right.look.colour, lineOf(model, "b").style.colour);
  const ChartModel hidden = modelOf(R"({"defaults":{"custom":{"axisPlacement":"hidden"}}})", {{"a", {1}}});
  EXPECT_TRUE(hidden.left.look.hidden);
  EXPECT_EQ(labelsOf(hidden.left, ticksOf(hidden.left, 3)).join(QString()), QString());
}

TEST(ChartModelTest, GivesTheRightAxisAScaleOfItsOwn) {
  const ChartModel model = modelOf(R"({"defaults":{},"overrides":[
      {"matcher":{"id":"byName","options":"b"},"properties":[{"id":"custom.axisPlacement","value":"right"},
       {"id":"custom.scaleDistribution","value":{"type":"log","log":10}},{"id":"max","value":100000}]}]})",
                                   {{"a", {5, 8}}, {"b", {10, 1000}}});
  EXPECT_TRUE(model.left.curve.isStraight());
  EXPECT_EQ(model.right.curve.logBase, 10);
  const ChartLayout layout = layOutChart(model, QRect(0, 0, 400, 240));
  EXPECT_EQ(layout.rights.low, 1);
  EXPECT_EQ(layout.rights.high, 5) << "as far as the dashboard says";
  const double height = layout.scale.size.height();
  EXPECT_NEAR(layout.scale.y(10, true), height, 1e-6);
  EXPECT_NEAR(layout.scale.y(1000, true), height / 2, 1e-6) << "each power takes the same room";
  EXPECT_NEAR(layout.scale.y(-3, true), height, 1e-6) << "what has no logarithm lies on the bottom line";
  EXPECT_LT(layout.values.high, 20) << "the left axis is as it would be without";
}

constexpr const char* kSteps =
    R"("thresholds":{"mode":"absolute","steps":[{"color":"green","value":null},{"color":"orange","value":50},{"color":"red","value":80}]})";

TEST(ChartModelTest, DrawsThresholdsAsBandsBetweenThem) {
  const ChartModel model = modelOf(
      (QByteArray(R"({"defaults":{"custom":{"thresholdsStyle":{"mode":"line+area"}},)") + kSteps + "}}").constData(),
      {{"a", {60}}});
  ASSERT_EQ(model.thresholds.size(), 2U);
  EXPECT_EQ(model.thresholds[0].until, std::optional<double>(80));
  EXPECT_EQ(model.thresholds[1].until, std::nullopt);
  EXPECT_FALSE(model.thresholds[0].dashes);
}

TEST(ChartModelTest, ColoursALineByItsHeight) {
  const ChartModel model = modelOf(
      (QByteArray(
           R"({"defaults":{"min":0,"max":100,"color":{"mode":"thresholds"},"custom":{"gradientMode":"scheme"},)") +
       kSteps + "}}")
          .constData(),
      {{"a", {10, 90}}});
  const ChartLine& line = model.lines.front();
  ASSERT_EQ(line.scheme.size(), 3U);
  const PlotScale scale{model.window, 0, 100, 0, 1, QSizeF(100, 200)};
  const QPen pen = linePen(line, scale, 1);
  ASSERT_NE(pen.brush().gradient(), nullptr);
  // Just below and just above 80 of 100, from the top of the gradient.
  const QGradientStops stops = pen.brush().gradient()->stops();
  QColor below;
  QColor above;
  for (const QGradientStop& stop : stops) {
    if (stop.first <= 0.2 + 1e-9) above = stop.second;
    if (stop.first > 0.2 + 1e-9 && !below.isValid()) below = stop.second;
  }
  EXPECT_EQ(above, Theme::dark().critical);
  EXPECT_EQ(below, Theme::dark().warning);
}

TEST(ChartModelTest, ColoursAWholeLineByTheValueAskedFor) {
  const auto colour = [](const char* by) {
    return modelOf(
               (QByteArray(R"({"defaults":{"color":{"mode":"thresholds","seriesBy":")") + by + "\"}," + kSteps + "}}")
                   .constData(),
               {{"a", {90, 10, 60}}})
        .lines.front()
        .style.colour;
  };
  EXPECT_EQ(colour("last"), Theme::dark().warning);
  EXPECT_EQ(colour("max"), Theme::dark().critical);
  EXPECT_EQ(colour("min"), Theme::dark().good);
}

TEST(ChartModelTest, DrawsADotOfNoLengthAsADot) {
  const ChartModel model =
      modelOf(R"({"defaults":{"custom":{"lineStyle":{"fill":"dot","dash":[0,10]}}}})", {{"a", {1, 2}}});
  const QPen pen = linePen(model.lines.front(), PlotScale{model.window, 0, 1, 0, 1, QSizeF(10, 10)}, 1);
  ASSERT_EQ(pen.dashPattern().size(), 2);
  EXPECT_GE(pen.dashPattern().first(), 1);
}

/// How many pixels are not transparent.
int inkOfModel(const ChartModel& model, double high) {
  const DrawnSeries drawn = drawSeries(
      {std::make_shared<ChartModel>(model), PlotScale{model.window, 0, high, 0, 1, QSizeF(200, 100)}, 1, -1});
  int ink = 0;
  for (int y = 0; y < drawn.image.height(); ++y) {
    for (int x = 0; x < drawn.image.width(); ++x) ink += qAlpha(drawn.image.pixel(x, y)) > 40 ? 1 : 0;
  }
  return ink;
}

TEST(ChartModelTest, ShowsPointsWhereThereIsRoomForThem) {
  const std::vector<double> few{1, 1, 1, 1, 1, 1};
  const auto ink = [&few](const char* mode) {
    return inkOfModel(
        modelOf((QByteArray(R"({"defaults":{"custom":{"pointSize":8,"showPoints":")") + mode + "\"}}}").constData(),
                {{"a", few}}),
        2);
  };
  EXPECT_GT(ink("always"), ink("never") + 100);
  EXPECT_EQ(ink("auto"), ink("always")) << "six samples over two hundred pixels";
}

TEST(ChartModelTest, LetsAGradientRunOutTowardsTheGround) {
  const auto ink = [](const char* mode) {
    return inkOfModel(
        modelOf(
            (QByteArray(R"({"defaults":{"custom":{"fillOpacity":50,"gradientMode":")") + mode + "\"}}}").constData(),
            {{"a", std::vector<double>(11, 1.0)}}),
        1);
  };
  EXPECT_LT(ink("opacity"), ink("none") * 9 / 10);
  EXPECT_NEAR(ink("hue"), ink("none"), ink("none") / 20.0);
}

/// "a left, b right": on which axis each line is.
QString sidesOf(const ChartModel& model) {
  QStringList sides;
  for (const ChartLine& line : model.lines) sides.append(line.name + (line.rightAxis ? q(" right") : q(" left")));
  return sides.join(q(", "));
}

// As Grafana's buildScaleKey() and UPlotConfigBuilder.addAxis() place them.
TEST(ChartModelTest, GivesEachUnitAnAxis) {
  const std::vector<Given> given = {{"a", {1e9, 2e9}}, {"b", {10, 20}}, {"c", {3e9, 3e9}}};
  const ChartModel units = modelOf(R"({"defaults":{"unit":"bytes"},"overrides":[
      {"matcher":{"id":"byName","options":"b"},"properties":[{"id":"unit","value":"percent"}]}]})",
                                   given);
  EXPECT_EQ(sidesOf(units), q("a left, b right, c left"));
  EXPECT_EQ(units.left.format.unit(), q("bytes"));
  EXPECT_EQ(units.right.format.unit(), q("percent"));
  EXPECT_LT(units.right.high, 100) << "it is not squeezed under the bytes";
  EXPECT_EQ(sidesOf(modelOf(R"({"defaults":{"unit":"bytes"},"overrides":[
      {"matcher":{"id":"byName","options":"a"},"properties":[{"id":"custom.axisPlacement","value":"right"}]}]})",
                            given)),
            q("a right, b left, c left"));
  EXPECT_EQ(sidesOf(modelOf(R"({"defaults":{"unit":"bytes"},"overrides":[
      {"matcher":{"id":"byName","options":"b"},"properties":[{"id":"max","value":50}]}]})",
                            given)),
            q("a left, b right, c left"));
  const ChartModel hidden = modelOf(R"({"defaults":{"custom":{"axisPlacement":"hidden"}},"overrides":[]})", given);
  EXPECT_EQ(sidesOf(hidden), q("a left, b left, c left"));
  EXPECT_TRUE(hidden.left.look.hidden);
  const ChartModel all = modelOf(R"({"defaults":{"unit":"bytes"},"overrides":[
      {"matcher":{"id":"byRegexp","options":"/.*/"},"properties":[{"id":"unit","value":"s"}]}]})",
                                 given);
  EXPECT_EQ(sidesOf(all), q("a left, b left, c left"));
  EXPECT_EQ(all.left.format.unit(), q("s")) << "the axis is that of its lines";
}

TEST(ChartModelTest, OrdersItsLegendAsTheDashboardSays) {
  const std::vector<Given> given = {{"b", {1, 5}}, {"a", {9, 2}}, {"c", {std::nan(""), std::nan("")}}};
  const auto orderedBy = [&](const char* sort) {
    const ChartModel model = modelOf(
        R"({"defaults":{},"overrides":[]})", given,
        (QByteArray(R"("options":{"legend":{"displayMode":"table","calcs":["lastNotNull","max"],)") + sort + "}},")
            .constData());
    QStringList names;
    for (const std::size_t line : legendOrder(model)) names.append(model.lines[line].name);
    return names.join(q(" "));
  };
  EXPECT_EQ(orderedBy(R"("sortBy":"Last *","sortDesc":true)"), q("b a c"));
  EXPECT_EQ(orderedBy(R"("sortBy":"Max","sortDesc":true)"), q("a b c"));
  EXPECT_EQ(orderedBy(R"("sortBy":"Max","sortDesc":false)"), q("b a c")) << "what has no value is last";
  EXPECT_EQ(orderedBy(R"("sortBy":"Name","sortDesc":false)"), q("a b c"));
  EXPECT_EQ(orderedBy(R"("sortBy":"Mean","sortDesc":false)"), q("b a c")) << "no such column";
}

TEST(ChartModelTest, DrawsTheThresholdThatAnotherQueryAnswers) {
  const ChartModel model = modelOf(R"({"defaults":{"custom":{"thresholdsStyle":{"mode":"line"}}},"overrides":[
      {"matcher":{"id":"byName","options":"a"},"properties":[{"id":"thresholds","value":{"mode":"absolute",
        "steps":[{"color":"green","value":null},{"color":"red","value":4}]}}]}]})",
                                   {{"a", {1, 2}}});
  ASSERT_EQ(model.thresholds.size(), 1U);
  EXPECT_EQ(model.thresholds[0].value, 4);
}

TEST(ChartModelTest, SaysMappedValuesInWords) {
  const ChartModel model =
      modelOf(R"({"defaults":{"min":0,"max":1,"mappings":[
      {"type":"value","options":{"0":{"text":"Down"},"1":{"text":"Up"}}},
      {"type":"special","options":{"match":"null","result":{"text":"gone"}}}]},"overrides":[]})",
              {{"a", {0, 1}}, {"b", {0.5, 0.25}}, {"c", {std::nan("")}}}, R"("options":{"legend":{"calcs":["min"]}},)");
  EXPECT_EQ(lineOf(model, "a").currentText, q("Up"));
  EXPECT_EQ(lineOf(model, "a").legendCells, QStringList{q("Down")});
  EXPECT_EQ(lineOf(model, "b").currentText, q("0.25"));
  EXPECT_EQ(lineOf(model, "c").currentText, q("gone"));
  const ValueTicks ticks = ticksOf(model.left, 2);
  const QStringList labels = labelsOf(model.left, ticks);
  EXPECT_EQ(labels.first(), q("Down"));
  EXPECT_EQ(labels.last(), q("Up"));
}

TEST(ChartModelTest, KnowsThresholdsToBeKeptAbove) {
  const auto thresholds = [](const char* steps) {
    const QByteArray config =
        QByteArray(
            R"({"defaults":{"custom":{"thresholdsStyle":{"mode":"line+area"}},"thresholds":{"mode":"absolute","steps":)") +
        steps + R"(}},"overrides":[]})";
    QStringList parts;
    for (const ChartThreshold& one : modelOf(config.constData(), {{"a", {1, 2}}}).thresholds) {
      parts.append(q("%1%2 %3 to %4")
                       .arg(one.line ? q("line ") : QString(), one.area ? q("area") : q("no area"),
                            std::isinf(one.value) ? q("-") : QString::number(one.value),
                            one.until ? QString::number(*one.until) : q("top")));
    }
    return parts.join(q(", "));
  };
  EXPECT_EQ(thresholds(R"([{"color":"transparent","value":null},{"color":"red","value":4}])"), q("line area 4 to top"));
  EXPECT_EQ(thresholds(R"([{"color":"green","value":null},{"color":"red","value":4}])"), q("line area 4 to top"))
      << "what is well is not tinted";
  EXPECT_EQ(thresholds(R"([{"color":"red","value":null},{"color":"transparent","value":4}])"),
            q("area - to 4, line no area 4 to top"));
}

TEST(ChartModelTest, HoldsAFirstValueAllAlong) {
  const ChartModel model =
      modelOf(R"({"defaults":{"custom":{"transform":"constant"}},"overrides":[]})", {{"a", {3, 4, 5}}});
  EXPECT_EQ(lineOf(model, "a").values, (std::vector<double>{3, 3, 3}));
}

}  // namespace
}  // namespace vigie::console
