// The file of API keys: one key a line, hashed. Read by the server, changed by `vigie-server keys`.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "server/auth/key_digest.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::auth {

/// A line: NAME sha256:HEX [time of its making]. Empty lines and those that start with '#' are comments.
struct KeyEntry {
  std::string owner;  ///< the NAME, 1 to 64 characters of [A-Za-z0-9._@-]; owns what the key makes
  KeyDigest digest{};
  std::string created;

  /// What `list` and `revoke` call one key of several: the hash's first eight digits.
  [[nodiscard]] std::string id() const { return toHex(digest).substr(0, 8); }
};

struct KeyFile {
  std::vector<KeyEntry> keys;
  std::vector<std::size_t> brokenLines;  ///< from 1
};

KeyFile parseKeys(std::string_view text);

/// At most 1 MiB. kNotFound when there is no such file, kUnavailable when it cannot be read, kForbidden when everybody
/// may write to it.
Result<KeyFile> readKeyFile(const std::string& path);

/// A new key for NAME (which may have several: they own the same things); gives the key, which nothing else ever
/// shows. The file is made where there is none, with mode 0600; a file that is there keeps its lines, comments and
/// order, its owner and its group's right to read. Written beside its place, flushed and renamed, under a lock on the
/// folder: a reader sees the old file or the new one. kInvalidArgument for a NAME that is none.
Result<std::string> addKey(const std::string& path, const std::string& name, SystemTime now);

/// Takes out the keys of NAME, or the one with that id; gives how many. kNotFound when there is none.
Result<std::size_t> revokeKeys(const std::string& path, const std::string& name, const std::string& id);

}  // namespace vigie::auth
