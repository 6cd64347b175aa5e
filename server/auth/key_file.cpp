#include "server/auth/key_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <memory>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace vigie::auth {

namespace {

constexpr std::size_t kMostBytes = 1024 * 1024;
constexpr std::string_view kHashPrefix = "sha256:";

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

Error systemFault(std::string what) {
  const int number = errno;
  return {number == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnavailable,
          std::move(what) + ": " + std::strerror(number)};
}

bool isName(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '@' || c == '-';
  });
}

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> out;
  constexpr std::string_view kBlanks = " \t\r";
  for (auto at = line.find_first_not_of(kBlanks); at != std::string_view::npos;) {
    const auto end = line.find_first_of(kBlanks, at);
    out.push_back(line.substr(at, end - at));
    at = end == std::string_view::npos ? end : line.find_first_not_of(kBlanks, end);
  }
  return out;
}

bool isComment(std::string_view line) {
  const auto first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || line[first] == '#';
}

std::optional<KeyEntry> readEntry(std::string_view line) {
  const auto parts = words(line);
  if (parts.size() < 2 || parts.size() > 3 || !isName(parts[0]) || !parts[1].starts_with(kHashPrefix)) {
    return std::nullopt;
  }
  const auto digest = digestFromHex(parts[1].substr(kHashPrefix.size()));
  if (!digest) return std::nullopt;
  KeyEntry entry;
  entry.owner = parts[0];
  entry.digest = *digest;
  if (parts.size() == 3) entry.created = parts[2];
  return entry;
}

/// Calls `each` with every line, without its end.
void forEachLine(std::string_view text, const std::function<void(std::string_view)>& each) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    each(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
}

Result<std::string> readAll(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return systemFault("the file of API keys cannot be read");
  struct stat about {};
  if (fstat(file.get(), &about) != 0) return systemFault("the file of API keys cannot be read");
  if (!S_ISREG(about.st_mode)) return Error(ErrorCode::kUnavailable, "the file of API keys is not a regular file");
  if ((about.st_mode & S_IWOTH) != 0) {
    return Error(ErrorCode::kForbidden, "everybody may write to the file of API keys; chmod 600 it");
  }
  std::string text(kMostBytes + 1, '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const auto count = read(file.get(), text.data() + have, text.size() - have);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return systemFault("the file of API keys cannot be read");
    if (count == 0) break;
    have += static_cast<std::size_t>(count);
  }
  if (have > kMostBytes) return Error(ErrorCode::kTooLarge, "the file of API keys is over 1 MiB");
  text.resize(have);
  return text;
}

Result<void> writeAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto count = write(fd, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return systemFault("the file of API keys cannot be written");
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

/// Beside its place, flushed, renamed, and the folder flushed: after a power cut there is the old file or the new one.
Result<void> replaceFile(const std::string& path, int folder, std::string_view text) {
  std::string beside = path + ".XXXXXX";
  const Descriptor file(mkostemp(beside.data(), O_CLOEXEC));  // mode 0600
  if (!file.ok()) return systemFault("the file of API keys cannot be written");
  // An administrator who changes it must not take it away from the server's user or group.
  struct stat old {};
  if (stat(path.c_str(), &old) == 0) {
    const bool foreign = old.st_uid != geteuid() || old.st_gid != getegid();
    const mode_t mode = S_IRUSR | S_IWUSR | (old.st_mode & S_IRGRP);
    if ((foreign && fchown(file.get(), old.st_uid, old.st_gid) != 0) || fchmod(file.get(), mode) != 0) {
      const Error fault = systemFault("the file of API keys belongs to another user and cannot be kept theirs");
      unlink(beside.c_str());
      return fault;
    }
  }
  auto written = writeAll(file.get(), text);
  if (written && (fsync(file.get()) != 0 || rename(beside.c_str(), path.c_str()) != 0)) {
    written = systemFault("the file of API keys cannot be written");
  }
  if (!written) {
    unlink(beside.c_str());
    return written.error();
  }
  fsync(folder);
  return {};
}

/// Reads, changes and writes as one step. `edit` gives the new text, or an error that leaves the file as it is.
Result<void> editFile(const std::string& given, bool make,
                      const std::function<Result<std::string>(const std::string& text)>& edit) {
  // Through a symbolic link: it is the file behind it that is replaced.
  const std::unique_ptr<char, void (*)(void*)> real(realpath(given.c_str(), nullptr), &std::free);
  const std::string path = real ? std::string(real.get()) : given;
  const auto slash = path.rfind('/');
  const std::string folderPath = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  // The lock is on the folder: the file itself is replaced, and a lock beside it would be left behind.
  const Descriptor folder(open(folderPath.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.ok()) return systemFault("the folder of the file of API keys cannot be opened");
  while (flock(folder.get(), LOCK_EX) != 0) {
    if (errno != EINTR) return systemFault("the folder of the file of API keys cannot be locked");
  }
  auto text = readAll(path);
  if (!text && text.error().code == ErrorCode::kNotFound && make) text = std::string();
  if (!text) return text.error();
  const auto changed = edit(*text);
  if (!changed) return changed.error();
  return replaceFile(path, folder.get(), *changed);
}

}  // namespace

KeyFile parseKeys(std::string_view text) {
  KeyFile out;
  std::size_t number = 0;
  forEachLine(text, [&](std::string_view line) {
    ++number;
    if (isComment(line)) return;
    if (auto entry = readEntry(line)) {
      out.keys.push_back(std::move(*entry));
    } else {
      out.brokenLines.push_back(number);
    }
  });
  return out;
}

Result<KeyFile> readKeyFile(const std::string& path) {
  const auto text = readAll(path);
  if (!text) return text.error();
  return parseKeys(*text);
}

Result<std::string> addKey(const std::string& path, const std::string& name, SystemTime now) {
  if (!isName(name)) {
    return Error(ErrorCode::kInvalidArgument,
                 "NAME must be 1 to 64 characters of letters, digits and . _ @ -; an example: alice");
  }
  std::string key = makeKey();
  const auto edited = editFile(path, true, [&](const std::string& old) -> Result<std::string> {
    std::string text = old;
    if (text.empty()) text = "# API keys of vigie-server, hashed; change it with: vigie-server keys add|revoke NAME\n";
    if (!text.ends_with('\n')) text += '\n';
    text += name + " " + std::string(kHashPrefix) + toHex(digestOf(key)) + " " + toIso8601(now) + "\n";
    if (text.size() > kMostBytes) return Error(ErrorCode::kTooLarge, "the file of API keys would be over 1 MiB");
    return text;
  });
  if (!edited) return edited.error();
  return key;
}

Result<std::size_t> revokeKeys(const std::string& path, const std::string& name, const std::string& id) {
  std::size_t revoked = 0;
  const auto edited = editFile(path, false, [&](const std::string& old) -> Result<std::string> {
    std::string text;
    forEachLine(old, [&](std::string_view line) {
      const auto entry = isComment(line) ? std::nullopt : readEntry(line);
      if (entry && entry->owner == name && (id.empty() || entry->id() == id)) {
        ++revoked;
      } else {
        text.append(line).append("\n");
      }
    });
    if (revoked == 0) {
      return Error(ErrorCode::kNotFound, id.empty() ? "there is no key of that NAME" : "that NAME has no such key");
    }
    return text;
  });
  if (!edited) return edited.error();
  return revoked;
}

}  // namespace vigie::auth
