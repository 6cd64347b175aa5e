// Three real vigie-servers on one PostgreSQL: one is killed under load, another loses the connection it listens by.
#include "tests/support/http_client.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/server_process.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vigie::test {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr int kReplicas = 3;
constexpr int kClients = 6;

class ReplicasTest : public testing::Test {
 protected:
  void SetUp() override {
    for (auto& server : servers_) server = std::make_unique<ServerProcess>(Environment{{"DATABASE_URL", url_}});
    for (auto& server : servers_) server->waitForPorts();
    for (auto& server : servers_) ASSERT_TRUE(server->waitForReadiness("ready")) << server->output();
  }

  std::string value(const std::string& statement) const { return queryValue(url_, statement); }

  /// One turn of a client behind a load balancer: the same key at the next replica until one has answered.
  HttpReply ask(int first, const std::string& name) {
    HttpCall call;
    call.method = "POST";
    call.target = "/v1/chat/completions";
    call.headers.emplace_back("Idempotency-Key", "key-" + name);
    call.body = R"({"model":"extractive","messages":[{"role":"user","content":"question )" + name + "\"}]}";
    const auto deadline = Clock::now() + 60s;
    HttpReply reply;
    for (int at = first; Clock::now() < deadline; ++at) {
      try {
        reply = request(servers_[static_cast<std::size_t>(at) % servers_.size()]->port(), call);
        if (reply.status == 200 && reply.complete) return reply;
      } catch (const std::exception&) {  // that one is dead
      }
      std::this_thread::sleep_for(2ms);
    }
    return reply;
  }

  bool finds(std::size_t replica, const std::string& word) const {
    const auto reply = post(servers_[replica]->port(), "/v1/search", R"({"query":")" + word + "\"}");
    return reply.body.find("The " + word + " is lit") != std::string::npos;
  }

  std::string url_ = PostgresCluster::shared().createDatabase();
  std::array<std::unique_ptr<ServerProcess>, kReplicas> servers_;
};

TEST_F(ReplicasTest, OneIsKilledUnderLoadAnotherListensNoMoreAndNothingIsLost) {
  std::atomic<bool> enough{false};
  std::atomic<int> answered{0};
  std::vector<std::string> lost;
  std::mutex mutex;  // guards lost and asked
  int asked = 0;
  std::condition_variable progress;
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      for (int turn = 0; !enough; ++turn) {
        const std::string name = std::to_string(client) + "-" + std::to_string(turn);
        const auto reply = ask(client + turn, name);
        const std::lock_guard lock(mutex);
        ++asked;
        if (reply.status == 200) {
          ++answered;
        } else {
          lost.push_back(name + ": " + std::to_string(reply.status) + " " + reply.body);
        }
        progress.notify_all();
      }
    });
  }
  const auto waitForAnswers = [&](int more) {
    std::unique_lock lock(mutex);
    const int until = answered + more;
    return progress.wait_for(lock, 60s, [&] { return answered >= until; });
  };

  ASSERT_TRUE(waitForAnswers(30));
  servers_[0]->signal(SIGKILL);
  servers_[0]->wait();
  EXPECT_TRUE(waitForAnswers(30)) << "the others take over";
  value(
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
      " WHERE datname = current_database() AND query LIKE 'LISTEN%'");
  const auto added = post(servers_[1]->port(), "/v1/documents", R"({"title":"Note","text":"The beacon is lit."})");
  ASSERT_EQ(added.status, 202) << added.body;
  const std::string id(json::parse(added.body).at("id").as_string());
  const auto deadline = Clock::now() + 30s;
  while (get(servers_[1]->port(), "/v1/documents/" + id).body.find("\"ready\"") == std::string::npos) {
    ASSERT_LT(Clock::now(), deadline) << "the document is not ready";
    std::this_thread::sleep_for(5ms);
  }
  for (const std::size_t replica : {1U, 2U}) {
    while (!finds(replica, "beacon")) {
      ASSERT_LT(Clock::now(), deadline) << "replica " << replica << " does not find the document";
      std::this_thread::sleep_for(5ms);
    }
  }
  EXPECT_TRUE(waitForAnswers(30));
  enough = true;
  for (auto& client : clients) client.join();

  EXPECT_TRUE(lost.empty()) << lost.size() << " of " << asked << " turns, the first " << lost.front();
  const std::string turns = std::to_string(asked);
  EXPECT_EQ(value("SELECT count(*) FROM messages WHERE role = 'user'"), turns) << "none lost or doubled";
  EXPECT_EQ(value("SELECT count(DISTINCT content) FROM messages WHERE role = 'user'"), turns);
  EXPECT_EQ(value("SELECT count(*) FROM messages WHERE role = 'assistant' AND status = 'complete'"), turns)
      << value("SELECT string_agg(DISTINCT status, ' ') FROM messages WHERE role = 'assistant'");
  // Any replica answers for all of them.
  const auto list = json::parse(get(servers_[2]->port(), "/v1/conversations?limit=1").body);
  EXPECT_EQ(list.at("data").as_array().size(), 1U);
}

}  // namespace
}  // namespace vigie::test
