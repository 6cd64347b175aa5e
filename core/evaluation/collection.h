// A judged collection: documents, questions, and which document answers which question.
#pragma once

#include "core/base/result.h"
#include "core/evaluation/measures.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace vigie {

struct JudgedDocument {
  std::string id;
  std::string title;
  std::string text;
};

struct Collection {
  std::string name;
  std::vector<JudgedDocument> documents;
  std::map<std::string, std::string> queries;    ///< id → text
  std::map<std::string, Judgements> judgements;  ///< by query id
};

/// Reads BEIR's layout from a folder: corpus.jsonl and queries.jsonl with {"_id", "title"?, "text"} a line, and
/// qrels.tsv with query id, document id and score, after a header line or not. kInvalidArgument names the file and the
/// line; never a document's words.
Result<Collection> readCollection(const std::filesystem::path& folder);

}  // namespace vigie
