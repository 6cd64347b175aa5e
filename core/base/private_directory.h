// A directory that holds what people said or wrote: this user's alone.
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace vigie {

/// Makes it where it is missing, and takes every right from others. kInvalidArgument when it is not this user's own
/// directory to write in; the message goes after the name of the setting.
Result<void> preparePrivateDirectory(const std::filesystem::path& directory);

}  // namespace vigie
