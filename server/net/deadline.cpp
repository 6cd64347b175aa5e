#include "server/net/deadline.h"

namespace vigie::net {

void Deadline::within(std::chrono::milliseconds limit) {
  if (closed_) return;
  at_ = std::chrono::steady_clock::now() + limit;
  if (at_ < armed_) arm(at_);
}

void Deadline::close() {
  closed_ = true;
  at_ = armed_ = SteadyTime::max();
  timer_.cancel();
}

void Deadline::arm(SteadyTime at) {
  armed_ = at;
  timer_.expires_at(at);
  timer_.async_wait([this, owner = owner_](boost::system::error_code ec) {
    if (ec) return;  // cancelled: armed again, or closed
    const auto alive = owner.lock();
    if (!alive) return;
    armed_ = SteadyTime::max();
    if (at_ == SteadyTime::max() || closed_) return;
    if (std::chrono::steady_clock::now() < at_) {
      arm(at_);
    } else {
      at_ = SteadyTime::max();
      expired_();
    }
  });
}

}  // namespace vigie::net
