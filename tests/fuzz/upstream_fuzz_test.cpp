#include "core/llm/completion_decoder.h"
#include "core/llm/sse_parser.h"
#include "core/llm/upstream_error.h"
#include "core/llm/upstream_url.h"
#include "tests/fuzz/fuzz.h"

#include <gtest/gtest.h>

#include <tuple>

namespace vigie::fuzz {
namespace {

using Events = std::vector<std::pair<std::string, std::string>>;

/// The events of a stream that comes in pieces of `piece` bytes, and whether it was given up.
std::pair<Events, bool> eventsOf(std::string_view input, std::size_t piece) {
  SseParser parser;
  Events events;
  for (std::size_t at = 0; at < input.size(); at += piece) {
    parser.feed(input.substr(at, piece));
    SseParser::Event event;
    SseParser::Status status = parser.next(event);
    for (; status == SseParser::Status::kEvent; status = parser.next(event))
      events.emplace_back(event.name, event.data);
    if (status == SseParser::Status::kTooLong) return {events, true};
  }
  return {events, false};
}

TEST(UpstreamFuzzTest, ServerSentEvents) {
  const Corpus corpus{
      {"data: {\"a\":1}\n\ndata: [DONE]\n\n", "\xEF\xBB\xBF: a comment\r\nevent: error\r\ndata: a\r\ndata: b\r\n\r\n",
       "id: 1\rretry: 5\rdata:x\r\rdata\n\n"},
      {"\n", "\r", "\r\n", "\n\n", "data:", "data: ", "event:", ":", "\xEF\xBB\xBF", "[DONE]", "\xE2\x82", "\0"}};
  run("server-sent events", corpus, [](std::string_view input) {
    const auto whole = eventsOf(input, std::max<std::size_t>(input.size(), 1));
    EXPECT_EQ(eventsOf(input, 1), whole) << "an event depends on where the stream is cut";
    EXPECT_EQ(eventsOf(input, 7), whole) << "an event depends on where the stream is cut";
  });
}

TEST(UpstreamFuzzTest, Completions) {
  const Corpus corpus{
      {R"({"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hé"},"finish_reason":null}]})",
       R"({"choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}})",
       R"({"error":{"message":"no","type":"rate_limit_exceeded","code":"429"}})"},
      {"null", "{}", "[]", "\"\"", "1e999", "-1", "18446744073709551616", "\\u0000", "\\ud800", "\xFF", "\"choices\":",
       "\"usage\":", "\"error\":", "\"delta\":", "\"finish_reason\":", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}};
  CompletionDecoder decoder;
  run("completions", corpus, [&decoder](std::string_view input) {
    (void)decoder.chunk(input);
    (void)decoder.whole(input);
    // What came before leaves nothing behind.
    const auto piece = decoder.chunk(R"({"choices":[{"delta":{"content":"after"}}]})");
    ASSERT_TRUE(piece);
    EXPECT_EQ(piece->text, "after");
  });
}

TEST(UpstreamFuzzTest, Addresses) {
  const Corpus corpus{
      {"https://api.example.org/v1", "http://127.0.0.1:8080", "http://[::1]:1/v1/"},
      {"://", "@", ":", "[", "]", "%", "/", "?", "#", "65536", "-1", "\0", "http", "https", "\xC3\xA9"}};
  run("addresses", corpus, [](std::string_view input) {
    const auto url = upstreamUrlFromText(input);
    if (!url) {
      EXPECT_FALSE(url.error().message.empty());
    }
  });
}

}  // namespace
}  // namespace vigie::fuzz
