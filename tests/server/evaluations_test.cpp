// POST /v1/evaluations over real sockets: a run in the background, read back.
#include "tests/server/support/test_server.h"
#include "tests/support/http_client.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <thread>

namespace vigie::test {
namespace {

namespace json = boost::json;

class EvaluationsTest : public testing::Test {
 protected:
  std::string addSet() {
    const auto made = post(server_.port(), "/v1/evaluation-sets",
                           R"({"name":"Runbooks","questions":[
                               {"question":"what now","expected_documents":["Runbook"]},
                               {"question":"and then","expected_documents":["Nowhere"]}]})");
    EXPECT_EQ(made.status, 201) << made.body;
    return std::string(json::parse(made.body).at("id").as_string());
  }
  json::value finished(const std::string& id) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    for (;;) {
      auto run = json::parse(get(server_.port(), "/v1/evaluations/" + id).body);
      if (run.at("status").as_string() != "running" || std::chrono::steady_clock::now() > deadline) return run;
      std::this_thread::yield();
    }
  }
  TestServer server_;
};

TEST_F(EvaluationsTest, MeasuresTheSetInEachMode) {
  const auto started =
      post(server_.port(), "/v1/evaluations", R"({"set_id":")" + addSet() + R"(","modes":["vector","hybrid"]})");
  ASSERT_EQ(started.status, 202) << started.body;
  EXPECT_EQ(json::parse(started.body).at("status").as_string(), "running");
  const auto run = finished(std::string(json::parse(started.body).at("id").as_string()));
  ASSERT_EQ(run.at("status").as_string(), "complete") << json::serialize(run);
  const auto& vector = run.at("summary").at("vector");
  EXPECT_DOUBLE_EQ(vector.at("ndcg_at_10").as_double(), 0.5) << "one of two is found, at the top";
  EXPECT_DOUBLE_EQ(vector.at("mrr").as_double(), 0.5);
  EXPECT_EQ(run.at("results").as_array().size(), 2U);
  EXPECT_EQ(json::serialize(run).find("what now"), std::string::npos) << "the set has the words already";
}

TEST_F(EvaluationsTest, AFailedSearchFailsTheRunAndSaysWhy) {
  // This test's retriever has no lexical mode.
  const auto started =
      post(server_.port(), "/v1/evaluations", R"({"set_id":")" + addSet() + R"(","modes":["lexical"]})");
  const auto run = finished(std::string(json::parse(started.body).at("id").as_string()));
  EXPECT_EQ(run.at("status").as_string(), "failed");
  EXPECT_EQ(run.at("summary").at("error").as_string(), "not yet");
}

TEST_F(EvaluationsTest, RefusesWhatIsNoSetAndNoMode) {
  EXPECT_EQ(post(server_.port(), "/v1/evaluations", R"({"set_id":")" + newId() + "\"}").status, 404);
  EXPECT_EQ(post(server_.port(), "/v1/evaluations", R"({"set_id":"x"})").status, 400);
  EXPECT_EQ(post(server_.port(), "/v1/evaluations", R"({"set_id":")" + addSet() + R"(","modes":["magic"]})").status,
            400);
  EXPECT_EQ(get(server_.port(), "/v1/evaluations/" + newId()).status, 404);
}

}  // namespace
}  // namespace vigie::test
