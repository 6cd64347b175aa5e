// ExtractiveModel: "extractive", the embedded model that answers with the documents' own sentences.
#pragma once

#include "core/llm/llm_client.h"

namespace vigie {

/// No network, no weights, no invention: what it says is in a passage, word for word, and is followed by the passage's
/// number. Deterministic. Usage is estimated. `max_tokens` (or `max_completion_tokens`) and `stop` are honoured; what
/// only steers sampling (temperature, top_p, seed, penalties) has nothing to sample and is met by any answer; what asks
/// for something it cannot do is refused by check(). Any executor.
class ExtractiveModel final : public LlmClient {
 public:
  static constexpr std::string_view kName = "extractive";

  /// Streams a word at a time, at once. A cancellation between two words ends it with kCancelled.
  boost::asio::awaitable<Result<LlmResult>> generate(const LlmRequest& request, const DeltaSink& onDelta) override;
  [[nodiscard]] Result<void> check(const wire::ChatRequest& request) const override;
  [[nodiscard]] std::vector<std::string> models() const override { return {std::string(kName)}; }
};

}  // namespace vigie
