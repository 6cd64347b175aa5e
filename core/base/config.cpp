#include "core/base/config.h"

#include "core/base/impl/config_variables.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <arpa/inet.h>
#include <filesystem>
#include <fstream>

namespace vigie {

namespace {

using impl::isAddress;
using impl::shown;
using impl::Variable;
using impl::variables;

constexpr std::size_t kMaxSecretFileBytes = 64 * 1024;

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
    outcome.text = help ? impl::helpText() : "vigie-server " VIGIE_VERSION "\n";
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
