// A real vigie-server over a real PostgreSQL.
#include "core/base/ids.h"
#include "tests/support/http_client.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/server_process.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

namespace vigie::test {
namespace {

namespace json = boost::json;

json::value ask(std::uint16_t port, const std::string& text, const std::string& more = {}) {
  const auto reply =
      post(port, "/v1/chat/completions",
           R"({"model":"extractive","messages":[{"role":"user","content":")" + text + "\"}]" + more + "}");
  EXPECT_EQ(reply.status, 200) << reply.body;
  return json::parse(reply.body);
}

HttpReply erase(std::uint16_t port, const std::string& target) {
  HttpCall call;
  call.method = "DELETE";
  call.target = target;
  return request(port, call);
}

std::string text(const json::value& value) { return std::string(value.as_string()); }

TEST(ServerDatabaseTest, AChatIsKeptReadBackAndErased) {
  ServerProcess server(Environment{{"DATABASE_URL", PostgresCluster::shared().createDatabase()}});
  server.waitForPorts();
  ASSERT_TRUE(server.waitForReadiness("ready")) << server.output();
  const auto answer = ask(server.port(), "What is a lookout?");
  EXPECT_EQ(text(answer.at("vigie").at("saved")), "yes");
  const std::string id = text(answer.at("vigie").at("conversation_id"));

  const auto follow = ask(server.port(), "And then?", R"(,"vigie":{"conversation_id":")" + id + "\"}");
  EXPECT_EQ(text(follow.at("vigie").at("conversation_id")), id);

  const auto list = json::parse(get(server.port(), "/v1/conversations").body);
  ASSERT_EQ(list.at("data").as_array().size(), 1U);
  EXPECT_EQ(text(list.at("data").at(0).at("id")), id);
  const auto messages = json::parse(get(server.port(), "/v1/conversations/" + id + "/messages").body);
  ASSERT_EQ(messages.at("data").as_array().size(), 4U);
  EXPECT_EQ(text(messages.at("data").at(0).at("content")), "What is a lookout?");
  EXPECT_EQ(text(messages.at("data").at(1).at("id")), text(answer.at("vigie").at("message_id")));
  EXPECT_EQ(text(messages.at("data").at(1).at("status")), "complete");

  EXPECT_EQ(erase(server.port(), "/v1/conversations/" + id).status, 200);
  EXPECT_EQ(get(server.port(), "/v1/conversations/" + id).status, 404);
  EXPECT_EQ(erase(server.port(), "/v1/conversations/" + id).status, 404);

  EXPECT_EQ(text(ask(server.port(), "Forget me", R"(,"store":false)").at("vigie").at("saved")), "no");
  EXPECT_TRUE(json::parse(get(server.port(), "/v1/conversations").body).at("data").as_array().empty());
}

TEST(ServerDatabaseTest, ADocumentIsIndexedFoundCitedAndErased) {
  ServerProcess server(Environment{{"DATABASE_URL", PostgresCluster::shared().createDatabase()}});
  server.waitForPorts();
  ASSERT_TRUE(server.waitForReadiness("ready")) << server.output();
  const auto added = post(server.port(), "/v1/documents",
                          R"({"title":"Lighthouse keeping","text":"The lamp is trimmed each evening at dusk."})");
  ASSERT_EQ(added.status, 202) << added.body;
  const std::string id = text(json::parse(added.body).at("id"));
  const auto hits = [&server] {
    const auto found = post(server.port(), "/v1/search", R"({"query":"When is the lamp trimmed?","k":3})");
    EXPECT_EQ(found.status, 200) << found.body;
    return json::parse(found.body);
  };
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  std::string seen;
  while (seen.find(id) == std::string::npos && std::chrono::steady_clock::now() < deadline) {
    seen = json::serialize(hits());
  }
  ASSERT_NE(seen.find(id), std::string::npos) << seen;
  const auto answer = ask(server.port(), "When is the lamp trimmed?");
  ASSERT_FALSE(answer.at("vigie").at("citations").as_array().empty());
  EXPECT_EQ(text(answer.at("vigie").at("citations").at(0).at("document_id")), id);
  EXPECT_EQ(text(json::parse(get(server.port(), "/v1/documents/" + id).body).at("status")), "ready");
  EXPECT_EQ(erase(server.port(), "/v1/documents/" + id).status, 200);
  EXPECT_EQ(json::serialize(hits()).find(id), std::string::npos) << "erased documents are in no answer";
}

