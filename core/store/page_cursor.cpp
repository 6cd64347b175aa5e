#include "core/store/page_cursor.h"

#include <boost/uuid/string_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace vigie {

namespace {

// order (1) + key (8, big-endian) + id (16), and two zero bytes: a multiple of three needs no base64 padding.
constexpr std::size_t kBytes = 27;
constexpr std::size_t kCharacters = kBytes / 3 * 4;

}  // namespace

std::string encodeCursor(PageOrder order, const PageCursor& cursor) {
  std::array<unsigned char, kBytes> bytes{};
  bytes[0] = static_cast<unsigned char>(order);
  const auto key = static_cast<std::uint64_t>(cursor.key);
  for (std::size_t i = 0; i < 8; ++i) bytes[1 + i] = static_cast<unsigned char>(key >> (56 - 8 * i));
  const boost::uuids::uuid id = boost::uuids::string_generator()(cursor.id);
  std::copy(id.begin(), id.end(), bytes.begin() + 9);
  std::array<unsigned char, kCharacters + 1> text{};
  EVP_EncodeBlock(text.data(), bytes.data(), static_cast<int>(kBytes));
  std::string out(text.begin(), text.begin() + kCharacters);
  std::replace(out.begin(), out.end(), '+', '-');
  std::replace(out.begin(), out.end(), '/', '_');
  return out;
}

Result<PageCursor> decodeCursor(PageOrder order, std::string_view text) {
  const Error fault(ErrorCode::kInvalidArgument, "'after' must be the next_cursor of an earlier page of this list",
                    "after");
  const auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  if (text.size() != kCharacters || !std::all_of(text.begin(), text.end(), allowed)) return fault;
  std::string standard(text);
  std::replace(standard.begin(), standard.end(), '-', '+');
  std::replace(standard.begin(), standard.end(), '_', '/');
  std::array<unsigned char, kBytes> bytes{};
  if (EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(standard.data()),
                      static_cast<int>(kCharacters)) != static_cast<int>(kBytes)) {
    return fault;
  }
  if (bytes[0] != static_cast<unsigned char>(order) || bytes[25] != 0 || bytes[26] != 0) return fault;
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) key = (key << 8U) | bytes[1 + i];
  boost::uuids::uuid id{};
  std::copy(bytes.begin() + 9, bytes.begin() + 25, id.begin());
  PageCursor cursor;
  cursor.key = static_cast<std::int64_t>(key);
  cursor.id = boost::uuids::to_string(id);
  return cursor;
}

}  // namespace vigie
