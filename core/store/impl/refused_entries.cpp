#include "core/store/impl/refused_entries.h"

#include "core/base/ids.h"

#include <boost/json.hpp>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <unistd.h>
#include <vector>

namespace vigie::impl {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr std::string_view kSuffix = ".refused";

Error notWritten() { return {ErrorCode::kUnavailable, "an entry that PostgreSQL refuses cannot be set aside: is the disk full?"}; }

bool writeAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void syncDirectory(const fs::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

std::vector<fs::path> filesIn(const fs::path& directory) {
  std::vector<fs::path> out;
  std::error_code ec;
  for (fs::directory_iterator at(directory, ec), end; !ec && at != end; at.increment(ec)) {
    if (at->path().extension() == kSuffix) out.push_back(at->path());
  }
  return out;
}

/// The microseconds its name begins with; 0 for a name of somebody else's making.
std::int64_t refusedAt(const fs::path& file) {
  const std::string name = file.filename();
  std::int64_t out = 0;
  std::from_chars(name.data(), name.data() + name.size(), out);
  return out;
}

bool isOf(const fs::path& file, const std::string& owner, const std::string& conversationId) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  boost::system::error_code ec;
  const json::value entry = json::parse(text.str(), ec);
  const auto* const object = entry.if_object();
  if (ec || object == nullptr) return false;
  const auto is = [object](std::string_view key, const std::string& wanted) {
    const auto* const value = object->if_contains(key);
    return value != nullptr && value->is_string() && std::string_view(value->get_string()) == wanted;
  };
  return is("conversation", conversationId) && is("owner", owner);
}

}  // namespace

Result<std::string> RefusedEntries::add(std::string_view body) const {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  std::array<char, 32> stamp{};
  std::snprintf(stamp.data(), stamp.size(), "%020lld-",
                static_cast<long long>(std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
  const std::string name = stamp.data() + newId() + std::string(kSuffix);
  const fs::path file = directory_ / name;
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return notWritten();
  const bool written = writeAll(descriptor, body) && writeAll(descriptor, "\n") && ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!written) ::unlink(file.c_str());
  syncDirectory(directory_);
  if (!written) return notWritten();
  return name;
}

std::size_t RefusedEntries::count() const { return filesIn(directory_).size(); }

bool RefusedEntries::holds(const std::string& owner, const std::string& conversationId) const {
  for (const fs::path& file : filesIn(directory_)) {
    if (isOf(file, owner, conversationId)) return true;
  }
  return false;
}

template <class Goes>
Result<std::size_t> RefusedEntries::eraseIf(Goes goes) const {
  std::size_t erased = 0;
  for (const fs::path& file : filesIn(directory_)) {
    if (!goes(file)) continue;
    if (::unlink(file.c_str()) != 0 && errno != ENOENT) {
      return Error(ErrorCode::kUnavailable, "what was set aside of the conversation cannot be deleted");
    }
    ++erased;
  }
  if (erased > 0) syncDirectory(directory_);
  return erased;
}

Result<std::size_t> RefusedEntries::erase(const std::string& owner, const std::string& conversationId) const {
  return eraseIf([&](const fs::path& file) { return isOf(file, owner, conversationId); });
}

Result<std::size_t> RefusedEntries::eraseBefore(SystemTime time) const {
  const std::int64_t micros = time.time_since_epoch().count();
  return eraseIf([micros](const fs::path& file) {
    const std::int64_t at = refusedAt(file);
    return at > 0 && at < micros;
  });
}

}  // namespace vigie::impl
