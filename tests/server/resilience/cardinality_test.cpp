// Scoreboard row 15: whatever is asked, no series is added, and a scrape stays small and quick.
#include "tests/server/resilience/size.h"
#include "tests/server/support/test_server.h"
#include "tests/support/http_client.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace vigie::test {
namespace {

class Noise {
 public:
  explicit Noise(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }
  std::string text(std::string_view alphabet, std::size_t most) {
    std::string out(1 + below(most), ' ');
    for (char& c : out) c = alphabet[below(alphabet.size())];
    return out;
  }

 private:
  std::mt19937 random_;
};

TEST(CardinalityTest, RandomMethodsPathsModelsAndKeysAddNoSeries) {
  constexpr std::string_view kToken = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~!$&'*+";
  TestServer server;
  const auto scrape = [&server] { return get(server.internalPort(), "/metrics"); };
  const auto lines = [&scrape] {
    const std::string text = scrape().body;
    return std::count(text.begin(), text.end(), '\n');
  };
  post(server.port(), "/v1/chat/completions", R"({"model":"extractive","messages":[{"role":"user","content":"hi"}]})");
  const auto before = lines();
  Noise noise(6455);
  const int total = sized(3'000, 1'000'000);
  std::unique_ptr<RawConnection> connection;
  for (int i = 0; i < total; ++i) {
    // A fresh connection now and then: its deadline is for all it does.
    if (i % 1'000 == 0 || !connection) connection = std::make_unique<RawConnection>(server.port());
    HttpCall call;
    switch (noise.below(4)) {
      case 0:
        call.method = noise.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 20);
        call.target = "/v1/models";
        break;
      case 1:
        call.target = "/" + noise.text(kToken, 60) + (noise.below(2) == 0 ? "/" + noise.text(kToken, 20) : "");
        break;
      case 2:
        call.target = "/v1/conversations/" + noise.text(kToken, 40);
        break;
      default:
        call.method = "POST";
        call.target = "/v1/chat/completions";
        call.body = R"({"model":")" + noise.text("abcdefghijklmnopqrstuvwxyz0123456789-", 40) +
                    R"(","messages":[{"role":"user","content":"hi"}]})";
    }
    call.headers.emplace_back("Authorization", "Bearer " + noise.text(kToken, 70));
    call.headers.emplace_back("X-Request-Id", noise.text(kToken, 60));
    ASSERT_TRUE(connection->send(toRequestText(call, server.port())));
    const auto reply = connection->read();
    ASSERT_GT(reply.status, 0);
    if (reply.headers.contains("connection")) connection.reset();
  }
  EXPECT_EQ(lines(), before) << "a request made a series";
  EXPECT_LE(scrape().body.size(), 256U * 1024);
  auto best = std::chrono::steady_clock::duration::max();
  for (int i = 0; i < 10; ++i) {
    const auto began = std::chrono::steady_clock::now();
    scrape();
    best = std::min(best, std::chrono::steady_clock::now() - began);
  }
  // The best of ten: the machine may be busy with other things. A sanitizer's time is not the server's.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LE(best, std::chrono::milliseconds(50));
#endif
  RecordProperty("scrape_us", static_cast<int>(std::chrono::duration_cast<std::chrono::microseconds>(best).count()));
  RecordProperty("scrape_bytes", static_cast<int>(scrape().body.size()));
}

}  // namespace
}  // namespace vigie::test
