// A PostgreSQL filled with passages of made-up text, as a bench wants an index of a size.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace vigie::bench {

struct Passages {
  int count = 0;
  std::string model = "bench-model";
  /// The vector of a text; its length is the dimension.
  std::function<std::vector<float>(const std::string& text)> embed;
};

/// Writes documents of five passages of 150 words each, ready to be loaded, into the schema at `url`. Throws what
/// libpqxx throws.
void fillWithPassages(const std::string& url, const Passages& passages);

/// Random vectors of length 1: for a search they cost what real ones cost.
std::function<std::vector<float>(const std::string&)> randomVectors(std::size_t dimension);

}  // namespace vigie::bench
