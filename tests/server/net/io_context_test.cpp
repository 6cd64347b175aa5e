#include "server/net/io_context.h"

#include <boost/asio.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace vigie::net {
namespace {

namespace asio = boost::asio;

/// What coroutines borrow, with a timer of the context they run on.
struct Service {
  explicit Service(asio::io_context& io) : timer(io, asio::steady_timer::time_point::max()) {}
  asio::steady_timer timer;
  std::vector<std::string> left;
};

/// Tells its service when it is destroyed, as a meter or a place in a limit does.
struct Borrowed {
  Borrowed(Service& borrowed, std::string called) : service(borrowed), name(std::move(called)) {}
  ~Borrowed() { service.left.push_back(name); }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  Service& service;
  std::string name;
};

asio::awaitable<void> waitForEver(Service& service) {
  const Borrowed inner(service, "inner");
  co_await service.timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> serve(Service& service) {
  const Borrowed outer(service, "outer");
  co_await waitForEver(service);
}

TEST(IoContextTest, WhatIsSuspendedEndsWhileItsServicesLive) {
  for (const bool onStrand : {false, true}) {
    IoContext io(1);
    auto service = std::make_unique<Service>(io);
    const asio::any_io_executor executor =
        onStrand ? asio::any_io_executor(asio::make_strand(io)) : asio::any_io_executor(io.get_executor());
    asio::co_spawn(executor, serve(*service), asio::detached);
    io.poll();
    EXPECT_TRUE(service->left.empty());
    io.abandon();
    EXPECT_EQ(service->left, (std::vector<std::string>{"inner", "outer"})) << "on a strand: " << onStrand;
    service.reset();
  }
}

}  // namespace
}  // namespace vigie::net
