// Every configuration variable: its name, flag, default, example and words, and how its value is read.
#pragma once

#include "core/base/impl/config_values.h"

#include <string>
#include <vector>

namespace vigie::impl {

/// One variable. A secret has no flag for its value, only one for the file it is read from.
struct Variable {
  const char* env;
  const char* flag;  ///< nullptr: environment only
  const char* fallback;
  const char* example;
  const char* help;
  bool secret = false;  ///< adds `env`_FILE and `flag` is that file's
  bool boolean = false;
  Fault (*read)(const std::string& value, Config& config) = nullptr;
};

const std::vector<Variable>& variables();

/// What --help prints.
std::string helpText();

}  // namespace vigie::impl
