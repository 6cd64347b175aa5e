// A real vigie-server whose PostgreSQL goes away, and which is killed itself (facts: scoreboard rows 1 and 2).
//
// VIGIE_CRASH_ROUNDS sets how many crashes the last test makes; the run labelled "long" makes many.
#include "core/base/ids.h"
#include "tests/support/http_client.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/server_process.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <thread>

namespace vigie::test {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
namespace json = boost::json;

std::string text(const json::value& value) { return std::string(value.as_string()); }

class ServerOutageTest : public testing::Test {
 protected:
  ~ServerOutageTest() override { fs::remove_all(journal_); }

  void startServer() {
    server_ =
        std::make_unique<ServerProcess>(Environment{{"DATABASE_URL", url_}, {"VIGIE_JOURNAL_DIR", journal_.string()}});
    server_->waitForPorts();
  }
  void killServer() {
    server_->signal(SIGKILL);
    server_->wait();
  }
  static HttpCall call(const std::string& question, const std::string& key = {}, const std::string& more = {}) {
    HttpCall call;
    call.method = "POST";
    call.target = "/v1/chat/completions";
    call.body = R"({"model":"extractive","messages":[{"role":"user","content":")" + question + "\"}]" + more + "}";
    if (!key.empty()) call.headers.emplace_back("Idempotency-Key", key);
    return call;
  }
  json::value ask(const std::string& question) {
    const auto reply = request(server_->port(), call(question));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body);
  }
  double depth() const {
    const std::string all = get(server_->internalPort(), "/metrics").body;
    const auto at = all.find("\nvigie_journal_depth ");
    return at == std::string::npos ? -1 : std::stod(all.substr(at + 21));
  }
  bool drains() const {
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (depth() != 0) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::sleep_for(10ms);
    }
    return true;
  }
  std::string value(const std::string& statement) const { return queryValue(url_, statement); }

  PostgresCluster cluster_;
  std::string url_ = cluster_.createDatabase();
  fs::path journal_ = fs::temp_directory_path() / ("vigie-journal-" + newId());
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(ServerOutageTest, ChatGoesOnWithoutPostgresqlAndEverythingIsThereAfterwards) {
  startServer();
  ASSERT_TRUE(server_->waitForReadiness("ready")) << server_->output();
  const std::string before = text(ask("Before?").at("vigie").at("conversation_id"));
  cluster_.kill();
  const auto during = ask("Are you there?");
  EXPECT_EQ(text(during.at("vigie").at("saved")), "journaled");
  const std::string id = text(during.at("vigie").at("conversation_id"));
  ASSERT_TRUE(server_->waitForReadiness("degraded")) << server_->output();
  EXPECT_EQ(get(server_->port(), "/health/ready").status, 200);
  EXPECT_EQ(depth(), 2);
  EXPECT_EQ(get(server_->port(), "/v1/conversations").status, 503);
  HttpCall erase;
  erase.method = "DELETE";
  erase.target = "/v1/conversations/" + id;
  EXPECT_EQ(request(server_->port(), erase).status, 503) << "an erasure that cannot be done is not promised";
  const auto old = request(server_->port(), call("And?", {}, R"(,"vigie":{"conversation_id":")" + before + "\"}"));
  EXPECT_EQ(old.status, 503) << "a conversation whose history cannot be read is not answered without it";
  EXPECT_EQ(request(server_->port(), call("Keyed?", "k")).status, 503);

  cluster_.start();
  ASSERT_TRUE(drains()) << server_->output();
  EXPECT_TRUE(server_->waitForReadiness("ready")) << server_->output();
  const auto messages = json::parse(get(server_->port(), "/v1/conversations/" + id + "/messages").body);
  ASSERT_EQ(messages.at("data").as_array().size(), 2U);
  EXPECT_EQ(text(messages.at("data").at(0).at("content")), "Are you there?");
  EXPECT_EQ(text(messages.at("data").at(1).at("id")), text(during.at("vigie").at("message_id")));
  EXPECT_EQ(text(messages.at("data").at(1).at("status")), "complete");
  EXPECT_EQ(text(ask("And now?").at("vigie").at("saved")), "yes");
  EXPECT_EQ(request(server_->port(), erase).status, 200);
}

