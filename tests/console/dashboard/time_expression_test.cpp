// Times and ranges as they are written. The cases marked Grafana are those of its own tests
// (packages/grafana-data/src/datetime: datemath.test.ts, rangeutil.test.ts).
#include "console/dashboard/time_expression.h"

#include "console/dashboard/display_zone.h"
#include "console/dashboard/time_words.h"

#include <QDateTime>
#include <QLocale>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

qint64 utc(const char* iso) {
  return QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODateWithMs).toMSecsSinceEpoch();
}

std::string iso(qint64 ms) {
  return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs).toStdString();
}

TimeRules utcRules() {
  TimeRules rules;
  rules.zone = QTimeZone::utc();
  return rules;
}

/// Grafana's anchor, a Wednesday.
const qint64 kNow = utc("2014-01-01T06:06:06.666Z");

std::string at(const char* text, bool roundUp = false, const TimeRules& rules = utcRules()) {
  const auto time = readTime(QString::fromUtf8(text), kNow, roundUp, rules);
  return time ? iso(*time) : "wrong: " + time.error().message;
}

bool isTime(const char* text) { return parseTime(QString::fromUtf8(text), kNow, false, utcRules()).has_value(); }

TEST(TimeExpressionTest, RefusesWhatGrafanaRefuses) {
  for (const char* wrong : {"", "now&1d", "now+5f", "now/2y", "now/0.5y", "now-0", "now-00", "asd", "nowhere", "now-",
                            "now//d", "2014-13-01", "2014-01-01T25:00:00Z", "now-5h-"}) {
    EXPECT_FALSE(isTime(wrong)) << wrong;
  }
}

TEST(TimeExpressionTest, SubtractsEveryUnit) {
  EXPECT_EQ(at("now"), "2014-01-01T06:06:06.666Z");
  EXPECT_EQ(at("now-5s"), "2014-01-01T06:06:01.666Z");
  EXPECT_EQ(at("now-5m"), "2014-01-01T06:01:06.666Z");
  EXPECT_EQ(at("now-5h"), "2014-01-01T01:06:06.666Z");
  EXPECT_EQ(at("now-5d"), "2013-12-27T06:06:06.666Z");
  EXPECT_EQ(at("now-5w"), "2013-11-27T06:06:06.666Z");
  EXPECT_EQ(at("now-5M"), "2013-08-01T06:06:06.666Z");
  EXPECT_EQ(at("now-1Q"), "2013-10-01T06:06:06.666Z");
  EXPECT_EQ(at("now-5y"), "2009-01-01T06:06:06.666Z");
}

TEST(TimeExpressionTest, CountsFromAFixedMoment) {
  EXPECT_EQ(at("2014-01-01T06:06:06.666Z||-5d"), "2013-12-27T06:06:06.666Z");
  EXPECT_EQ(at("2014-01-01T06:06:06.666Z||/d"), "2014-01-01T00:00:00.000Z");
}

TEST(TimeExpressionTest, RoundsToTheBeginningAndTheEndOfEveryUnit) {
  const std::vector<std::tuple<const char*, const char*, const char*>> cases = {
      {"now/s", "2014-01-01T06:06:06.000Z", "2014-01-01T06:06:06.999Z"},
      {"now/m", "2014-01-01T06:06:00.000Z", "2014-01-01T06:06:59.999Z"},
      {"now/h", "2014-01-01T06:00:00.000Z", "2014-01-01T06:59:59.999Z"},
      {"now/d", "2014-01-01T00:00:00.000Z", "2014-01-01T23:59:59.999Z"},
      {"now/w", "2013-12-30T00:00:00.000Z", "2014-01-05T23:59:59.999Z"},
      {"now/M", "2014-01-01T00:00:00.000Z", "2014-01-31T23:59:59.999Z"},
      {"now/Q", "2014-01-01T00:00:00.000Z", "2014-03-31T23:59:59.999Z"},
      {"now/y", "2014-01-01T00:00:00.000Z", "2014-12-31T23:59:59.999Z"}};
  for (const auto& [text, begin, end] : cases) {
    EXPECT_EQ(at(text), begin) << text;
    EXPECT_EQ(at(text, true), end) << text;
  }
  EXPECT_EQ(at("now/1d"), at("now/d")) << "one unit may be written";
}

