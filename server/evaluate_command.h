// vigie-server evaluate DIR: how well retrieval finds what a judged collection says it should.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace vigie {

/// `arguments` follow the word "evaluate"; `readEnv` as of readConfig(): the embeddings are those that the server would
/// make with these settings. Prints the report on standard output, faults on standard error; gives the exit code: 0, 1
/// when the collection cannot be read or embedded, 2 for wrong arguments or settings. Needs no PostgreSQL and no
/// running server, and touches neither.
int evaluateCommand(const std::vector<std::string>& arguments,
                    const std::function<std::optional<std::string>(const std::string&)>& readEnv);

}  // namespace vigie
