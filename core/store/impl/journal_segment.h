// JournalSegment: one file of the outage journal.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
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
  /// A new, empty segment, whose name sorts behind all older ones. It and its name are on disk when this returns.
  static Result<std::unique_ptr<JournalSegment>> create(const std::filesystem::path& directory);
  /// An existing one; null when another process holds it, or when it is no segment. What is torn or damaged at its end is cut off.
  static Result<std::unique_ptr<JournalSegment>> open(const std::filesystem::path& file);
  ~JournalSegment();
  JournalSegment(const JournalSegment&) = delete;
  JournalSegment& operator=(const JournalSegment&) = delete;

  /// Framed records, on disk when this returns. After an error the file is as it was before.
  Result<void> append(std::string_view framed, std::size_t records);

  /// Bodies of records not yet consumed, oldest first; fewer than asked for where the disk has damaged one.
  std::vector<std::string> read(std::size_t most) const;
  /// The first `count` of them are done with.
  void consume(std::size_t count);
  [[nodiscard]] std::size_t left() const { return records_ - consumed_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Deletes the file.
  void remove();

 private:
  JournalSegment(std::filesystem::path file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}
  [[nodiscard]] bool isOurs() const;
  void scan();

  std::filesystem::path file_;
  int descriptor_;
  std::uint64_t size_ = 0;      // of what is whole
  std::uint64_t readFrom_ = 0;  // where the first record that is not consumed stands
  std::size_t records_ = 0;
  std::size_t consumed_ = 0;
};

}  // namespace vigie::impl