TEST(TimeExpressionTest, ChainsSteps) {
  EXPECT_EQ(at("now-2d-6h"), "2013-12-30T00:06:06.666Z");
  EXPECT_EQ(at("now-1d/d"), "2013-12-31T00:00:00.000Z");
  EXPECT_EQ(at("now-7d/d", true), "2013-12-25T23:59:59.999Z");
  EXPECT_EQ(at("now/d+6h"), "2014-01-01T06:00:00.000Z");
  EXPECT_EQ(at("now - 2d"), "2013-12-30T06:06:06.666Z") << "spaces do not matter";
  EXPECT_EQ(at("now-d"), at("now-1d")) << "no number is one";
}

TEST(TimeExpressionTest, KnowsTheFiscalYear) {
  TimeRules rules = utcRules();
  rules.fiscalYearStartMonth = 1;
  const auto round = [&rules](const char* now, const char* text, bool up) {
    return iso(readTime(QString::fromLatin1(text), utc(now), up, rules).value());
  };
  EXPECT_EQ(round("2021-04-05T00:00:00Z", "now/fy", false), "2021-02-01T00:00:00.000Z");
  EXPECT_EQ(round("2022-01-02T00:00:00Z", "now/fy", false), "2021-02-01T00:00:00.000Z");
  EXPECT_EQ(round("2020-02-29T00:00:00Z", "now/fy", false), "2020-02-01T00:00:00.000Z");
  EXPECT_EQ(round("2021-06-02T00:00:00Z", "now/fy", true), "2022-01-31T23:59:59.999Z");
  EXPECT_EQ(round("2021-07-01T00:00:00Z", "now/fQ", false), "2021-05-01T00:00:00.000Z");
  EXPECT_EQ(round("2022-01-01T00:00:00Z", "now/fQ", false), "2021-11-01T00:00:00.000Z");
  EXPECT_EQ(round("2021-07-01T00:00:00Z", "now/fQ", true), "2021-07-31T23:59:59.999Z");
  EXPECT_EQ(round("2022-01-01T00:00:00Z", "now/fQ", true), "2022-01-31T23:59:59.999Z");
}

TEST(TimeExpressionTest, CountsDaysInTheZone) {
  TimeRules rules;
  rules.zone = QTimeZone("Europe/Paris");
  ASSERT_TRUE(rules.zone.isValid());
  EXPECT_EQ(at("now/d", false, rules), "2013-12-31T23:00:00.000Z");
  EXPECT_EQ(at("2014-07-01 08:00:00", false, rules), "2014-07-01T06:00:00.000Z") << "summer time";
  EXPECT_EQ(at("2014-07-01T08:00:00+02:00", false, utcRules()), "2014-07-01T06:00:00.000Z");
  EXPECT_EQ(at("2014-07-01", false, rules), "2014-06-30T22:00:00.000Z");
  EXPECT_EQ(at("2014-07-01", true, rules), "2014-07-01T21:59:59.999Z");
  // The night on which the clock goes back has 25 hours.
  const qint64 morning = utc("2014-10-26T12:00:00Z");
  const auto begin = readTime(QStringLiteral("now/d"), morning, false, rules);
  const auto end = readTime(QStringLiteral("now/d"), morning, true, rules);
  EXPECT_EQ(*end + 1 - *begin, 25 * 3'600'000);
}

TEST(TimeExpressionTest, ReadsMilliseconds) { EXPECT_EQ(at("1388556366666"), "2014-01-01T06:06:06.666Z"); }

