#include "console/stack/drill/grafana_setting.h"

#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace vigie::stack {
namespace {

QProcessEnvironment environmentOf(const QMap<QString, QString>& values) {
  QProcessEnvironment environment;
  for (auto one = values.begin(); one != values.end(); ++one) {
    environment.insert(one.key(), one.value());
  }
  return environment;
}

TEST(GrafanaSettingTest, TakesTheFlagBeforeTheEnvironment) {
  const auto environment = environmentOf({{"GRAFANA_URL", "http://127.0.0.1:3000/"}, {"GRAFANA_TOKEN", " t \n"}});
  const auto fromEnvironment = grafanaSetting({}, {}, environment);
  ASSERT_TRUE(fromEnvironment);
  EXPECT_EQ(fromEnvironment->url, QUrl("http://127.0.0.1:3000"));
  EXPECT_EQ(fromEnvironment->token, "t");
  EXPECT_EQ(grafanaSetting("https://g.example.org/sub/", {}, environment)->url, QUrl("https://g.example.org/sub"));
  EXPECT_TRUE(grafanaSetting({}, {}, {})->url.isEmpty());
}

TEST(GrafanaSettingTest, ReadsTheTokenFromAFile) {
  const QTemporaryDir folder;
  const QString path = folder.filePath("token");
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("glsa_x\n");
  file.close();
  EXPECT_EQ(grafanaSetting({}, path, environmentOf({{"GRAFANA_TOKEN", "other"}}))->token, "glsa_x");
  EXPECT_EQ(grafanaSetting({}, {}, environmentOf({{"GRAFANA_TOKEN_FILE", path}}))->token, "glsa_x");
}

TEST(GrafanaSettingTest, SaysWhatIsWrongAndNeverTheToken) {
  for (const char* url : {"grafana", "ftp://h", "http://", "http://h/?x=1"}) {
    EXPECT_FALSE(grafanaSetting(url, {}, {})) << url;
  }
  const auto lines = grafanaSetting({}, {}, environmentOf({{"GRAFANA_TOKEN", "canary\nX-Evil: 1"}}));
  ASSERT_FALSE(lines);
  EXPECT_EQ(lines.error().message.find("canary"), std::string::npos);
  EXPECT_FALSE(grafanaSetting({}, "/nowhere/token", {}));
}

}  // namespace
}  // namespace vigie::stack
