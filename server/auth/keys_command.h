// `vigie-server keys …`: the operator's way to make, show and revoke API keys.
#pragma once

#include "core/base/clock.h"

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace vigie::auth {

/// `arguments` are those after "keys". add NAME prints the key, once and alone, on `out`; what a person wants to know
/// beside it goes to `err`. The file is --api-keys-file or VIGIE_API_KEYS_FILE. Gives the exit status: 0, 1 when it
/// could not be done, 2 for a command line that is none.
int runKeysCommand(const std::vector<std::string>& arguments,
                   const std::function<std::optional<std::string>(const std::string&)>& readEnv, SystemTime now,
                   std::ostream& out, std::ostream& err);

}  // namespace vigie::auth
