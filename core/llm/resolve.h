// Name look-up that can be given up.
#pragma once

#include "core/base/result.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <string>
#include <vector>

namespace vigie {

/// The addresses of a host, in the order to try them. An address is itself, at once.
///
/// getaddrinfo() cannot be interrupted, and Asio's resolver waits for it even when cancelled. This returns at once on
/// cancellation, and when the function put into `abort` is called from the same strand; what the look-up gives later
/// is dropped. kUpstreamFailed when the name has no address.
boost::asio::awaitable<Result<std::vector<boost::asio::ip::tcp::endpoint>>> resolve(std::string host,
                                                                                    std::uint16_t port,
                                                                                    std::function<void()>& abort);

}  // namespace vigie
