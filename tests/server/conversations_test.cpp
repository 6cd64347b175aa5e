// The routes of conversations and of the feedback loop over real sockets.
#include "core/base/ids.h"
#include "tests/server/support/test_server.h"
#include "tests/support/http_client.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace vigie::test {
namespace {

namespace json = boost::json;

class ConversationRoutesTest : public testing::Test {
 protected:
  HttpReply send(const char* method, const std::string& target, const std::string& body = {}) {
    HttpCall call;
    call.method = method;
    call.target = target;
    call.body = body;
    return request(server_.port(), call);
  }
  std::string of(const std::string& more) { return "/v1/conversations/" + server_.conversations.known + more; }
  static std::string text(const json::value& value) { return std::string(value.as_string()); }
  static std::string param(const HttpReply& reply) {
    const auto body = json::parse(reply.body);
    return body.at("error").at("param").is_null() ? "" : text(body.at("error").at("param"));
  }

  TestServer server_;
};

TEST_F(ConversationRoutesTest, OneIsCreatedWithOrWithoutATitle) {
  const auto made = send("POST", "/v1/conversations", R"({"title":"Night shift"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto body = json::parse(made.body);
  EXPECT_EQ(text(body.at("object")), "conversation");
  EXPECT_EQ(text(body.at("title")), "Night shift");
  EXPECT_TRUE(isId(text(body.at("id"))));
  EXPECT_EQ(send("POST", "/v1/conversations", "{}").status, 201);
  EXPECT_EQ(param(send("POST", "/v1/conversations", R"({"name":"x"})")), "name");
}

TEST_F(ConversationRoutesTest, ATitleAndAStatusAreChanged) {
  const auto changed = send("PATCH", of(""), R"({"title":"Day shift","status":"completed"})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(text(json::parse(changed.body).at("title")), "Day shift");
  EXPECT_EQ(text(json::parse(changed.body).at("status")), "completed");
  EXPECT_EQ(send("PATCH", of(""), "{}").status, 400);
  EXPECT_EQ(param(send("PATCH", of(""), R"({"status":"done"})")), "status");
  EXPECT_EQ(send("PATCH", "/v1/conversations/" + newId(), R"({"title":"x"})").status, 404);
}

TEST_F(ConversationRoutesTest, TheSearchGoesToTheStoreDecoded) {
  const auto found = json::parse(get(server_.port(), "/v1/conversations?q=caf%C3%A9+noir&limit=3").body);
  EXPECT_EQ(text(found.at("data").at(0).at("title")), "café noir3");
  EXPECT_EQ(param(get(server_.port(), "/v1/conversations?q=" + std::string(201, 'x'))), "q");
}

TEST_F(ConversationRoutesTest, AnExportHoldsEveryMessageWhateverThePages) {
  const auto whole = get(server_.port(), of("/export"));
  ASSERT_EQ(whole.status, 200);
  EXPECT_EQ(whole.headers.at("content-disposition"),
            "attachment; filename=\"conversation-" + server_.conversations.known + ".json\"");
  EXPECT_EQ(json::parse(whole.body).at("messages").as_array().size(), 5U);

  const auto read = get(server_.port(), of("/export?format=md"));
  EXPECT_EQ(read.headers.at("content-type"), "text/markdown; charset=utf-8");
  EXPECT_TRUE(read.body.starts_with("# Night shift\n")) << read.body;
  EXPECT_NE(read.body.find("text 4"), std::string::npos);
  EXPECT_EQ(param(get(server_.port(), of("/export?format=pdf"))), "format");
  EXPECT_EQ(get(server_.port(), "/v1/conversations/" + newId() + "/export").status, 404);
}

TEST_F(ConversationRoutesTest, AWindowNeedsItsEndsAndHidesContentUnlessAsked) {
  const std::string window = "/v1/messages?from=2026-03-01T12:00:00Z&to=2026-03-01T13:00:00%2B00:00";
  const auto bare = json::parse(get(server_.port(), window).body);
  EXPECT_FALSE(bare.at("data").at(0).as_object().contains("content"));
  EXPECT_EQ(text(bare.at("data").at(0).at("created_at")), "2026-03-01T12:00:00.000Z");
  EXPECT_TRUE(bare.at("data").at(0).at("timings").is_object());
  const auto full = json::parse(get(server_.port(), window + "&include=content&role=user").body);
  EXPECT_EQ(text(full.at("data").at(0).at("content")), "words");
  EXPECT_EQ(text(full.at("data").at(0).at("role")), "user");
  const std::pair<std::string, const char*> kFaults[]{
      {"/v1/messages", "from"},
      {"/v1/messages?from=2026-03-01T12:00:00Z", "to"},
      {"/v1/messages?from=2026-03-01T12:00:00Z&to=2026-03-01T12:00:00Z", "to"},
      {window + "&role=robot", "role"},
      {window + "&include=everything", "include"}};
  for (const auto& [target, name] : kFaults) {
    const auto reply = get(server_.port(), target);
    EXPECT_EQ(reply.status, 400) << target;
    EXPECT_EQ(param(reply), name) << target;
  }
}

TEST_F(ConversationRoutesTest, ARatingCountsOnceUntilItChanges) {
  const std::string target = "/v1/messages/" + server_.feedbackLoop.known + "/feedback";
  const auto rated = send("POST", target, R"({"rating":"down","reason":"stale"})");
  ASSERT_EQ(rated.status, 200) << rated.body;
  EXPECT_EQ(text(json::parse(rated.body).at("message_id")), server_.feedbackLoop.known);
  EXPECT_EQ(send("POST", target, R"({"rating":"down","correction":"Use port 9090."})").status, 200);
  EXPECT_EQ(server_.metric(R"(chatbot_feedback_total{rating="down"})"), 1);
  EXPECT_EQ(send("POST", target, R"({"rating":"up"})").status, 200);
  EXPECT_EQ(server_.metric(R"(chatbot_feedback_total{rating="up"})"), 1);
  EXPECT_EQ(param(send("POST", target, R"({"rating":"meh"})")), "rating");
  EXPECT_EQ(send("POST", "/v1/messages/" + newId() + "/feedback", R"({"rating":"up"})").status, 404);
  EXPECT_EQ(send("POST", "/v1/messages/none/feedback", R"({"rating":"up"})").status, 404);
}

TEST_F(ConversationRoutesTest, AChangeIsJournaledAndItsTimeIsAMetric) {
  const std::string series = R"(vigie_last_change_timestamp_seconds{kind="k"})";
  EXPECT_EQ(server_.metric(series), 0);
  const auto made =
      send("POST", "/v1/changes", R"({"kind":"k","summary":"k to 6","happened_at":"2026-03-01T12:00:00Z"})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(server_.metric(series), 1772366400);
  // One that is told late does not turn the clock back.
  EXPECT_EQ(send("POST", "/v1/changes", R"({"kind":"k","summary":"k","happened_at":"2026-02-01T12:00:00Z"})").status,
            201);
  EXPECT_EQ(server_.metric(series), 1772366400);
  EXPECT_EQ(json::parse(get(server_.port(), "/v1/changes").body).at("data").as_array().size(), 2U);
  EXPECT_EQ(param(send("POST", "/v1/changes", R"({"kind":"weather","summary":"x"})")), "kind");
}

TEST_F(ConversationRoutesTest, EvaluationSetsAreAddedListedReadAndDeleted) {
  const auto made =
      send("POST", "/v1/evaluation-sets",
           R"({"name":"Runbooks","questions":[{"question":"What now?","expected_documents":["ServiceDown"]}]})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id = text(json::parse(made.body).at("id"));
  const auto list = json::parse(get(server_.port(), "/v1/evaluation-sets").body);
  EXPECT_EQ(list.at("data").at(0).at("question_count").as_int64(), 1);
  EXPECT_FALSE(list.at("data").at(0).as_object().contains("questions"));
  const auto one = json::parse(get(server_.port(), "/v1/evaluation-sets/" + id).body);
  EXPECT_EQ(text(one.at("questions").at(0).at("expected_documents").at(0)), "ServiceDown");
  EXPECT_EQ(text(json::parse(send("DELETE", "/v1/evaluation-sets/" + id).body).at("object")), "evaluation_set.deleted");
  EXPECT_EQ(get(server_.port(), "/v1/evaluation-sets/" + id).status, 404);
  EXPECT_EQ(send("DELETE", "/v1/evaluation-sets/" + id).status, 404);
}

}  // namespace
}  // namespace vigie::test
