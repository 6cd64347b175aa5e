// Transformations of frames that are written as text. Expected values: Grafana's own tests of the same transformations
// (groupingToMatrix.test.ts, rowsToFields.test.ts, configFromQuery.test.ts, joinByLabels.test.ts, formatString.test.ts,
// calculateField.test.ts, groupBy.test.ts …), and its documentation of them.
#include "console/dashboard/display_zone.h"
#include "console/dashboard/transform.h"

#include <QJsonDocument>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

/// "Time:t|host:s|Value:n / 1000|a|1 / 2000|b|-": names with their types, then rows; "-" is nothing.
DataFrame frameOf(const char* refId, const char* text) {
  DataFrame frame;
  frame.refId = q(refId);
  const QStringList rows = q(text).split(q(" / "));
  for (const QString& head : rows.front().split(q("|"))) {
    DataField field;
    field.name = head.section(QLatin1Char(':'), 0, 0);
    const QString type = head.section(QLatin1Char(':'), 1);
    field.type = type == q("t") ? FieldType::kTime : type == q("s") ? FieldType::kText : FieldType::kNumber;
    frame.fields.push_back(field);
  }
  for (qsizetype row = 1; row < rows.size(); ++row) {
    const QStringList cells = rows[row].split(q("|"));
    for (std::size_t f = 0; f < frame.fields.size(); ++f) {
      const QString& cell = cells[static_cast<qsizetype>(f)];
      if (frame.fields[f].type == FieldType::kText) {
        frame.fields[f].texts.append(cell == q("-") ? QString() : cell);
      } else {
        frame.fields[f].numbers.push_back(cell == q("-") ? std::nan("") : cell.toDouble());
      }
    }
  }
  return frame;
}

/// A series of one number with labels.
DataFrame seriesOf(const char* refId, const char* text, const Labels& labels, const char* shownAs = "") {
  DataFrame frame = frameOf(refId, text);
  frame.name = q(shownAs);
  frame.fields.back().labels = labels;
  frame.fields.back().displayName = q(shownAs);
  return frame;
}

QString textOf(const std::vector<DataFrame>& frames) {
  QStringList texts;
  for (const DataFrame& frame : frames) {
    QStringList lines{fieldNames(frame, frames).join(q("|"))};
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      QStringList cells;
      for (const DataField& field : frame.fields) {
        const bool text = field.type == FieldType::kText;
        cells.append(field.isNothing(row) ? q("-")
                     : text               ? field.key(row)
                                          : QString::number(field.numbers[row], 'g', 15));
      }
      lines.append(cells.join(q("|")));
    }
    texts.append(lines.join(q(" / ")));
  }
  return texts.join(q(" // "));
}

std::vector<DataFrame> after(std::vector<DataFrame> frames, const char* id, const char* options) {
  const QJsonObject read = QJsonDocument::fromJson(options).object();
  QStringList unknown;
  std::vector<DataFrame> result = transformed(std::move(frames), {{q(id), read, {}}}, &unknown);
  EXPECT_EQ(unknown, QStringList()) << id;
  return result;
}

QJsonValue configOf(const DataField& field, const char* key) {
  QJsonValue found(QJsonValue::Undefined);
  for (const auto& [id, value] : field.config) {
    if (id == q(key)) found = value;
  }
  return found;
}

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

TEST(ReshapeTest, ConvertsTypes) {
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

TEST(ReshapeTest, FormatsTimesAndTexts) {
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

TEST(ReshapeTest, ExtractsFields) {
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

TEST(ReshapeTest, CalculatesOverRowsBefore) {
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

TEST(ReshapeTest, CalculatesWithTypesNumbersAndNothing) {
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

TEST(ReshapeTest, GroupsAndReducesTextsAndTimesToo) {
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

TEST(ReshapeTest, CountsIntoBuckets) {
  EXPECT_EQ(textOf(after({frameOf("A", "v:n / 1 / 1.5 / 2.2 / 5")}, "histogram", R"({"bucketSize":1})")),
            q("xMin|xMax|v / 1|2|2 / 2|3|1 / 3|4|0 / 4|5|0 / 5|6|1"));
  EXPECT_EQ(textOf(after({frameOf("A", "v:n|w:n / 1|2 / 1|2")}, "histogram", R"({"bucketSize":1,"combine":true})")),
            q("xMin|xMax|count / 1|2|2 / 2|3|2"));
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
