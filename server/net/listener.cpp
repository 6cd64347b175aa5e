#include "server/net/listener.h"

#include "server/net/awaiting.h"

#include <boost/asio.hpp>

#include <chrono>
#include <utility>
#include <vector>

namespace vigie::net {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {
constexpr std::chrono::milliseconds kFirstBackOff{5};
constexpr std::chrono::milliseconds kMostBackOff{1'000};
}  // namespace

Listener::Listener(asio::io_context& io, TaskGroup& tasks, std::string name, std::size_t mostConnections)
    : io_(io),
      tasks_(tasks),
      name_(std::move(name)),
      mostConnections_(mostConnections),
      log_("server"),
      strand_(asio::make_strand(io)),
      acceptor_(strand_) {}

Result<void> Listener::open(const Endpoint& endpoint) {
  boost::system::error_code ec;
  const auto address = asio::ip::make_address(endpoint.host == "localhost" ? "127.0.0.1" : endpoint.host, ec);
  if (ec) return Error(ErrorCode::kInvalidArgument, name_ + ": the address is not an IP address");
  const tcp::endpoint where(address, endpoint.port);
  acceptor_.open(where.protocol(), ec);
  if (!ec) acceptor_.set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec) acceptor_.bind(where, ec);
  if (!ec) acceptor_.listen(asio::socket_base::max_listen_connections, ec);
  if (ec) {
    return Error(ErrorCode::kUnavailable, "cannot listen on " + endpoint.host + ":" + std::to_string(endpoint.port) +
                                              " (" + name_ + "): " + ec.message());
  }
  endpoint_ = {endpoint.host, acceptor_.local_endpoint().port()};
  return {};
}

void Listener::start(HttpHandler& handler, ConnectionLimits limits) {
  handler_ = &handler;
  limits_ = limits;
  const asio::any_io_executor executor = strand_;
  tasks_.spawn(executor, accept());
  log_.info("listening", {{"listener", name_}, {"host", endpoint_.host}, {"port", endpoint_.port}});
}

asio::awaitable<void> Listener::accept() {
  auto backOff = kFirstBackOff;
  asio::steady_timer pause(strand_);
  while (acceptor_.is_open()) {
    auto strand = asio::make_strand(io_);
    auto [ec, accepted] = co_await acceptor_.async_accept(strand, kToken);
    if (ec == asio::error::operation_aborted || !acceptor_.is_open()) break;
    if (ec) {
      // Out of descriptors, mostly: trying again at once would only burn the processor.
      log_.warning("accept failed", {{"listener", name_}, {"reason", ec.message()}});
      pause.expires_after(backOff);
      co_await pause.async_wait(kToken);
      backOff = std::min(2 * backOff, kMostBackOff);
      continue;
    }
    backOff = kFirstBackOff;
    tcp::socket socket(std::move(accepted));
    std::shared_ptr<HttpConnection> connection;
    {
      const std::lock_guard lock(mutex_);
      if (connections_.size() < mostConnections_) {
        connection = std::make_shared<HttpConnection>(std::move(socket), *handler_, limits_);
        connections_.emplace(connection.get(), connection);
      }
    }
    if (!connection) {
      if (const auto leftOut = refusalsLogged_.take(std::chrono::steady_clock::now())) {
        log_.warning("connection refused",
                     {{"listener", name_}, {"reason", "too many connections"}, {"left_out", *leftOut}});
      }
      continue;
    }
    const asio::any_io_executor executor = strand;
    tasks_.spawn(executor, serve(std::move(connection)));
  }
}

asio::awaitable<void> Listener::serve(std::shared_ptr<HttpConnection> connection) {
  struct Registration {
    Registration(Listener& listener, HttpConnection* registered) : owner(listener), connection(registered) {}
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;
    ~Registration() {
      const std::lock_guard lock(owner.mutex_);
      owner.connections_.erase(connection);
    }
    Listener& owner;
    HttpConnection* connection;
  };
  const Registration registration(*this, connection.get());
  co_await connection->run();
}

void Listener::end(void (HttpConnection::*how)()) {
  asio::post(strand_, [this, how] {
    boost::system::error_code ec;
    acceptor_.close(ec);
    std::vector<std::shared_ptr<HttpConnection>> now;
    {
      const std::lock_guard lock(mutex_);
      now.reserve(connections_.size());
      for (const auto& [key, connection] : connections_) now.push_back(connection);
    }
    for (const auto& connection : now) (connection.get()->*how)();
  });
}

void Listener::drain() { end(&HttpConnection::drain); }
void Listener::stop() { end(&HttpConnection::stop); }
void Listener::drop() { end(&HttpConnection::drop); }

}  // namespace vigie::net
