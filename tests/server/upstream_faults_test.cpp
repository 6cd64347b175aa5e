// Whatever upstream does, an answer is kept as what it was and its client is told so (scoreboard rows 3 and 5).
#include "tests/support/upstream_faults.h"

#include "tests/server/support/pipeline_server.h"
#include "tests/support/http_client.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <random>
#include <thread>

namespace vigie::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using testing::IsEmpty;
using Ending = UpstreamFault::Ending;

/// How often upstream does it.
enum class Times { kAlways, kOnce };

struct FaultRun {
  const UpstreamFault* fault = nullptr;
  bool stream = false;
  Times times = Times::kAlways;
};

std::vector<FaultRun> everyRun() {
  std::vector<FaultRun> runs;
  for (const UpstreamFault& fault : upstreamFaults()) {
    for (const bool stream : {true, false}) {
      for (const Times times : {Times::kAlways, Times::kOnce}) {
        FaultRun run;
        run.fault = &fault;
        run.stream = stream;
        run.times = times;
        runs.push_back(run);
      }
    }
  }
  return runs;
}

std::string bodyOf(const std::string& model, const std::string& question, bool stream) {
  return json::serialize(json::object{{"model", model},
                                      {"stream", stream},
                                      {"messages", {{{"role", "user"}, {"content", question}}}},
                                      {"vigie", {{"retrieval", {{"enabled", false}}}}}});
}

/// Each run has a model and a question of its own; what went wrong is collected, to be shown at the end.
class FaultRuns {
 public:
  void play(const std::vector<FaultRun>& runs, int atOnce) {
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < atOnce; ++i) {
      threads.emplace_back([&] {
        for (std::size_t at = next++; at < runs.size(); at = next++) playOne(runs[at], at);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  std::vector<std::string> wrong;
  MockUpstream upstream;

 private:
  void playOne(const FaultRun& run, std::size_t number) {
    const UpstreamFault& fault = *run.fault;
    const std::string model = (fault.needsPatience ? "impatient/" : "") + fault.name + "/" + std::to_string(number);
    const std::string question = "Question " + std::to_string(number);
    std::vector<Script> scripts{fault.script};
    if (run.times == Times::kOnce) scripts.push_back(Script::answer({"Healthy"}));
    upstream.setForModel(model, scripts);

    const bool heals = run.times == Times::kOnce && fault.transient;
    const Ending ending = heals ? Ending::kComplete : fault.ending;
    const std::string text = heals ? "Healthy" : fault.text;
    const auto complain = [&](const std::string& what) {
      const std::lock_guard lock(mutex_);
      wrong.push_back(fault.name + (run.stream ? ", streamed" : ", whole") +
                      (run.times == Times::kOnce ? ", once: " : ", always: ") + what);
    };
    try {
      const HttpReply reply = post(server_.port(), "/v1/chat/completions", bodyOf(model, question, run.stream));
      const std::string seen = run.stream ? sawStreamed(reply, ending, text) : sawWhole(reply, ending, text);
      if (!seen.empty()) complain(seen);
      const int status = ending == Ending::kComplete ? 200 : fault.status;
      const bool hasStatus = !run.stream || ending == Ending::kFailed;
      if (hasStatus && reply.status != status) {
        complain("status " + std::to_string(reply.status) + " instead of " + std::to_string(status));
      }
      const auto kept = server_.answerTo(question);
      const char* const state = ending == Ending::kComplete  ? "complete"
                                : ending == Ending::kPartial ? "partial"
                                                             : "failed";
      if (!kept) {
        complain("the turn is lost");
      } else if (kept->status != state || kept->content != text) {
        complain("kept as " + kept->status + " '" + kept->content + "' instead of " + state + " '" + text + "'");
      }
    } catch (const std::exception& failure) {
      complain(std::string("no answer: ") + failure.what());
    }
    upstream.setForModel(model, {});
  }

  /// What is wrong about the reply; empty when nothing is.
  static std::string sawWhole(const HttpReply& reply, Ending ending, const std::string& text) {
    if (!reply.complete) return "the reply is cut off";
    const auto body = json::parse(reply.body).as_object();
    if (ending != Ending::kComplete) return body.contains("error") ? "" : "no error object: " + reply.body;
    if (reply.status != 200) return reply.body;
    const auto& choice = body.at("choices").at(0);
    if (std::string(choice.at("message").at("content").as_string()) != text) return "text: " + reply.body;
    return choice.at("finish_reason").as_string().empty() ? "no finish_reason" : "";
  }

  static std::string sawStreamed(const HttpReply& reply, Ending ending, const std::string& text) {
    if (!reply.complete) return "the reply is cut off";
    if (ending == Ending::kFailed) {
      if (reply.status == 200) return "a stream began before there was an answer: " + reply.body;
      return json::parse(reply.body).as_object().contains("error") ? "" : "no error object: " + reply.body;
    }
    const auto events = sseEvents(reply.body);
    std::string got;
    bool error = false;
    bool finished = false;
    for (const std::string& event : events) {
      if (event == "[DONE]") continue;
      const auto chunk = json::parse(event).as_object();
      error = error || chunk.contains("error");
      if (!chunk.contains("choices") || chunk.at("choices").as_array().empty()) continue;
      const auto& choice = chunk.at("choices").at(0);
      finished = finished || !choice.at("finish_reason").is_null();
      const auto* const content = choice.at("delta").as_object().if_contains("content");
      if (content != nullptr) got += std::string(content->as_string());
    }
    const bool done = !events.empty() && events.back() == "[DONE]";
    if (got != text) return "text '" + got + "' instead of '" + text + "'";
    if (ending == Ending::kComplete) return done && finished && !error ? "" : "not told as complete: " + reply.body;
    return !done && !finished && error ? "" : "told as complete: " + reply.body;
  }

  PipelineServer server_{upstream};
  std::mutex mutex_;  // guards wrong
};

TEST(UpstreamFaultsTest, ThereAreMoreThanThirtyOfThem) {
  EXPECT_GE(upstreamFaults().size(), 30U);
  std::vector<std::string> names;
  for (const UpstreamFault& fault : upstreamFaults()) names.push_back(fault.name);
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end()) << "two have one name";
}

TEST(UpstreamFaultsTest, EveryFaultEndsAsWhatItIsStreamedOrWhole) {
  FaultRuns runs;
  runs.play(everyRun(), 16);
  EXPECT_THAT(runs.wrong, IsEmpty());
  EXPECT_THAT(runs.upstream.violations(), IsEmpty());
}

TEST(UpstreamFaultsLongTest, SixThousandRunsInRandomOrderEndAsWhatTheyAre) {
  constexpr unsigned kSeed = 20260301;
  std::mt19937 random(kSeed);
  const std::vector<FaultRun> every = everyRun();
  std::vector<FaultRun> sample;
  while (sample.size() < 6'000) sample.insert(sample.end(), every.begin(), every.end());
  sample.resize(std::max<std::size_t>(6'000, every.size()));
  std::shuffle(sample.begin(), sample.end(), random);
  FaultRuns runs;
  runs.play(sample, 32);
  EXPECT_THAT(runs.wrong, IsEmpty());
}

}  // namespace
}  // namespace vigie::test
