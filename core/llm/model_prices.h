// What models cost: a list of prices, and which of them a model's name means.
#pragma once

#include "core/base/result.h"
#include "core/metrics/llm_metrics.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vigie {

/// resources/model-prices.json as this program was built: list prices that change and that a contract may undercut.
extern const char* const kBuiltInModelPrices;

/// Reads {"usd_per_million_tokens": {MODEL: {"prompt": USD, "completion": USD}}}. kInvalidArgument says what is wrong
/// where; a key that is not known is refused, as it would be a price that silently does not count.
Result<std::vector<ModelPrice>> readModelPrices(std::string_view json);

/// The list in `file`, or the built-in one where it is empty. kInvalidArgument names the file.
Result<std::vector<ModelPrice>> loadModelPrices(const std::filesystem::path& file);

/// The prices of `models` under the very names they have there. A dated version ("gpt-4o-2024-08-06") costs what its
/// model does, and a name with its provider ("openai/gpt-4o") what it does without; a model that is listed so itself
/// has its own price. Models that nothing is known of are left out.
std::vector<ModelPrice> pricesOf(const std::vector<std::string>& models, const std::vector<ModelPrice>& list);

}  // namespace vigie
