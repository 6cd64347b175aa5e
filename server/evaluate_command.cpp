#include "server/evaluate_command.h"

#include "core/base/config.h"
#include "core/evaluation/retrieval_evaluation.h"
#include "core/retrieval/http_embedder.h"
#include "core/retrieval/local_hash_embedder.h"
#include "core/wire/chat.h"

#include <boost/json/serialize.hpp>

#include <charconv>
#include <cstdio>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace vigie {

namespace {

constexpr const char* kEvaluateUsage =
    "vigie-server evaluate DIR [--json] [--modes lexical,vector,hybrid] [--k 1,3,5,10,20,50]\n"
    "\n"
    "Measures retrieval on a judged collection: a folder with corpus.jsonl, queries.jsonl and qrels.tsv (BEIR's\n"
    "layout). nDCG@10, Recall@10, MRR of each mode, the same by depth k, search times, and how much hybrid is above\n"
    "lexical with its 95 % bootstrap interval. Embeds as the server would: EMBEDDING_MODEL and EMBEDDING_BASE_URL.\n"
    "Needs no database and no running server.\n";

struct Arguments {
  std::string folder;
  bool json = false;
  EvaluationOptions options;
};

std::vector<std::string> splitAtCommas(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto comma = text.find(',');
    out.emplace_back(text.substr(0, comma));
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return out;
}

Result<Arguments> read(const std::vector<std::string>& arguments) {
  Arguments out;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--json") {
      out.json = true;
    } else if (word == "--modes" || word == "--k") {
      if (++i == arguments.size()) return Error(ErrorCode::kInvalidArgument, word + " needs a value");
      if (word == "--modes") out.options.modes.clear();
      if (word == "--k") out.options.depths.clear();
      for (const auto& item : splitAtCommas(arguments[i])) {
        if (word == "--modes") {
          const auto mode = wire::searchModeFromString(item, "--modes");
          if (!mode) return mode.error();
          out.options.modes.push_back(*mode);
          continue;
        }
        std::size_t k = 0;
        const auto [end, failed] = std::from_chars(item.data(), item.data() + item.size(), k);
        if (failed != std::errc{} || end != item.data() + item.size() || k < 1 || k > 100) {
          return Error(ErrorCode::kInvalidArgument, "--k takes numbers from 1 to 100, such as 1,10,50");
        }
        out.options.depths.push_back(k);
      }
    } else if (word.starts_with('-')) {
      return Error(ErrorCode::kInvalidArgument, "there is no option " + word);
    } else if (out.folder.empty()) {
      out.folder = word;
    } else {
      return Error(ErrorCode::kInvalidArgument, "one folder at a time");
    }
  }
  if (out.folder.empty()) return Error(ErrorCode::kInvalidArgument, "the folder of a collection is missing");
  return out;
}

/// The server's own.
Result<std::unique_ptr<Embedder>> configuredEmbedder(
    const std::function<std::optional<std::string>(const std::string&)>& readEnv) {
  const auto configured = readConfig({}, readEnv);
  if (!configured) return configured.error();
  auto options = httpEmbedderOptions(configured->config);
  if (!options) return options.error();
  std::unique_ptr<Embedder> out;
  if (*options) {
    out = std::make_unique<HttpEmbedder>(std::move(**options));
  } else {
    out = std::make_unique<LocalHashEmbedder>();
  }
  return out;
}

}  // namespace

int evaluateCommand(const std::vector<std::string>& arguments,
                    const std::function<std::optional<std::string>(const std::string&)>& readEnv) {
  if (!arguments.empty() && (arguments.front() == "--help" || arguments.front() == "-h")) {
    std::fputs(kEvaluateUsage, stdout);
    return 0;
  }
  const auto given = read(arguments);
  if (!given) {
    std::fprintf(stderr, "vigie-server evaluate: %s\n\n%s", given.error().message.c_str(), kEvaluateUsage);
    return 2;
  }
  const auto embedder = configuredEmbedder(readEnv);
  if (!embedder) {
    std::fprintf(stderr, "vigie-server evaluate: %s\n", embedder.error().message.c_str());
    return 2;
  }
  const auto collection = readCollection(given->folder);
  if (!collection) {
    std::fprintf(stderr, "vigie-server evaluate: %s\n", collection.error().message.c_str());
    return 1;
  }
  const auto report = evaluateRetrieval(*collection, **embedder, given->options);
  if (!report) {
    std::fprintf(stderr, "vigie-server evaluate: %s\n", report.error().message.c_str());
    return 1;
  }
  const std::string text = given->json ? boost::json::serialize(toJson(*report)) + "\n" : toTable(*report);
  std::fputs(text.c_str(), stdout);
  return 0;
}

}  // namespace vigie