TEST_F(ServerOutageTest, AKilledServersJournalIsBroughtBackByTheNext) {
  startServer();
  ASSERT_TRUE(server_->waitForReadiness("ready")) << server_->output();
  cluster_.stop();
  const std::string id = text(ask("Keep this").at("vigie").at("conversation_id"));
  killServer();
  cluster_.start();
  startServer();
  ASSERT_TRUE(server_->waitForReadiness("ready")) << server_->output();
  ASSERT_TRUE(drains()) << server_->output();
  EXPECT_EQ(
      json::parse(get(server_->port(), "/v1/conversations/" + id + "/messages").body).at("data").as_array().size(), 2U);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // their shadow memory is what would be measured
TEST_F(ServerOutageTest, TenOutagesDoNotMakeTheServerGrow) {
  startServer();
  ASSERT_TRUE(server_->waitForReadiness("ready")) << server_->output();
  const auto resident = [this] {
    std::ifstream file("/proc/" + std::to_string(server_->pid()) + "/statm");
    long total = 0;
    long pages = 0;
    file >> total >> pages;
    return pages * 4096 / 1024;
  };
  long afterFirst = 0;
  for (int outage = 0; outage < 10; ++outage) {
    cluster_.kill();
    for (int i = 0; i < 20; ++i) {
      ASSERT_EQ(text(ask("What do I do when the service is down?").at("vigie").at("saved")), "journaled");
    }
    cluster_.start();
    ASSERT_TRUE(drains()) << server_->output();
    if (outage == 0) afterFirst = resident();
  }
  EXPECT_LE(resident() - afterFirst, 5 * 1024) << "KiB";
  EXPECT_EQ(value("SELECT count(*) FROM conversations"), "200");
}
#endif

int crashRounds() {
  const char* const rounds = std::getenv("VIGIE_CRASH_ROUNDS");
  return rounds == nullptr ? 3 : std::atoi(rounds);
}

TEST_F(ServerOutageTest, CrashesAtRandomLoseDoubleOrHangNoTurnOfAKeyThatIsSentAgain) {
  std::mt19937 random(1126);
  startServer();
  ASSERT_TRUE(server_->waitForReadiness("ready")) << server_->output();
  int asked = 0;
  for (int round = 0; round < crashRounds(); ++round) {
    const bool killsServer = random() % 2 == 0;
    const auto after = std::chrono::microseconds(random() % 40'000);
    std::thread crash([&] {
      std::this_thread::sleep_for(after);
      if (killsServer) {
        server_->signal(SIGKILL);
      } else {
        cluster_.kill();
      }
    });
    const int first = asked;
    std::vector<std::string> answered;
    for (int i = 0; i < 5; ++i, ++asked) {
      const std::string name = std::to_string(asked);
      try {
        const auto reply = request(server_->port(), call("question " + name, "key-" + name));
        if (reply.status == 200) answered.push_back(reply.body);
      } catch (const std::exception&) {  // the server died under it
      }
    }
    crash.join();
    if (killsServer) {
      server_->wait();
      startServer();
    } else {
      cluster_.start();
    }
    const auto back = std::chrono::steady_clock::now();
    ASSERT_TRUE(server_->waitForReadiness("ready")) << server_->output();
    EXPECT_LT(std::chrono::steady_clock::now() - back, 10s)
        << "1 s of the server, 2 s of PostgreSQL, and a loaded machine";
    ASSERT_TRUE(drains()) << server_->output();
    // A dead replica's lease ends by itself in 20 s; this test does not wait for it.
    if (killsServer) {
      value(
          "UPDATE idempotency_keys SET lease_until = now() - interval '1 second' WHERE status = 'running' RETURNING 1");
    }
    for (int i = first; i < asked; ++i) {
      const std::string name = std::to_string(i);
      std::string body;
      for (int again = 0; again < 10; ++again) {
        HttpReply reply;
        const auto deadline = std::chrono::steady_clock::now() + 40s;
        do {
          reply = request(server_->port(), call("question " + name, "key-" + name));
        } while ((reply.status == 409 || reply.status == 503) && std::chrono::steady_clock::now() < deadline);
        ASSERT_EQ(reply.status, 200) << name << ": " << reply.body;
        if (again > 0) {
          ASSERT_EQ(reply.body, body) << name;
        }
        body = reply.body;
      }
    }
  }
  EXPECT_EQ(value("SELECT count(*) FROM messages WHERE role = 'user'"), std::to_string(asked))
      << "none lost or doubled";
  EXPECT_EQ(value("SELECT count(DISTINCT content) FROM messages WHERE role = 'user'"), std::to_string(asked));
  EXPECT_EQ(value("SELECT count(*) FROM messages WHERE role = 'assistant' AND status = 'complete'"),
            std::to_string(asked))
      << value("SELECT string_agg(status, ' ') FROM messages WHERE role = 'assistant'");
  EXPECT_EQ(value("SELECT count(*) FROM conversations"), std::to_string(asked));
}

}  // namespace
}  // namespace vigie::test
