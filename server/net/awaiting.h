// How the server awaits: errors as values, and timers that only a cancellation ends.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vigie {

/// `auto [ec, n] = co_await operation(…, kToken)`: an error is a value, not an exception.
inline constexpr auto kToken = boost::asio::as_tuple(boost::asio::use_awaitable);

/// The expiry of a timer that is used as a condition: whoever waits on it is woken by cancel().
inline constexpr auto kNever = boost::asio::steady_timer::time_point::max();

}  // namespace vigie
