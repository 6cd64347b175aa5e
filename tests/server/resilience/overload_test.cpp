// Scoreboard row 8: ten times what the server can do, asked for whether it answers or not. The in-flight limit sets the
// capacity; what is above it must be refused quickly and must not cost the rest their answers.
#include "core/base/log.h"
#include "tests/server/resilience/size.h"
#include "tests/server/support/test_server.h"
#include "tests/support/http_client.h"

#include <boost/asio.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

namespace vigie::test {
namespace {

using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

/// Asks at a fixed rate, whatever comes back (an open loop), on as many kept connections as that needs.
class OpenLoop {
 public:
  struct Outcome {
    int answered = 0;
    std::vector<double> shedMs;  ///< sorted
    int failed = 0;
  };

  OpenLoop(std::uint16_t port, std::string request) : port_(port), request_(std::move(request)) {}

  Outcome run(int perSecond, std::chrono::milliseconds duration) {
    outcome_ = {};
    auto driving = drive(perSecond, duration);
    asio::co_spawn(io_, std::move(driving), asio::detached);
    io_.restart();
    io_.run();
    std::sort(outcome_.shedMs.begin(), outcome_.shedMs.end());
    return outcome_;
  }

 private:
  asio::awaitable<void> drive(int perSecond, std::chrono::milliseconds duration) {
    asio::steady_timer tick(io_);
    const auto began = Clock::now();
    std::int64_t sent = 0;
    while (Clock::now() - began < duration) {
      const double due = std::chrono::duration<double>(Clock::now() - began).count() * perSecond;
      for (; static_cast<double>(sent) < due; ++sent) {
        std::shared_ptr<tcp::socket> socket;
        if (!idle_.empty()) {
          socket = std::move(idle_.back());
          idle_.pop_back();
        }
        auto asking = ask(std::move(socket));
        asio::co_spawn(io_, std::move(asking), asio::detached);
      }
      tick.expires_after(std::chrono::milliseconds(1));
      co_await tick.async_wait(kToken);
    }
  }

  asio::awaitable<void> ask(std::shared_ptr<tcp::socket> socket) {
    boost::system::error_code ec;
    if (!socket) {
      socket = std::make_shared<tcp::socket>(io_);
      const tcp::endpoint server(asio::ip::address_v4::loopback(), port_);
      std::tie(ec) = co_await socket->async_connect(server, kToken);
      if (ec) {
        ++outcome_.failed;
        co_return;
      }
      socket->set_option(tcp::no_delay(true), ec);
    }
    const auto began = Clock::now();
    auto request = asio::buffer(request_);
    std::size_t count = 0;
    std::tie(ec, count) = co_await asio::async_write(*socket, request, kToken);
    std::string reply;
    auto head = asio::dynamic_buffer(reply);
    if (!ec) std::tie(ec, count) = co_await asio::async_read_until(*socket, head, "\r\n\r\n", kToken);
    if (ec) {
      ++outcome_.failed;
      co_return;
    }
    const auto bodyAt = reply.find("\r\n\r\n") + 4;
    const auto lengthAt = reply.find("Content-Length: ");
    const std::size_t whole = bodyAt + std::stoul(reply.substr(lengthAt + 16));
    if (reply.size() < whole) {
      auto rest = asio::transfer_exactly(whole - reply.size());
      std::tie(ec, count) = co_await asio::async_read(*socket, head, rest, kToken);
    }
    if (ec) {
      ++outcome_.failed;
    } else if (reply.starts_with("HTTP/1.1 200 ")) {
      ++outcome_.answered;
    } else if (reply.starts_with("HTTP/1.1 503 ") && reply.find("Retry-After: 1\r\n") != std::string::npos) {
      outcome_.shedMs.push_back(std::chrono::duration<double, std::milli>(Clock::now() - began).count());
    } else {
      ++outcome_.failed;
    }
    if (!ec) idle_.push_back(std::move(socket));
  }

  asio::io_context io_{1};
  const std::uint16_t port_;
  const std::string request_;
  std::vector<std::shared_ptr<tcp::socket>> idle_;
  Outcome outcome_;
};

double quantile(const std::vector<double>& sorted, double share) {
  return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

std::atomic<int> logLines{0};

TEST(OverloadTest, TenTimesTheCapacityIsShedQuicklyAndCostsNoAnswers) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  const int places = 3;  // what the machine can do with a sanitizer's share taken
#else
  const int places = sized(20, 100);
#endif
  const std::chrono::milliseconds duration(sized(2'000, 20'000));
  Config config;
  config.maxInFlight = places;
  TestServer server(config);
  HttpCall call;
  call.method = "POST";
  call.target = "/v1/chat/completions";
  call.body = R"({"model":"extractive","messages":[{"role":"user","content":"take 100 ms"}]})";
  OpenLoop load(server.port(), toRequestText(call, server.port()));
  const int capacity = places * 10;
  setLogSink([](std::string_view) { ++logLines; });
  const auto peak = load.run(capacity, duration);
  const auto over =
      std::async(std::launch::async, [&load, capacity, duration] { return load.run(10 * capacity, duration); }).share();
  std::vector<double> probes;
  while (over.wait_for(std::chrono::milliseconds(20)) != std::future_status::ready) {
    for (const char* const path : {"/health/ready", "/metrics"}) {
      const auto began = Clock::now();
      EXPECT_EQ(get(server.internalPort(), path).status, 200);
      probes.push_back(std::chrono::duration<double, std::milli>(Clock::now() - began).count());
    }
  }
  std::sort(probes.begin(), probes.end());
  const auto outcome = over.get();
  setLogSink(nullptr);
  RecordProperty("peak_answers", peak.answered);
  RecordProperty("overload_answers", outcome.answered);
  RecordProperty("overload_shed", static_cast<int>(outcome.shedMs.size()));
  RecordProperty("shed_p50_us", static_cast<int>(1000 * quantile(outcome.shedMs, 0.5)));
  RecordProperty("shed_p99_us", static_cast<int>(1000 * quantile(outcome.shedMs, 0.99)));
  RecordProperty("probe_p99_us", static_cast<int>(1000 * quantile(probes, 0.99)));
  EXPECT_EQ(outcome.failed, 0);
  EXPECT_GT(outcome.shedMs.size(), static_cast<std::size_t>(outcome.answered)) << "it was no overload";
  const double kept = static_cast<double>(outcome.answered) / std::max(1, peak.answered);
  EXPECT_GE(kept, sized(80, 95) / 100.0) << "of the answers a second at the peak";
  EXPECT_LE(quantile(outcome.shedMs, 0.5), 10) << "ms until a request is refused";
  EXPECT_LE(quantile(probes, 0.5), 50) << "ms until a probe is answered";
  EXPECT_LT(static_cast<std::size_t>(logLines), outcome.shedMs.size() / 2) << "who sheds does not stop to log each one";
}

}  // namespace
}  // namespace vigie::test
