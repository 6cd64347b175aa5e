// LlmClient: one answer from a language model, as a stream of text.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/wire/chat.h"

namespace vigie {

struct LlmRequest {
  std::string model;
  std::vector<wire::ChatMessage> messages;  ///< the whole prompt, passages already in it
  boost::json::object parameters;           ///< sampling parameters, passed on unchanged
  std::vector<wire::Citation> passages;     ///< the retrieved passages again, for a model that answers from them
  std::string question;                     ///< the user's last turn
  std::string endpoint;                     ///< metric label: the route template that asked
  bool stream = true;                       ///< whether the client streams; upstream is always asked to
};

struct LlmResult {
  std::string model;         ///< that answered, as it calls itself
  std::string finishReason;  ///< stop, length, content_filter, tool_calls; never empty
  wire::Usage usage;
  std::optional<std::string> fallbackFrom;
};

/// Receives text as it arrives, UTF-8, never empty, never splitting a code point. Awaiting it is back-pressure: the
/// model is not read further until it returns. The view is valid until then.
using DeltaSink = std::function<boost::asio::awaitable<void>(std::string_view text)>;

/// Implementations: HttpLlmClient (any OpenAI-compatible server), ExtractiveModel (embedded, no network).
///
/// generate() runs on the caller's executor (a strand). It ends by itself at its own total deadline (kTimeout); a
/// cancellation (asio per-operation cancellation, any type) closes what it has open upstream and gives kCancelled.
/// A completion is complete only after finish_reason or [DONE]: a bare end of the stream is kUpstreamFailed.
/// `request` and `onDelta` must outlive the awaited call.
class LlmClient {
 public:
  virtual ~LlmClient() = default;
  virtual boost::asio::awaitable<Result<LlmResult>> generate(const LlmRequest& request, const DeltaSink& onDelta) = 0;
  /// The configured model names, the default first. Any thread.
  [[nodiscard]] virtual std::vector<std::string> models() const = 0;
};

}  // namespace vigie
