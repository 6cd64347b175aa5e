// IdempotencyStore: requests with an Idempotency-Key, each answered once.
#pragma once

#include "core/base/result.h"
#include "core/store/turn_ids.h"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace vigie {

/// A request's key and who sent it.
struct IdempotencyKey {
  std::string owner;
  std::string key;
  friend auto operator<=>(const IdempotencyKey&, const IdempotencyKey&) = default;
};

struct IdempotencyClaim {
  enum class State {
    kMine,          ///< answer it with `ids`, then keep() or release()
    kDone,          ///< `response` is what was answered
    kRunning,       ///< somebody is answering it
    kOtherRequest,  ///< the key was used for another body
  };
  State state = State::kRunning;
  TurnIds ids;
  std::string response;
};

/// Awaited like ChatStore, and with its errors. A claim is a lease: that of a replica that died can be taken over when
/// it is over, with the ids of the first try, so that the turn is never doubled.
class IdempotencyStore {
 public:
  virtual ~IdempotencyStore() = default;

  /// `fresh` are the ids of the turn if this is the key's first request.
  virtual boost::asio::awaitable<Result<IdempotencyClaim>> claim(IdempotencyKey key, std::string requestHash,
                                                                 TurnIds fresh) = 0;
  /// The response for every later request with this key; goes with its conversation. kNotFound when that is not there.
  virtual boost::asio::awaitable<Result<void>> keep(IdempotencyKey key, std::string conversationId,
                                                    std::string response) = 0;
  /// There is no response: the next request with this key tries again, at once.
  virtual boost::asio::awaitable<Result<void>> release(IdempotencyKey key) = 0;
};

}  // namespace vigie
