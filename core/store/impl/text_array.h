// TextArray: one column of many rows, as a parameter.
#pragma once

#include <pqxx/binarystring>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace vigie::impl {

/// A text[] in PostgreSQL's binary format (array_recv in its arrayfuncs.c), which costs it a copy where JSON or an array's
/// text cost a parser. Other types are cast in SQL: `$1::text[]::uuid[]`.
class TextArray {
 public:
  explicit TextArray(std::size_t elements);

  /// Exactly as many as were announced. Not checked to be storable text.
  void add(std::string_view element);
  void addNull();
  void addOrNull(const std::optional<std::string>& element);

  [[nodiscard]] pqxx::binarystring parameter() const { return pqxx::binarystring(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace vigie::impl
