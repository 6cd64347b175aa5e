#include "core/llm/resolve.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <optional>

namespace vigie {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// Shared by the waiting coroutine and the look-up, whichever lives longer.
struct LookUp {
  explicit LookUp(const asio::any_io_executor& strand)
      : resolver(strand), answered(strand, asio::steady_timer::time_point::max()) {}

  tcp::resolver resolver;
  asio::steady_timer answered;  // cancelled by the answer
  std::optional<std::vector<tcp::endpoint>> addresses;
};

}  // namespace

asio::awaitable<Result<std::vector<tcp::endpoint>>> resolve(std::string host, std::uint16_t port,
                                                            std::function<void()>& abort) {
  boost::system::error_code notAnAddress;
  const auto address = asio::ip::make_address(host, notAnAddress);
  if (!notAnAddress) co_return std::vector<tcp::endpoint>{tcp::endpoint(address, port)};

  const asio::any_io_executor strand = co_await asio::this_coro::executor;
  const auto lookUp = std::make_shared<LookUp>(strand);
  lookUp->resolver.async_resolve(
      host, std::to_string(port), tcp::resolver::numeric_service,
      asio::bind_executor(strand, [lookUp](boost::system::error_code failed, const tcp::resolver::results_type& found) {
        lookUp->addresses.emplace();
        if (!failed) {
          for (const auto& entry : found) lookUp->addresses->push_back(entry.endpoint());
        }
        lookUp->answered.cancel();
      }));
  abort = [lookUp] { lookUp->answered.cancel(); };
  co_await lookUp->answered.async_wait(asio::as_tuple(asio::use_awaitable));
  abort = nullptr;
  if (lookUp->addresses && !lookUp->addresses->empty()) co_return std::move(*lookUp->addresses);
  lookUp->resolver.cancel();
  co_return Error(ErrorCode::kUpstreamFailed, "upstream's name has no address; OPENAI_BASE_URL may be wrong");
}

}  // namespace vigie
