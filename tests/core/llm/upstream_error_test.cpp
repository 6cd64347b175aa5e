#include "core/llm/upstream_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vigie {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string body(const std::string& message, const std::string& param = {}) {
  return R"({"error":{"message":")" + message + R"(","type":"invalid_request_error","param":")" + param + R"("}})";
}

TEST(UpstreamErrorTest, NeverRepeatsWhatUpstreamSaysOfOurKey) {
  for (const unsigned status : {401U, 403U}) {
    const Error error = errorOfStatus(status, body("Incorrect API key provided: sk-secret"), "");
    EXPECT_EQ(error.code, ErrorCode::kUpstreamFailed);
    EXPECT_THAT(error.message, HasSubstr("OPENAI_API_KEY"));
    EXPECT_THAT(error.message, Not(HasSubstr("sk-secret")));
  }
}

TEST(UpstreamErrorTest, TellsWhenToTryAgain) {
  EXPECT_EQ(errorOfStatus(429, "", "7").retryAfter, std::chrono::seconds(7));
  EXPECT_EQ(errorOfStatus(429, "", "1.2").retryAfter, std::chrono::seconds(2));
  EXPECT_EQ(errorOfStatus(429, "", "999999").retryAfter, std::chrono::hours(24));
  EXPECT_EQ(errorOfStatus(429, "", "99999999999999999999").retryAfter, std::chrono::hours(24));
  EXPECT_EQ(errorOfStatus(429, "", "").retryAfter, std::nullopt);
  EXPECT_EQ(errorOfStatus(429, "", "-1").retryAfter, std::nullopt);
  EXPECT_EQ(errorOfStatus(429, "", "soon").retryAfter, std::nullopt);
  EXPECT_EQ(errorOfStatus(429, "", "7").code, ErrorCode::kRateLimited);
  EXPECT_EQ(errorOfStatus(503, "", "3").retryAfter, std::chrono::seconds(3));
}

TEST(UpstreamErrorTest, UnderstandsADateForWhenToTryAgain) {
  const SystemTime now = fromIso8601("2026-10-21T07:27:30.500Z").value();
  EXPECT_EQ(errorOfStatus(503, "", "Wed, 21 Oct 2026 07:28:00 GMT", now).retryAfter, std::chrono::seconds(30));
  EXPECT_EQ(errorOfStatus(503, "", "Wed, 21 Oct 2026 07:27:00 GMT", now).retryAfter, std::chrono::seconds(0));
  EXPECT_EQ(errorOfStatus(503, "", "Thu, 21 Oct 2027 07:28:00 GMT", now).retryAfter, std::chrono::hours(24));
  EXPECT_EQ(errorOfStatus(503, "", "Wed, 21 Foo 2026", now).retryAfter, std::nullopt);
}

TEST(UpstreamErrorTest, TellsWhatAFailureSaysOfTheServer) {
  for (const auto& [status, kind] :
       {std::pair{301U, FaultKind::kRefused}, std::pair{400U, FaultKind::kRefused},
        std::pair{401U, FaultKind::kRefused}, std::pair{403U, FaultKind::kRefused},
        std::pair{404U, FaultKind::kRefused}, std::pair{408U, FaultKind::kBusy}, std::pair{409U, FaultKind::kBusy},
        std::pair{413U, FaultKind::kRefused}, std::pair{422U, FaultKind::kRefused},
        std::pair{429U, FaultKind::kRateLimited}, std::pair{500U, FaultKind::kBroken},
        std::pair{503U, FaultKind::kBroken}, std::pair{529U, FaultKind::kBroken}}) {
    EXPECT_EQ(errorOfStatus(status, "", "").kind, kind) << status;
    EXPECT_EQ(errorOfStatus(status, "", "").status, status);
  }
}

TEST(UpstreamErrorTest, PassesOnWhatIsWrongWithTheRequest) {
  const Error error = errorOfStatus(400, body("'temperature' must be at most 2", "temperature"), "");
  EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(error.message, "'temperature' must be at most 2");
  EXPECT_EQ(error.param, "temperature");
}

TEST(UpstreamErrorTest, QuotesNothingThatIsNoErrorObject) {
  for (const char* text : {"<html>boom</html>", "boom", R"({"detail":"boom"})", R"({"error":[]})", ""}) {
    const Error error = errorOfStatus(400, text, "");
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.message, HasSubstr("400"));
    EXPECT_THAT(error.message, Not(HasSubstr("boom")));
  }
  EXPECT_THAT(errorOfStatus(500, body("Traceback: /srv/secret.py"), "").message, Not(HasSubstr("secret")));
}

TEST(UpstreamErrorTest, TellsAMissingModelFromAMissingRoute) {
  const Error model = errorOfStatus(404, body("model 'x' not found, try pulling it first"), "");
  EXPECT_EQ(model.code, ErrorCode::kNotFound);
  EXPECT_EQ(model.param, "model");
  const Error route = errorOfStatus(404, "404 page not found", "");
  EXPECT_EQ(route.code, ErrorCode::kUpstreamFailed);
  EXPECT_THAT(route.message, HasSubstr("OPENAI_BASE_URL"));
}

TEST(UpstreamErrorTest, MapsEveryOtherStatus) {
  EXPECT_EQ(errorOfStatus(301, "", "").code, ErrorCode::kUpstreamFailed);
  EXPECT_EQ(errorOfStatus(204, "", "").code, ErrorCode::kUpstreamFailed);
  EXPECT_EQ(errorOfStatus(408, "", "").code, ErrorCode::kTimeout);
  EXPECT_EQ(errorOfStatus(413, "", "").code, ErrorCode::kTooLarge);
  EXPECT_EQ(errorOfStatus(422, "", "").code, ErrorCode::kInvalidArgument);
  for (const unsigned status : {500U, 502U, 503U, 504U, 529U}) {
    EXPECT_EQ(errorOfStatus(status, "", "").code, ErrorCode::kUpstreamFailed);
  }
}

TEST(UpstreamErrorTest, MakesForeignTextPresentable) {
  EXPECT_EQ(presentable("a\r\n\x1b[31mb\x7f"), "a   [31mb ") << "control characters become blanks";
  const std::string shown = presentable(std::string(299, 'x') + "éé");
  EXPECT_LE(shown.size(), 300U);
  EXPECT_TRUE(shown.ends_with("x…"));
  std::string accented;
  for (int i = 0; i < 200; ++i) accented += "é";
  EXPECT_LE(presentable(accented).size(), 300U);
  EXPECT_TRUE(presentable(accented).ends_with("é…")) << "a character was cut in two";
}

}  // namespace
}  // namespace vigie
