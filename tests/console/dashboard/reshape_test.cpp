// Transformations that give frames another shape. Expected values: Grafana's own tests of the same transformations
// (groupingToMatrix.test.ts, rowsToFields.test.ts, configFromQuery.test.ts, joinByLabels.test.ts …), and its
// documentation.
#include "console/dashboard/transform.h"
#include "tests/console/dashboard/written_frames.h"

#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using namespace written;

TEST(ReshapeTest, GroupsIntoAMatrix) {
  EXPECT_EQ(textOf(after({frameOf("A", "Time:t|Value:n / 1000|1 / 1001|2 / 1002|3")}, "groupingToMatrix", "{}")),
            q("Time\\Time|1000|1001|1002 / 1000|1|-|- / 1001|-|2|- / 1002|-|-|3"));
  EXPECT_EQ(textOf(after({frameOf("A", "Column:s|Row:s|Temp:n / C1|R1|1 / C1|R2|4 / C2|R1|5")}, "groupingToMatrix",
                         R"({"columnField":"Column","rowField":"Row","valueField":"Temp"})")),
            q("Row\\Column|C1|C2 / R1|1|5 / R2|4|-"));
  EXPECT_EQ(textOf(after({frameOf("A", "a:n / 1")}, "groupingToMatrix", "{}")), q("a / 1")) << "nothing to group by";
}

TEST(ReshapeTest, MakesFieldsOfRowsWithTheirOptions) {
  const auto fields = after(
      {frameOf("A",
               "Name:s|Value:n|Unit:s|Miiin:n|max:s / Temperature|10|degree|3|15 / Pressure|200|pressurebar|100|200")},
      "rowsToFields", R"({"mappings":[{"fieldName":"Miiin","handlerKey":"min"}]})");
  EXPECT_EQ(textOf(fields), q("Temperature|Pressure / 10|200"));
  EXPECT_EQ(configOf(fields[0].fields[0], "min"), 3);
  EXPECT_EQ(configOf(fields[0].fields[1], "max"), 200);
  EXPECT_EQ(configOf(fields[0].fields[1], "unit"), q("pressurebar"));

  EXPECT_EQ(textOf(after({frameOf("A", "Name:s|SensorName:s|Value:n|SensorReading:n / Ignore|Temperature|10|100")},
                         "rowsToFields",
                         R"({"mappings":[{"fieldName":"SensorName","handlerKey":"field.name"},
                             {"fieldName":"SensorReading","handlerKey":"field.value"}]})")),
            q("Temperature {Name=\"Ignore\", Value=\"10\"} / 100"));
  EXPECT_EQ(textOf(after({frameOf("A", "Name:s|Value:n|City:s|Value2:n / Temperature|10|Stockholm|20")}, "rowsToFields",
                         R"({"mappings":[{"fieldName":"Name","handlerKey":"__ignore"},
                             {"fieldName":"Value","handlerKey":"__ignore"}]})")),
            q("Stockholm / 20"));
  const auto thresholds =
      after({frameOf("A", "Name:s|Value:n|threshold1:n / Temperature|10|30")}, "rowsToFields", "{}")[0].fields[0];
  const QJsonArray steps = configOf(thresholds, "thresholds").toObject().value(q("steps")).toArray();
  ASSERT_EQ(steps.size(), 2);
  EXPECT_EQ(steps[1].toObject().value(q("value")), 30);
}

