// ExtractiveModel: "extractive", the embedded model that answers with the documents' own sentences.
#pragma once

#include "core/llm/llm_client.h"

namespace vigie {

/// No network, no weights, no invention: what it says is in a passage, word for word, and is followed by the passage's
/// number. Deterministic. Usage is estimated. `max_tokens` (or `max_completion_tokens`) and `stop` are honoured; the
/// other sampling parameters have nothing to sample. Any executor.
class ExtractiveModel final : public LlmClient {
 public:
  static constexpr std::string_view kName = "extractive";

  /// Streams a word at a time, at once. A cancellation between two words ends it with kCancelled.
  boost::asio::awaitable<Result<LlmResult>> generate(const LlmRequest& request, const DeltaSink& onDelta) override;
  [[nodiscard]] std::vector<std::string> models() const override { return {std::string(kName)}; }
};

}  // namespace vigie
