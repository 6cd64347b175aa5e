// What a real server over a real PostgreSQL answers fits the contract that it serves.
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "tests/support/http_client.h"
#include "tests/support/mock_upstream.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/server_process.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace vigie::test {
namespace {

namespace json = boost::json;

/// Asks, and keeps each answer for the validator.
class Recorder {
 public:
  explicit Recorder(std::uint16_t port) : port_(port) {}

  HttpReply ask(const std::string& method, const std::string& route, const std::string& target, int status,
                const std::string& body = {}) {
    HttpCall call;
    call.method = method;
    call.target = target;
    call.body = body;
    const auto reply = request(port_, call);
    EXPECT_EQ(reply.status, status) << method << " " << target << ": " << reply.body;
    const std::string type = reply.headers.contains("content-type") ? reply.headers.at("content-type") : "";
    responses_.push_back({{"method", method},
                          {"route", route},
                          {"status", reply.status},
                          {"type", type.substr(0, type.find(';'))},
                          {"body", reply.body}});
    return reply;
  }
  HttpReply ask(const std::string& method, const std::string& route, int status, const std::string& body = {}) {
    return ask(method, route, route, status, body);
  }

  /// What does not fit, a line each.
  [[nodiscard]] std::string faults() const {
    const json::object given{{"contract", json::parse(get(port_, "/openapi.json").body)}, {"responses", responses_}};
    return runToEnd({VIGIE_PYTHON3, VIGIE_SOURCE_DIR "/tests/integration/server/validate_responses.py"},
                    json::serialize(given));
  }

 private:
  std::uint16_t port_;
  json::array responses_;
};

std::string text(const json::value& value) { return std::string(value.as_string()); }

/// The messages of the hours around now.
std::string window() {
  const auto now = SystemClock().now();
  return "/v1/messages?from=" + toIso8601(now - std::chrono::hours(1)) +
         "&to=" + toIso8601(now + std::chrono::hours(1));
}

TEST(ServerContractTest, RealResponsesFitTheContract) {
  ServerProcess server(Environment{{"DATABASE_URL", PostgresCluster::shared().createDatabase()},
                                   {"VIGIE_REQUESTS_PER_MINUTE", "10000"}});
  server.waitForPorts();
  ASSERT_TRUE(server.waitForReadiness("ready")) << server.output();
  Recorder recorder(server.port());

  recorder.ask("GET", "/health/live", 200);
  recorder.ask("GET", "/health/ready", 200);
  recorder.ask("GET", "/openapi.json", 200);
  recorder.ask("GET", "/docs", 200);
  recorder.ask("GET", "/v1/models", 200);
  recorder.ask("GET", "/v1/index", 200);

  const auto added = recorder.ask("POST", "/v1/documents", 202,
                                  R"({"title":"Lighthouse","text":"The lamp is trimmed each evening at dusk."})");
  const std::string document = text(json::parse(added.body).at("id"));
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  const std::string query = R"({"query":"When is the lamp trimmed?","k":3})";
  while (post(server.port(), "/v1/search", query).body.find(document) == std::string::npos) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
  }
  recorder.ask("POST", "/v1/search", 200, query);
  recorder.ask("GET", "/v1/documents", 200);
  recorder.ask("GET", "/v1/documents/{id}", "/v1/documents/" + document, 200);
  recorder.ask("GET", "/v1/documents/{id}/chunks", "/v1/documents/" + document + "/chunks", 200);
  recorder.ask("GET", "/v1/documents/{id}/chunks", "/v1/documents/" + newId() + "/chunks", 404);
  recorder.ask("POST", "/v1/embeddings", 200, R"({"model":"local-hash","input":["a","b"]})");
  recorder.ask("POST", "/v1/embeddings", 200, R"({"model":"local-hash","input":"a","encoding_format":"base64"})");
  recorder.ask("POST", "/v1/embeddings", 400, R"({"model":"local-hash","input":[1,2]})");

  const std::string question =
      R"({"model":"extractive","messages":[{"role":"user","content":"When is the lamp trimmed?"}])";
  const auto answer = recorder.ask("POST", "/v1/chat/completions", 200, question + "}");
  recorder.ask("POST", "/v1/chat/completions", 200, question + R"(,"stream":true})");
  const std::string conversation = text(json::parse(answer.body).at("vigie").at("conversation_id"));
  recorder.ask("GET", "/v1/conversations", 200);
  recorder.ask("GET", "/v1/conversations/{id}", "/v1/conversations/" + conversation, 200);
  recorder.ask("GET", "/v1/conversations/{id}/messages", "/v1/conversations/" + conversation + "/messages?limit=1",
               200);
  recorder.ask("GET", "/v1/conversations/{id}/messages", "/v1/conversations/" + conversation + "/messages", 200);