TEST(ReshapeTest, TakesOptionsFromAnotherQuery) {
  const DataFrame config =
      frameOf("A", "Time:t|Max:n|Min:n|Names:s / 1|1|1|first-name / 2|10|10|middle / 3|50|5|last-name");
  const DataFrame series = frameOf("B", "Time:t|Value:n / 1|2 / 2|3 / 3|4");
  const auto with = [&](const char* options) { return after({config, series}, "configFromData", options); };
  const auto plain = with(R"({"configRefId":"A","mappings":[]})");
  ASSERT_EQ(plain.size(), 1U) << "what is only options is no series";
  EXPECT_EQ(configOf(plain[0].fields[1], "max"), 50);
  EXPECT_EQ(configOf(plain[0].fields[1], "min"), 5);
  EXPECT_TRUE(plain[0].fields[0].config.empty()) << "times are no numbers";
  const auto ignored =
      with(R"({"configRefId":"A","mappings":[{"fieldName":"Min","handlerKey":"__ignore"}]})")[0].fields[1];
  EXPECT_TRUE(configOf(ignored, "min").isUndefined());
  const auto least =
      with(R"({"configRefId":"A","mappings":[{"fieldName":"Max","handlerKey":"max","reducerId":"min"}]})")[0].fields[1];
  EXPECT_EQ(configOf(least, "max"), 1);
  const auto threshold = with(R"({"configRefId":"A","mappings":[{"fieldName":"Max","handlerKey":"threshold1",
      "handlerArguments":{"threshold":{"color":"orange"}}}]})")[0]
                             .fields[1];
  const QJsonArray steps = configOf(threshold, "thresholds").toObject().value(q("steps")).toArray();
  ASSERT_EQ(steps.size(), 2);
  EXPECT_EQ(steps[1].toObject().value(q("color")), q("orange"));
  EXPECT_EQ(steps[1].toObject().value(q("value")), 50);
  const auto named = with(R"({"configRefId":"A","applyTo":{"id":"byName","options":"Value"},
      "mappings":[{"fieldName":"Names","handlerKey":"displayName","reducerId":"first"}]})")[0]
                         .fields[1];
  EXPECT_EQ(configOf(named, "displayName"), q("first-name"));

  const auto mapped = after({frameOf("config", "value:n|text:s|color:s / 1|one|red / 2|two|blue"), series},
                            "configFromData", R"({"configRefId":"config","mappings":[
      {"fieldName":"value","handlerKey":"mappings.value"},{"fieldName":"color","handlerKey":"mappings.color"},
      {"fieldName":"text","handlerKey":"mappings.text"}]})")[0]
                          .fields[1];
  const QJsonObject options = configOf(mapped, "mappings").toArray().first().toObject().value(q("options")).toObject();
  EXPECT_EQ(options.value(q("2")).toObject().value(q("text")), q("two"));
  EXPECT_EQ(options.value(q("2")).toObject().value(q("color")), q("blue"));
}

TEST(ReshapeTest, JoinsByLabels) {
  const std::vector<DataFrame> input = {
      seriesOf("A", "Time:t|Value:n / 1|10 / 2|200",
               {{q("cluster"), q("A")}, {q("job"), q("J1")}, {q("what"), q("Temp")}}),
      seriesOf("A", "Time:t|Value:n / 1|10 / 2|200",
               {{q("cluster"), q("B")}, {q("job"), q("J1")}, {q("what"), q("Temp")}}),
      seriesOf("A", "Time:t|Value:n / 22|22 / 28|77",
               {{q("cluster"), q("B")}, {q("job"), q("J1")}, {q("what"), q("Speed")}})};
  EXPECT_EQ(textOf(after(input, "joinByLabels", R"({"value":"what"})")),
            q("cluster|job|Temp|Speed / A|J1|10|- / A|J1|200|- / B|J1|10|22 / B|J1|200|77"));
  EXPECT_EQ(textOf(after(input, "joinByLabels", R"({"value":"none"})")), q("Error / Value label not found"));
}

// The example of Grafana's documentation of "Transpose".
TEST(ReshapeTest, TurnsRowsIntoColumns) {
  EXPECT_EQ(textOf(after({frameOf("A", "env:s|January:n|February:n / prod|1|2 / dev|4|5")}, "transpose", "{}")),
            q("Field|prod|dev / January|1|4 / February|2|5"));
  EXPECT_EQ(textOf(after({frameOf("A", "a:n|b:n / 1|2 / 3|4")}, "transpose", R"({"firstFieldName":"What"})")),
            q("What|1|2 / a|1|3 / b|2|4"));
}

