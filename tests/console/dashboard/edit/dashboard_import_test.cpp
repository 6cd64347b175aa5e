#include "console/dashboard/edit/dashboard_import.h"

#include "console/dashboard/edit/grafana_dashboards.h"
#include "tests/support/qt_wait.h"

#include <QNetworkAccessManager>
#include <QTcpServer>
#include <QTcpSocket>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::waitFor;

const QByteArray kShared =
    R"({"__inputs":[{"name":"DS_PROM","label":"Prometheus","type":"datasource","pluginId":"prometheus"},
  {"name":"VAR_JOB","label":"Job","type":"constant","value":"node"}],"__requires":[],"id":12,"uid":"abc","title":"Node",
  "panels":[{"id":1,"type":"stat","datasource":{"type":"prometheus","uid":"${DS_PROM}"},
             "targets":[{"refId":"A","expr":"up{job=\"${VAR_JOB}\", a=\"$b\"}"}]}]})";

TEST(DashboardImportTest, AsksForWhatASharedDashboardNeedsAndFillsItIn) {
  const auto plan = readImport(kShared);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->title, QStringLiteral("Node"));
  EXPECT_EQ(plan->panels, 1);
  ASSERT_EQ(plan->inputs.size(), 2U);
  EXPECT_EQ(plan->inputs[0].label, QStringLiteral("Prometheus"));
  EXPECT_FALSE(plan->inputs[1].isDatasource);
  EXPECT_EQ(plan->inputs[1].proposed, QStringLiteral("node"));

  const auto document = imported(*plan, {{QStringLiteral("DS_PROM"), QStringLiteral("prometheus")},
                                         {QStringLiteral("VAR_JOB"), QStringLiteral("ai-api")}});
  ASSERT_TRUE(document);
  const OrderedJson panel = document->panel(1);
  EXPECT_EQ(panel.at("datasource").at("uid").toText(), QStringLiteral("prometheus"));
  EXPECT_EQ(panel.at("targets").items()[0].at("expr").toText(), QStringLiteral("up{job=\"ai-api\", a=\"$b\"}"))
      << "variables of the dashboard stay";
  EXPECT_FALSE(document->text().contains("__inputs"));
}

TEST(DashboardImportTest, TakesTheWrapperOfGrafanasApiOff) {
  const auto plan = readImport(R"({"meta":{},"dashboard":{"title":"T","panels":[]}})");
  ASSERT_TRUE(plan);
  EXPECT_FALSE(imported(*plan, {})->text().contains("meta"));
}

TEST(DashboardImportTest, SaysWhyATextIsNoDashboard) {
  EXPECT_FALSE(readImport(""));
  EXPECT_FALSE(readImport("{\"a\":1}"));
  const auto v2 = readImport(R"({"spec":{"elements":{}}})");
  ASSERT_FALSE(v2);
  EXPECT_NE(v2.error().message.find("V2"), std::string::npos);
}

TEST(DashboardImportTest, ReadsTheUidOutOfGrafanasAddresses) {
  EXPECT_EQ(grafanaUid(QStringLiteral("https://g.example/base/d/abc-1_D/name?orgId=1")), QStringLiteral("abc-1_D"));
  EXPECT_EQ(grafanaUid(QStringLiteral("http://127.0.0.1:3000/d/ai-api")), QStringLiteral("ai-api"));
  EXPECT_EQ(grafanaUid(QStringLiteral(" ai-api ")), QStringLiteral("ai-api"));
  EXPECT_FALSE(grafanaUid(QStringLiteral("https://g.example/explore")));
  EXPECT_FALSE(grafanaUid(QStringLiteral("two words")));
}

/// A Grafana that knows one dashboard and one token.
class StandInGrafana : public QTcpServer {
 public:
  StandInGrafana() {
    listen(QHostAddress::LocalHost);
    connect(this, &QTcpServer::newConnection, this, [this] {
      QTcpSocket* socket = nextPendingConnection();
      connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
        const QByteArray head = socket->readAll();
        const QByteArray path = head.split(' ').value(1);
        QByteArray status = "200 OK";
        QByteArray body = R"({"meta":{},"dashboard":{"title":"T","panels":[]}})";
        if (!head.startsWith("GET ")) status = "405 Method";
        if (path != "/g/api/dashboards/uid/known") status = "404 Not Found";
        if (!head.contains("Authorization: Bearer s3cret\r\n")) status = "401 Unauthorized";
        if (page) body = "<html>";
        if (redirectTo.isEmpty()) {
          if (!status.startsWith("200")) body = R"({"message":"no"})";
          socket->write("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " +
                        QByteArray::number(body.size()) + "\r\n\r\n" + body);
        } else {
          socket->write("HTTP/1.1 302 Found\r\nLocation: " + redirectTo + "\r\nContent-Length: 0\r\n\r\n");
        }
      });
    });
  }
  QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1/g").arg(serverPort())); }
  bool page = false;
  QByteArray redirectTo;
};

class GrafanaDashboardsTest : public testing::Test {
 protected:
  Result<QByteArray> fetch(const char* uid, const QByteArray& token) {
    GrafanaDashboards client(network, base, token);
    std::optional<Result<QByteArray>> answer;
    client.fetch(QString::fromLatin1(uid), &client, [&answer](const Result<QByteArray>& result) { answer = result; });
    EXPECT_TRUE(waitFor([&answer] { return answer.has_value(); }));
    return *answer;
  }
  std::string failure(const char* uid, const QByteArray& token) {
    const auto answer = fetch(uid, token);
    EXPECT_FALSE(answer);
    if (answer) return {};
    EXPECT_EQ(answer.error().message.find("s3cret"), std::string::npos) << "a token is never shown";
    return answer.error().message;
  }
  QNetworkAccessManager network;
  StandInGrafana grafana;
  QUrl base = grafana.url();
};

TEST_F(GrafanaDashboardsTest, GetsADashboardWithTheToken) {
  const auto answer = fetch("known", "s3cret");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(readImport(*answer)->title, QStringLiteral("T"));
}

TEST_F(GrafanaDashboardsTest, SaysWhatIsWrongAndWhatToDo) {
  EXPECT_NE(failure("other", "s3cret").find("no dashboard with the uid “other”"), std::string::npos);
  EXPECT_NE(failure("known", "").find("GRAFANA_TOKEN"), std::string::npos);
  EXPECT_NE(failure("known", "wrong").find("refuses the token"), std::string::npos);
  grafana.page = true;
  EXPECT_NE(failure("known", "s3cret").find("no Grafana"), std::string::npos);
  base = QUrl();
  EXPECT_NE(failure("known", "s3cret").find("--grafana"), std::string::npos);
}

TEST_F(GrafanaDashboardsTest, TakesTheTokenToNoOtherHost) {
  QTcpServer elsewhere;
  elsewhere.listen(QHostAddress::LocalHost);
  bool visited = false;
  QObject::connect(&elsewhere, &QTcpServer::newConnection, &elsewhere, [&visited] { visited = true; });
  grafana.redirectTo = "http://127.0.0.1:" + QByteArray::number(elsewhere.serverPort()) + "/";
  failure("known", "s3cret");
  EXPECT_FALSE(visited);
}

}  // namespace
}  // namespace vigie::console
