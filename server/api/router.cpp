#include "server/api/router.h"

#include <utility>

namespace vigie::api {

namespace {

/// Whether `path` has the shape of `pattern`; fills what the placeholders stand for.
bool fits(std::string_view pattern, std::string_view path, std::vector<std::string_view>& params) {
  params.clear();
  while (!pattern.empty() && !path.empty()) {
    // Both start with '/'.
    const auto patternEnd = pattern.find('/', 1);
    const auto pathEnd = path.find('/', 1);
    const auto wanted = pattern.substr(0, patternEnd);
    const auto got = path.substr(0, pathEnd);
    if (wanted.starts_with("/{")) {
      if (got.size() < 2) return false;
      params.push_back(got.substr(1));
    } else if (wanted != got) {
      return false;
    }
    pattern = patternEnd == std::string_view::npos ? std::string_view() : pattern.substr(patternEnd);
    path = pathEnd == std::string_view::npos ? std::string_view() : path.substr(pathEnd);
  }
  return pattern.empty() && path.empty();
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {}

Router::Match Router::match(std::string_view method, std::string_view path) const {
  Match out;
  for (const Route& route : routes_) {
    if (!fits(route.pattern, path, out.params)) continue;
    if (route.method == method) {
      out.route = &route;
      out.allow.clear();
      return out;
    }
    if (!out.allow.empty()) out.allow += ", ";
    out.allow += route.method;
  }
  return out;
}

}  // namespace vigie::api
