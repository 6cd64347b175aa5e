// Transformations that make other values. Expected values: Grafana's own tests of the same transformations
// (convertFieldType.test.ts, formatTime.test.ts, formatString.test.ts, calculateField.test.ts, groupBy.test.ts …).
#include "console/dashboard/display_zone.h"
#include "console/dashboard/transform.h"
#include "tests/console/dashboard/written_frames.h"

#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

using namespace written;

TEST(TransformValuesTest, ConvertsTypes) {
  const DataFrame frame = frameOf("A", "when:s|n:s|v:n / 2021-10-10 00:00:00|1,234.5|1 / nonsense|x|0");
  EXPECT_EQ(textOf(after({frame}, "convertFieldType",
                         R"({"conversions":[{"targetField":"n","destinationType":"number"},
                             {"targetField":"v","destinationType":"boolean"}]})")),
            q("when|n|v / 2021-10-10 00:00:00|1234.5|true / nonsense|-|false"));
  setDisplayZone(QTimeZone::utc());
  const auto times =
      after({frame}, "convertFieldType",
            R"({"conversions":[{"targetField":"when","destinationType":"time","dateFormat":"YYYY-MM-DD HH:mm:ss"}]})");
  EXPECT_EQ(times[0].fields[0].type, FieldType::kTime);
  EXPECT_EQ(times[0].fields[0].numbers[0], 1633824000000);
  EXPECT_TRUE(std::isnan(times[0].fields[0].numbers[1]));
  const auto far = after({frameOf("A", "v:n / 1e300 / 5")}, "convertFieldType",
                         R"({"conversions":[{"targetField":"v","destinationType":"time"}]})");
  EXPECT_TRUE(std::isnan(far[0].fields[0].numbers[0])) << "no calendar reaches that far";
  EXPECT_EQ(far[0].fields[0].numbers[1], 5);
  const auto texts = after(
      {frameOf("A", "Time:t|Value:n / 1633824000000|1.5")}, "convertFieldType",
      R"({"conversions":[{"targetField":"Time","destinationType":"string","dateFormat":"MMM Do, YYYY","timezone":"utc"},
                               {"targetField":"Value","destinationType":"string"}]})");
  EXPECT_EQ(textOf(texts), q("Time|Value / Oct 10th, 2021|1.5"));
  EXPECT_EQ(
      textOf(after(
          {frameOf("A", "v:n / 1 / 7")}, "convertFieldType",
          R"({"conversions":[{"targetField":"v","destinationType":"enum","enumConfig":{"text":["off","on"]}}]})")),
      q("v / on / 7"));
}

TEST(TransformValuesTest, FormatsTimesAndTexts) {
  EXPECT_EQ(textOf(after({frameOf("A", "time:t|v:n / 1612939600000|1")}, "formatTime",
                         R"({"timeField":"time","outputFormat":"YYYY-MM-DD h:mm:ss a","timezone":"utc"})")),
            q("time|v / 2021-02-10 6:46:40 am|1"));
  const DataFrame names = frameOf("A", "names:s / alice / BOB / david frederick attenborough");
  const auto formatted = [&](const char* how) {
    return textOf(after({names}, "formatString",
                        (QByteArray(R"({"stringField":"names","outputFormat":")") + how + "\"}").constData()));
  };
  EXPECT_EQ(formatted("Upper Case"), q("names / ALICE / BOB / DAVID FREDERICK ATTENBOROUGH"));
  EXPECT_EQ(formatted("Sentence Case"), q("names / Alice / BOB / David frederick attenborough"));
  EXPECT_EQ(formatted("Title Case"), q("names / Alice / Bob / David Frederick Attenborough"));
  EXPECT_EQ(formatted("Pascal Case"), q("names / Alice / Bob / DavidFrederickAttenborough"));
  EXPECT_EQ(formatted("Camel Case"), q("names / alice / bob / davidFrederickAttenborough"));
  EXPECT_EQ(formatted("Kebab Case"), q("names / alice / bob / david-frederick-attenborough"));
  EXPECT_EQ(textOf(after({frameOf("A", "a:s|b:n / x|1 / yz|2")}, "formatString",
                         R"({"stringField":"a","outputFormat":"Affix","stringPrefix":"<{b}:","stringSuffix":">"})")),
            q("a|b / <1:x>|1 / <2:yz>|2"));
  EXPECT_EQ(textOf(after({names}, "formatString",
                         R"({"stringField":"names","outputFormat":"Substring","substringStart":1,"substringEnd":3})")),
            q("names / li / OB / av"));
}

