// JournalSegment: one file of the outage journal.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vigie::impl {

/// A record as it stands in a file: its length and the CRC-32 of length and body, each four bytes, little-endian, then
/// the body.
std::string frameRecord(std::string_view body);

/// An append-only file under an exclusive lock that ends with the process. One thread at a time.
///
/// The format is read by later versions: do not change it without a new magic.
class JournalSegment {
 public:
  /// Where the body of a record stands.
  struct Record {
    std::uint64_t at = 0;
    std::uint32_t length = 0;
  };

  /// A new, empty segment, whose name sorts behind all older ones. It and its name are on disk when this returns.
  static Result<std::unique_ptr<JournalSegment>> create(const std::filesystem::path& directory);
  /// An existing one; null when another process holds it, or when it is no segment. What a crash tore at its end is
  /// left out; what is damaged elsewhere is passed over, and damagedBytes() says how much that is.
  static Result<std::unique_ptr<JournalSegment>> open(const std::filesystem::path& file);
  ~JournalSegment();
  JournalSegment(const JournalSegment&) = delete;
  JournalSegment& operator=(const JournalSegment&) = delete;

  /// The whole records of an opened segment, oldest first. Once.
  std::vector<Record> takeFound() { return std::move(found_); }
  [[nodiscard]] std::uint64_t damagedBytes() const { return damagedBytes_; }

  /// Framed records, on disk when this returns. After an error the file is as it was before.
  Result<void> append(std::string_view framed);
  /// nullopt when the disk has damaged it since.
  [[nodiscard]] std::optional<std::string> read(const Record& record) const;
  /// Of what is whole, and where the next append() goes.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Deletes the file.
  void remove();
  /// Renames it to *.damaged, which no journal opens: for somebody to look into.
  void setAside();

 private:
  JournalSegment(std::filesystem::path file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}
  [[nodiscard]] bool isOurs() const;
  [[nodiscard]] bool scan();

  std::filesystem::path file_;
  int descriptor_;
  std::uint64_t size_ = 0;
  std::uint64_t damagedBytes_ = 0;
  std::vector<Record> found_;
};

/// Bytes of a record around its body.
inline constexpr std::size_t kRecordHeader = 8;

}  // namespace vigie::impl
