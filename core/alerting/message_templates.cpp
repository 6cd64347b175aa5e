#include "core/alerting/message_templates.h"

#include "core/alerting/impl/printable.h"
#include "core/alerting/impl/yaml_fields.h"

#include <algorithm>

namespace vigie::alerting {

namespace {

// A name of its own: the sources of this library may be compiled as one (CMake's unity builds).
namespace yaml = impl;

YAML::Node theOne(const yaml::Fields& fields, std::string_view key) {
  const auto all = fields.list(key);
  if (all.size() != 1) throw yaml::Fault(fields.at(key), "'" + std::string(key) + "' must hold one entry");
  return all.front();
}

void readContactPoint(const YAML::Node& document, MessageTemplates& read) {
  const yaml::Fields file(document, "a file of contact points", {"apiVersion", "contactPoints"});
  const yaml::Fields point(theOne(file, "contactPoints"), "a contact point", {"orgId", "name", "receivers"});
  const yaml::Fields receiver(theOne(point, "receivers"), "a receiver",
                              {"uid", "type", "disableResolveMessage", "settings"});
  if (receiver.text("type") != "discord") throw yaml::Fault(receiver.at("type"), "the receiver must be discord");
  const yaml::Fields settings(receiver.at("settings"), "a receiver's settings",
                              {"url", "title", "message", "avatar_url", "use_discord_username"});
  read.title = settings.text("title");
  read.message = settings.text("message");
}

void readDefinitions(const YAML::Node& document, MessageTemplates& read) {
  const yaml::Fields file(document, "a file of templates", {"apiVersion", "templates"});
  const yaml::Fields one(theOne(file, "templates"), "a template", {"orgId", "name", "template"});
  read.definitions = one.text("template");
}

bool isNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

Result<MessageTemplates> readMessageTemplates(std::string_view contactPoints, std::string_view templates) {
  MessageTemplates read;
  struct File {
    const char* name;
    std::string_view text;
    void (*reader)(const YAML::Node&, MessageTemplates&);
  };
  for (const File& file : {File{"contact-points.yaml", contactPoints, readContactPoint},
                           File{"templates.yaml", templates, readDefinitions}}) {
    const auto fault = [&file](int line, const std::string& why) {
      return Error(ErrorCode::kInvalidArgument, std::string(file.name) + ", line " + std::to_string(line) + ": " + why);
    };
    try {
      file.reader(YAML::Load(std::string(file.text)), read);
    } catch (const yaml::Fault& wrong) {
      return fault(wrong.line(), wrong.what());
    } catch (const YAML::Exception& wrong) {
      return fault(wrong.mark.line + 1, "is not YAML: " + impl::printable(wrong.msg));
    }
  }
  return read;
}

std::string expandVariables(std::string_view text, const std::map<std::string, std::string>& values) {
  std::string out;
  while (true) {
    const auto dollar = text.find('$');
    out += text.substr(0, dollar);
    if (dollar == std::string_view::npos) return out;
    text.remove_prefix(dollar + 1);
    if (text.starts_with('$')) {
      out += '$';
      text.remove_prefix(1);
      continue;
    }
    const auto end = std::find_if_not(text.begin(), text.end(), isNameCharacter);
    const auto length = static_cast<std::size_t>(end - text.begin());
    if (const auto found = values.find(std::string(text.substr(0, length))); found != values.end()) {
      out += found->second;
    }
    text.remove_prefix(length);
  }
}

}  // namespace vigie::alerting
