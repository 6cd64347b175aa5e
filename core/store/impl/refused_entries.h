// Entries of the outage journal that PostgreSQL refuses for good, out of the journal's way: a file each.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace vigie::impl {

/// In the journal's directory, private as it is, and shared with the replicas that share it: so nothing is kept in
/// memory. Each file is one entry as JSON, for a person to read, to repair and to write by hand, or to delete. Blocking;
/// any thread.
class RefusedEntries {
 public:
  explicit RefusedEntries(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// On disk when it gives success: the file's name. kUnavailable when the disk does not take it.
  Result<std::string> add(std::string_view body) const;
  [[nodiscard]] std::size_t count() const;
  /// Whether there is any of the owner's conversation.
  [[nodiscard]] bool holds(const std::string& owner, const std::string& conversationId) const;
  /// Deletes them; how many there were. kUnavailable when one is left.
  Result<std::size_t> erase(const std::string& owner, const std::string& conversationId) const;
  /// Deletes those that were refused before `time`.
  Result<std::size_t> eraseBefore(SystemTime time) const;

 private:
  template <class Goes>
  Result<std::size_t> eraseIf(Goes goes) const;

  std::filesystem::path directory_;
};

}  // namespace vigie::impl
