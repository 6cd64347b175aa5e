// LlmClient: one answer from a language model, as a stream of text.
#pragma once

#include "core/base/result.h"
#include "core/wire/chat.h"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vigie {

struct LlmRequest {
  std::string model;
  std::vector<wire::ChatMessage> messages;  ///< the whole prompt, passages already in it
  boost::json::object parameters;           ///< passed on unchanged
  std::vector<wire::Citation> passages;     ///< the retrieved passages again, for a model that answers from them
  std::string question;                     ///< the user's last turn
  std::string endpoint;                     ///< metric label: the route template that asked
  bool stream = true;                       ///< whether the client streams; upstream is always asked to
};

struct LlmResult {
  std::string model;               ///< that answered, as it calls itself
  std::string finishReason;        ///< stop, length, content_filter, tool_calls; never empty
  boost::json::array toolCalls{};  ///< whole, as OpenAI's message has them
  std::string refusal{};           ///< why the model will not answer; never beside text
  wire::Usage usage;
  std::optional<std::string> fallbackFrom;
};

/// A piece of an answer. Made of text, and taken as text by whoever cares for nothing else.
struct LlmDelta {
  template <std::convertible_to<std::string_view> Text>
  LlmDelta(const Text& piece) : text(piece) {}  // NOLINT(google-explicit-constructor)
  LlmDelta(std::string_view piece, const boost::json::array* calls, std::string_view refused = {})
      : text(piece), toolCalls(calls), refusal(refused) {}
  operator std::string_view() const { return text; }  // NOLINT(google-explicit-constructor)

  std::string_view text;                          ///< UTF-8, never splitting a code point; may be empty
  const boost::json::array* toolCalls = nullptr;  ///< pieces of calls, as OpenAI's delta has them; null for none
  std::string_view refusal;                       ///< a piece of LlmResult::refusal; may be empty
};

/// Receives the pieces as they arrive, never one without anything. Awaiting it is back-pressure: the model is not read
/// further until it returns. What the piece points to is valid until then.
using DeltaSink = std::function<boost::asio::awaitable<void>(LlmDelta delta)>;

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
  /// What this model cannot honour of a request: kInvalidArgument with its `param`, before anything is kept of it.
  [[nodiscard]] virtual Result<void> check(const wire::ChatRequest&) const { return {}; }
  /// The configured model names, the default first. Any thread.
  [[nodiscard]] virtual std::vector<std::string> models() const = 0;
};

}  // namespace vigie