TEST(ServerDatabaseTest, WhatAKeyMadeIsItsOwnersAndForOthersIsNotThere) {
  std::string pattern = testing::TempDir() + "vigie-keys-XXXXXX";
  const std::string folder = mkdtemp(pattern.data());
  const std::string path = folder + "/keys";
  const auto makeKey = [&path](const std::string& name) {
    ServerProcess add(Environment{{"VIGIE_API_KEYS_FILE", path}}, {"keys", "add", name});
    EXPECT_EQ(add.wait(), 0) << add.output();
    return add.output().substr(add.output().find("vigie-"), 70);
  };
  const std::string alice = makeKey("alice");
  const std::string bob = makeKey("bob");
  ServerProcess server(Environment{{"DATABASE_URL", PostgresCluster::shared().createDatabase()},
                                   {"VIGIE_API_KEYS_FILE", path},
                                   {"VIGIE_KNOWLEDGE_DIR", VIGIE_SOURCE_DIR "/resources/knowledge"}});
  server.waitForPorts();
  ASSERT_TRUE(server.waitForReadiness("ready")) << server.output();
  const auto as = [&server](const std::string& key, const std::string& method, const std::string& target,
                            const std::string& body = {}) {
    HttpCall call;
    call.method = method;
    call.target = target;
    call.body = body;
    call.headers.emplace_back("Authorization", "Bearer " + key);
    return request(server.port(), call);
  };
  const auto chat = [&as](const std::string& key, const std::string& question, const std::string& more = {}) {
    return as(key, "POST", "/v1/chat/completions",
              R"({"model":"extractive","messages":[{"role":"user","content":")" + question + "\"}]" + more + "}");
  };

  const auto added = as(alice, "POST", "/v1/documents",
                        R"({"title":"Lighthouse keeping","text":"The zephyrine lamp is trimmed each evening."})");
  ASSERT_EQ(added.status, 202) << added.body;
  const std::string document = text(json::parse(added.body).at("id"));
  const auto found = [&as](const std::string& key, const std::string& query) {
    return as(key, "POST", "/v1/search", R"({"k":10,"query":")" + query + "\"}").body;
  };
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  const auto waitToFind = [&](const std::string& key, const std::string& query, const std::string& mark) {
    while (found(key, query).find(mark) == std::string::npos) {
      if (std::chrono::steady_clock::now() > deadline) return false;
    }
    return true;
  };
  ASSERT_TRUE(waitToFind(alice, "When is the zephyrine lamp trimmed?", document));
  EXPECT_TRUE(waitToFind(bob, "How is Vigie started?", "document_id")) << "the shared guides are everybody's";
  EXPECT_EQ(found(bob, "When is the zephyrine lamp trimmed?").find(document), std::string::npos);
  EXPECT_EQ(chat(bob, "When is the zephyrine lamp trimmed?").body.find("zephyrine lamp is"), std::string::npos)
      << "a passage of another owner must never be cited";
  const auto own = chat(alice, "When is the zephyrine lamp trimmed?");
  EXPECT_NE(own.body.find(document), std::string::npos) << own.body;

  const std::string conversation = text(json::parse(own.body).at("vigie").at("conversation_id"));
  for (const std::string& target : {"/v1/documents/" + document, "/v1/conversations/" + conversation,
                                    "/v1/conversations/" + conversation + "/messages"}) {
    const std::string nobodys = target.find(document) != std::string::npos
                                    ? "/v1/documents/" + newId()
                                    : "/v1/conversations/" + newId() + target.substr(18 + conversation.size());
    EXPECT_EQ(as(alice, "GET", target).status, 200) << target;
    EXPECT_EQ(as(bob, "GET", target).status, 404) << target;
    EXPECT_EQ(as(bob, "GET", target).body, as(bob, "GET", nobodys).body) << "it answers as a missing one";
  }
  EXPECT_EQ(as(bob, "DELETE", "/v1/documents/" + document).status, 404);
  EXPECT_EQ(as(bob, "DELETE", "/v1/conversations/" + conversation).status, 404);
  const std::string inIt = R"(,"vigie":{"conversation_id":")" + conversation + "\"}";
  EXPECT_EQ(chat(bob, "And then?", inIt).status, 404) << "nobody writes into another's conversation";
  EXPECT_EQ(chat(alice, "And then?", inIt).status, 200);
  EXPECT_EQ(json::parse(as(bob, "GET", "/v1/documents").body).at("data").as_array().size(), 0U);
  EXPECT_EQ(json::parse(as(bob, "GET", "/v1/conversations").body).at("data").as_array().size(), 1U) << "bob's own";
  EXPECT_EQ(as(alice, "DELETE", "/v1/documents/" + document).status, 200);
  std::filesystem::remove_all(folder);
}

TEST(ServerDatabaseTest, ItStartsBeforePostgresqlAndBecomesReadyWithinASecondOfIt) {
  PostgresCluster cluster;
  const std::string url = cluster.createDatabase();
  cluster.stop();
  ServerProcess server(Environment{{"DATABASE_URL", url}});
  server.waitForPorts();
  EXPECT_EQ(get(server.port(), "/health/live").status, 200);
  const auto starting = get(server.port(), "/health/ready");
  EXPECT_EQ(starting.status, 503);
  EXPECT_NE(starting.body.find(R"("name":"postgresql")"), std::string::npos);
  EXPECT_NE(starting.body.find(R"("reason":)"), std::string::npos) << starting.body;
  cluster.start();
  const auto began = std::chrono::steady_clock::now();
  EXPECT_TRUE(server.waitForReadiness("ready")) << server.output();
  RecordProperty(
      "ready_after_ms",
      static_cast<int>(
          std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count()));
}

TEST(ServerDatabaseTest, LosingPostgresqlDegradesAndChatStillAnswers) {
  PostgresCluster cluster;
  ServerProcess server(Environment{{"DATABASE_URL", cluster.createDatabase()}});
  server.waitForPorts();
  ASSERT_TRUE(server.waitForReadiness("ready")) << server.output();
  cluster.kill();
  const auto answer = ask(server.port(), "Are you there?");
  EXPECT_EQ(text(answer.at("vigie").at("saved")), "no");
  ASSERT_TRUE(server.waitForReadiness("degraded")) << server.output();
  EXPECT_EQ(get(server.port(), "/health/ready").status, 200);
  EXPECT_EQ(get(server.port(), "/v1/conversations").status, 503);
  cluster.start();
  EXPECT_TRUE(server.waitForReadiness("ready")) << server.output();
  EXPECT_EQ(text(ask(server.port(), "And now?").at("vigie").at("saved")), "yes");
}

}  // namespace
}  // namespace vigie::test