TEST(ReshapeTest, PartitionsByValues) {
  const DataFrame frame = frameOf("A", "model:s|region:s|sales:n / E1|EU|1 / E2|NA|4 / C1|NA|5 / E1|EU|2");
  EXPECT_EQ(textOf(after({frame}, "partitionByValues", R"({"fields":["region"]})")),
            q("model|sales EU / E1|1 / E1|2 // model|sales NA / E2|4 / C1|5")
                .replace(q("model|sales EU"), q("model EU|sales EU"))
                .replace(q("model|sales NA"), q("model NA|sales NA")));
  EXPECT_EQ(textOf(after({frame}, "partitionByValues",
                         R"({"fields":["region"],"keepFields":true,"naming":{"asLabels":false,"withNames":true}})")),
            q("region=EU model|region=EU region|region=EU sales / E1|EU|1 / E1|EU|2 // "
              "region=NA model|region=NA region|region=NA sales / E2|NA|4 / C1|NA|5"));
}

TEST(ReshapeTest, PreparesTimeSeriesInThreeShapes) {
  const std::vector<DataFrame> two = {seriesOf("A", "Time:t|Value:n / 1|10 / 2|20", {{q("pod"), q("a")}}),
                                      seriesOf("A", "Time:t|Value:n / 2|7", {{q("pod"), q("b")}})};
  EXPECT_EQ(textOf(after(two, "prepareTimeSeries", R"({"format":"wide"})")), q("Time|a|b / 1|10|- / 2|20|7"));
  EXPECT_EQ(textOf(after(two, "prepareTimeSeries", R"({"format":"long"})")),
            q("Time|Value|pod / 1|10|a / 2|20|a // Time|Value|pod / 2|7|b"));
  const DataFrame table = frameOf("A", "Time:t|host:s|Value:n / 1|a|10 / 1|b|7 / 2|a|20");
  EXPECT_EQ(textOf(after({table}, "prepareTimeSeries", R"({"format":"multi"})")),
            q("Time|a / 1|10 / 2|20 // Time|b / 1|7"));
  EXPECT_EQ(textOf(after({table}, "prepareTimeSeries", R"({"format":"many"})")),
            textOf(after({table}, "prepareTimeSeries", R"({"format":"multi"})")));
}

TEST(ReshapeTest, ConcatenatesFieldsWithTheNamesOfTheirFrames) {
  DataFrame a = frameOf("A", "Temp:n|Uptime:n / 15.4|1230233");
  DataFrame b = frameOf("B", "AQI:n|Errors:n / 3.2|5 / 4.1|6");
  EXPECT_EQ(textOf(after({a, b}, "concatenate", "{}")), q("Temp|Uptime|AQI|Errors / 15.4|1230233|3.2|5 / -|-|4.1|6"));
  a.name = q("A");
  b.name = q("B");
  EXPECT_EQ(textOf(after({a, b}, "concatenate", "{}")),
            q("A · Temp|A · Uptime|B · AQI|B · Errors / 15.4|1230233|3.2|5 / -|-|4.1|6"));
  EXPECT_EQ(textOf(after({a, b}, "concatenate", R"({"frameNameMode":"drop"})")),
            q("Temp|Uptime|AQI|Errors / 15.4|1230233|3.2|5 / -|-|4.1|6"));
  EXPECT_EQ(textOf(after({a, b}, "concatenate", R"({"frameNameMode":"label","frameNameLabel":"from"})")),
            q("Temp A|Uptime A|AQI B|Errors B / 15.4|1230233|3.2|5 / -|-|4.1|6"));
}

TEST(ReshapeTest, ChoosesColumnsByAVariable) {
  const DataFrame frame = frameOf("A", "a:n|b:n|c:n / 1|2|3");
  EXPECT_EQ(textOf(after({frame}, "filterFieldsByName", R"({"byVariable":true,"include":{"variable":"{a,c}"}})")),
            q("a|c / 1|3"));
  EXPECT_EQ(textOf(after({frame}, "filterFieldsByName", R"({"include":{"pattern":"a|c"}})")), q("a|c / 1|3"));
  EXPECT_EQ(
      textOf(after({frameOf("A", "cpu:n|cpu_max:n / 1|2")}, "filterFieldsByName", R"({"include":{"pattern":"cpu"}})")),
      q("cpu / 1"))
      << "a pattern without slashes is the whole name";
}

}  // namespace
}  // namespace vigie::console
