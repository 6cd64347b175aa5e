#include "core/base/private_directory.h"

#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace vigie {

Result<void> preparePrivateDirectory(const std::filesystem::path& directory) {
  std::error_code ec;
  std::filesystem::create_directories(directory, ec);
  struct stat info {};
  const bool usable = !ec && ::stat(directory.c_str(), &info) == 0 && S_ISDIR(info.st_mode) &&
                      info.st_uid == ::geteuid() && ::chmod(directory.c_str(), 0700) == 0 &&
                      ::access(directory.c_str(), R_OK | W_OK | X_OK) == 0;
  if (usable) return {};
  return Error(ErrorCode::kInvalidArgument, "is not a directory that this user owns and can write to");
}

}  // namespace vigie
