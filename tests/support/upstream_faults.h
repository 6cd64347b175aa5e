// What an upstream can do to its client, by name, and how an answer must end that meets it.
#pragma once

#include "tests/support/mock_upstream.h"

#include <string>
#include <vector>

namespace vigie::test {

struct UpstreamFault {
  /// The state that the answer must be kept in when upstream does this every time.
  enum class Ending { kComplete, kPartial, kFailed };

  std::string name;
  Script script;  ///< of one request
  Ending ending = Ending::kFailed;
  int status = 502;            ///< what a client is told that does not stream; 200 for kComplete
  bool transient = false;      ///< tried again, so that met once it does no harm
  std::string text;            ///< the answer's text, whole or so far
  bool needsPatience = false;  ///< ends by a deadline of the client's
};

/// Every one that the repository knows, complete endings included: odd is not wrong.
const std::vector<UpstreamFault>& upstreamFaults();
const UpstreamFault& upstreamFault(const std::string& name);

}  // namespace vigie::test