TEST(TransformValuesTest, ExtractsFields) {
  EXPECT_EQ(textOf(after({frameOf("A", R"(line:s / {"a":1,"b":"x"} / {"a":2,"c":[1]})")}, "extractFields",
                         R"({"source":"line","format":"json","replace":true})")),
            q("a|b|c / 1|x|- / 2|-|[1]"));
  EXPECT_EQ(
      textOf(after(
          {frameOf("A", R"(line:s / {"o":{"p":[5,6]}})")}, "extractFields",
          R"({"source":"line","format":"json","replace":true,"jsonPaths":[{"path":"o.p[1]","alias":"six"},{"path":"gone"}]})")),
      q("six|gone / 6|Not Found"));
  EXPECT_EQ(textOf(after({frameOf("A", R"(Field:s|Last:n / {pod="a b", ns="x"}|4)")}, "extractFields",
                         R"({"source":"Field","format":"kvp"})")),
            q(R"(Field|Last|pod|ns / {pod="a b", ns="x"}|4|a b|x)"));
  EXPECT_EQ(
      textOf(after({frameOf("A", "line:s / GET /x 200")}, "extractFields",
                   R"({"source":"line","format":"regexp","regExp":"/(?<verb>\\w+) (?<path>\\S+)/","replace":true})")),
      q("verb|path / GET|/x"));
}

TEST(TransformValuesTest, CalculatesOverRowsBefore) {
  const DataFrame frame = frameOf("A", "TheTime:t|x:n|y:n / 1000|1|10 / 2000|2|20 / 3000|3|30");
  EXPECT_EQ(textOf(after(
                {frame}, "calculateField",
                R"({"mode":"cumulativeFunctions","cumulative":{"field":"x","reducer":"sum"},"replaceFields":true})")),
            q("TheTime|cumulative Total(x) / 1000|1 / 2000|3 / 3000|6"));
  EXPECT_EQ(
      textOf(after(
          {frame}, "calculateField",
          R"({"mode":"cumulativeFunctions","cumulative":{"field":"x","reducer":"mean"},"alias":"m","replaceFields":true})")),
      q("TheTime|m / 1000|1 / 2000|1.5 / 3000|2"));
  EXPECT_EQ(textOf(after({frame}, "calculateField", R"({"mode":"windowFunctions","alias":"w","replaceFields":true,
      "window":{"windowAlignment":"trailing","field":"x","windowSize":2,"windowSizeMode":"fixed","reducer":"mean"}})")),
            q("TheTime|w / 1000|1 / 2000|1.5 / 3000|2.5"));
  EXPECT_EQ(textOf(after({frame}, "calculateField", R"({"mode":"windowFunctions","alias":"w","replaceFields":true,
      "window":{"windowAlignment":"centered","field":"x","windowSize":1,"windowSizeMode":"percentage","reducer":"mean"}})")),
            q("TheTime|w / 1000|1.5 / 2000|2 / 3000|2.5"));
  EXPECT_EQ(textOf(after({frame}, "calculateField", R"({"mode":"windowFunctions","alias":"w","replaceFields":true,
      "window":{"windowAlignment":"trailing","field":"x","windowSize":2,"windowSizeMode":"fixed","reducer":"variance"}})")),
            q("TheTime|w / 1000|0 / 2000|0.25 / 3000|0.25"));
}

