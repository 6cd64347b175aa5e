// What a field configuration says, whichever of Grafana's spellings it says it in.
#include "console/dashboard/field_options.h"

#include <QJsonDocument>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

FieldOptions read(const char* custom) {
  const QByteArray json = QByteArray(R"({"custom":)") + custom + "}";
  return readFieldOptions(QJsonDocument::fromJson(json).object());
}

TEST(FieldOptionsTest, ReadsHowThresholdsAreShown) {
  const auto shown = [](const char* mode) {
    const ThresholdDisplay d =
        read((QByteArray(R"({"thresholdsStyle":{"mode":")") + mode + R"("}})").constData()).thresholdDisplay;
    return std::tuple(d.line, d.dashes, d.area);
  };
  EXPECT_EQ(shown("off"), std::tuple(false, false, false));
  EXPECT_EQ(shown("line"), std::tuple(true, false, false));
  EXPECT_EQ(shown("dashed"), std::tuple(true, true, false));
  EXPECT_EQ(shown("area"), std::tuple(false, false, true));
  EXPECT_EQ(shown("line+area"), std::tuple(true, false, true));
  EXPECT_EQ(shown("dashed+area"), std::tuple(true, true, true));
}

// stringToJsRegex() of Grafana: without slashes a pattern is the whole text.
TEST(FieldOptionsTest, MatchesNamesAsGrafanaDoes) {
  const auto matchesName = [](const char* id, const char* argument, const char* name) {
    FieldOverride rule;
    rule.matcher = QString::fromLatin1(id);
    rule.argument = QString::fromUtf8(argument);
    return matches(rule, {QString::fromUtf8(name), {}});
  };
  EXPECT_TRUE(matchesName("byRegexp", "/cpu/", "my cpu 1"));
  EXPECT_FALSE(matchesName("byRegexp", "cpu", "my cpu 1"));
  EXPECT_TRUE(matchesName("byRegexp", "my.*", "my cpu 1"));
  EXPECT_TRUE(matchesName("byRegexp", "/CPU/i", "my cpu 1"));
  EXPECT_TRUE(matchesName("numeric", "", "x"));
}

TEST(FieldOptionsTest, MatchesByValue) {
  const std::vector<double> zeros = {0, 0};
  const std::vector<double> rising = {1, 5};
  const auto holds = [](const std::vector<double>& numbers, const char* calc, const char* op, double value) {
    FieldOverride rule;
    rule.matcher = QStringLiteral("byValue");
    rule.argument = QJsonObject{{QStringLiteral("reducer"), QLatin1String(calc)},
                                {QStringLiteral("op"), QLatin1String(op)},
                                {QStringLiteral("value"), value}};
    return matches(rule, {QStringLiteral("x"), {}, QStringLiteral("number"), &numbers});
  };
  EXPECT_TRUE(holds(zeros, "allIsZero", "gte", 0));
  EXPECT_FALSE(holds(rising, "allIsZero", "gte", 0));
  EXPECT_TRUE(holds(rising, "max", "gt", 4));
  EXPECT_FALSE(holds(rising, "max", "lt", 5));
  EXPECT_TRUE(holds(rising, "max", "lte", 5));
  EXPECT_TRUE(holds(rising, "lastNotNull", "eq", 5));
  EXPECT_TRUE(holds(rising, "min", "neq", 5));
  EXPECT_FALSE(holds({}, "max", "gte", 0));
}

TEST(FieldOptionsTest, ReadsScales) {
  EXPECT_EQ(read(R"({"scaleDistribution":{"type":"log","log":2}})").logBase, 2);
  EXPECT_EQ(read(R"({"scaleDistribution":{"type":"log","log":2}})").linearUpTo, 0);
  const FieldOptions symmetric = read(R"({"scaleDistribution":{"type":"symlog","log":10,"linearThreshold":5}})");
  EXPECT_EQ(symmetric.logBase, 10);
  EXPECT_EQ(symmetric.linearUpTo, 5);
  EXPECT_EQ(read(R"({"scaleDistribution":{"type":"symlog","linearThreshold":-1}})").linearUpTo, 1);
  EXPECT_EQ(read(R"({"scaleDistribution":{"type":"linear"}})").logBase, 0);
}

TEST(FieldOptionsTest, ReadsWhereLinesBreakAndWhatTheyFill) {
  const FieldOptions field = read(
      R"({"spanNulls":60000,"insertNulls":120000,"fillBelowTo":"low","barAlignment":1,"barWidthFactor":0.4,
          "axisGridShow":false,"axisColorMode":"series","axisCenteredZero":true,"fillOpacity":0})");
  EXPECT_EQ(field.spanNullsMs, 60'000);
  EXPECT_FALSE(field.spanNulls);
  EXPECT_EQ(field.insertNullsMs, 120'000);
  EXPECT_EQ(field.fillBelowTo, QStringLiteral("low"));
  EXPECT_EQ(field.barAlignment, 1);
  EXPECT_EQ(field.barWidth, 0.4);
  EXPECT_FALSE(field.axisGrid);
  EXPECT_TRUE(field.axisInSeriesColour);
  EXPECT_TRUE(field.axisCentredZero);
  EXPECT_EQ(field.fillOpacity, std::optional<double>(0)) << "none is not the same as not said";
  EXPECT_EQ(read("{}").fillOpacity, std::nullopt);
}

TEST(FieldOptionsTest, ReadsCells) {
  const FieldOptions field = read(
      R"({"cellOptions":{"type":"gauge","mode":"lcd","valueDisplayMode":"hidden"},"minWidth":120,"footer":{"reducers":["sum"]}})");
  EXPECT_EQ(field.cellType, QStringLiteral("gauge"));
  EXPECT_EQ(field.cellMode, QStringLiteral("lcd"));
  EXPECT_EQ(field.gaugeText, QStringLiteral("hidden"));
  EXPECT_EQ(field.leastColumnWidth, 120);
  EXPECT_EQ(field.footerCalcs, QStringList{QStringLiteral("sum")});
  EXPECT_TRUE(read(R"({"cellOptions":{"type":"color-background","applyToRow":true}})").colourRow);
}

}  // namespace
}  // namespace vigie::console
