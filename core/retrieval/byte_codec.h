// ByteWriter, ByteReader: numbers, texts and digests to bytes and back, for the files beside the index.
#pragma once

#include "core/retrieval/content_hash.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace vigie {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

class ByteWriter {
 public:
  template <class T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T>);
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    out.append(value);
  }
  void digest(const Digest& value) { out.append(reinterpret_cast<const char*>(value.data()), value.size()); }
  template <class T>
  void numbers(std::span<const T> values) {
    static_assert(std::is_arithmetic_v<T>);
    out.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  }

  std::string out;
};

/// Never reads beyond its end; once it would, everything is empty and good() is false.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  template <class T>
  T number() {
    T value{};
    const auto from = take(sizeof value);
    if (good_) std::memcpy(&value, from.data(), sizeof value);
    return value;
  }
  std::string_view text() { return take(number<std::uint32_t>()); }
  Digest digest() {
    Digest value{};
    const auto from = take(value.size());
    if (good_) std::memcpy(value.data(), from.data(), value.size());
    return value;
  }
  template <class T>
  void numbers(std::span<T> values) {
    static_assert(std::is_arithmetic_v<T>);
    const auto from = take(values.size_bytes());
    if (good_ && !values.empty()) std::memcpy(values.data(), from.data(), from.size());
  }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] std::size_t left() const { return bytes_.size(); }

 private:
  std::string_view take(std::size_t count) {
    if (!good_ || count > bytes_.size()) {
      good_ = false;
      return {};
    }
    const auto out = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return out;
  }

  std::string_view bytes_;
  bool good_ = true;
};

}  // namespace vigie
