#include "core/store/impl/journal_segment.h"

#include "core/base/ids.h"

#include <boost/crc.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vigie::impl {

namespace {

constexpr std::string_view kMagic = "VIGIEJ1\n";
constexpr std::uint32_t kLargestRecord = 256U * 1024 * 1024;  // a length beyond it is damage, not data

void putNumber(std::string& out, std::uint32_t number) {
  for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>((number >> shift) & 0xFFU);
}

std::uint32_t number(const char* at) {
  std::uint32_t out = 0;
  for (unsigned i = 0; i < 4; ++i) out |= static_cast<std::uint32_t>(static_cast<unsigned char>(at[i])) << (8 * i);
  return out;
}

std::uint32_t checksum(std::uint32_t length, std::string_view body) {
  std::string prefix;
  putNumber(prefix, length);
  boost::crc_32_type crc;
  crc.process_bytes(prefix.data(), prefix.size());
  crc.process_bytes(body.data(), body.size());
  return crc.checksum();
}

bool writeAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool readAt(int descriptor, std::uint64_t at, char* into, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::pread(descriptor, into, size, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    into += got;
    at += static_cast<std::uint64_t>(got);
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

/// A new name is on disk only when its directory is.
bool syncDirectory(const std::filesystem::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

/// The length that the header at the beginning of `bytes` gives, if a body of that length can follow.
std::optional<std::uint32_t> lengthIn(std::string_view bytes) {
  if (bytes.size() < kRecordHeader) return std::nullopt;
  const std::uint32_t length = number(bytes.data());
  if (length > kLargestRecord || length > bytes.size() - kRecordHeader) return std::nullopt;
  return length;
}

/// Whether a record, whole as it was written, begins here.
bool isRecord(std::string_view bytes) {
  const auto length = lengthIn(bytes);
  return length && checksum(*length, bytes.substr(kRecordHeader, *length)) == number(bytes.data() + 4);
}

Error cannotWrite() { return {ErrorCode::kUnavailable, "the outage journal cannot be written: is its disk full?"}; }

}  // namespace

std::string frameRecord(std::string_view body) {
  std::string out;
  out.reserve(kRecordHeader + body.size());
  const auto length = static_cast<std::uint32_t>(body.size());
  putNumber(out, length);
  putNumber(out, checksum(length, body));
  out.append(body);
  return out;
}

Result<std::unique_ptr<JournalSegment>> JournalSegment::create(const std::filesystem::path& directory) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  std::array<char, 32> stamp{};
  std::snprintf(stamp.data(), stamp.size(), "%020lld-",
                static_cast<long long>(std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
  const std::filesystem::path file = directory / (stamp.data() + newId() + ".journal");
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) return cannotWrite();
  std::unique_ptr<JournalSegment> segment(new JournalSegment(file, descriptor));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 || !writeAll(descriptor, kMagic) || ::fdatasync(descriptor) != 0 ||
      !syncDirectory(directory)) {
    segment->remove();
    return cannotWrite();
  }
  segment->size_ = kMagic.size();
  return segment;
}

Result<std::unique_ptr<JournalSegment>> JournalSegment::open(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
  // Gone: its owner replayed it meanwhile.
  if (descriptor < 0 && errno == ENOENT) return std::unique_ptr<JournalSegment>();
  if (descriptor < 0) return Error(ErrorCode::kUnavailable, "a segment of the outage journal cannot be read");
  std::unique_ptr<JournalSegment> segment(new JournalSegment(file, descriptor));
  struct stat info {};
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 || ::fstat(descriptor, &info) != 0 || info.st_nlink == 0) {
    return std::unique_ptr<JournalSegment>();
  }
  segment->size_ = static_cast<std::uint64_t>(info.st_size);
  if (!segment->isOurs()) return std::unique_ptr<JournalSegment>();
  if (!segment->scan()) return Error(ErrorCode::kUnavailable, "a segment of the outage journal cannot be read");
  return segment;
}

JournalSegment::~JournalSegment() { ::close(descriptor_); }

bool JournalSegment::isOurs() const {
  // A crash may have left less than the magic; what is not even its beginning is somebody else's file.
  std::string magic(std::min<std::size_t>(kMagic.size(), size_), '\0');
  return readAt(descriptor_, 0, magic.data(), magic.size()) && kMagic.starts_with(magic);
}

bool JournalSegment::scan() {
  std::string bytes(size_, '\0');
  if (!readAt(descriptor_, 0, bytes.data(), bytes.size())) return false;
  const std::string_view whole = bytes;
  std::size_t at = std::min(kMagic.size(), whole.size());
  while (at < whole.size()) {
    std::size_t next = at;
    // Text is no length that fits: looking at every byte costs little.
    while (next < whole.size() && !isRecord(whole.substr(next))) ++next;
    const std::string_view between = whole.substr(at, next - at);
    const bool atEnd = next == whole.size();
    // A write that a crash cut short is shorter than it says, or zeros: nobody was told that it is kept.
    const bool torn = atEnd && (!lengthIn(between) || between.find_first_not_of('\0') == std::string_view::npos);
    if (!torn) damagedBytes_ += between.size();
    if (atEnd) break;
    const std::uint32_t length = number(whole.data() + next);
    found_.push_back({next + kRecordHeader, length});
    at = next + kRecordHeader + length;
  }
  size_ = at;
  return true;
}

Result<void> JournalSegment::append(std::string_view framed) {
  if (!writeAll(descriptor_, framed) || ::fdatasync(descriptor_) != 0) {
    // Half a batch must not stand before the next one: it would be taken for damage.
    if (::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0) {
      return Error(ErrorCode::kInternal, "the outage journal cannot be written");
    }
    return cannotWrite();
  }
  size_ += framed.size();
  return {};
}

std::optional<std::string> JournalSegment::read(const Record& record) const {
  std::string bytes(kRecordHeader + record.length, '\0');
  if (!readAt(descriptor_, record.at - kRecordHeader, bytes.data(), bytes.size())) return std::nullopt;
  if (lengthIn(bytes) != record.length || !isRecord(bytes)) return std::nullopt;
  bytes.erase(0, kRecordHeader);
  return bytes;
}

void JournalSegment::remove() {
  ::unlink(file_.c_str());
  syncDirectory(file_.parent_path());
}

void JournalSegment::setAside() {
  std::filesystem::path aside = file_;
  aside += ".damaged";
  ::rename(file_.c_str(), aside.c_str());
  syncDirectory(file_.parent_path());
}

}  // namespace vigie::impl
