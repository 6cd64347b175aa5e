#include "server/auth/keys_command.h"

#include "server/auth/key_file.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace vigie::auth {

namespace {

constexpr const char* kKeysUsage =
    "Usage: vigie-server keys add NAME           makes a key for NAME and prints it, this once\n"
    "       vigie-server keys list               NAME, the key's id and when it was made\n"
    "       vigie-server keys revoke NAME [ID]   takes away the keys of NAME, or one of them\n"
    "\n"
    "The file is --api-keys-file PATH or VIGIE_API_KEYS_FILE; add makes it where there is none. A NAME owns its\n"
    "conversations and documents, whichever of its keys made them. A running server follows within a second.\n";

}  // namespace

int runKeysCommand(const std::vector<std::string>& arguments,
                   const std::function<std::optional<std::string>(const std::string&)>& readEnv, SystemTime now,
                   std::ostream& out, std::ostream& err) {
  CLI::App app;
  app.set_help_flag();
  std::string path;
  std::string name;
  std::string id;
  bool help = false;
  app.add_flag("--help,-h", help);
  app.add_option("--api-keys-file", path);
  auto* const add = app.add_subcommand("add")->fallthrough();
  add->set_help_flag();
  add->add_option("NAME", name)->required();
  auto* const list = app.add_subcommand("list")->fallthrough();
  list->set_help_flag();
  auto* const revoke = app.add_subcommand("revoke")->fallthrough();
  revoke->set_help_flag();
  revoke->add_option("NAME", name)->required();
  revoke->add_option("ID", id);
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(reversed);
  } catch (const CLI::ParseError&) {
    // Its text may quote a key that was given for a name.
    const bool asked = std::any_of(arguments.begin(), arguments.end(),
                                   [](const std::string& word) { return word == "--help" || word == "-h"; });
    (asked ? out : err) << kKeysUsage;
    return asked ? 0 : 2;
  }
  if (help || app.get_subcommands().empty()) {
    (help ? out : err) << kKeysUsage;
    return help ? 0 : 2;
  }
  if (path.empty()) path = readEnv("VIGIE_API_KEYS_FILE").value_or("");
  if (path.empty()) {
    err << "vigie-server: VIGIE_API_KEYS_FILE: is not set; an example: VIGIE_API_KEYS_FILE=/etc/vigie/keys\n";
    return 2;
  }
  const auto fail = [&err](const Error& error) {
    err << "vigie-server: " << error.message << "\n";
    return 1;
  };
  if (add->parsed()) {
    const auto key = addKey(path, name, now);
    if (!key) return fail(key.error());
    out << *key << "\n";
    err << "The key of " << name << " is above and is never shown again; send it as Authorization: Bearer KEY\n";
    return 0;
  }
  if (revoke->parsed()) {
    const auto revoked = revokeKeys(path, name, id);
    if (!revoked) return fail(revoked.error());
    err << *revoked << (*revoked == 1 ? " key" : " keys") << " of " << name << " revoked\n";
    return 0;
  }
  const auto file = readKeyFile(path);
  if (!file) return fail(file.error());
  for (const KeyEntry& entry : file->keys) {
    out << entry.owner << "\t" << entry.id() << "\t" << (entry.created.empty() ? "-" : entry.created) << "\n";
  }
  for (const std::size_t line : file->brokenLines) err << "line " << line << " is no key and grants nothing\n";
  return 0;
}

}  // namespace vigie::auth
