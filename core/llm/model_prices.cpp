#include "core/llm/model_prices.h"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>

namespace vigie {

namespace json = boost::json;

namespace {

constexpr std::string_view kPrices = "usd_per_million_tokens";
constexpr std::size_t kLongestList = 1024 * 1024;

Error unreadable(const std::string& why) { return {ErrorCode::kInvalidArgument, why}; }

std::optional<double> priceIn(const json::object& prices, std::string_view key) {
  const auto* const value = prices.if_contains(key);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  const double usd = value->to_number<double>();
  return std::isfinite(usd) && usd >= 0 ? std::optional(usd) : std::nullopt;
}

bool isDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Without "-2024-08-06" or "-20240806" at its end.
std::string_view withoutDate(std::string_view model) {
  const auto ends = [model](std::size_t length) {
    return model.size() > length && model[model.size() - length] == '-' ? model.substr(model.size() - length + 1)
                                                                        : std::string_view();
  };
  if (isDigits(ends(9))) return model.substr(0, model.size() - 9);
  const std::string_view date = ends(11);
  const bool dashed = date.size() == 10 && date[4] == '-' && date[7] == '-' && isDigits(date.substr(0, 4)) &&
                      isDigits(date.substr(5, 2)) && isDigits(date.substr(8));
  return dashed ? model.substr(0, model.size() - 11) : model;
}

std::string_view withoutProvider(std::string_view model) { return model.substr(model.rfind('/') + 1); }

}  // namespace

Result<std::vector<ModelPrice>> readModelPrices(std::string_view text) {
  boost::system::error_code ec;
  const json::value list = json::parse(text, ec);
  if (ec) return unreadable("is not JSON");
  const auto* const top = list.if_object();
  const auto* const found = top == nullptr ? nullptr : top->if_contains(kPrices);
  const auto* const models = found == nullptr ? nullptr : found->if_object();
  if (models == nullptr || top->size() != 1) {
    return unreadable("must be {\"" + std::string(kPrices) + "\": {MODEL: {\"prompt\": USD, \"completion\": USD}}}");
  }
  std::vector<ModelPrice> out;
  for (const auto& [name, value] : *models) {
    ModelPrice price;
    price.model = std::string(name);
    const auto* const prices = value.if_object();
    const auto prompt = prices == nullptr ? std::nullopt : priceIn(*prices, "prompt");
    const auto completion = prices == nullptr ? std::nullopt : priceIn(*prices, "completion");
    if (!prompt || !completion || prices->size() != 2) {
      return unreadable("must give '" + price.model + "' a 'prompt' and a 'completion', in US dollars, and nothing else");
    }
    price.promptUsd = *prompt;
    price.completionUsd = *completion;
    out.push_back(std::move(price));
  }
  return out;
}

Result<std::vector<ModelPrice>> loadModelPrices(const std::filesystem::path& file) {
  if (file.empty()) return readModelPrices(kBuiltInModelPrices);
  std::ifstream in(file, std::ios::binary);
  std::string text(kLongestList + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  const auto size = static_cast<std::size_t>(in.gcount());
  if (size == 0) return unreadable(file.string() + " cannot be read, or is empty");
  if (size > kLongestList) return unreadable(file.string() + " is over 1 MiB");
  text.resize(size);
  auto list = readModelPrices(text);
  if (!list) return unreadable(file.string() + " " + list.error().message);
  return list;
}

std::vector<ModelPrice> pricesOf(const std::vector<std::string>& models, const std::vector<ModelPrice>& list) {
  std::vector<ModelPrice> out;
  for (const std::string& model : models) {
    for (const std::string_view name : {std::string_view(model), withoutDate(model), withoutProvider(model),
                                        withoutDate(withoutProvider(model))}) {
      const auto found = std::find_if(list.begin(), list.end(), [name](const auto& price) { return price.model == name; });
      if (found == list.end()) continue;
      out.push_back({model, found->promptUsd, found->completionUsd});
      break;
    }
  }
  return out;
}

}  // namespace vigie
