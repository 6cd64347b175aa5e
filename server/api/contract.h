// The contract as it was built in: docs/api.yaml and the page to try it (server/docs/).
#pragma once

#include <string_view>

namespace vigie::api {

/// docs/api.yaml as JSON, with this build's version.
std::string_view openApiJson();
/// One HTML page that loads nothing but /openapi.json.
std::string_view docsPage();
/// Its Content-Security-Policy: its own script and style by their hashes, and requests to this server.
std::string_view docsPolicy();

}  // namespace vigie::api