  const auto set = recorder.ask(
      "POST", "/v1/evaluation-sets", 201,
      R"({"name":"Lamp","questions":[{"question":"When is the lamp trimmed?","expected_documents":["Lighthouse"]}]})");
  const auto run =
      recorder.ask("POST", "/v1/evaluations", 202, R"({"set_id":")" + text(json::parse(set.body).at("id")) + "\"}");
  const std::string evaluation = "/v1/evaluations/" + text(json::parse(run.body).at("id"));
  while (get(server.port(), evaluation).body.find(R"("status":"running")") != std::string::npos) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
  }
  recorder.ask("GET", "/v1/evaluations/{id}", evaluation, 200);
  recorder.ask("POST", "/v1/evaluations", 400, "{}");
  recorder.ask("GET", "/v1/evaluations/{id}", "/v1/evaluations/" + newId(), 404);

  recorder.ask("POST", "/v1/search", 400, "{}");
  recorder.ask("POST", "/v1/chat/completions", 400, "{");
  recorder.ask("GET", "/v1/documents/{id}", "/v1/documents/" + newId(), 404);
  recorder.ask("DELETE", "/v1/documents/{id}", "/v1/documents/" + document, 200);
  recorder.ask("DELETE", "/v1/conversations/{id}", "/v1/conversations/" + conversation, 200);
  EXPECT_EQ(recorder.faults(), "");
}

TEST(ServerContractTest, RealResponsesOfTheFeedbackLoopFitTheContract) {
  ServerProcess server(Environment{{"DATABASE_URL", PostgresCluster::shared().createDatabase()}});
  server.waitForPorts();
  ASSERT_TRUE(server.waitForReadiness("ready")) << server.output();
  Recorder recorder(server.port());

  const auto asked =
      json::parse(recorder
                      .ask("POST", "/v1/chat/completions", 200,
                           R"({"model":"extractive","messages":[{"role":"user","content":"What is a lookout?"}]})")
                      .body);
  const std::string conversation = text(asked.at("vigie").at("conversation_id"));
  const std::string message = text(asked.at("vigie").at("message_id"));

  recorder.ask("GET", "/v1/messages", window(), 200);
  const std::string feedback = "/v1/messages/" + message + "/feedback";
  recorder.ask("POST", "/v1/messages/{id}/feedback", feedback, 200, R"({"rating":"up"})");
  recorder.ask("POST", "/v1/messages/{id}/feedback", feedback, 200,
               R"({"rating":"down","reason":"too long","correction":"A vigie."})");
  recorder.ask("POST", "/v1/messages/{id}/feedback", feedback, 400, R"({"rating":"sideways"})");
  recorder.ask("POST", "/v1/messages/{id}/feedback", "/v1/messages/" + newId() + "/feedback", 404,
               R"({"rating":"up"})");
  const auto rated = recorder.ask("GET", "/v1/messages", window() + "&role=assistant&include=content", 200);
  EXPECT_EQ(json::parse(rated.body).at("data").at(0).at("rating"), "down") << rated.body;
  recorder.ask("GET", "/v1/messages", "/v1/messages?from=yesterday", 400);

  for (const char* const format : {"", "?format=json", "?format=md"}) {
    recorder.ask("GET", "/v1/conversations/{id}/export", "/v1/conversations/" + conversation + "/export" + format, 200);
  }
  recorder.ask("GET", "/v1/conversations/{id}/export", "/v1/conversations/" + newId() + "/export", 404);
  recorder.ask("POST", "/v1/conversations", 201, R"({"title":"Night shift"})");
  recorder.ask("PATCH", "/v1/conversations/{id}", "/v1/conversations/" + conversation, 200,
               R"({"title":"Lookouts","status":"completed"})");

  recorder.ask("POST", "/v1/changes", 201, R"({"kind":"k","summary":"k from 4 to 6"})");
  recorder.ask("POST", "/v1/changes", 201,
               R"({"kind":"model","summary":"another","before":{"model":"a"},"after":{"model":"b"},
                   "window_seconds":3600,"happened_at":"2026-01-02T03:04:05Z"})");
  recorder.ask("GET", "/v1/changes", 200);
  recorder.ask("GET", "/v1/changes", "/v1/changes?limit=1", 200);
  recorder.ask("POST", "/v1/changes", 400, R"({"kind":"mood","summary":"better"})");

  const std::string set =
      text(json::parse(recorder
                           .ask("POST", "/v1/evaluation-sets", 201,
                                R"({"name":"Lookouts","questions":[
                                                        {"question":"What is a lookout?","expected_documents":["Guide"],
                                                         "message_id":")" +
                                    message + R"("},{"question":"Why?","expected_documents":["A","B"]}]})")
                           .body)
               .at("id"));
  recorder.ask("GET", "/v1/evaluation-sets", 200);
  recorder.ask("GET", "/v1/evaluation-sets/{id}", "/v1/evaluation-sets/" + set, 200);
  recorder.ask("POST", "/v1/evaluation-sets", 400, R"({"name":"Empty","questions":[]})");
  recorder.ask("DELETE", "/v1/evaluation-sets/{id}", "/v1/evaluation-sets/" + set, 200);
  recorder.ask("GET", "/v1/evaluation-sets/{id}", "/v1/evaluation-sets/" + set, 404);
  EXPECT_EQ(recorder.faults(), "");
}

