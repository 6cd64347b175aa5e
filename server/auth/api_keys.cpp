#include "server/auth/api_keys.h"

#include <algorithm>
#include <ctime>
#include <memory>
#include <sys/stat.h>
#include <utility>

namespace vigie::auth {

namespace {

constexpr std::int64_t kNanoseconds = 1'000'000'000;

Error wrong(const std::string& fault) {
  return {ErrorCode::kInvalidArgument,
          "VIGIE_API_KEYS_FILE: " + fault + "; an example: a file made with 'vigie-server keys add NAME'",
          "VIGIE_API_KEYS_FILE"};
}

}  // namespace

ApiKeys::ApiKeys(std::string path, std::chrono::milliseconds interval)
    : path_(std::move(path)), interval_(interval), keys_(std::make_shared<const Keys>()) {
  load();
  thread_ = std::jthread([this](const std::stop_token& stop) { follow(stop); });
}

Result<void> ApiKeys::check(const std::string& path) {
  const auto file = readKeyFile(path);
  if (!file) return wrong(file.error().message);
  if (!file->brokenLines.empty()) {
    return wrong("line " + std::to_string(file->brokenLines.front()) + " is no key: NAME sha256:64-HEX-DIGITS [TIME]");
  }
  if (file->keys.empty()) return wrong("the file holds no key, so nobody could use the API");
  return {};
}

std::optional<Caller> ApiKeys::find(std::string_view key) const {
  const KeyDigest digest = digestOf(key);
  const auto keys = keys_.get();
  const KeyEntry* found = nullptr;
  for (const KeyEntry& entry : *keys) {
    if (sameDigest(entry.digest, digest)) found = &entry;
  }
  if (found == nullptr) return std::nullopt;
  return Caller(found->owner, digest);
}

bool ApiKeys::stillValid(const Caller& caller) const {
  if (!caller.key) return false;
  const auto keys = keys_.get();
  return std::any_of(keys->begin(), keys->end(),
                     [&caller](const KeyEntry& entry) { return sameDigest(entry.digest, *caller.key); });
}

ApiKeys::Stamp ApiKeys::look() const {
  Stamp stamp;
  struct stat about {};
  if (stat(path_.c_str(), &about) != 0) return stamp;
  stamp.inode = about.st_ino;
  stamp.size = about.st_size;
  stamp.modified = about.st_mtim.tv_sec * kNanoseconds + about.st_mtim.tv_nsec;
  return stamp;
}

void ApiKeys::load() {
  const Stamp stamp = look();
  // A file that was written a moment ago may be written again within one tick of its clock, with the same stamp.
  const bool fresh = stamp.modified / kNanoseconds + 2 >= std::time(nullptr);
  if (stamp == seen_ && !fresh) return;
  const bool changed = stamp != seen_;
  seen_ = stamp;
  auto file = readKeyFile(path_);
  if (!file) {
    if (changed) log_.error("keys cannot be read; none is valid", {{"reason", file.error().message}});
    keys_.set(std::make_shared<const Keys>());
    return;
  }
  if (changed) {
    if (!file->brokenLines.empty()) {
      log_.error("a line of the keys is broken and grants nothing", {{"line", file->brokenLines.front()}});
    }
    log_.info("keys read", {{"keys", file->keys.size()}});
  }
  keys_.set(std::make_shared<const Keys>(std::move(file->keys)));
}

void ApiKeys::follow(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    // Woken by the stop only: the wait is the interval.
    wake_.wait_for(lock, stop, interval_, [] { return false; });
    if (!stop.stop_requested()) load();
  }
}

}  // namespace vigie::auth
