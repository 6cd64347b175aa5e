// Whole reads and writes of a file that is open.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace vigie {

/// False at the end of the file and when the disk fails.
bool readAt(int descriptor, std::uint64_t at, std::span<char> into);
bool writeAt(int descriptor, std::uint64_t at, std::string_view bytes);

/// Closes it.
class FileDescriptor {
 public:
  explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
  ~FileDescriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

}  // namespace vigie
