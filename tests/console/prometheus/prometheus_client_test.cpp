#include "console/prometheus/prometheus_client.h"

#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QNetworkAccessManager>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::FakePrometheus;
using test::waitFor;

class PrometheusClientTest : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(prometheus.violations(), QList<QByteArray>()); }

  QueryTicket ask(const QString& expr) {
    return client.ask({expr}, [this](const Result<FramePtr>& result) { answers.push_back(result); });
  }
  static FakePrometheus::Reply silence() { return {200, {}, {}, true}; }

  FakePrometheus prometheus;
  QNetworkAccessManager network;
  PrometheusClient client{network, prometheus.url()};
  std::vector<Result<FramePtr>> answers;
};

TEST_F(PrometheusClientTest, PostsARangeAsAForm) {
  prometheus.respond = [](const FakePrometheus::Request&) {
    return FakePrometheus::Reply{200, test::matrixBody("{}", {"1", "2"}, 1000, 15)};
  };
  const QString expr = QStringLiteral("rate(a{b=\"c+d&e\"}[1m])");
  const QueryTicket ticket = client.ask({expr, true, 1'000'000, 1'015'000, 15'000},
                                        [this](const Result<FramePtr>& result) { answers.push_back(result); });
  ASSERT_TRUE(waitFor([&] { return !answers.empty(); }));
  ASSERT_TRUE(answers[0]) << answers[0].error().message;
  EXPECT_EQ((*answers[0])->series.at(0).values, (std::vector<double>{1, 2}));
  const FakePrometheus::Request& request = prometheus.requests().at(0);
  EXPECT_EQ(request.path, "/api/v1/query_range");
  EXPECT_EQ(request.form.value("query"), expr.toUtf8());
  EXPECT_EQ(request.form.value("start"), "1000.000");
  EXPECT_EQ(request.form.value("end"), "1015.000");
  EXPECT_EQ(request.form.value("step"), "15.000");
}

TEST_F(PrometheusClientTest, AsksOnceForEqualQueries) {
  prometheus.respond = [](const FakePrometheus::Request&) { return silence(); };
  const QueryTicket first = ask(QStringLiteral("up"));
  const QueryTicket second = ask(QStringLiteral("up"));
  ASSERT_TRUE(waitFor([&] { return !prometheus.requests().isEmpty(); }));
  prometheus.release({200, test::vectorBody("1")});
  ASSERT_TRUE(waitFor([&] { return answers.size() == 2; }));
  EXPECT_EQ(prometheus.requests().size(), 1);
}

TEST_F(PrometheusClientTest, KeepsAtMostSixOnTheWire) {
  prometheus.respond = [](const FakePrometheus::Request&) { return silence(); };
  std::vector<QueryTicket> tickets;
  for (int i = 0; i < 20; ++i) tickets.push_back(ask(QStringLiteral("metric_%1").arg(i)));
  ASSERT_TRUE(waitFor([&] { return prometheus.requests().size() == 6; }));
  EXPECT_EQ(client.inFlight(), 20);
  prometheus.respond = [](const FakePrometheus::Request&) { return FakePrometheus::Reply{200, test::vectorBody("1")}; };
  prometheus.release({200, test::vectorBody("1")});
  ASSERT_TRUE(waitFor([&] { return answers.size() == 20; }));
  EXPECT_LE(prometheus.mostAtOnce(), 6);
  EXPECT_EQ(client.inFlight(), 0);
}

TEST_F(PrometheusClientTest, CancelsWhatNobodyWaitsFor) {
  prometheus.respond = [](const FakePrometheus::Request&) { return silence(); };
  QueryTicket ticket = ask(QStringLiteral("up"));
  ASSERT_TRUE(waitFor([&] { return !prometheus.requests().isEmpty(); }));
  ticket.cancel();
  EXPECT_EQ(client.inFlight(), 0);
  EXPECT_TRUE(waitFor([&] { return prometheus.abandoned() == 1; }));
  EXPECT_TRUE(answers.empty());
}

TEST_F(PrometheusClientTest, GivesUpAtTheDeadline) {
  prometheus.respond = [](const FakePrometheus::Request&) { return silence(); };
  client.setDeadline(std::chrono::milliseconds(50));
  const QueryTicket ticket = ask(QStringLiteral("up"));
  ASSERT_TRUE(waitFor([&] { return !answers.empty(); }));
  ASSERT_FALSE(answers[0]);
  EXPECT_EQ(answers[0].error().code, ErrorCode::kTimeout);
}

TEST_F(PrometheusClientTest, SaysWhyItIsUnreachableAndRecoversByItself) {
  prometheus.stop();
  const QueryTicket ticket = ask(QStringLiteral("up"));
  ASSERT_TRUE(waitFor([&] { return !answers.empty(); }));
  ASSERT_FALSE(answers[0]);
  EXPECT_EQ(answers[0].error().code, ErrorCode::kUnavailable);
  EXPECT_FALSE(client.isReachable());
  EXPECT_TRUE(client.unreachableReason().contains(client.baseUrl().toString()));

  // Meanwhile questions are answered at once, without the network.
  const QueryTicket next = ask(QStringLiteral("up"));
  EXPECT_EQ(answers.size(), 1U) << "never inside ask()";
  ASSERT_TRUE(waitFor([&] { return answers.size() == 2; }));
  EXPECT_EQ(answers[1].error().code, ErrorCode::kUnavailable);

  prometheus.restart();
  EXPECT_TRUE(waitFor([&] { return client.isReachable(); }));
}

TEST_F(PrometheusClientTest, LetsWhoHearsOfItsReturnDropEveryQuestion) {
  prometheus.stop();
  const QueryTicket ticket = ask(QStringLiteral("up"));
  ASSERT_TRUE(waitFor([&] { return !client.isReachable(); }));
  FakePrometheus other;
  other.respond = [](const FakePrometheus::Request&) { return FakePrometheus::Reply{200, test::vectorBody("1")}; };
  // The answer that tells of the return is among what is dropped.
  QObject::connect(&client, &PrometheusClient::reachableChanged, &client, [&](bool reachable) {
    if (reachable && client.baseUrl() != other.url()) client.setBaseUrl(other.url());
  });
  prometheus.restart();
  ASSERT_TRUE(waitFor([&] { return client.baseUrl() == other.url(); }));
  answers.clear();
  const QueryTicket next = ask(QStringLiteral("up"));
  ASSERT_TRUE(waitFor([&] { return !answers.empty(); }));
  EXPECT_TRUE(answers[0]);
}

TEST_F(PrometheusClientTest, LetsACallbackDropAnotherOne) {
  QueryTicket second;
  bool secondCalled = false;
  const QueryTicket first = client.ask({QStringLiteral("up")}, [&](const Result<FramePtr>& result) {
    answers.push_back(result);
    second.cancel();
  });
  second = client.ask({QStringLiteral("up")}, [&](const Result<FramePtr>&) { secondCalled = true; });
  ASSERT_TRUE(waitFor([&] { return !answers.empty(); }));
  EXPECT_FALSE(secondCalled);
}

TEST_F(PrometheusClientTest, ParsesALargeAnswerWithoutTheEventLoop) {
  QList<QByteArray> values(40'000, "0.123456789");
  prometheus.respond = [&](const FakePrometheus::Request&) {
    return FakePrometheus::Reply{200, test::matrixBody("{}", values, 1000, 1)};
  };
  const QueryTicket ticket = ask(QStringLiteral("big"));
  ASSERT_TRUE(waitFor([&] { return !answers.empty(); }));
  ASSERT_TRUE(answers[0]);
  EXPECT_EQ((*answers[0])->series.at(0).values.size(), 40'000U);
}

}  // namespace
}  // namespace vigie::console
