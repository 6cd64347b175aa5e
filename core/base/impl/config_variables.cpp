#include "core/base/impl/config_variables.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace vigie::impl {

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

}  // namespace vigie::impl
