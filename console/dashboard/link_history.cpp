#include "console/dashboard/link_history.h"

namespace vigie::console {
namespace {
constexpr std::size_t kMostStates = 50;
}  // namespace

void LinkHistory::note(const DashboardLink& state) {
  if (!states_.empty() && states_[at_] == state) return;
  if (!states_.empty()) states_.resize(at_ + 1);
  states_.push_back(state);
  if (states_.size() > kMostStates) states_.erase(states_.begin());
  at_ = states_.size() - 1;
}

void LinkHistory::amend(const DashboardLink& state) {
  if (states_.empty()) return note(state);
  states_[at_] = state;
}

bool LinkHistory::canStep(int direction) const { return direction < 0 ? at_ > 0 : at_ + 1 < states_.size(); }

const DashboardLink& LinkHistory::step(int direction) {
  at_ = direction < 0 ? at_ - 1 : at_ + 1;
  return states_[at_];
}

}  // namespace vigie::console
