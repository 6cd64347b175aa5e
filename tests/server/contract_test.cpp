// GET /openapi.json and GET /docs: the contract is served as it is written, and its page needs nobody else.
#include "server/api/routes.h"
#include "tests/server/support/test_server.h"
#include "tests/support/http_client.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

namespace vigie::test {
namespace {

namespace json = boost::json;

class ContractTest : public testing::Test {
 protected:
  TestServer server_;
};

TEST_F(ContractTest, TheDocumentThatIsServedHasEveryRoute) {
  const auto reply = get(server_.port(), "/openapi.json");
  ASSERT_EQ(reply.status, 200);
  EXPECT_EQ(reply.headers.at("content-type"), "application/json");
  const auto document = json::parse(reply.body);
  EXPECT_EQ(document.at("openapi").as_string(), "3.1.0");
  EXPECT_EQ(document.at("info").at("version").as_string(), VIGIE_VERSION);
  std::set<std::string> documented;
  for (const auto& path : document.at("paths").as_object()) {
    for (const auto& operation : path.value().as_object()) {
      if (operation.key() == "parameters") continue;
      std::string method = operation.key();
      for (char& c : method) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      documented.insert(method + " " + std::string(path.key()));
      EXPECT_TRUE(operation.value().at("operationId").is_string());
    }
  }
  std::set<std::string> served;
  for (const auto& route : api::publicRoutes(true)) served.insert(route.method + " " + route.pattern);
  EXPECT_EQ(documented, served);
}

TEST_F(ContractTest, OnlyTheRoutesThatAskForNoKeySaySo) {
  const auto document = json::parse(get(server_.port(), "/openapi.json").body);
  for (const auto& route : api::publicRoutes(true)) {
    std::string method = route.method;
    for (char& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto& operation = document.at("paths").at(route.pattern).at(method).as_object();
    const auto* const security = operation.if_contains("security");
    EXPECT_EQ(route.open, security != nullptr && security->as_array().empty()) << route.method << " " << route.pattern;
  }
}

TEST_F(ContractTest, ThePageRunsAndLoadsNothingButItself) {
  const auto reply = get(server_.port(), "/docs");
  ASSERT_EQ(reply.status, 200);
  EXPECT_EQ(reply.headers.at("content-type"), "text/html; charset=utf-8");
  const std::string policy = reply.headers.at("content-security-policy");
  EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'sha256-")) << policy;
  EXPECT_EQ(policy.find("unsafe"), std::string::npos) << policy;
  EXPECT_NE(policy.find("connect-src 'self'"), std::string::npos) << policy;
  // Nothing a browser would fetch, and nothing the policy would refuse.
  EXPECT_FALSE(
      std::regex_search(reply.body, std::regex("https?://|\\bsrc=|@import|url\\(|<link|style=\"|\\son[a-z]+=\"")));
  EXPECT_EQ(reply.body.find("innerHTML"), std::string::npos) << "the document's texts must stay texts";
}

}  // namespace
}  // namespace vigie::test
