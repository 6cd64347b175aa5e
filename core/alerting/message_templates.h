// What a message says, as Grafana's contact point and its templates define it: read from the same files, so that a
// stack without Grafana says the same (docs/adr/0091).
#pragma once

#include "core/base/result.h"

#include <map>
#include <string>
#include <string_view>

namespace vigie::alerting {

/// Go templates over a group of alerts. `title` and `message` use what `definitions` defines, and hold $NAME where
/// Grafana puts a variable of its environment.
struct MessageTemplates {
  std::string definitions;
  std::string title;
  std::string message;
};

/// From the texts of contact-points.yaml and templates.yaml. kInvalidArgument is one line with the file, the line and
/// what is wrong; there must be exactly one contact point of one receiver of type discord, and one template. Pure.
Result<MessageTemplates> readMessageTemplates(std::string_view contactPoints, std::string_view templates);

/// `text` with each $NAME replaced as Grafana does it: by its value, by nothing where there is none; $$ is a dollar.
std::string expandVariables(std::string_view text, const std::map<std::string, std::string>& values);

}  // namespace vigie::alerting
