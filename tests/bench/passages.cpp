#include "tests/bench/passages.h"

#include "core/base/ids.h"
#include "tests/support/postgres_fixture.h"

#include <pqxx/pqxx>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <string_view>

namespace vigie::bench {

namespace {

constexpr int kPassages = 5;  ///< a document

/// `words` words of a vocabulary of 5,000 with a natural (Zipf) distribution.
std::string randomText(std::mt19937& random, std::size_t words) {
  std::uniform_real_distribution<double> uniform(0, 1);
  std::string out;
  for (std::size_t i = 0; i < words; ++i) {
    const auto rank = static_cast<int>(std::pow(5000.0, uniform(random)));
    out += "word" + std::string(1, static_cast<char>('a' + rank % 26)) + std::to_string(rank) +
           (i % 12 == 11 ? ". " : " ");
  }
  return out;
}

/// As bytea's text: little-endian floats in hexadecimal.
std::string column(const std::vector<float>& vector) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "\\x";
  for (const float value : vector) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    for (unsigned shift = 0; shift < 32; shift += 8) {
      out += kDigits[(bits >> (shift + 4U)) & 15U];
      out += kDigits[(bits >> shift) & 15U];
    }
  }
  return out;
}

}  // namespace

std::function<std::vector<float>(const std::string&)> randomVectors(std::size_t dimension) {
  return [dimension, random = std::make_shared<std::mt19937>(1)](const std::string&) {
    std::normal_distribution<float> normal;
    std::vector<float> out(dimension);
    for (float& value : out) value = normal(*random) / std::sqrt(static_cast<float>(dimension));
    return out;
  };
}

void fillWithPassages(const std::string& url, const Passages& passages) {
  std::mt19937 random(1);
  pqxx::connection connection(url);
  pqxx::work work(connection);
  const int documents = passages.count / kPassages;
  std::vector<std::string> ids;
  for (int i = 0; i < documents; ++i) ids.push_back(newId());
  {
    pqxx::stream_to rows(work, "documents",
                         std::vector<std::string>{"id", "owner", "title", "filename", "media_type", "text", "bytes",
                                                  "content_hash", "status", "progress"});
    for (int i = 0; i < documents; ++i) {
      rows << std::make_tuple(ids[static_cast<std::size_t>(i)], "", "Document " + std::to_string(i),
                              std::to_string(i) + ".txt", "text/plain", "", 0, "", "ready", 1);
    }
    rows.complete();
  }
  {
    pqxx::stream_to rows(work, "chunks",
                         std::vector<std::string>{"document_id", "ordinal", "heading", "text", "embedding",
                                                  "embedding_model", "dimension"});
    for (const auto& id : ids) {
      for (int ordinal = 0; ordinal < kPassages; ++ordinal) {
        const std::string text = randomText(random, 150);
        const auto vector = passages.embed(text);
        rows << std::make_tuple(id, ordinal, "", text, column(vector), passages.model, static_cast<int>(vector.size()));
      }
    }
    rows.complete();
  }
  {
    pqxx::stream_to rows(work, "index_changes", std::vector<std::string>{"document_id", "sequence", "deleted"});
    for (std::size_t i = 0; i < ids.size(); ++i) rows << std::make_tuple(ids[i], static_cast<long>(i + 1), false);
    rows.complete();
  }
  work.exec("SELECT setval('index_sequence', " + std::to_string(documents) + ")");
  work.commit();
  test::queryValue(url, "ANALYZE");
}

}  // namespace vigie::bench
