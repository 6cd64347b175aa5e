#include "console/dashboard/edit/ordered_json.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

QByteArray contentOf(const QString& path) {
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
  return file.readAll();
}

QStringList jsonFilesIn(const char* folder) {
  QStringList paths;
  const QDir directory(QString::fromUtf8(folder));
  for (const QString& name : directory.entryList({QStringLiteral("*.json")})) paths.append(directory.filePath(name));
  return paths;
}

QByteArray again(const QByteArray& text) {
  const auto json = OrderedJson::parse(text);
  EXPECT_TRUE(json) << (json ? "" : json.error().message);
  return json ? json->written(jsonStyleOf(text)) : QByteArray();
}

TEST(OrderedJsonTest, WritesOurDashboardsByteForByteAsTheyWere) {
  ASSERT_FALSE(jsonFilesIn(VIGIE_DASHBOARDS).isEmpty());
  for (const QString& path : jsonFilesIn(VIGIE_DASHBOARDS)) {
    const QByteArray text = contentOf(path);
    EXPECT_EQ(again(text), text) << path.toStdString();
  }
}

#ifdef VIGIE_PUBLIC_DASHBOARDS
TEST(OrderedJsonTest, LosesNothingOfPublicDashboards) {
  for (const QString& path : jsonFilesIn(VIGIE_PUBLIC_DASHBOARDS)) {
    const QByteArray text = contentOf(path);
    EXPECT_EQ(QJsonDocument::fromJson(again(text)), QJsonDocument::fromJson(text)) << path.toStdString();
    // Once written, it is written the same ever after.
    EXPECT_EQ(again(again(text)), again(text)) << path.toStdString();
  }
}
#endif

TEST(OrderedJsonTest, KeepsOrderAndDigits) {
  const QByteArray text = R"({"z":1.0,"a":[12345678901234567890,1e3,-0,0.10],"é":"\"\\\n/","n":null,"o":{},"l":[]})";
  EXPECT_EQ(again(text), text);
}

TEST(OrderedJsonTest, FollowsTheIndentOfTheFile) {
  const QByteArray tabs = "{\n\t\"a\": [\n\t\t1\n\t]\n}";
  EXPECT_EQ(again(tabs), tabs) << "and adds no line at its end";
}

TEST(OrderedJsonTest, ChangesAMemberInItsPlaceAndLeavesTheOldAsItWas) {
  const OrderedJson old = *OrderedJson::parse(R"({"b":1,"a":2})");
  const OrderedJson changed = old.with("b", OrderedJson::number(3)).with("c", OrderedJson::boolean(true));
  EXPECT_EQ(changed.written({"", false}), R"({"b":3,"a":2,"c":true})");
  EXPECT_EQ(old.written({"", false}), R"({"b":1,"a":2})");
  EXPECT_EQ(changed.without("a").written({"", false}), R"({"b":3,"c":true})");
}

TEST(OrderedJsonTest, SaysWhichLineIsWrong) {
  for (const char* wrong : {"{\n\"a\":1,\n}", "{\n\n\"a\" 1}", "{}\n\n{}"}) {
    const auto json = OrderedJson::parse(wrong);
    ASSERT_FALSE(json) << wrong;
    EXPECT_NE(json.error().message.find("line 3"), std::string::npos) << json.error().message;
  }
  EXPECT_FALSE(OrderedJson::parse("")) << "nothing is no JSON";
  EXPECT_FALSE(OrderedJson::parse(QByteArray(100'000, '['))) << "depth is bounded";
}

}  // namespace
}  // namespace vigie::console