TEST(ServerContractTest, RealResponsesWithCallsOfToolsFitTheContract) {
  MockUpstream upstream;
  upstream.enqueue(
      Script()
          .streamHead()
          .toolCalls(R"([{"index":0,"id":"c1","type":"function","function":{"name":"add","arguments":"{}"}}])")
          .finish("tool_calls")
          .done()
          .end());
  ServerProcess server(Environment{{"DATABASE_URL", PostgresCluster::shared().createDatabase()},
                                   {"OPENAI_BASE_URL", upstream.baseUrl()},
                                   {"OPENAI_MODEL", "org/small"}});
  server.waitForPorts();
  ASSERT_TRUE(server.waitForReadiness("ready")) << server.output();
  Recorder recorder(server.port());
  recorder.ask("GET", "/v1/models/{id}", "/v1/models/org%2Fsmall", 200);
  recorder.ask("GET", "/v1/models/{id}", "/v1/models/none", 404);

  const auto called =
      json::parse(recorder
                      .ask("POST", "/v1/chat/completions", 200,
                           R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"1 + 2?"},
                   {"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]}],
                   "tools":[{"type":"function","function":{"name":"add"}}]})")
                      .body);
  const std::string conversation = text(called.at("vigie").at("conversation_id"));
  recorder.ask("POST", "/v1/chat/completions", 200,
               R"({"model":"m","messages":[{"role":"tool","tool_call_id":"c1","content":"3"}],
                   "vigie":{"conversation_id":")" +
                   conversation + R"("}})");
  const auto messages =
      recorder.ask("GET", "/v1/conversations/{id}/messages", "/v1/conversations/" + conversation + "/messages", 200);
  const auto turns = json::parse(messages.body).at("data");
  ASSERT_EQ(turns.as_array().size(), 4U);
  for (const std::size_t at : {0U, 1U, 2U}) EXPECT_EQ(turns.at(at).at("openai_messages").as_array().size(), 1U);
  recorder.ask("GET", "/v1/messages", window() + "&role=tool&include=content", 200);
  recorder.ask("GET", "/v1/conversations/{id}/export", "/v1/conversations/" + conversation + "/export", 200);
  EXPECT_EQ(recorder.faults(), "");
}

TEST(ServerContractTest, AResponseThatDoesNotFitIsFound) {
  const std::string contract = R"({"paths":{"/a":{"get":{"responses":{"200":{"content":{"application/json":{"schema":
      {"type":"object","required":["id"],"properties":{"id":{"type":"string"}}}}}}}}}}})";
  const auto judged = [&contract](const std::string& body) {
    const json::object response{
        {"method", "GET"}, {"route", "/a"}, {"status", 200}, {"type", "application/json"}, {"body", body}};
    const json::object given{{"contract", json::parse(contract)}, {"responses", json::array{response}}};
    return runToEnd({VIGIE_PYTHON3, VIGIE_SOURCE_DIR "/tests/integration/server/validate_responses.py"},
                    json::serialize(given));
  };
  EXPECT_EQ(judged(R"({"id":"x"})"), "");
  EXPECT_NE(judged("{}").find("'id' is a required property"), std::string::npos);
  EXPECT_NE(judged(R"({"id":1})").find("$.id"), std::string::npos);
  EXPECT_NE(judged(R"({"id":"x","more":1})").find("'more'"), std::string::npos);
}

}  // namespace
}  // namespace vigie::test