TEST(TimeExpressionTest, SaysWhatIsWrongAndWhatWouldBeRight) {
  EXPECT_NE(at("now-5x").find("“x” is no unit of time"), std::string::npos);
  EXPECT_NE(at("now/2d").find("one whole unit"), std::string::npos);
  EXPECT_NE(at("yesterday").find("for example now-6h"), std::string::npos);
  const auto reversed = readRange({QStringLiteral("now"), QStringLiteral("now-1h")}, kNow, utcRules());
  ASSERT_FALSE(reversed);
  EXPECT_EQ(reversed.error().param, "to");
  EXPECT_NE(reversed.error().message.find("ends before it begins"), std::string::npos);
}

TEST(TimeExpressionTest, ReadsWhatPeopleType) {
  const auto typed = [](const char* text) {
    const auto range = readTypedRange(QString::fromUtf8(text), kNow, utcRules());
    return range ? (range->from + QStringLiteral(" | ") + range->to).toStdString() : "wrong: " + range.error().message;
  };
  EXPECT_EQ(typed("13h"), "now-13h | now");
  EXPECT_EQ(typed("now-24h"), "now-24h | now");
  EXPECT_EQ(typed("+30m"), "now | now+30m");
  EXPECT_EQ(typed("now/d"), "now/d | now/d");
  EXPECT_EQ(typed("now-7d/d"), "now-7d/d | now-7d/d");
  EXPECT_EQ(typed("now-6h to now-3h"), "now-6h | now-3h");
  EXPECT_EQ(typed("2013-12-24"), "2013-12-24 | 2013-12-24");
  EXPECT_EQ(typed("2013-12-24 18:00 to now"), "2013-12-24 18:00 | now") << "one end stands, the other moves";
  EXPECT_EQ(typed(R"({"from":"now-1h","to":"now"})"), "now-1h | now");
  EXPECT_NE(typed("13").find("needs a unit"), std::string::npos);
  EXPECT_NE(typed(R"({"from":"now-1h"})").find("no copied range"), std::string::npos);
}

TEST(TimeExpressionTest, CopiesARangeAsGrafanaDoes) {
  EXPECT_EQ(copiedRange({QStringLiteral("now-6h"), QStringLiteral("now")}, kNow),
            QStringLiteral(R"({"from":"now-6h","to":"now"})"));
  EXPECT_EQ(copiedRange({QStringLiteral("1388556366666"), QStringLiteral("now")}, kNow),
            QStringLiteral(R"({"from":"2014-01-01T06:06:06.666Z","to":"now"})"));
}

TEST(TimeWordsTest, NamesRangesAsGrafanaDoes) {
  QLocale::setDefault(QLocale(QLocale::English));
  const auto words = [](const char* from, const char* to) {
    const RawRange range{QString::fromLatin1(from), QString::fromLatin1(to)};
    return rangeWords(range, readRange(range, kNow, utcRules()).value()).toStdString();
  };
  EXPECT_EQ(words("now/d", "now/d"), "Today");
  EXPECT_EQ(words("now/d", "now"), "Today so far");
  EXPECT_EQ(words("now/d+6h", "now"), "now/d+6h to now");
  EXPECT_EQ(words("now/w", "now/w"), "This week");
  EXPECT_EQ(words("now-1d/d", "now-1d/d"), "Yesterday");
  EXPECT_EQ(words("now-6h", "now-3h"), "now-6h to now-3h");
  setDisplayZone(QTimeZone::utc());
  EXPECT_EQ(words("2014-01-01T05:00:00Z", "2014-01-01T06:00:00Z"), "1 Jan 2014, 05:00 – 06:00");
  setDisplayZone(QTimeZone("Australia/Sydney"));
  EXPECT_EQ(words("2014-01-01T05:00:00Z", "2014-01-01T06:00:00Z"), "1 Jan 2014, 16:00 – 17:00");
  EXPECT_EQ(zoneWords(kNow), QStringLiteral("UTC+11"));
  setDisplayZone(QTimeZone::systemTimeZone());
}

}  // namespace
}  // namespace vigie::console
