// Whose answers are being made, and for how long nobody else may call them abandoned.
#pragma once

#include <chrono>
#include <string>
#include <utility>

namespace vigie::impl {

struct AnswerLease {
  AnswerLease(std::string replica, std::chrono::seconds time) : replicaId(std::move(replica)), length(time) {}
  std::string replicaId;
  std::chrono::seconds length;
};

}  // namespace vigie::impl