TEST(TransformValuesTest, CalculatesWithTypesNumbersAndNothing) {
  const DataFrame frame = frameOf("A", "TheTime:t|host:s|x:n|y:n / 1000|a|1|10 / 2000|b|2|20");
  EXPECT_EQ(
      textOf(after({frame}, "calculateField",
                   R"({"mode":"binary","binary":{"left":{"matcher":{"id":"byType","options":"number"}},"operator":"*",
                             "right":{"fixed":"100"}},"replaceFields":true})")),
      q("TheTime|x * 100|y * 100 / 1000|100|1000 / 2000|200|2000"));
  EXPECT_EQ(textOf(after({frame}, "calculateField",
                         R"({"mode":"binary","binary":{"left":"x","operator":"/","right":"gone"}})")),
            textOf({frame}))
      << "what is not there cannot be divided by";
  EXPECT_EQ(textOf(after({frame}, "calculateField",
                         R"({"mode":"index","index":{"asPercentile":false},"replaceFields":true})")),
            q("TheTime|Row / 1000|0 / 2000|1"));
  EXPECT_EQ(
      textOf(after({frame}, "calculateField",
                   R"({"mode":"reduceRow","reduce":{"reducer":"uniqueValues","include":["host","x"]},"alias":"all"})")),
      q("TheTime|host|x|y|all / 1000|a|1|10|a,1 / 2000|b|2|20|b,2"));
  const std::vector<DataFrame> two = {seriesOf("A", "Time:t|Value:n / 1|10", {}, "a"),
                                      seriesOf("B", "Time:t|Value:n / 2|20", {}, "b")};
  EXPECT_EQ(
      textOf(after(
          two, "calculateField",
          R"({"mode":"binary","binary":{"left":"a","operator":"*","right":{"fixed":"2"}},"replaceFields":true,"alias":"t"})")),
      q("Time|t / 1|20"))
      << "against a number each frame is calculated by itself";
  EXPECT_EQ(textOf(after(two, "calculateField", R"({"mode":"reduceRow","reduce":{"reducer":"sum"},"alias":"t"})")),
            q("Time|a|b|t / 1|10|-|10 / 2|-|20|20"));
}

TEST(TransformValuesTest, GroupsAndReducesTextsAndTimesToo) {
  const DataFrame frame =
      frameOf("A", "Time:t|name:s|state:s|value:n / 3000|one|up|1 / 4000|two|down|2 / 5000|one|down|3");
  const auto grouped = after({frame}, "groupBy", R"({"fields":{"name":{"operation":"groupby","aggregations":[]},
      "state":{"operation":"aggregate","aggregations":["lastNotNull","distinctCount"]},
      "Time":{"operation":"aggregate","aggregations":["max"]},
      "value":{"operation":"aggregate","aggregations":["sum"]}}})");
  EXPECT_EQ(textOf(grouped), q("name|Time (max)|state (lastNotNull)|state (distinctCount)|value (sum) / "
                               "one|5000|down|2|4 / two|4000|down|1|2"));
  EXPECT_EQ(grouped[0].fields[1].type, FieldType::kTime);
  EXPECT_EQ(textOf(after({frame}, "reduce", R"({"reducers":["lastNotNull","count"]})")),
            q("Field|Last *|Count / name|one|3 / state|down|3 / value|3|3"));
  EXPECT_EQ(
      textOf(after({frame}, "reduce", R"({"mode":"reduceFields","reducers":["lastNotNull"],"includeTimeField":true})")),
      q("Time|name|state|value / 5000|one|down|3"));
  EXPECT_EQ(textOf(after({frame}, "reduce", R"({"mode":"reduceFields","reducers":["max"]})")),
            q("name|state|value / -|-|3"));
}

TEST(TransformValuesTest, CountsIntoBuckets) {
  EXPECT_EQ(textOf(after({frameOf("A", "v:n / 1 / 1.5 / 2.2 / 5")}, "histogram", R"({"bucketSize":1})")),
            q("xMin|xMax|v / 1|2|2 / 2|3|1 / 3|4|0 / 4|5|0 / 5|6|1"));
  EXPECT_EQ(textOf(after({frameOf("A", "v:n|w:n / 1|2 / 1|2")}, "histogram", R"({"bucketSize":1,"combine":true})")),
            q("xMin|xMax|count / 1|2|2 / 2|3|2"));
}

}  // namespace
}  // namespace vigie::console
