// A client that leaves, at any stage: upstream is let go at once, and nothing of the request stays (scoreboard row 5).
#include "tests/server/support/pipeline_server.h"
#include "tests/support/http_client.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <thread>

namespace vigie::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

struct Stage {
  const char* name;
  Script script;
  const char* seen;          ///< what the client has read before it leaves; empty: nothing, upstream has the request
  const char* status;        ///< the kept answer's
  bool upstreamHeld = true;  ///< upstream is in the middle of its script then
};

std::vector<Stage> stages() {
  Script flowing;
  flowing.streamHead();
  for (int i = 0; i < 20'000; ++i) flowing.delta("x").pause(1ms);
  return {{"before upstream's headers", Script().hang(), "", "cancelled"},
          {"within upstream's headers", Script().send("HTTP/1.1 200 OK\r\nContent-Ty").hang(), "", "cancelled"},
          {"after upstream's headers", Script().streamHead().hang(), "", "cancelled"},
          {"after the first text", Script().streamHead().delta("Half").hang(), "Half", "cancelled"},
          {"while text flows", flowing, "\"x\"", "cancelled"},
          {"while a retry waits", Script::error(503, "loading"), "", "cancelled", false}};
}

class ClientLeavesTest : public testing::Test {
 protected:
  static ResilienceOptions patientPolicy() {
    ResilienceOptions options = PipelineServer::quickPolicy();
    options.total = 600s;
    options.backoff.first = options.backoff.most = 300s;
    options.random = [] { return 0.9; };
    return options;
  }

  static std::size_t openFiles() {
    const auto all = std::filesystem::directory_iterator("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }

  /// One client that leaves. Gives the time until upstream saw it.
  steady_clock::duration leave(const Stage& stage, bool stream) {
    const std::string question = "Question " + std::to_string(++number_);
    upstream_.setDefault(stage.script);
    HttpCall call;
    call.method = "POST";
    call.target = "/v1/chat/completions";
    call.body = json::serialize(json::object{{"model", "mock-model"},
                                             {"stream", stream},
                                             {"messages", {{{"role", "user"}, {"content", question}}}},
                                             {"vigie", {{"retrieval", {{"enabled", false}}}}}});
    RawConnection client(server_.port());
    client.send(toRequestText(call, server_.port()));
    EXPECT_TRUE(upstream_.waitForRequests(number_)) << stage.name;
    if (stream && *stage.seen != '\0') client.readUntil(stage.seen);
    const auto left = steady_clock::now();
    client.close();
    auto took = steady_clock::duration(0);
    if (stage.upstreamHeld) {
      EXPECT_TRUE(upstream_.waitForDisconnects(++disconnects_)) << stage.name << ": upstream goes on for nobody";
      took = upstream_.lastDisconnect() - left;
    }
    const auto kept = server_.finishedAnswerTo(question);
    EXPECT_TRUE(kept) << stage.name << ": the answer is never finished";
    EXPECT_EQ(kept ? kept->status : "", stage.status) << stage.name;
    return took;
  }

  /// `each` clients at each stage, streaming or not. Nothing may be left of them.
  void leaveAtEveryStage(int each) {
    const std::vector<Stage> all = stages();
    for (const Stage& stage : all) leave(stage, true);  // what is opened once and kept
    const std::size_t filesBefore = openFiles();
    std::vector<steady_clock::duration> times;
    for (int i = 0; i < each; ++i) {
      for (const Stage& stage : all) {
        const auto took = leave(stage, i % 2 == 0);
        if (stage.upstreamHeld) times.push_back(took);
      }
      if (HasFailure()) return;
    }
    EXPECT_EQ(upstream_.requests().size(), number_) << "upstream was asked for somebody who had left";
    // The pool may hold an idle connection or two now that it did not hold then: both of their ends are in this process.
    // What each client left behind would be hundreds.
    const std::size_t most = filesBefore + 4;
    const auto end = steady_clock::now() + 20s;
    while (openFiles() > most && steady_clock::now() < end) std::this_thread::sleep_for(1ms);
    EXPECT_LE(openFiles(), most) << "descriptors are left open";
    EXPECT_TRUE(server_.becomesIdle()) << "requests are left in flight";
    std::sort(times.begin(), times.end());
    p50_ = std::chrono::duration<double, std::milli>(times[times.size() / 2]).count();
    p99_ = std::chrono::duration<double, std::milli>(times[times.size() * 99 / 100]).count();
    RecordProperty("p50_us", static_cast<int>(p50_ * 1000));
    RecordProperty("p99_us", static_cast<int>(p99_ * 1000));
  }

  MockUpstream upstream_;
  PipelineServer server_{upstream_, patientPolicy()};
  std::size_t number_ = 0;
  int disconnects_ = 0;
  double p50_ = 0;
  double p99_ = 0;
};

TEST_F(ClientLeavesTest, UpstreamIsLetGoAtOnceAndNothingStays) {
  leaveAtEveryStage(30);
  EXPECT_LE(p50_, 100) << "milliseconds until upstream was let go";
}

using ClientLeavesLongTest = ClientLeavesTest;

TEST_F(ClientLeavesLongTest, TenThousandClientsLeave) {
  leaveAtEveryStage(10'000 / 6 + 1);
  EXPECT_LE(p99_, 100) << "milliseconds until upstream was let go";
}

}  // namespace
}  // namespace vigie::test
