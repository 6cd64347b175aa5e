// Cancelling a coroutine from outside, whichever type the canceller chose.
#pragma once

#include <boost/asio/cancellation_type.hpp>

namespace vigie {

/// A filter for asio::this_coro::reset_cancellation_state: any type of cancellation becomes a terminal one.
///
/// Asio's own filters drop types: a coroutine listens to terminal alone by default, and ssl::stream to terminal alone
/// always, so a polite "total" would be lost on the way. For work that is abandoned as a whole the type means nothing.
struct AnyCancellation {
  boost::asio::cancellation_type_t operator()(boost::asio::cancellation_type_t type) const noexcept {
    return type == boost::asio::cancellation_type::none ? boost::asio::cancellation_type::none
                                                        : boost::asio::cancellation_type::terminal;
  }
};

}  // namespace vigie
