#include "tests/bench/load.h"

#include <boost/asio.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace vigie::bench {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

/// Whether `response` holds one whole response, by its framing.
bool whole(std::string_view response) {
  const auto headEnd = response.find("\r\n\r\n");
  if (headEnd == std::string_view::npos) return false;
  const auto head = response.substr(0, headEnd);
  for (const std::string_view name : {"Content-Length: ", "content-length: "}) {
    if (const auto at = head.find(name); at != std::string_view::npos) {
      return response.size() >= headEnd + 4 + std::stoul(std::string(head.substr(at + name.size(), 12)));
    }
  }
  return response.ends_with("0\r\n\r\n");
}

struct Run {
  explicit Run(const Load& of) : load(of) {}
  const Load& load;
  Measured measured;
  Clock::time_point begin;
  Clock::time_point end;
};

asio::awaitable<void> client(Run& run, std::chrono::microseconds wait) {
  auto executor = co_await asio::this_coro::executor;
  asio::ip::tcp::socket socket(executor);
  const bool once = run.load.spread.count() > 0;
  if (once) {
    asio::steady_timer timer(executor, wait);
    co_await timer.async_wait(kToken);
  }
  std::string response;
  std::array<char, 16384> piece{};
  for (bool asked = false; Clock::now() < run.end && !(once && asked); asked = true) {
    if (!socket.is_open()) {
      const asio::ip::tcp::endpoint where(asio::ip::address_v4::loopback(), run.load.port);
      const auto [ec] = co_await socket.async_connect(where, kToken);
      if (ec) {
        ++run.measured.failures;
        co_return;
      }
      socket.set_option(asio::ip::tcp::no_delay(true));
    }
    response.clear();
    Clock::time_point first{};
    const auto began = Clock::now();
    auto request = asio::buffer(run.load.request);
    const auto [written, sent] = co_await asio::async_write(socket, request, kToken);
    bool failed = static_cast<bool>(written);
    while (!failed && !whole(response)) {
      auto target = asio::buffer(piece);
      const auto [ec, count] = co_await socket.async_read_some(target, kToken);
      response.append(piece.data(), count);
      failed = static_cast<bool>(ec);
      if (first == Clock::time_point() && !run.load.firstToken.empty() &&
          response.find(run.load.firstToken) != std::string::npos) {
        first = Clock::now();
      }
    }
    const auto ended = Clock::now();
    if (failed || !response.starts_with("HTTP/1.1 200")) {
      ++run.measured.failures;
      boost::system::error_code ignored;
      socket.close(ignored);
      continue;
    }
    if (!once && (began < run.begin || ended > run.end)) continue;
    const auto microseconds = [began](Clock::time_point at) {
      return std::chrono::duration<double, std::micro>(at - began).count();
    };
    run.measured.total.push_back(microseconds(ended));
    if (first != Clock::time_point()) run.measured.firstToken.push_back(microseconds(first));
  }
}

}  // namespace

Measured run(const Load& load) {
  asio::io_context io(1);
  Run state(load);
  state.begin = Clock::now() + load.warmUp;
  state.end = state.begin + load.duration;
  for (int i = 0; i < load.connections; ++i) {
    asio::co_spawn(io, client(state, std::chrono::microseconds(load.spread) * i / load.connections), asio::detached);
  }
  io.run();
  state.measured.seconds = std::chrono::duration<double>(load.duration).count();
  std::sort(state.measured.total.begin(), state.measured.total.end());
  std::sort(state.measured.firstToken.begin(), state.measured.firstToken.end());
  return std::move(state.measured);
}

double quantile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto index = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1) + 0.5);
  return sorted[index];
}

}  // namespace vigie::bench
