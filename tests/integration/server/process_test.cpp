// The program as an operator meets it: start, faults of the configuration, stop.
#include "tests/support/http_client.h"
#include "tests/support/server_process.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <signal.h>

namespace vigie::test {
namespace {

TEST(ServerProcessTest, AWrongValueStopsAtOnceWithOneLine) {
  const auto began = std::chrono::steady_clock::now();
  ServerProcess server(Environment{{"OPENAI_TIMEOUT_SECONDS", "soon"}});
  EXPECT_EQ(server.wait(), 2);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(2));  // 0.06 s alone on a machine
  const std::string output = server.output();
  EXPECT_TRUE(output.starts_with("vigie-server: OPENAI_TIMEOUT_SECONDS: ")) << output;
  EXPECT_EQ(std::count(output.begin(), output.end(), '\n'), 1) << output;
}

TEST(ServerProcessTest, SecretsAreNeverPrinted) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--check-config"}, {"--help"}, {"--listen", "x"}, {"--log-level", "y"}}) {
    ServerProcess server(Environment{{"OPENAI_API_KEY", "sk-hunter2"},
                                     {"DATABASE_URL", "postgresql://u:hunter2@127.0.0.1:1/x"},
                                     {"OPENAI_MODEL", "m"}},
                         arguments);
    server.wait();
    EXPECT_EQ(server.output().find("hunter2"), std::string::npos) << arguments.front();
  }
}

TEST(ServerProcessTest, CheckConfigJudgesWithoutServing) {
  ServerProcess good(Environment{}, {"--check-config"});
  EXPECT_EQ(good.wait(), 0);
  ServerProcess badUrl(Environment{{"DATABASE_URL", "postgresql://[::1/x"}}, {"--check-config"});
  EXPECT_EQ(badUrl.wait(), 2) << badUrl.output();
  ServerProcess keys(Environment{{"VIGIE_API_KEYS_FILE", "/dev/null"}}, {"--check-config"});
  EXPECT_EQ(keys.wait(), 2) << "a file without a key serves nobody";
}

TEST(ServerProcessTest, AListenerThatOthersReachNeedsAKeyThatAddMakes) {
  std::string pattern = testing::TempDir() + "vigie-keys-XXXXXX";
  const std::string folder = mkdtemp(pattern.data());
  const std::string path = folder + "/keys";
  const std::vector<std::string> everywhere{"--listen", "0.0.0.0:0", "--check-config"};
  ServerProcess none(Environment{}, everywhere);
  EXPECT_EQ(none.wait(), 2);
  EXPECT_NE(none.output().find("VIGIE_API_KEYS_FILE"), std::string::npos) << none.output();

  ServerProcess add(Environment{{"VIGIE_API_KEYS_FILE", path}}, {"keys", "add", "alice"});
  EXPECT_EQ(add.wait(), 0) << add.output();
  const std::string key = add.output().substr(add.output().find("vigie-"), 70);
  ServerProcess server(Environment{{"VIGIE_API_KEYS_FILE", path}}, {"--listen", "0.0.0.0:0"});
  server.waitForPorts();
  EXPECT_EQ(get(server.port(), "/v1/models").status, 401);
  HttpCall call;
  call.target = "/v1/models";
  call.headers.emplace_back("Authorization", "Bearer " + key);
  EXPECT_EQ(request(server.port(), call).status, 200);
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
  EXPECT_EQ(server.output().find(key.substr(6)), std::string::npos) << "a key was printed";
  std::filesystem::remove_all(folder);
}

TEST(ServerProcessTest, ABusyPortIsOneLineThatNamesIt) {
  ServerProcess first(Environment{});
  first.waitForPorts();
  ServerProcess second(Environment{}, {"--listen", "127.0.0.1:" + std::to_string(first.port())});
  EXPECT_EQ(second.wait(), 1);
  EXPECT_NE(second.output().find("cannot listen on 127.0.0.1:" + std::to_string(first.port())), std::string::npos)
      << second.output();
}

TEST(ServerProcessTest, WithoutADatabaseItIsLiveSaysWhyItIsNotReadyAndAnswers) {
  ServerProcess server(Environment{});
  server.waitForPorts();
  EXPECT_EQ(get(server.port(), "/health/live").status, 200);
  const auto ready = get(server.port(), "/health/ready");
  EXPECT_EQ(ready.status, 503);
  EXPECT_NE(ready.body.find("DATABASE_URL is not set"), std::string::npos) << ready.body;
  const auto answer = post(server.port(), "/v1/chat/completions",
                           R"({"model":"extractive","messages":[{"role":"user","content":"hi"}]})");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(answer.body.find(R"("saved":"no")"), std::string::npos) << answer.body;
  EXPECT_EQ(get(server.port(), "/v1/conversations").status, 503);
}

TEST(ServerProcessTest, SigtermAndSigintEndItWithZero) {
  for (const int number : {SIGTERM, SIGINT}) {
    ServerProcess server(Environment{});
    server.waitForPorts();
    RawConnection idle(server.port());
    server.signal(number);
    EXPECT_EQ(server.wait(), 0) << server.output();
    EXPECT_NE(server.output().find(R"("event":"stopped")"), std::string::npos);
  }
}

TEST(ServerProcessTest, ItStopsAtOnceWhileItStillWaitsForPostgresql) {
  ServerProcess server(Environment{{"DATABASE_URL", "host=/nonexistent-folder dbname=vigie"}});
  server.waitForPorts();
  ASSERT_TRUE(server.waitForReadiness("starting"));
  const auto began = std::chrono::steady_clock::now();
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0) << server.output();
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
}

}  // namespace
}  // namespace vigie::test
