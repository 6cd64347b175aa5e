#include "core/base/config.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace vigie {

namespace {

constexpr std::size_t kMaxSecretFileBytes = 64 * 1024;

/// What a message may quote of a value: printable ASCII, shortened, so that one message stays one line.
std::string shown(std::string_view value) {
  std::string out = "'";
  for (const char c : value.substr(0, 60)) out += (c >= 0x20 && c < 0x7F) ? c : '?';
  if (value.size() > 60) out += "…";
  return out + "'";
}

bool hasControlOrSpace(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
  });
}

/// The fault of a value, without the variable's name and example, which apply() adds.
using Fault = std::optional<std::string>;

template <class Number>
std::optional<Number> parseNumber(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool isAddress(int family, const std::string& text) {
  unsigned char bytes[16];
  return inet_pton(family, text.c_str(), bytes) == 1;
}

bool validHostName(std::string_view host) {
  if (host.empty() || host.size() > 253 || host.front() == '-' || host.front() == '.') return false;
  return std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_';
  });
}

/// Splits "host:port", "[v6]:port" or a bare host. The port is nullopt when there is none, the pair when malformed.
std::optional<std::pair<std::string, std::optional<std::uint16_t>>> splitAuthority(std::string_view text) {
  std::string_view host = text;
  std::string_view port;
  bool hasPort = false;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    host = text.substr(1, close - 1);
    const auto rest = text.substr(close + 1);
    if (!rest.empty() && !rest.starts_with(':')) return std::nullopt;
    hasPort = !rest.empty();
    port = rest.empty() ? rest : rest.substr(1);
    if (!isAddress(AF_INET6, std::string(host))) return std::nullopt;
  } else {
    const auto colon = text.find(':');
    hasPort = colon != std::string_view::npos;
    host = text.substr(0, colon);
    if (hasPort) port = text.substr(colon + 1);
    if (!validHostName(host)) return std::nullopt;
  }
  if (!hasPort) return std::pair{std::string(host), std::optional<std::uint16_t>()};
  const auto number = parseNumber<std::uint16_t>(port);
  if (!number) return std::nullopt;
  return std::pair{std::string(host), std::optional(*number)};
}

Fault readEndpoint(const std::string& value, Endpoint& out) {
  const auto parts = splitAuthority(value);
  if (!parts || !parts->second) return shown(value) + " is not an address and a port";
  const bool address = isAddress(AF_INET, parts->first) || isAddress(AF_INET6, parts->first);
  if (!address && parts->first != "localhost") return shown(value) + " does not start with an IP address or localhost";
  out = {parts->first, *parts->second};
  return {};
}

Fault readUrl(const std::string& value, std::string& out) {
  const std::string_view text = value;
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos || (text.substr(0, scheme) != "http" && text.substr(0, scheme) != "https")) {
    return std::string("is not a URL that starts with http:// or https://");
  }
  if (hasControlOrSpace(text)) return std::string("has a space or a control character in it");
  if (text.find_first_of("?#") != std::string_view::npos) return std::string("must not have a query or a fragment");
  const auto rest = text.substr(scheme + 3);
  const auto authority = rest.substr(0, rest.find('/'));
  // Not quoted: what stands before an @ is a secret.
  if (authority.find('@') != std::string_view::npos) return std::string("must not hold a user name or a password");
  const auto parts = splitAuthority(authority);
  if (!parts || parts->second == std::uint16_t{0}) return std::string("has no valid host and port");
  out = value;
  while (out.ends_with('/')) out.pop_back();
  return {};
}

std::vector<std::string> splitList(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto comma = text.find(',');
    auto item = text.substr(0, comma);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (!item.empty()) out.emplace_back(item);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return out;
}

Fault checkModel(std::string_view name) {
  if (name.size() > 128 || hasControlOrSpace(name)) {
    return shown(name) + " is not a model name (1 to 128 characters, no spaces)";
  }
  return {};
}

Fault readModel(const std::string& value, std::string& out) {
  if (auto fault = checkModel(value)) return fault;
  out = value;
  return {};
}

Fault readModels(const std::string& value, std::vector<std::string>& out) {
  out = splitList(value);
  for (const auto& name : out) {
    if (auto fault = checkModel(name)) return fault;
  }
  return {};
}

