// The route table, the router and the document of the contract agree.
#include "server/api/routes.h"

#include "server/api/handlers.h"
#include "server/api/http_error.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>
#include <string>

namespace vigie::api {
namespace {

/// "GET /v1/models".
using Operations = std::set<std::string>;

Operations served() {
  Operations out;
  for (const Route& route : publicRoutes(true)) out.insert(route.method + " " + route.pattern);
  return out;
}

Operations documented() {
  Operations out;
  const YAML::Node document = YAML::LoadFile(VIGIE_SOURCE_DIR "/docs/api.yaml");
  for (const auto& path : document["paths"]) {
    for (const auto& operation : path.second) {
      auto method = operation.first.as<std::string>();
      if (method == "parameters") continue;
      std::transform(method.begin(), method.end(), method.begin(), [](char c) { return static_cast<char>(c - 32); });
      out.insert(method + " " + path.first.as<std::string>());
    }
  }
  return out;
}

TEST(RoutesTest, EveryRouteIsInTheDocumentAndTheOtherWayRound) { EXPECT_EQ(served(), documented()); }

/// Collects the values of every "$ref".
void collectReferences(const YAML::Node& node, std::set<std::string>& out) {
  if (node.IsMap()) {
    for (const auto& member : node) {
      if (member.first.as<std::string>() == "$ref") {
        out.insert(member.second.as<std::string>());
      } else {
        collectReferences(member.second, out);
      }
    }
  } else if (node.IsSequence()) {
    for (const auto& item : node) collectReferences(item, out);
  }
}

TEST(RoutesTest, TheDocumentsReferencesLeadSomewhere) {
  const YAML::Node document = YAML::LoadFile(VIGIE_SOURCE_DIR "/docs/api.yaml");
  std::set<std::string> references;
  collectReferences(document, references);
  EXPECT_GT(references.size(), 10U);
  for (const std::string& reference : references) {
    ASSERT_TRUE(reference.starts_with("#/components/")) << reference;
    const auto rest = reference.substr(13);
    const auto slash = rest.find('/');
    EXPECT_TRUE(document["components"][rest.substr(0, slash)][rest.substr(slash + 1)]) << reference << " leads nowhere";
  }
}

TEST(RoutesTest, EveryCountedRouteKnowsItsEndings) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& route : countedRoutes()) {
    EXPECT_TRUE(seen.emplace(route.method, route.endpoint).second) << route.method << " " << route.endpoint;
    EXPECT_FALSE(route.statuses.empty());
    auto statuses = route.statuses;
    std::sort(statuses.begin(), statuses.end());
    EXPECT_EQ(std::adjacent_find(statuses.begin(), statuses.end()), statuses.end()) << route.endpoint;
  }
}

Route plain(const char* method, const char* pattern) {
  Route route;
  route.method = method;
  route.pattern = pattern;
  return route;
}

TEST(RouterTest, MatchesTemplatesExactly) {
  const Router router({plain("GET", "/a"), plain("GET", "/a/{id}"), plain("DELETE", "/a/{id}"),
                       plain("GET", "/a/{id}/b/{other}"), plain("GET", "/a/fixed/c")});
  EXPECT_EQ(router.match("GET", "/a").route->pattern, "/a");
  const auto one = router.match("GET", "/a/x%20y");
  EXPECT_EQ(one.route->pattern, "/a/{id}");
  EXPECT_EQ(one.params, (std::vector<std::string_view>{"x%20y"}));
  const auto two = router.match("GET", "/a/1/b/2");
  EXPECT_EQ(two.params, (std::vector<std::string_view>{"1", "2"}));
  EXPECT_EQ(router.match("GET", "/a/fixed/c").route->pattern, "/a/fixed/c");
  for (const char* path :
       {"/", "/b", "/a/", "/a//", "/a/1/", "/a/1/b", "/a/1/b/", "/a/1/b/2/", "/A", "//a", "/a/1/c"}) {
    const auto miss = router.match("GET", path);
    EXPECT_EQ(miss.route, nullptr) << path;
    EXPECT_TRUE(miss.allow.empty()) << path;
  }
  const auto wrong = router.match("PUT", "/a/1");
  EXPECT_EQ(wrong.route, nullptr);
  EXPECT_EQ(wrong.allow, "GET, DELETE");
}

TEST(HttpErrorTest, EveryCodeHasItsStatus) {
  EXPECT_EQ(statusOf(ErrorCode::kInvalidArgument), 400);
  EXPECT_EQ(statusOf(ErrorCode::kUnauthenticated), 401);
  EXPECT_EQ(statusOf(ErrorCode::kForbidden), 403);
  EXPECT_EQ(statusOf(ErrorCode::kNotFound), 404);
  EXPECT_EQ(statusOf(ErrorCode::kMethodNotAllowed), 405);
  EXPECT_EQ(statusOf(ErrorCode::kConflict), 409);
  EXPECT_EQ(statusOf(ErrorCode::kTooLarge), 413);
  EXPECT_EQ(statusOf(ErrorCode::kUnsupportedMedia), 415);
  EXPECT_EQ(statusOf(ErrorCode::kUnprocessable), 422);
  EXPECT_EQ(statusOf(ErrorCode::kRateLimited), 429);
  EXPECT_EQ(statusOf(ErrorCode::kCancelled), 499);
  EXPECT_EQ(statusOf(ErrorCode::kInternal), 500);
  EXPECT_EQ(statusOf(ErrorCode::kNotImplemented), 501);
  EXPECT_EQ(statusOf(ErrorCode::kUpstreamFailed), 502);
  EXPECT_EQ(statusOf(ErrorCode::kUnavailable), 503);
  EXPECT_EQ(statusOf(ErrorCode::kTimeout), 504);
}

TEST(HttpErrorTest, RetryAfterIsAHeaderInSeconds) {
  Error error(ErrorCode::kRateLimited, "slow down");
  error.retryAfter = std::chrono::seconds(7);
  const auto response = errorResponse(error);
  EXPECT_EQ(response.status, 429);
  ASSERT_EQ(response.headers.size(), 1U);
  EXPECT_EQ(response.headers[0], (std::pair<std::string, std::string>("Retry-After", "7")));
}

}  // namespace
}  // namespace vigie::api
