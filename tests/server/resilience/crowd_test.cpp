// Scoreboard rows 6, 7 and 9: many clients that read nothing, send slowly or are still reading when the server stops.
#include "tests/server/resilience/size.h"
#include "tests/server/support/test_server.h"
#include "tests/support/http_client.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace vigie::test {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMemoryIsOurs = false;  // a sanitizer's shadow is in it
#else
constexpr bool kMemoryIsOurs = true;
#endif

/// Both ends of each connection are in this process.
void allowManyDescriptors() {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

std::size_t residentBytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::string streamOf(std::uint16_t port, const std::string& question) {
  HttpCall call;
  call.method = "POST";
  call.target = "/v1/chat/completions";
  call.body = R"({"model":"extractive","stream":true,"messages":[{"role":"user","content":")" + question + "\"}]}";
  return toRequestText(call, port);
}

/// Microseconds that a healthy client waits, 99th of a hundred.
double healthyP99(const TestServer& server) {
  std::vector<double> times;
  RawConnection connection(server.port(), std::chrono::seconds(120));
  HttpCall call;
  call.target = "/v1/models";
  const std::string request = toRequestText(call, server.port());
  for (int i = 0; i < 300; ++i) {
    const auto began = std::chrono::steady_clock::now();
    connection.send(request);
    EXPECT_EQ(connection.read().status, 200);
    times.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - began).count());
  }
  std::sort(times.begin(), times.end());
  return times[times.size() * 99 / 100];
}

TEST(CrowdTest, ReadersThatStallCostLittleAndDoNotSlowTheOthers) {
  allowManyDescriptors();
  const int readers = sized(50, 1'000);
  Config config;
  config.maxInFlight = 2'000;
  TestServer server(config);
  const double alone = healthyP99(server);
  const std::size_t before = residentBytes();
  std::vector<std::unique_ptr<RawConnection>> stalled;
  for (int i = 0; i < readers; ++i) {
    stalled.push_back(std::make_unique<RawConnection>(server.port(), std::chrono::seconds(120)));
    stalled.back()->setReceiveBuffer(4096);
    stalled.back()->send(streamOf(server.port(), "flood"));
  }
  ASSERT_TRUE(server.pipeline.started.wait(readers));
  // Until the kernel's buffers are full and the models wait.
  std::size_t seen = 0;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(25);
  do {
    seen = server.pipeline.floodBytes;
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  } while (seen != server.pipeline.floodBytes && std::chrono::steady_clock::now() < deadline);
  const std::size_t after = residentBytes();
  const std::size_t each = (after > before ? after - before : 0) / static_cast<std::size_t>(readers);
  if (kMemoryIsOurs) {
    EXPECT_LE(each, 64U * 1024);
  }
  const double crowded = healthyP99(server);
  RecordProperty("bytes_each", static_cast<int>(each));
  RecordProperty("p99_alone_us", static_cast<int>(alone));
  RecordProperty("p99_crowded_us", static_cast<int>(crowded));
  // A tenth slower is the aim on a quiet machine; here it must only not be another order.
  EXPECT_LT(crowded, 10 * alone + 20'000);
  stalled.clear();
  EXPECT_TRUE(server.pipeline.cancelled.wait(readers));
  EXPECT_TRUE(server.metricBecomes("http_requests_in_flight", 0));
}

TEST(CrowdTest, IdleConnectionsAndSlowSendersCostLittleAndAreCut) {
  allowManyDescriptors();
  const int idle = sized(300, 9'000);
  net::ConnectionLimits limits;
  limits.header = std::chrono::milliseconds(500);
  limits.bodyStall = std::chrono::milliseconds(500);
  limits.idle = std::chrono::seconds(300);
  TestServer server({}, limits);
  const std::size_t before = residentBytes();
  std::vector<std::unique_ptr<RawConnection>> connections;
  for (int i = 0; i < idle; ++i) {
    connections.push_back(std::make_unique<RawConnection>(server.port(), std::chrono::seconds(300)));
  }
  EXPECT_EQ(get(server.port(), "/v1/models").status, 200);
  const std::size_t after = residentBytes();
  const std::size_t each = (after > before ? after - before : 0) / static_cast<std::size_t>(idle);
  if (kMemoryIsOurs) {
    EXPECT_LE(each, 20U * 1024);
  }
  RecordProperty("bytes_each", static_cast<int>(each));
  std::vector<std::unique_ptr<RawConnection>> slow;
  for (int i = 0; i < sized(20, 500); ++i) {
    slow.push_back(std::make_unique<RawConnection>(server.port(), std::chrono::seconds(120)));
    slow.back()->send(i % 2 == 0 ? "GET /v1/models HTTP/1.1\r\nHos"
                                 : "POST /v1/search HTTP/1.1\r\nHost: localhost:" + std::to_string(server.port()) +
                                       "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
  }
  EXPECT_EQ(get(server.port(), "/v1/models").status, 200) << "available throughout";
  for (const auto& connection : slow) EXPECT_TRUE(connection->closed());
  EXPECT_EQ(get(server.port(), "/v1/models").status, 200);
}

TEST(CrowdTest, StreamsUnderWayWhenTheServerStopsAreFinishedInsideTheWindow) {
  allowManyDescriptors();
  const int streams = sized(50, 500);
  TestServer server;
  std::vector<std::unique_ptr<RawConnection>> clients;
  for (int i = 0; i < streams; ++i) {
    clients.push_back(std::make_unique<RawConnection>(server.port(), std::chrono::seconds(120)));
    clients.back()->send(streamOf(server.port(), "hold"));
  }
  ASSERT_TRUE(server.pipeline.held.wait(streams));
  auto over = server.shutDown(std::chrono::seconds(60));
  EXPECT_TRUE([&] {
    // Readiness first: a balancer sends no more.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < deadline) {
      if (get(server.internalPort(), "/health/ready").status == 503) return true;
    }
    return false;
  }());
  server.pipeline.release();
  int whole = 0;
  for (const auto& client : clients) {
    const auto reply = client->read();
    whole += reply.complete && sseEvents(reply.body).back() == "[DONE]" ? 1 : 0;
  }
  EXPECT_EQ(whole, streams) << "a stream was cut inside the window";
  EXPECT_EQ(over.wait_for(std::chrono::seconds(20)), std::future_status::ready);
}

}  // namespace
}  // namespace vigie::test
