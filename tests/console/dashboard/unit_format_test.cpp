#include "console/dashboard/unit_format.h"

#include "console/dashboard/display_zone.h"

#include <QDateTime>
#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

/// Narrow no-break spaces as plain ones, so that the tables read well.
QString plain(QString text) {
  return text.replace(QChar(0x202f), QLatin1Char(' ')).replace(QChar(0xa0), QLatin1Char(' '));
}

QString text(const char* unit, double value, std::optional<int> decimals = std::nullopt,
             QLocale::Language language = QLocale::English) {
  return plain(UnitFormat(QString::fromUtf8(unit), decimals, QLocale(language)).text(value));
}

TEST(UnitFormatTest, WritesValuesAsPeopleReadThem) {
  struct Case {
    const char* unit;
    double value;
    const char* expected;
  };
  const Case cases[] = {{"short", 0, "0"},
                        {"short", 12, "12"},
                        {"short", 3.412, "3.41"},
                        {"short", 184'200, "184 k"},
                        {"short", 1'250'000, "1.25 M"},
                        {"short", 0.0042, "0.0042"},
                        {"short", -0.000000001, "-1E-09"},
                        {"none", 1e308, "1E+308"},
                        {"none", 1'234, "1,234"},
                        {"percent", 31.4, "31.4 %"},
                        {"percentunit", 0.9998, "100 %"},
                        {"percentunit", 0.0123, "1.23 %"},
                        {"s", 1.52, "1.52 s"},
                        {"s", 0.812, "812 ms"},
                        {"s", 0.00021, "210 µs"},
                        {"s", 90, "1.50 min"},
                        {"s", 7200, "2 h"},
                        {"ms", 812, "812 ms"},
                        {"ms", 1520, "1.52 s"},
                        {"bytes", 1024, "1 KiB"},
                        {"bytes", 58'720'256, "56 MiB"},
                        {"decbytes", 1'500'000, "1.50 MB"},
                        {"reqps", 3.41, "3.41"},
                        {"ops", 1'200, "1.20 k"},
                        {"Bps", 2'048, "2.05 kB/s"},
                        {"currencyUSD", 0.31, "$0.31"},
                        {"currencyUSD", 0.0004, "$0.00040"},
                        {"currencyUSD", 12, "$12.00"},
                        {"furlongs", 2, "2 furlongs"},
                        {"suffix:req", 2, "2 req"}};
  for (const Case& c : cases) EXPECT_EQ(text(c.unit, c.value).toStdString(), c.expected) << c.unit << ' ' << c.value;
}

// Grafana's valueFormats (categories.ts, dateTimeFormatters.test.ts, symbolFormatters.test.ts): what is counted, and in
// what.
TEST(UnitFormatTest, KnowsGrafanasUnits) {
  const std::vector<std::pair<std::pair<const char*, double>, const char*>> cases = {
      {{"dthms", 93784}, "26:03:04"},
      {{"dtdhms", 93784}, "1 d 02:03:04"},
      {{"dtdhms", 59}, "00:00:59"},
      {{"clockms", 3723004}, "01h:02m:03s:004ms"},
      {{"clocks", 65}, "01m:05s:000ms"},
      {{"velocitykmh", 93}, "93 km/h"},
      {{"pressurehpa", 1013}, "1,013 hPa"},
      {{"kvoltamp", 2.5}, "2.50 kVA"},
      {{"masskg", 1500}, "1.50 Mg"},
      {{"litre", 0.5}, "0.50 L"},
      {{"Kibits", 2048}, "2 Mib/s"},
      {{"currencySEK", 12}, "kr12.00"},
      {{"string", 7}, "7"},
      {{"si:mF", 1200}, "1.20 F"},
      {{"si:B", 1200}, "1.20 kB"},
      {{"count:msg", 12500}, "12.5 k msg"},
      {{"count:msg", 3}, "3 msg"},
      {{"bool:up/down", 0}, "down"},
      {{"bool:up/down", 3}, "up"},
  };
  for (const auto& [given, expected] : cases)
    EXPECT_EQ(text(given.first, given.second).toStdString(), expected) << given.first;
}

TEST(UnitFormatTest, WritesTimesByAPatternOfTheDashboard) {
  setDisplayZone(QTimeZone::utc());
  EXPECT_EQ(text("time:YYYY-MM-DD [at] HH:mm", 1612939600000), QStringLiteral("2021-02-10 at 06:46"));
  EXPECT_EQ(text("dateTimeAsIsoNoDateIfToday", 1612939600000), QStringLiteral("2021-02-10 06:46:40"));
}

TEST(UnitFormatTest, KeepsTheDashboardsDecimals) {
  EXPECT_EQ(text("percentunit", 0.99981, 2), QStringLiteral("99.98 %"));
  EXPECT_EQ(text("short", 12, 0), QStringLiteral("12"));
}

TEST(UnitFormatTest, WritesFrenchNumbers) {
  EXPECT_EQ(text("s", 1.52, std::nullopt, QLocale::French), QStringLiteral("1,52 s"));
  EXPECT_EQ(text("currencyUSD", 0.31, std::nullopt, QLocale::French), QStringLiteral("0,31 $"));
}

TEST(UnitFormatTest, SaysWhatIsNoNumber) {
  EXPECT_EQ(text("s", NAN), QStringLiteral("–"));
  EXPECT_EQ(text("s", INFINITY), QStringLiteral("∞"));
}

TEST(UnitFormatTest, GivesAnAxisOneScaleAndNoMoreDecimalsThanItNeeds) {
  const auto ticks = [](const char* unit, const std::vector<double>& values) {
    return plain(UnitFormat(QString::fromUtf8(unit), std::nullopt, QLocale(QLocale::English))
                     .ticks(values)
                     .join(QLatin1Char('|')));
  };
  EXPECT_EQ(ticks("s", {0, 0.02, 0.04}), QStringLiteral("0 ms|20 ms|40 ms"));
  EXPECT_EQ(ticks("percentunit", {0, 0.25, 0.5}), QStringLiteral("0 %|25 %|50 %"));
  EXPECT_EQ(ticks("short", {0, 0.5, 1}), QStringLiteral("0|0.5|1.0"));
  EXPECT_EQ(ticks("short", {0, 500, 1000}), QStringLiteral("0|0.5 k|1.0 k"));
  EXPECT_EQ(ticks("currencyUSD", {0, 1e6}), QStringLiteral("$0|$1 M"));
  const QStringList french = UnitFormat(QStringLiteral("currencyUSD"), {}, QLocale(QLocale::French)).ticks({0, 0.5});
  EXPECT_EQ(french.join(QLatin1Char('|')), QStringLiteral("0\u202f$|0,5\u202f$"));
  EXPECT_EQ(ticks("bytes", {0, 1024.0 * 1024, 2048.0 * 1024}), QStringLiteral("0 MiB|1 MiB|2 MiB"));
}

TEST(UnitFormatTest, WritesAges) {
  EXPECT_EQ(formatAge(4), QStringLiteral("4 s"));
  EXPECT_EQ(formatAge(130), QStringLiteral("2 min 10 s"));
  EXPECT_EQ(formatAge(11'100), QStringLiteral("3 h 05 min"));
}

TEST(UnitFormatTest, SaysTruthsDatesAndOwnUnits) {
  const auto text = [](const char* unit, double value) {
    return UnitFormat(QString::fromLatin1(unit), std::nullopt, QLocale::c())
        .text(value)
        .replace(QChar(0x202f), QLatin1Char(' '));
  };
  EXPECT_EQ(text("bool", 1), QStringLiteral("True"));
  EXPECT_EQ(text("bool_yes_no", 0), QStringLiteral("No"));
  EXPECT_EQ(text("hex0x", 255), QStringLiteral("0xFF"));
  EXPECT_EQ(text("suffix:req", 3), QStringLiteral("3 req"));
  EXPECT_EQ(text("prefix:~", 3), QStringLiteral("~3"));
  EXPECT_EQ(text("dateTimeAsIso", 0),
            QDateTime::fromMSecsSinceEpoch(0).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")));
  EXPECT_EQ(text("MiBs", 2048), QStringLiteral("2 GiB/s"));
}

}  // namespace
}  // namespace vigie::console
