// ApiKeys: the keys that are valid now.
#pragma once

#include "core/base/log.h"
#include "core/base/published.h"
#include "core/base/result.h"
#include "server/auth/key_file.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace vigie::auth {

/// Who calls, as their key says.
struct Caller {
  Caller() = default;
  Caller(std::string name, const KeyDigest& ofKey) : owner(std::move(name)), key(ofKey) {}

  std::string owner;             ///< empty without keys
  std::optional<KeyDigest> key;  ///< nullopt without keys
};

/// Follows its file: a thread looks at it and reads it anew when it changed, so that a key that was added or revoked
/// counts within `interval`. What cannot be read grants nothing: a broken line is no key, and without the file no key
/// is valid. Any thread.
class ApiKeys {
 public:
  explicit ApiKeys(std::string path, std::chrono::milliseconds interval = std::chrono::milliseconds(500));
  ~ApiKeys() = default;
  ApiKeys(const ApiKeys&) = delete;
  ApiKeys& operator=(const ApiKeys&) = delete;

  /// Whether a server may start with this file: it can be read, every line is one, and there is a key.
  static Result<void> check(const std::string& path);

  /// Nullopt for a key that is not valid. Compares with every key there is, each in constant time.
  [[nodiscard]] std::optional<Caller> find(std::string_view key) const;
  /// Whether a caller's key still is valid: one that was revoked stops its long-lived connections, too.
  [[nodiscard]] bool stillValid(const Caller& caller) const;

 private:
  using Keys = std::vector<KeyEntry>;
  struct Stamp {
    std::uint64_t inode = 0;
    std::int64_t size = -1;
    std::int64_t modified = 0;  ///< nanoseconds
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };

  [[nodiscard]] Stamp look() const;
  void load();
  void follow(const std::stop_token& stop);

  const std::string path_;
  const std::chrono::milliseconds interval_;
  const Log log_{"keys"};
  Published<Keys> keys_;
  Stamp seen_;        ///< of the thread's
  std::mutex mutex_;  // guards nothing: what wake_ waits with
  std::condition_variable_any wake_;
  std::jthread thread_;  ///< last: stopped and joined first
};

}  // namespace vigie::auth
