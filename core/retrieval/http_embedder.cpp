#include "core/retrieval/http_embedder.h"

#include "core/retrieval/content_hash.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <random>

namespace vigie {

namespace asio = boost::asio;
namespace json = boost::json;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds kCancelInterval{100};
constexpr const char* kSetting = "EMBEDDING_BASE_URL";
constexpr const char* kOpenAi = "https://api.openai.com/v1";

Error strange(std::string_view what) {
  return {ErrorCode::kUpstreamFailed, "the embedding server's answer " + std::string(what)};
}

/// Another try may succeed. Not where our settings were refused: those are named in `param`.
bool isPassing(const Error& error) {
  if (error.code == ErrorCode::kUpstreamFailed && !error.param.empty()) return false;
  return error.code == ErrorCode::kUpstreamFailed || error.code == ErrorCode::kRateLimited ||
         error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kTimeout;
}

/// From half of it to all of it, so that many clients do not come back together.
milliseconds withJitter(milliseconds time) {
  thread_local std::minstd_rand random{std::random_device{}()};
  return milliseconds(time.count() / 2 + std::uniform_int_distribution<milliseconds::rep>(0, time.count() / 2)(random));
}

/// To length 1; false when it has none or holds what is no number.
bool scaleToUnit(Embedding& vector) {
  double sum = 0;
  for (const float x : vector) sum += static_cast<double>(x) * static_cast<double>(x);
  if (!std::isfinite(sum) || sum <= 0) return false;
  const auto scale = static_cast<float>(1 / std::sqrt(sum));
  for (float& x : vector) x *= scale;
  return true;
}

UpstreamJsonOptions upstreamOptions(const HttpEmbedderOptions& options) {
  UpstreamJsonOptions out;
  out.url = options.url;
  out.apiKey = options.apiKey;
  out.setting = kSetting;
  return out;
}

}  // namespace

Result<std::optional<HttpEmbedderOptions>> httpEmbedderOptions(const Config& config) {
  if (config.embeddingModel == "local-hash") return std::optional<HttpEmbedderOptions>();
  const std::string chat = !config.openaiBaseUrl.empty()  ? config.openaiBaseUrl
                           : !config.openaiApiKey.empty() ? kOpenAi
                                                          : "";
  const std::string base = config.embeddingBaseUrl.empty() ? chat : config.embeddingBaseUrl;
  if (base.empty()) {
    return Error(ErrorCode::kInvalidArgument,
                 "EMBEDDING_BASE_URL: is needed for an embedding model other than local-hash; an example: "
                 "http://127.0.0.1:11434/v1",
                 kSetting);
  }
  const auto url = upstreamUrlFromText(base);
  if (!url) return Error(url.error().code, std::string(kSetting) + ": " + url.error().message, kSetting);
  HttpEmbedderOptions options;
  options.url = *url;
  options.model = config.embeddingModel;
  const auto chatUrl = upstreamUrlFromText(chat);
  if (chatUrl && chatUrl->tls == url->tls && chatUrl->authority() == url->authority()) {
    options.apiKey = config.openaiApiKey;
  }
  return std::optional(std::move(options));
}

HttpEmbedder::HttpEmbedder(HttpEmbedderOptions options)
    : options_(std::move(options)),
      thread_("vigie-embed", 1),
      upstream_(thread_.executor(), upstreamOptions(options_)) {}

HttpEmbedder::~HttpEmbedder() { thread_.join(); }

void HttpEmbedder::stop() {
  stopping_ = true;
  asio::post(thread_.executor(), [this] { upstream_.abort(); });
}

asio::awaitable<Result<std::vector<Embedding>>> HttpEmbedder::embedPassages(std::vector<std::string> texts) {
  auto work = onThread(std::move(texts), steady_clock::now() + options_.passagesTime);
  auto uncancelled = asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
  co_return co_await asio::co_spawn(thread_.executor(), std::move(work), std::move(uncancelled));
}

asio::awaitable<Result<Embedding>> HttpEmbedder::embedQuery(std::string query, std::shared_ptr<const TermStatistics>) {
  std::vector<std::string> texts;
  texts.push_back(std::move(query));
  auto work = onThread(std::move(texts), steady_clock::now() + options_.queryTime);
  auto uncancelled = asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
  auto embedded = co_await asio::co_spawn(thread_.executor(), std::move(work), std::move(uncancelled));
  if (!embedded) co_return embedded.error();
  co_return std::move(embedded->front());
}

