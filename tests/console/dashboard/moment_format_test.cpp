// Dates by Moment's letters. Expected values: momentjs.com/docs/#/displaying/format and /#/parsing/string-format.
#include "console/dashboard/moment_format.h"

#include <gtest/gtest.h>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

TEST(MomentFormatTest, WritesItsLetters) {
  const QDateTime time(QDate(2021, 2, 3), QTime(16, 5, 9, 78), Qt::UTC);
  const std::vector<std::pair<const char*, const char*>> table = {
      {"YYYY-MM-DD HH:mm:ss", "2021-02-03 16:05:09"},
      {"YY/M/D H:m:s", "21/2/3 16:5:9"},
      {"dddd, MMMM Do YYYY, h:mm:ss a", "Wednesday, February 3rd 2021, 4:05:09 pm"},
      {"ddd, hA", "Wed, 4PM"},
      {"hh.mm A", "04.05 PM"},
      {"[Today is] dd d E Q DDD", "Today is We 3 3 1 34"},
      {"SSS|SS|S|X|x", "078|07|0|1612368309|1612368309078"},
      {"Z|ZZ", "+00:00|+0000"},
      {"L LT", "02/03/2021 4:05 PM"},
      {"MMM", "Feb"}};
  for (const auto& [pattern, expected] : table) EXPECT_EQ(momentText(time, q(pattern)), q(expected)) << pattern;
  EXPECT_EQ(momentText(QDateTime(QDate(2021, 1, 11), QTime(0, 30), Qt::UTC), q("Do kk k hh")), q("11th 24 24 12"));
}

TEST(MomentFormatTest, ReadsWhatPatternsSay) {
  const QTimeZone paris("Europe/Paris");
  const auto read = [](const char* text, const char* pattern, const QTimeZone& zone = QTimeZone::utc()) {
    return momentOf(q(text), q(pattern), zone).value_or(-1);
  };
  EXPECT_EQ(read("2021-10-10 00:00:00", "YYYY-MM-DD HH:mm:ss"), 1633824000000);
  EXPECT_EQ(read("10/02/2021 5:04 PM", "DD/MM/YYYY h:mm A"), 1612976640000);
  EXPECT_EQ(read("1612939600", "X"), 1612939600000);
  EXPECT_EQ(read("1612939600123", ""), 1612939600123);
  EXPECT_EQ(read("2021-02-10T06:46:40Z", "", paris), 1612939600000) << "it names its zone";
  EXPECT_EQ(read("2021-02-10 07:46:40", "", paris), 1612939600000) << "it names none";
  EXPECT_EQ(read("2021-02", ""), 1612137600000);
  EXPECT_EQ(read("soon", ""), -1);
}

}  // namespace
}  // namespace vigie::console
