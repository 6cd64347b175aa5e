#include "core/base/config.h"

namespace vigie {

Result<ConfigOutcome> readConfig(const std::vector<std::string>&,
                                 const std::function<std::optional<std::string>(const std::string&)>&) {
  return ConfigOutcome{};
}

}  // namespace vigie
