// vigie-server's configuration: environment variables, each but the secrets also a flag (design §3).
#pragma once

#include "core/base/log.h"
#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace vigie {

/// A secret text that no stream, log or JSON prints. reveal() is the one way to it.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const std::string& reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

struct Endpoint {
  std::string host;  ///< an address or "localhost"; IPv6 without brackets
  std::uint16_t port = 0;
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

struct Config {
  Secret openaiApiKey;        ///< OPENAI_API_KEY or OPENAI_API_KEY_FILE
  std::string openaiModel;    ///< OPENAI_MODEL; empty: the embedded "extractive"
  std::string openaiBaseUrl;  ///< OPENAI_BASE_URL, e.g. http://127.0.0.1:11434/v1; no trailing slash
  std::vector<std::string> openaiFallbackModels;
  std::chrono::milliseconds openaiTimeout{60'000};  ///< OPENAI_TIMEOUT_SECONDS: the whole call
  std::string embeddingModel = "local-hash";
  std::string embeddingBaseUrl;
  Secret databaseUrl;                          ///< DATABASE_URL or DATABASE_URL_FILE: a libpq URL or keyword string
  Endpoint listen{"127.0.0.1", 8001};          ///< VIGIE_LISTEN; port 0 takes a free one and logs it
  Endpoint internalListen{"127.0.0.1", 8000};  ///< VIGIE_INTERNAL_LISTEN
  std::string journalDir;                      ///< VIGIE_JOURNAL_DIR; empty: no outage journal
  bool journalDirIsDefault = false;            ///< nobody chose it: where it cannot be used, go without
  std::string indexDir;                        ///< VIGIE_INDEX_DIR; empty: no snapshot of the index
  bool indexDirIsDefault = false;              ///< as with the journal
  std::uint64_t journalBytes = 64ULL * 1024 * 1024;  ///< VIGIE_JOURNAL_MEGABYTES
  std::string apiKeysFile;
  std::vector<std::string> allowedHosts;    ///< added to the listener's own names
  std::vector<std::string> allowedOrigins;  ///< exact origins; none by default
  bool publishedOnLoopback = false;         ///< VIGIE_PUBLISHED_ON_LOOPBACK
  std::int64_t contextTokens = 8'000;       ///< VIGIE_CONTEXT_TOKENS: of what the model is sent
  std::optional<std::int64_t> requestsPerMinute;  ///< of one owner; unset: 600 with keys, else none; 0: none
  std::optional<std::int64_t> tokensPerMinute;    ///< unset: 200,000 with keys, else none; 0: none
  std::optional<std::int64_t> streamsPerKey;      ///< unset: 64 with keys, else none; 0: none
  std::int64_t maxInFlight = 1024;                ///< VIGIE_MAX_IN_FLIGHT: requests and chats worked on at once
  int retentionDays = 0;                    ///< 0 keeps for ever
  std::chrono::seconds drain{10};           ///< VIGIE_DRAIN_SECONDS
  bool drills = false;
  std::optional<double> costBudgetUsdPerHour;
  LogLevel logLevel = LogLevel::kInfo;
  std::string modelPricesFile;  ///< VIGIE_MODEL_PRICES_FILE; empty: the built-in list
  std::string knowledgeDir;  ///< VIGIE_KNOWLEDGE_DIR: indexed at first start; empty: none

  /// True when the answers come from an upstream and not from the embedded extractive model.
  [[nodiscard]] bool hasUpstream() const { return !openaiBaseUrl.empty() || !openaiApiKey.empty(); }
};

/// What a command line asks for.
struct ConfigOutcome {
  enum class Action { kRun, kCheck, kShow };
  Action action = Action::kRun;  ///< kShow: print `text` (help or version) and exit 0
  Config config;
  std::string text;
};

/// Reads flags, then the environment for what no flag gives, then `…_FILE` for secrets. `readEnv` returns the value
/// of a variable or nullopt. An Error's message is one line that names the variable, the value's fault and an
/// example; it never holds a secret's value.
Result<ConfigOutcome> readConfig(const std::vector<std::string>& arguments,
                                 const std::function<std::optional<std::string>(const std::string&)>& readEnv);

/// Every environment variable that readConfig looks at.
std::vector<std::string> configVariableNames();

}  // namespace vigie