asio::awaitable<Result<std::vector<Embedding>>> HttpEmbedder::onThread(std::vector<std::string> texts, Time deadline) {
  std::vector<Embedding> out(texts.size());
  std::vector<std::string> keys;
  std::unordered_map<std::string, std::vector<std::size_t>> missing;  // several of a call may be the same text
  std::vector<std::size_t> first;
  keys.reserve(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    keys.push_back(contentHash({}, texts[i]));
    if (const auto* const known = cached(keys[i])) {
      out[i] = *known;
    } else {
      auto& places = missing[keys[i]];
      if (places.empty()) first.push_back(i);
      places.push_back(i);
    }
  }
  for (std::size_t from = 0; from < first.size(); from += options_.batch) {
    const auto to = std::min(from + options_.batch, first.size());
    std::vector<std::string> batch;
    for (std::size_t i = from; i < to; ++i) batch.push_back(std::move(texts[first[i]]));
    auto embedded = co_await ask(std::move(batch), deadline);
    if (!embedded) co_return embedded.error();
    for (std::size_t i = from; i < to; ++i) {
      auto& key = keys[first[i]];
      for (const auto place : missing.at(key)) out[place] = (*embedded)[i - from];
      remember(key, std::move((*embedded)[i - from]));
    }
  }
  co_return out;
}

asio::awaitable<Result<std::vector<Embedding>>> HttpEmbedder::ask(std::vector<std::string> texts, Time deadline) {
  json::array input;
  for (const auto& text : texts) input.emplace_back(text);
  const std::string body = json::serialize(
      json::object{{"model", options_.model}, {"input", std::move(input)}, {"encoding_format", "float"}});
  milliseconds pause = options_.backoff;
  for (int attempt = 1;; ++attempt) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
    if (left.count() <= 0) co_return Error(ErrorCode::kTimeout, "the embedding server did not answer in time");
    std::string path = "/embeddings";
    std::string message = body;
    auto answer = co_await upstream_.post(std::move(path), std::move(message), left);
    auto embedded = answer ? read(*answer, texts.size()) : Result<std::vector<Embedding>>(answer.error());
    if (embedded || !isPassing(embedded.error()) || attempt == options_.attempts || stopping_) co_return embedded;
    auto wait = withJitter(pause);
    if (embedded.error().retryAfter) wait = std::max<milliseconds>(wait, *embedded.error().retryAfter);
    // What would come too late is not waited for.
    if (steady_clock::now() + wait >= deadline) co_return embedded;
    pause *= 2;
    const auto next = steady_clock::now() + wait;
    asio::steady_timer timer(thread_.executor());
    while (!stopping_ && steady_clock::now() < next) {
      timer.expires_at(std::min(next, steady_clock::now() + kCancelInterval));
      co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }
}

Result<std::vector<Embedding>> HttpEmbedder::read(const std::string& body, std::size_t count) {
  boost::system::error_code failed;
  const auto value = json::parse(body, failed);
  const auto* const object = failed ? nullptr : value.if_object();
  const auto* const member = object == nullptr ? nullptr : object->if_contains("data");
  const auto* const data = member == nullptr ? nullptr : member->if_array();
  if (data == nullptr) return strange("is no list of embeddings; EMBEDDING_BASE_URL may be wrong");
  if (data->size() != count) return strange("has another number of embeddings than texts were sent");
  std::vector<Embedding> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto* const entry = (*data)[i].if_object();
    const auto* const numbers = entry == nullptr ? nullptr : entry->if_contains("embedding");
    if (numbers == nullptr || !numbers->is_array()) return strange("holds something that is no embedding");
    std::size_t place = i;
    if (const auto* const index = entry->if_contains("index"); index != nullptr && index->is_int64()) {
      place = static_cast<std::size_t>(index->get_int64());
    }
    if (place >= count || !out[place].empty()) return strange("numbers its embeddings wrongly");
    Embedding& vector = out[place];
    vector.reserve(numbers->get_array().size());
    for (const auto& number : numbers->get_array()) {
      if (!number.is_number()) return strange("holds something that is no embedding");
      vector.push_back(number.to_number<float>());
    }
    std::size_t expected = 0;
    if (vector.empty() || vector.size() > 16'384 || !scaleToUnit(vector))
      return strange("holds an embedding without content");
    if (!dimension_.compare_exchange_strong(expected, vector.size()) && expected != vector.size()) {
      Error changed = strange("has " + std::to_string(vector.size()) + " dimensions where it had " +
                              std::to_string(expected) + " before: the model behind the name was changed");
      changed.param = "EMBEDDING_MODEL";
      return changed;
    }
  }
  return out;
}

const Embedding* HttpEmbedder::cached(const std::string& key) {
  const auto found = byKey_.find(key);
  if (found == byKey_.end()) return nullptr;
  known_.splice(known_.begin(), known_, found->second);
  return &found->second->embedding;
}

void HttpEmbedder::remember(std::string key, Embedding embedding) {
  if (options_.cached == 0 || byKey_.contains(key)) return;
  known_.push_front({key, std::move(embedding)});
  byKey_.emplace(std::move(key), known_.begin());
  if (known_.size() > options_.cached) {
    byKey_.erase(known_.back().key);
    known_.pop_back();
  }
}

}  // namespace vigie
