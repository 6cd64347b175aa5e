// The streaming path: bytes → events → deltas → sink.
#include "core/llm/completion_decoder.h"
#include "core/llm/http_llm_client.h"
#include "core/llm/sse_parser.h"
#include "tests/support/mock_upstream.h"

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace vigie {
namespace {

namespace asio = boost::asio;

constexpr int kDeltas = 64;

std::string stream() {
  std::string out;
  for (int i = 0; i < kDeltas; ++i) {
    out +=
        R"(data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":{"content":" token"},"logprobs":null,"finish_reason":null}]})"
        "\n\n";
  }
  return out;
}

/// Time of one delta, in pieces of `range` bytes.
void parseEvents(benchmark::State& state) {
  const std::string bytes = stream();
  const auto pieceSize = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    SseParser parser;
    int events = 0;
    for (std::size_t at = 0; at < bytes.size(); at += pieceSize) {
      parser.feed(std::string_view(bytes).substr(at, pieceSize));
      SseParser::Event event;
      while (parser.next(event) == SseParser::Status::kEvent) ++events;
    }
    benchmark::DoNotOptimize(events);
  }
  state.SetItemsProcessed(state.iterations() * kDeltas);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(parseEvents)->Arg(1 << 14)->Arg(1500)->Arg(100);

void parseAndDecodeDeltas(benchmark::State& state) {
  const std::string bytes = stream();
  for (auto _ : state) {
    SseParser parser;
    CompletionDecoder decoder;
    std::size_t text = 0;
    parser.feed(bytes);
    SseParser::Event event;
    while (parser.next(event) == SseParser::Status::kEvent) text += decoder.chunk(event.data)->text.size();
    benchmark::DoNotOptimize(text);
  }
  state.SetItemsProcessed(state.iterations() * kDeltas);
}
BENCHMARK(parseAndDecodeDeltas);

asio::awaitable<void> ignore(std::string_view text) {
  benchmark::DoNotOptimize(text.data());
  co_return;
}

/// A whole call of 64 deltas over a kept connection. CPU time is the client's; the server has a thread of its own.
void callUpstream(benchmark::State& state) {
  test::MockUpstream::Options options;
  options.record = false;
  test::MockUpstream upstream(options);
  test::Script script = test::Script::answer(std::vector<std::string>(kDeltas, " token"));
  script.coalesce();
  upstream.setDefault(std::move(script));

  asio::io_context io{1};
  HttpLlmOptions with;
  with.url = upstreamUrlFromText(upstream.baseUrl()).value();
  with.models = {"mock-model"};
  HttpLlmClient client(io.get_executor(), with);
  LlmRequest request;
  request.model = "mock-model";
  request.messages.emplace_back();
  request.messages.back().role = "user";
  request.messages.back().content = std::string(2000, 'x');
  const DeltaSink sink = [](std::string_view text) { return ignore(text); };
  for (auto _ : state) {
    bool ok = false;
    asio::co_spawn(io, client.generate(request, sink),
                   [&](std::exception_ptr, Result<LlmResult> result) { ok = result.has_value(); });
    io.restart();
    io.run();
    if (!ok) state.SkipWithError("the call failed");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(callUpstream)->UseRealTime()->Unit(benchmark::kMicrosecond);

/// From upstream's write of its first delta to the sink's hearing of it, as counters in microseconds.
void firstTokenDelay(benchmark::State& state) {
  test::MockUpstream::Options options;
  options.record = false;
  test::MockUpstream upstream(options);
  upstream.setDefault(test::Script::answer(std::vector<std::string>(kDeltas, " token")));
  asio::io_context io{1};
  HttpLlmOptions with;
  with.url = upstreamUrlFromText(upstream.baseUrl()).value();
  with.models = {"mock-model"};
  HttpLlmClient client(io.get_executor(), with);
  LlmRequest request;
  request.model = "mock-model";
  request.messages.emplace_back();
  request.messages.back().role = "user";
  request.messages.back().content = "What now?";

  std::vector<double> delays;
  SteadyTime first{};
  const DeltaSink sink = [&first](std::string_view text) {
    if (first == SteadyTime{}) first = std::chrono::steady_clock::now();
    return ignore(text);
  };
  for (auto _ : state) {
    first = {};
    asio::co_spawn(io, client.generate(request, sink), [](std::exception_ptr, const Result<LlmResult>&) {});
    io.restart();
    io.run();
    delays.push_back(std::chrono::duration<double, std::micro>(first - upstream.lastFirstDelta()).count());
  }
  std::sort(delays.begin(), delays.end());
  state.counters["p50_us"] = delays[delays.size() / 2];
  state.counters["p99_us"] = delays[delays.size() * 99 / 100];
}
BENCHMARK(firstTokenDelay)->UseRealTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace vigie
