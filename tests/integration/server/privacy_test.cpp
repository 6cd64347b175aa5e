// Unique words through everything a client can say; none may turn up where it does not belong, and after erasure
// nowhere.
#include "core/base/ids.h"
#include "tests/support/http_client.h"
#include "tests/support/mock_upstream.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/server_process.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

namespace vigie::test {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::IsEmpty;

std::string text(const json::value& value) { return std::string(value.as_string()); }

class PrivacyTest : public testing::Test {
 protected:
  PrivacyTest() {
    upstream_.setDefault(Script::answer({"The " + canary("answer") + " is here."}));
    server_ = std::make_unique<ServerProcess>(Environment{{"DATABASE_URL", url_},
                                                          {"VIGIE_JOURNAL_DIR", journal_.string()},
                                                          {"VIGIE_LOG_LEVEL", "debug"},
                                                          {"OPENAI_BASE_URL", upstream_.baseUrl()},
                                                          {"OPENAI_MODEL", "mock"},
                                                          {"OPENAI_API_KEY", "sk-" + canary("key")}});
    server_->waitForPorts();
  }
  ~PrivacyTest() override {
    server_.reset();
    fs::remove_all(journal_);
  }

  /// The unique word that stands for one kind of secret.
  const std::string& canary(const std::string& what) {
    std::string& word = canaries_[what];
    if (word.empty()) word = "canary" + what + newId().substr(0, 8);
    return word;
  }
  std::vector<std::string> foundIn(const std::string& text) const {
    std::vector<std::string> out;
    for (const auto& [what, word] : canaries_) {
      if (text.find(word) != std::string::npos) out.push_back(what);
    }
    return out;
  }
  HttpReply send(const char* method, const std::string& target, const json::value& body = nullptr,
                 std::vector<std::pair<std::string, std::string>> headers = {}) {
    HttpCall call;
    call.method = method;
    call.target = target;
    if (!body.is_null()) call.body = json::serialize(body);
    call.headers = std::move(headers);
    return request(server_->port(), call);
  }
  json::object question(const std::string& words) {
    return {{"model", "mock"}, {"messages", {{{"role", "user"}, {"content", words}}}}};
  }
  std::string journalText() const {
    std::stringstream out;
    if (!fs::exists(journal_)) return {};
    for (const auto& file : fs::recursive_directory_iterator(journal_)) {
      if (file.is_regular_file()) out << std::ifstream(file.path(), std::ios::binary).rdbuf();
    }
    return out.str();
  }
  /// "table: what" for each canary in any column of any row.
  std::vector<std::string> foundInDatabase() const {
    pqxx::connection connection(url_);
    pqxx::nontransaction session(connection);
    std::vector<std::string> out;
    for (const auto& row : session.exec("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
      const auto table = row[0].as<std::string>();
      for (const auto& [what, word] : canaries_) {
        const auto hits = session.exec_params(
            "SELECT count(*) FROM " + session.quote_name(table) + " t WHERE position($1 in t::text) > 0", word);
        if (hits[0][0].as<int>() > 0) out.push_back(table + ": " + what);
      }
    }
    return out;
  }
  double depth() const {
    const std::string all = get(server_->internalPort(), "/metrics").body;
    return std::stod(all.substr(all.find("\nvigie_journal_depth ") + 21));
  }

  std::map<std::string, std::string> canaries_;
  MockUpstream upstream_;
  PostgresCluster cluster_;
  std::string url_ = cluster_.createDatabase();
  fs::path journal_ = fs::temp_directory_path() / ("vigie-journal-" + newId());
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(PrivacyTest, WhatPeopleSayIsInNoLogMetricErrorOrJournalAndAfterErasureNowhere) {
  ASSERT_TRUE(server_->waitForReadiness("ready")) << server_->output();
  // Everything that takes words.
  const auto asked = send("POST", "/v1/chat/completions", question("What is " + canary("prompt") + "?"),
                          {{"Idempotency-Key", canary("idempotency")},
                           {"User-Agent", canary("agent")},
                           {"X-Custom", canary("header")},
                           {"Authorization", "Bearer " + canary("bearer")}});
  ASSERT_EQ(asked.status, 200) << asked.body;
  const auto vigie = json::parse(asked.body).at("vigie");
  const std::string id = text(vigie.at("conversation_id"));
  const std::string answer = text(vigie.at("message_id"));
  ASSERT_EQ(send("PATCH", "/v1/conversations/" + id, {{"title", canary("title")}}).status, 200);
  ASSERT_EQ(send("POST", "/v1/messages/" + answer + "/feedback",
                 {{"rating", "down"}, {"reason", canary("reason")}, {"correction", canary("correction")}})
                .status,
            200);
  const auto set = send(
      "POST", "/v1/evaluation-sets",
      {{"name", "set"},
       {"questions", json::array{json::object{
                         {"question", canary("evaluation")}, {"expected_documents", {"x"}}, {"message_id", answer}}}}});
  ASSERT_EQ(set.status, 201) << set.body;
  const auto document = send("POST", "/v1/documents",
                             {{"title", canary("doctitle")},
                              {"text", "About " + canary("document") + ", at length."},
                              {"filename", canary("filename") + ".txt"}});
  ASSERT_EQ(document.status, 202) << document.body;

  // Everything that can go wrong with them.
  std::string errors;
  upstream_.enqueue(Script::error(400, "upstream says " + canary("upstream")));
  const auto refused = send("POST", "/v1/chat/completions", question("Fail with " + canary("failing")));
  EXPECT_THAT(foundIn(refused.body), ::testing::IsSubsetOf({"upstream"}))
      << "what upstream refuses is its asker's alone";
  json::object wrong = question(canary("wrong"));
  wrong["temperature"] = canary("temperature");
  errors += send("POST", "/v1/chat/completions", wrong).body;
  errors +=
      send("POST", "/v1/chat/completions", question(canary("otherbody")), {{"Idempotency-Key", canary("idempotency")}})
          .body;
  errors += get(server_->port(), "/v1/conversations/" + canary("path")).body;
  errors += get(server_->port(), "/v1/conversations?limit=" + canary("query")).body;
  errors += get(server_->port(), "/" + canary("route")).body;

  // An outage, and its journal on the way back.
  cluster_.kill();
  const auto during = send("POST", "/v1/chat/completions", question("During " + canary("outage")));
  ASSERT_EQ(text(json::parse(during.body).at("vigie").at("saved")), "journaled") << during.body;
  EXPECT_THAT(foundIn(journalText()), ::testing::Contains("outage")) << "the journal is where it is kept";
  errors += get(server_->port(), "/v1/conversations?q=" + canary("search")).body;
  cluster_.start();
  const auto deadline = std::chrono::steady_clock::now() + 30s;
  while (depth() > 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(10ms);
  EXPECT_THAT(foundIn(journalText()), IsEmpty()) << "drained, it holds nothing";

  EXPECT_THAT(foundIn(server_->output()), IsEmpty()) << "in the log";
  EXPECT_THAT(foundIn(get(server_->internalPort(), "/metrics").body), IsEmpty()) << "in the metrics";
  EXPECT_THAT(foundIn(get(server_->port(), "/health/ready").body), IsEmpty());
  EXPECT_THAT(foundIn(errors), IsEmpty()) << errors;
  EXPECT_THAT(foundIn(cluster_.log()), IsEmpty()) << "in PostgreSQL's own log";

  // Erasure, of every conversation and document.
  EXPECT_FALSE(foundInDatabase().empty());
  const auto list = json::parse(get(server_->port(), "/v1/conversations?limit=100").body);
  for (const auto& conversation : list.at("data").as_array()) {
    EXPECT_EQ(send("DELETE", "/v1/conversations/" + text(conversation.at("id"))).status, 200);
  }
  const std::string documentId = text(json::parse(document.body).at("id"));
  EXPECT_EQ(send("DELETE", "/v1/documents/" + documentId).status, 200);
  EXPECT_THAT(foundInDatabase(), IsEmpty());
  EXPECT_THAT(foundIn(get(server_->port(), "/v1/evaluation-sets/" + text(json::parse(set.body).at("id"))).body),
              IsEmpty());
  const auto search = send("POST", "/v1/search", {{"query", canary("document")}, {"k", 50}});
  EXPECT_EQ(search.body.find(documentId), std::string::npos) << "nor in the index";
  const auto again = send("POST", "/v1/chat/completions", question("What is " + canary("prompt") + "?"),
                          {{"Idempotency-Key", canary("idempotency")}});
  EXPECT_FALSE(again.headers.contains("idempotency-replayed")) << "nor in a replay";
}

}  // namespace
}  // namespace vigie::test
