#include "core/store/page_cursor.h"
#include "core/wire/chat.h"
#include "core/wire/conversations.h"
#include "core/wire/documents.h"
#include "core/wire/embeddings.h"
#include "core/wire/evaluations.h"
#include "core/wire/feedback_loop.h"
#include "core/wire/health.h"
#include "core/wire/json_fields.h"
#include "core/wire/ws.h"
#include "tests/fuzz/fuzz.h"

#include <gtest/gtest.h>

namespace vigie::fuzz {
namespace {

const std::vector<std::string_view> kJsonWords = {"null",
                                                  "true",
                                                  "{}",
                                                  "[]",
                                                  "\"\"",
                                                  "0",
                                                  "-1",
                                                  "1e999",
                                                  "9223372036854775808",
                                                  "0.5",
                                                  "\\u0000",
                                                  "\\ud800",
                                                  "\xFF",
                                                  ",",
                                                  ":",
                                                  "{",
                                                  "}",
                                                  "\"role\":",
                                                  "\"content\":",
                                                  "\"messages\":",
                                                  "\"model\":",
                                                  "\"stream\":",
                                                  "\"vigie\":",
                                                  "\"tools\":",
                                                  "\"n\":",
                                                  "\"stop\":",
                                                  "\"input\":",
                                                  "\"questions\":",
                                                  "\"type\":",
                                                  "\"id\":",
                                                  "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["};

/// One reading of a body: no fault of it is without words, and none but kInvalidArgument or kUnsupported is the
/// client's.
template <typename T>
void expectClear(const Result<T>& read) {
  if (!read) {
    EXPECT_FALSE(read.error().message.empty());
  }
}

TEST(WireFuzzTest, Bodies) {
  const Corpus corpus{
      {R"({"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"q"}]}],"stream":true,"stream_options":{"include_usage":true},"temperature":0.5,"max_tokens":5,"stop":["a"],"vigie":{"conversation_id":"0b7e4a7e-7d3f-4f0e-8f5b-0a1b2c3d4e5f","retrieval":{"mode":"hybrid","k":3}}})",
       R"({"title":"t","text":"words","filename":"a.md"})", R"({"query":"q","k":5,"mode":"lexical","min_score":0.1})",
       R"({"model":"local-hash","input":["a","b"],"encoding_format":"base64"})", R"({"rating":"up","correction":"c"})",
       R"({"kind":"deploy","title":"t","at":"2026-01-01T00:00:00Z"})",
       R"({"name":"n","questions":[{"question":"q","documents":["d"]}]})",
       R"({"evaluation_set_id":"0b7e4a7e-7d3f-4f0e-8f5b-0a1b2c3d4e5f"})"},
      kJsonWords};
  run("bodies", corpus, [](std::string_view input) {
    const auto value = wire::parseJson(input);
    expectClear(value);
    if (!value) return;
    expectClear(wire::chatRequestFromJson(*value));
    expectClear(wire::conversationInputFromJson(*value));
    expectClear(wire::conversationChangeFromJson(*value));
    expectClear(wire::documentInputFromJson(*value));
    expectClear(wire::searchRequestFromJson(*value));
    expectClear(wire::embeddingRequestFromJson(*value));
    expectClear(wire::evaluationRequestFromJson(*value));
    expectClear(wire::feedbackInputFromJson(*value));
    expectClear(wire::changeInputFromJson(*value));
    expectClear(wire::evaluationSetInputFromJson(*value));
  });
}

TEST(WireFuzzTest, WhatTheConsoleReads) {
  const Corpus corpus{
      {R"({"id":"0b7e4a7e-7d3f-4f0e-8f5b-0a1b2c3d4e5f","title":"t","status":"open","created_at":"2026-01-01T00:00:00.000Z","updated_at":"2026-01-01T00:00:00.000Z","messages":1})",
       R"({"prompt_tokens":1,"completion_tokens":1,"total_tokens":2})",
       R"({"status":"ready","checks":{"database":"ok"}})",
       R"({"chunk_id":"c","document_id":"d","title":"t","score":0.5,"text":"x"})"},
      kJsonWords};
  run("what the console reads", corpus, [](std::string_view input) {
    const auto value = wire::parseJson(input);
    if (!value) return;
    expectClear(wire::conversationFromJson(*value));
    expectClear(wire::messageFromJson(*value));
    expectClear(wire::documentFromJson(*value));
    expectClear(wire::usageFromJson(*value));
    expectClear(wire::citationFromJson(*value));
    expectClear(wire::timingsFromJson(*value));
    expectClear(wire::vigieResponseFromJson(*value));
    expectClear(wire::readinessFromJson(*value));
  });
}

TEST(WireFuzzTest, Frames) {
  const Corpus corpus{{R"({"type":"chat.start","id":"a","model":"m","messages":[{"role":"user","content":"q"}]})",
                       R"({"type":"chat.cancel","id":"a"})", R"({"type":"chat.resume","id":"a","after":3})",
                       R"({"type":"chat.delta","id":"a","seq":1,"text":"x"})",
                       R"({"type":"chat.error","id":"a","error":{"message":"m","type":"t","code":"c","param":null}})"},
                      kJsonWords};
  run("frames", corpus, [](std::string_view input) {
    if (const auto frame = wire::clientFrameFromText(input)) {
      // What was read can be written and read again.
      EXPECT_TRUE(wire::clientFrameFromText(wire::toText(*frame))) << wire::toText(*frame);
    } else {
      EXPECT_FALSE(frame.error().error.message.empty());
    }
    if (const auto frame = wire::serverFrameFromText(input)) {
      EXPECT_TRUE(wire::serverFrameFromText(wire::toText(*frame)));
    }
  });
}

TEST(WireFuzzTest, Cursors) {
  const Corpus corpus{
      {encodeCursor(PageOrder::kWindow, {1'700'000'000'000'000, "0b7e4a7e-7d3f-4f0e-8f5b-0a1b2c3d4e5f"}), "", "AAAA"},
      {"=", "-", "_", "+", "/", "A", "\0", "%"}};
  run("cursors", corpus, [](std::string_view input) { expectClear(decodeCursor(PageOrder::kWindow, input)); });
}

}  // namespace
}  // namespace vigie::fuzz