Fault readHosts(const std::string& value, std::vector<std::string>& out) {
  out = splitList(value);
  for (auto& host : out) {
    if (!splitAuthority(host)) return shown(host) + " is not a host name, with or without a port";
    std::transform(host.begin(), host.end(), host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  }
  return {};
}

Fault readOrigins(const std::string& value, std::vector<std::string>& out) {
  out = splitList(value);
  for (const auto& origin : out) {
    std::string url;
    const auto scheme = origin.find("://");
    if (readUrl(origin, url) || origin.find('/', scheme + 3) != std::string::npos) {
      return shown(origin) + " is not an origin: scheme, host and port, without a path";
    }
  }
  return {};
}

Fault readBool(const std::string& value, bool& out) {
  if (value == "1" || value == "true" || value == "yes" || value == "on") {
    out = true;
  } else if (value == "0" || value == "false" || value == "no" || value == "off") {
    out = false;
  } else {
    return shown(value) + " is neither 1 nor 0";
  }
  return {};
}

template <class Duration>
Fault readSeconds(const std::string& value, double least, double most, Duration& out) {
  const auto number = parseNumber<double>(value);
  if (!number || !std::isfinite(*number) || *number < least || *number > most) {
    std::ostringstream text;
    text << shown(value) << " is not a number of seconds from " << least << " to " << most;
    return text.str();
  }
  out = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(*number));
  return {};
}

Fault readDatabaseUrl(std::string value, Secret& out) {
  // Never quoted: it may hold a password.
  const bool url = value.starts_with("postgresql://") || value.starts_with("postgres://");
  const bool keywords = value.find('=') != std::string::npos && value.find("://") == std::string::npos;
  if (!url && !keywords) return std::string("is neither a postgresql:// URL nor a keyword=value string");
  if (std::any_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; })) {
    return std::string("has a control character in it");
  }
  out = Secret(std::move(value));
  return {};
}

Fault readApiKey(std::string value, Secret& out) {
  if (hasControlOrSpace(value) || value.size() > 4096) return std::string("has a space or a control character in it");
  out = Secret(std::move(value));
  return {};
}

