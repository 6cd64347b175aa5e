#include "core/evaluation/collection.h"

#include <boost/json.hpp>

#include <charconv>
#include <fstream>
#include <functional>
#include <optional>

namespace vigie {

namespace json = boost::json;

namespace {

Error fault(const std::string& file, std::size_t line, const std::string& why) {
  return {ErrorCode::kInvalidArgument, file + ", line " + std::to_string(line) + ": " + why};
}

/// Calls `take` with each line that is not empty; its text says what is wrong with the line, or is empty.
Result<void> readLines(const std::filesystem::path& folder, const std::string& file,
                       const std::function<std::string(std::string_view line, std::size_t number)>& take) {
  std::ifstream in(folder / file, std::ios::binary);
  if (!in) {
    return Error(
        ErrorCode::kInvalidArgument,
        "there is no readable " + file + " in the folder; it must hold corpus.jsonl, queries.jsonl and qrels.tsv");
  }
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.find_first_not_of(" \t") == std::string::npos) continue;
    if (const auto why = take(line, number); !why.empty()) return fault(file, number, why);
  }
  return {};
}

std::optional<std::string> textOf(const json::object& object, std::string_view key) {
  const auto* const member = object.if_contains(key);
  if (member == nullptr || member->is_null()) return std::string();
  if (member->is_string()) return std::string(member->get_string());
  if (member->is_int64() || member->is_uint64()) return json::serialize(*member);
  return std::nullopt;
}

/// Reads "_id", "title" and "text" of one line; what is wrong with it, or empty.
std::string readEntry(std::string_view line, JudgedDocument& out) {
  boost::system::error_code failed;
  const auto value = json::parse(line, failed);
  if (failed || !value.is_object()) return "is not a JSON object";
  const auto& object = value.get_object();
  const auto id = textOf(object, "_id");
  const auto title = textOf(object, "title");
  const auto text = textOf(object, "text");
  if (!id || id->empty()) return "has no '_id'";
  if (!title || !text) return "'title' and 'text' must be strings";
  out.id = *id;
  out.title = *title;
  out.text = *text;
  return {};
}

}  // namespace

Result<Collection> readCollection(const std::filesystem::path& folder) {
  Collection out;
  out.name = folder.filename().empty() ? folder.parent_path().filename().string() : folder.filename().string();
  const auto corpus = readLines(folder, "corpus.jsonl", [&out](std::string_view line, std::size_t) {
    JudgedDocument document;
    auto why = readEntry(line, document);
    if (why.empty()) out.documents.push_back(std::move(document));
    return why;
  });
  if (!corpus) return corpus.error();
  const auto queries = readLines(folder, "queries.jsonl", [&out](std::string_view line, std::size_t) {
    JudgedDocument query;
    auto why = readEntry(line, query);
    if (why.empty()) out.queries[query.id] = std::move(query.text);
    return why;
  });
  if (!queries) return queries.error();
  const auto judgements =
      readLines(folder, "qrels.tsv", [&out](std::string_view line, std::size_t number) -> std::string {
        const auto first = line.find('\t');
        const auto second = first == std::string_view::npos ? first : line.find('\t', first + 1);
        if (second == std::string_view::npos) return "must hold query id, document id and score, with tabs between";
        const auto score = line.substr(second + 1);
        int gain = 0;
        const auto [end, failed] = std::from_chars(score.data(), score.data() + score.size(), gain);
        if (failed != std::errc{} || end != score.data() + score.size()) {
          return number == 1 ? std::string() : "the score is not a whole number";  // the first line may be a header
        }
        out.judgements[std::string(line.substr(0, first))][std::string(line.substr(first + 1, second - first - 1))] =
            gain;
        return {};
      });
  if (!judgements) return judgements.error();
  if (out.documents.empty() || out.queries.empty() || out.judgements.empty()) {
    return Error(ErrorCode::kInvalidArgument,
                 "the collection is empty: corpus.jsonl, queries.jsonl and qrels.tsv must "
                 "each hold at least one line");
  }
  return out;
}

}  // namespace vigie
