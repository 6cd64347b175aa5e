// The faults of drills: what they do, and that they end.
#include "server/drills/fault_board.h"
#include "tests/server/support/test_server.h"
#include "tests/support/http_client.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace vigie::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

class SteppedClock final : public Clock {
 public:
  [[nodiscard]] SystemTime now() const override { return {}; }
  [[nodiscard]] SteadyTime steady() const override { return time; }
  SteadyTime time = std::chrono::steady_clock::now();
};

wire::Fault fault(wire::FaultKind kind, double ratio = 1, std::chrono::seconds life = 60s) {
  wire::Fault out;
  out.endpoint = "/v1/drill";
  out.kind = kind;
  out.delay = 3'000ms;
  out.ratio = ratio;
  out.timeToLive = life;
  return out;
}

double gauge(const drills::FaultBoard& board, const std::string& kind) {
  const auto families = board.Collect();
  for (const auto& metric : families.front().metric) {
    if (metric.label.front().value == kind) return metric.gauge.value;
  }
  return -1;
}

TEST(FaultBoardTest, MeetsTheRequestsOfItsEndpointOnly) {
  const SteppedClock clock;
  drills::FaultBoard board(clock);
  EXPECT_EQ(board.meet("/v1/drill").status, 0);
  board.put(fault(wire::FaultKind::kError));
  EXPECT_EQ(board.meet("/v1/drill").status, 503);
  EXPECT_EQ(board.meet("/v1/models").status, 0);
  board.put(fault(wire::FaultKind::kLatency));
  EXPECT_EQ(board.meet("/v1/drill").delay, 3'000ms);
  EXPECT_EQ(board.meet("/v1/drill").status, 503) << "a fault of another kind replaced it";
  board.clear();
  EXPECT_EQ(board.meet("/v1/drill").status, 0);
}

TEST(FaultBoardTest, EndsByItself) {
  SteppedClock clock;
  drills::FaultBoard board(clock);
  board.put(fault(wire::FaultKind::kError, 1, 10s));
  clock.time += 9'500ms;
  ASSERT_EQ(board.active().size(), 1U);
  EXPECT_EQ(board.active().front().timeToLive, 1s);
  EXPECT_EQ(gauge(board, "error"), 1);
  EXPECT_EQ(gauge(board, "latency"), 0);
  clock.time += 500ms;
  EXPECT_TRUE(board.active().empty());
  EXPECT_EQ(gauge(board, "error"), 0);
  EXPECT_EQ(board.meet("/v1/drill").status, 0);
}

TEST(FaultBoardTest, ARatioIsMetExactly) {
  const SteppedClock clock;
  drills::FaultBoard board(clock);
  board.put(fault(wire::FaultKind::kError, 0.1));
  int met = 0;
  for (int i = 0; i < 1'000; ++i) met += board.meet("/v1/drill").status == 503 ? 1 : 0;
  EXPECT_EQ(met, 100);
}

class DrillsTest : public ::testing::Test {
 protected:
  static Config withDrills() {
    Config config;
    config.drills = true;
    return config;
  }
  HttpReply ask(std::string method, std::string body = {}) const {
    HttpCall call;
    call.method = std::move(method);
    call.target = "/internal/faults";
    call.body = std::move(body);
    return request(server_.internalPort(), call);
  }
  HttpReply drill() const {
    HttpCall call;
    call.method = "POST";
    call.target = "/v1/drill";
    return request(server_.port(), call);
  }
  TestServer server_{withDrills()};
};

TEST_F(DrillsTest, WithoutAFaultADrillIsAnsweredAndMeasured) {
  EXPECT_EQ(drill().status, 200);
  EXPECT_TRUE(server_.metricBecomes(R"(http_requests_total{endpoint="/v1/drill",method="POST",status="200"})", 1));
  EXPECT_EQ(server_.pipeline.runs, 0) << "a model was asked";
}

TEST_F(DrillsTest, AnErrorIsAnsweredWithItsStatusUntilItIsTakenAway) {
  const auto put = ask("PUT", R"({"endpoint":"/v1/drill","kind":"error","status":502,"ttl_s":60})");
  ASSERT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(json::parse(put.body).at("status").to_number<int>(), 502);
  EXPECT_EQ(server_.metric(R"(vigie_drill_active{kind="error"})"), 1);
  const auto reply = drill();
  EXPECT_EQ(reply.status, 502);
  EXPECT_NE(reply.body.find("a drill answers so"), std::string::npos) << reply.body;
  EXPECT_EQ(get(server_.port(), "/v1/models").status, 200);
  EXPECT_TRUE(server_.metricBecomes(R"(http_requests_total{endpoint="/v1/drill",method="POST",status="502"})", 1));
  EXPECT_EQ(json::parse(ask("GET").body).at("data").as_array().size(), 1U);
  EXPECT_EQ(ask("DELETE").status, 200);
  EXPECT_EQ(drill().status, 200);
  EXPECT_EQ(server_.metric(R"(vigie_drill_active{kind="error"})"), 0);
}

TEST_F(DrillsTest, ADelayIsInTheMeasuredTime) {
  ASSERT_EQ(ask("PUT", R"({"endpoint":"/v1/drill","kind":"latency","delay_ms":300,"ttl_s":60})").status, 200);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(drill().status, 200);
  EXPECT_GE(std::chrono::steady_clock::now() - began, 300ms);
  EXPECT_TRUE(server_.metricBecomes(
      R"(http_request_duration_seconds_bucket{endpoint="/v1/drill",method="POST",le="0.25"})", 0));
  EXPECT_TRUE(server_.metricBecomes(R"(http_request_duration_seconds_count{endpoint="/v1/drill",method="POST"})", 1));
}

TEST_F(DrillsTest, TheServersEndDoesNotWaitForADelay) {
  ASSERT_EQ(ask("PUT", R"({"endpoint":"/v1/drill","kind":"latency","delay_ms":60000,"ttl_s":900})").status, 200);
  RawConnection held(server_.port());
  HttpCall call;
  call.method = "POST";
  call.target = "/v1/drill";
  held.send(toRequestText(call, server_.port()));
  ASSERT_TRUE(server_.metricBecomes("http_requests_in_flight", 1));
  server_.shutDown(0ms).wait();
  EXPECT_EQ(held.read().status, 503);
}

TEST_F(DrillsTest, WhatIsNoFaultIsRefusedWithItsField) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {R"({"kind":"error","ttl_s":1})", "endpoint"},
      {R"({"endpoint":"/v1/nothing","kind":"error","ttl_s":1})", "endpoint"},
      {R"({"endpoint":"/health/live","kind":"error","ttl_s":1})", "endpoint"},
      {R"({"endpoint":"/v1/drill","kind":"fire","ttl_s":1})", "kind"},
      {R"({"endpoint":"/v1/drill","kind":"error","status":200,"ttl_s":1})", "status"},
      {R"({"endpoint":"/v1/drill","kind":"error","delay_ms":5,"ttl_s":1})", "delay_ms"},
      {R"({"endpoint":"/v1/drill","kind":"latency","ttl_s":1})", "delay_ms"},
      {R"({"endpoint":"/v1/drill","kind":"latency","delay_ms":5,"status":500,"ttl_s":1})", "status"},
      {R"({"endpoint":"/v1/drill","kind":"error","ratio":0,"ttl_s":1})", "ratio"},
      {R"({"endpoint":"/v1/drill","kind":"error"})", "ttl_s"},
      {R"({"endpoint":"/v1/drill","kind":"error","ttl_s":901})", "ttl_s"},
      {R"({"endpoint":"/v1/drill","kind":"error","ttl_s":1,"burn":true})", "burn"}};
  for (const auto& [body, param] : wrong) {
    const auto reply = ask("PUT", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(json::parse(reply.body).at("error").at("param").as_string(), param) << body;
  }
  EXPECT_EQ(drill().status, 200);
}

TEST_F(DrillsTest, FaultsAreNotOnThePublicListener) { EXPECT_EQ(get(server_.port(), "/internal/faults").status, 404); }

}  // namespace
}  // namespace vigie::test