Fault readCount(const std::string& value, std::int64_t least, std::int64_t most, std::int64_t& out) {
  const auto number = parseNumber<std::int64_t>(value);
  if (!number || *number < least || *number > most) {
    return shown(value) + " is not a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  }
  out = *number;
  return {};
}

/// A limit of one owner of keys; 0 is none.
Fault readLimit(const std::string& value, std::optional<std::int64_t>& out) {
  std::int64_t number = 0;
  if (auto fault = readCount(value, 0, 1'000'000'000, number)) return fault;
  out = number;
  return {};
}

Fault readLogLevel(const std::string& value, LogLevel& out) {
  constexpr std::array kLevels{std::pair{"debug", LogLevel::kDebug}, std::pair{"info", LogLevel::kInfo},
                               std::pair{"warning", LogLevel::kWarning}, std::pair{"error", LogLevel::kError}};
  for (const auto& [name, level] : kLevels) {
    if (value == name) {
      out = level;
      return {};
    }
  }
  return shown(value) + " is not one of debug, info, warning, error";
}

/// One variable. A secret has no flag for its value, only one for the file it is read from.
struct Variable {
  const char* env;
  const char* flag;  ///< nullptr: environment only
  const char* fallback;
  const char* example;
  const char* help;
  bool secret = false;  ///< adds `env`_FILE and `flag` is that file's
  bool boolean = false;
  Fault (*read)(const std::string& value, Config& config) = nullptr;
};

const std::vector<Variable>& variables() {
  static const std::vector<Variable> kAll{
      {"OPENAI_API_KEY", "--openai-api-key-file", "none", "sk-…", "the key that is sent to the model's server", true,
       false, [](const std::string& v, Config& c) { return readApiKey(v, c.openaiApiKey); }},
      {"OPENAI_MODEL", "--openai-model", "gpt-4o-mini where there is a server to ask, else extractive", "llama3.2",
       "the model that answers when a request names none", false, false,
       [](const std::string& v, Config& c) { return readModel(v, c.openaiModel); }},
      {"OPENAI_BASE_URL", "--openai-base-url", "https://api.openai.com/v1 with a key, else none",
       "http://127.0.0.1:11434/v1", "any OpenAI-compatible server: Ollama, llama.cpp, vLLM, OpenAI", false, false,
       [](const std::string& v, Config& c) { return readUrl(v, c.openaiBaseUrl); }},
      {"OPENAI_FALLBACK_MODELS", "--openai-fallback-models", "none", "gpt-4o-mini,gpt-3.5-turbo",
       "models tried in this order when the first fails", false, false,
       [](const std::string& v, Config& c) { return readModels(v, c.openaiFallbackModels); }},
      {"OPENAI_TIMEOUT_SECONDS", "--openai-timeout-seconds", "60", "30", "the longest a whole answer may take", false,
       false, [](const std::string& v, Config& c) { return readSeconds(v, 0.1, 3600, c.openaiTimeout); }},
      {"EMBEDDING_MODEL", "--embedding-model", "local-hash", "nomic-embed-text", "what turns text into vectors", false,
       false, [](const std::string& v, Config& c) { return readModel(v, c.embeddingModel); }},
      {"EMBEDDING_BASE_URL", "--embedding-base-url", "that of the chat model", "http://127.0.0.1:11434/v1",
       "the server of an embedding model other than local-hash", false, false,
       [](const std::string& v, Config& c) { return readUrl(v, c.embeddingBaseUrl); }},
      {"DATABASE_URL", "--database-url-file", "none", "postgresql:///vigie?host=/run/vigie",
       "PostgreSQL, as a libpq URL or keyword string", true, false,
       [](const std::string& v, Config& c) { return readDatabaseUrl(v, c.databaseUrl); }},
      {"VIGIE_LISTEN", "--listen", "127.0.0.1:8001", "127.0.0.1:8001", "the public API; port 0 takes a free one", false,
       false, [](const std::string& v, Config& c) { return readEndpoint(v, c.listen); }},
      {"VIGIE_INTERNAL_LISTEN", "--internal-listen", "127.0.0.1:8000", "127.0.0.1:8000",
       "metrics and health for Prometheus and probes; never publish it", false, false,
       [](const std::string& v, Config& c) { return readEndpoint(v, c.internalListen); }},
      {"VIGIE_API_KEYS_FILE", "--api-keys-file", "none", "/etc/vigie/keys", "hashed keys of the public API's clients",
       false, false,
       [](const std::string& v, Config& c) -> Fault {
         if (!std::ifstream(v)) return std::string("names a file that cannot be read");
         c.apiKeysFile = v;
         return {};
       }},
      {"VIGIE_ALLOWED_HOSTS", "--allowed-hosts", "loopback names with the listener's port",
       "vigie.example.org,10.0.0.5", "more values of the Host header that are served", false, false,
       [](const std::string& v, Config& c) { return readHosts(v, c.allowedHosts); }},
      {"VIGIE_ALLOWED_ORIGINS", "--allowed-origins", "the public listener's own", "https://console.example.org",
       "browser origins whose pages may call the API", false, false,
       [](const std::string& v, Config& c) { return readOrigins(v, c.allowedOrigins); }},
      {"VIGIE_PUBLISHED_ON_LOOPBACK", "--published-on-loopback", "0", "1",
       "only in a container whose host publishes the port on loopback: listen everywhere without keys", false, true,
       [](const std::string& v, Config& c) { return readBool(v, c.publishedOnLoopback); }},
      {"VIGIE_REQUESTS_PER_MINUTE", "--requests-per-minute", "600 with keys, else no limit", "120",
       "requests a minute that the keys of one NAME may make; 0 is no limit", false, false,
       [](const std::string& v, Config& c) { return readLimit(v, c.requestsPerMinute); }},
      {"VIGIE_TOKENS_PER_MINUTE", "--tokens-per-minute", "200000 with keys, else no limit", "50000",
       "tokens a minute, of prompts and answers, that the keys of one NAME may use; 0 is no limit", false, false,
       [](const std::string& v, Config& c) { return readLimit(v, c.tokensPerMinute); }},
      {"VIGIE_STREAMS_PER_KEY", "--streams-per-key", "64 with keys, else no limit", "8",
       "answers that may be made at the same time for the keys of one NAME; 0 is no limit", false, false,
       [](const std::string& v, Config& c) { return readLimit(v, c.streamsPerKey); }},
      {"VIGIE_MAX_IN_FLIGHT", "--max-in-flight", "1024", "256",
       "requests and chats that are worked on at once; what comes above is answered 503 at once", false, false,
       [](const std::string& v, Config& c) { return readCount(v, 1, 100'000, c.maxInFlight); }},
      {"VIGIE_CONTEXT_TOKENS", "--context-tokens", "8000", "32000",
       "how much the model is sent; older turns of a conversation that do not fit stay out", false, false,
       [](const std::string& v, Config& c) -> Fault {
         const auto tokens = parseNumber<std::int64_t>(v);
         if (!tokens || *tokens < 256 || *tokens > 10'000'000) {
           return shown(v) + " is not a number of tokens from 256 to 10000000";
         }
         c.contextTokens = *tokens;
         return {};
       }},
      {"VIGIE_RETENTION_DAYS", "--retention-days", "0", "30",
       "conversations without a turn for so long are erased; 0 keeps them", false, false,
       [](const std::string& v, Config& c) -> Fault {
         const auto days = parseNumber<int>(v);
         if (!days || *days < 0 || *days > 36500) return shown(v) + " is not a number of days from 0 to 36500";
         c.retentionDays = *days;
         return {};
       }},
      {"VIGIE_JOURNAL_DIR", "--journal-dir", "$XDG_STATE_HOME/vigie/journal or ~/.local/state/vigie/journal",
       "/var/lib/vigie/journal", "where turns are kept while PostgreSQL is away; private to the server's user", false,
       false,
       [](const std::string& v, Config& c) -> Fault {
         if (!v.starts_with('/')) return shown(v) + " is not an absolute path";
         c.journalDir = v;
         return {};
       }},
      {"VIGIE_INDEX_DIR", "--index-dir", "$XDG_CACHE_HOME/vigie/index or ~/.cache/vigie/index", "/var/lib/vigie/index",
       "where the index is kept between two starts; private to the server's user", false, false,
       [](const std::string& v, Config& c) -> Fault {
         if (!v.starts_with('/')) return shown(v) + " is not an absolute path";
         c.indexDir = v;
         return {};
       }},
      {"VIGIE_JOURNAL_MEGABYTES", "--journal-megabytes", "64", "256",
       "how much the outage journal holds before chats are refused", false, false,
       [](const std::string& v, Config& c) -> Fault {
         const auto megabytes = parseNumber<std::uint64_t>(v);
         if (!megabytes || *megabytes < 1 || *megabytes > 1'000'000) {
           return shown(v) + " is not a number of megabytes from 1 to 1000000";
         }
         c.journalBytes = *megabytes * 1024 * 1024;
         return {};
       }},
      {"VIGIE_DRAIN_SECONDS", "--drain-seconds", "10", "30", "how long running answers may finish after SIGTERM", false,
       false, [](const std::string& v, Config& c) { return readSeconds(v, 0, 3600, c.drain); }},
      {"VIGIE_DRILLS", "--drills", "0", "1", "serve the drill routes", false, true,
       [](const std::string& v, Config& c) { return readBool(v, c.drills); }},
      {"VIGIE_COST_BUDGET_USD_PER_HOUR", "--cost-budget-usd-per-hour", "none", "2.50",
       "what CostOverBudget compares the spending with", false, false,
       [](const std::string& v, Config& c) -> Fault {
         const auto budget = parseNumber<double>(v);
         if (!budget || !std::isfinite(*budget) || *budget <= 0 || *budget > 1e6) {
           return shown(v) + " is not an amount above 0";
         }
         c.costBudgetUsdPerHour = *budget;
         return {};
       }},
      {"VIGIE_RUNBOOK_BASE_URL", "--runbook-base-url", "none", "https://wiki.example.org/runbooks",
       "where alerts link their runbooks", false, false,
       [](const std::string& v, Config& c) { return readUrl(v, c.runbookBaseUrl); }},
      {"VIGIE_KNOWLEDGE_DIR", "--knowledge-dir", "none", "resources/knowledge", "documents indexed at the first start",
       false, false,
       [](const std::string& v, Config& c) -> Fault {
         std::error_code ec;
         if (!std::filesystem::is_directory(v, ec)) return std::string("does not name a directory");
         c.knowledgeDir = v;
         return {};
       }},
      {"VIGIE_MODEL_PRICES_FILE", "--model-prices-file", "list prices", "/etc/vigie/model-prices.json",
       "what the models' tokens cost, as resources/model-prices.json", false, false,
       [](const std::string& v, Config& c) -> Fault {
         c.modelPricesFile = v;
         return {};
       }},
      {"VIGIE_LOG_LEVEL", "--log-level", "info", "debug", "debug, info, warning or error", false, false,
       [](const std::string& v, Config& c) { return readLogLevel(v, c.logLevel); }},
  };
  return kAll;
}

std::string helpText() {
  std::ostringstream out;
  out << "vigie-server " VIGIE_VERSION
         " - the headless core of Vigie: an instrumented, OpenAI-compatible AI API.\n"
         "\n"
         "Usage: vigie-server [OPTION]...\n"
         "\n"
         "It serves the public API on VIGIE_LISTEN, and /metrics and health on VIGIE_INTERNAL_LISTEN. Without any\n"
         "setting it answers with the embedded extractive model; with DATABASE_URL it keeps conversations and\n"
         "documents. It listens at once and is ready (GET /health/ready) when PostgreSQL is. SIGTERM lets running\n"
         "answers finish, then stops it.\n"
         "\n"
         "vigie-server keys add NAME | list | revoke NAME makes, shows and revokes the API keys of "
         "VIGIE_API_KEYS_FILE.\n"
         "\n"
         "Options:\n"
         "  --help           print this and exit\n"
         "  --version        print the version and exit\n"
         "  --check-config   validate the configuration, say what is wrong in one line and exit: 0 valid, 2 not\n"
         "\n"
         "Each setting is an environment variable and a flag; the flag wins. An empty variable counts as not set.\n"
         "Secrets have no flag: give them in the environment, or name a file that holds them (…_FILE).\n";
  for (const Variable& variable : variables()) {
    out << "\n  ";
    if (variable.secret) {
      out << variable.env << "   or   " << variable.env << "_FILE, " << variable.flag << " PATH\n";
    } else {
      out << variable.env << ", " << variable.flag << (variable.boolean ? " [1|0]" : " VALUE") << "\n";
    }
    out << "      " << variable.help << "\n      default: " << variable.fallback << "; example: " << variable.example
        << "\n";
  }
  out << "\nExit status: 0 stopped as asked, 1 cannot run (a busy port, say), 2 the configuration is wrong.\n";
  return out.str();
}

Error wrong(std::string_view name, const std::string& fault, std::string_view example) {
  return {ErrorCode::kInvalidArgument, std::string(name) + ": " + fault + "; an example: " + std::string(example),
          std::string(name)};
}

Result<std::string> readSecretFile(const std::string& name, const std::string& path) {
  std::error_code ec;
  if (!std::filesystem::is_regular_file(path, ec)) {
    return wrong(name, "names a file that cannot be read", "/run/secrets/vigie");
  }
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxSecretFileBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file && !file.eof()) return wrong(name, "names a file that cannot be read", "/run/secrets/vigie");
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kMaxSecretFileBytes) return wrong(name, "names a file over 64 KiB", "/run/secrets/vigie");
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.empty()) return wrong(name, "names an empty file", "/run/secrets/vigie");
  return text;
}

bool isLoopback(const std::string& host) {
  return host == "localhost" || host == "::1" || (isAddress(AF_INET, host) && host.starts_with("127."));
}

/// What no single variable shows.
Result<void> checkTogether(Config& config) {
  if (!isLoopback(config.listen.host) && config.apiKeysFile.empty() && !config.publishedOnLoopback) {
    return wrong("VIGIE_LISTEN",
                 shown(config.listen.host) +
                     " is reachable from other machines and there are no API keys; listen on loopback or set "
                     "VIGIE_API_KEYS_FILE",
                 "127.0.0.1:8001");
  }
  if (config.listen == config.internalListen && config.listen.port != 0) {
    return wrong("VIGIE_INTERNAL_LISTEN", "is the same address and port as VIGIE_LISTEN", "127.0.0.1:8000");
  }
  const bool anyServer = config.hasUpstream() || !config.embeddingBaseUrl.empty();
  if (config.embeddingModel != "local-hash" && !anyServer) {
    return wrong("EMBEDDING_MODEL",
                 shown(config.embeddingModel) + " is of a server, and no EMBEDDING_BASE_URL names one", "local-hash");
  }
  if (config.openaiBaseUrl.empty() && !config.openaiApiKey.empty()) config.openaiBaseUrl = "https://api.openai.com/v1";
  if (config.hasUpstream() && config.openaiModel.empty()) config.openaiModel = "gpt-4o-mini";
  return {};
}

}  // namespace

Result<ConfigOutcome> readConfig(const std::vector<std::string>& arguments,
                                 const std::function<std::optional<std::string>(const std::string&)>& readEnv) {
  ConfigOutcome outcome;
  CLI::App app;
  app.set_help_flag();
  bool help = false;
  bool version = false;
  bool check = false;
  app.add_flag("--help,-h", help);
  app.add_flag("--version", version);
  app.add_flag("--check-config", check);
  std::vector<std::string> given(variables().size());
  std::vector<CLI::Option*> options;
  for (std::size_t i = 0; i < variables().size(); ++i) {
    auto* const option = app.add_option(variables()[i].flag, given[i]);
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    if (variables()[i].boolean) option->expected(0, 1);
    options.push_back(option);
  }
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    // The text may quote a mistyped secret, so only the parser's verdict is kept.
    const bool unknown = error.get_name() == "ExtrasError";
    std::string name = "the command line";
    for (const auto& argument : arguments) {
      const auto flag = argument.substr(0, argument.find('='));
      const bool known =
          flag == "--help" || flag == "-h" || flag == "--version" || flag == "--check-config" ||
          std::any_of(variables().begin(), variables().end(), [&](const Variable& v) { return flag == v.flag; });
      if (flag.starts_with("-") && known != unknown) {
        name = shown(flag);
        break;
      }
    }
    return wrong(name, unknown ? "is not an option; --help lists them" : "lacks its value", "--listen 127.0.0.1:8001");
  }
  if (help || version) {
    outcome.action = ConfigOutcome::Action::kShow;
    outcome.text = help ? helpText() : "vigie-server " VIGIE_VERSION "\n";
    return outcome;
  }
  if (check) outcome.action = ConfigOutcome::Action::kCheck;

  const auto nonEmpty = [&readEnv](const std::string& name) -> std::string {
    auto value = readEnv(name);
    return value ? std::move(*value) : std::string();
  };
  for (std::size_t i = 0; i < variables().size(); ++i) {
    const Variable& variable = variables()[i];
    std::string name = variable.env;
    std::string value = nonEmpty(name);
    const bool flagged = options[i]->count() > 0;
    if (variable.secret) {
      const std::string fileName = name + "_FILE";
      const std::string path = flagged ? given[i] : nonEmpty(fileName);
      if (!path.empty() && !value.empty()) {
        return wrong(fileName, "is set together with " + name + "; set one of them", "/run/secrets/vigie");
      }
      if (!path.empty()) {
        auto text = readSecretFile(flagged ? variable.flag : fileName, path);
        if (!text) return text.error();
        value = std::move(*text);
        name = flagged ? variable.flag : fileName;
      }
    } else if (flagged) {
      value = variable.boolean && given[i].empty() ? "1" : given[i];
      name = variable.flag;
    }
    if (value.empty()) continue;
    if (const auto fault = variable.read(value, outcome.config)) return wrong(name, *fault, variable.example);
  }
  // XDG Base Directory Specification; a user without a home has neither.
  const auto userDirectory = [&nonEmpty](const char* variable, const char* inHome, const char* name) -> std::string {
    const std::string base = nonEmpty(variable);
    const std::string home = nonEmpty("HOME");
    if (base.starts_with('/')) return base + name;
    return home.starts_with('/') ? home + inHome + name : std::string();
  };
  if (outcome.config.journalDir.empty()) {
    outcome.config.journalDirIsDefault = true;
    outcome.config.journalDir = userDirectory("XDG_STATE_HOME", "/.local/state", "/vigie/journal");
  }
  if (outcome.config.indexDir.empty()) {
    outcome.config.indexDirIsDefault = true;
    outcome.config.indexDir = userDirectory("XDG_CACHE_HOME", "/.cache", "/vigie/index");
  }
  if (const auto checked = checkTogether(outcome.config); !checked) return checked.error();
  return outcome;
}

std::vector<std::string> configVariableNames() {
  std::vector<std::string> names;
  for (const Variable& variable : variables()) {
    names.emplace_back(variable.env);
    if (variable.secret) names.push_back(std::string(variable.env) + "_FILE");
  }
  return names;
}

}  // namespace vigie
