#include "core/base/utf8.h"
#include "core/retrieval/chunker.h"
#include "core/retrieval/html_text.h"
#include "core/retrieval/text.h"
#include "core/store/impl/journal_codec.h"
#include "tests/fuzz/fuzz.h"

#include <gtest/gtest.h>

namespace vigie::fuzz {
namespace {

TEST(IngestFuzzTest, Chunks) {
  const Corpus corpus{
      {"# A\n\nProse of two sentences. And e.g. another one…\n\n- item\n- item\n\n```sh\nls\n```\n\n## B\n\n| a | b "
       "|\n|---|---|\n| 1 | "
       "2 |\n",
       "Des phrases en français. « Une citation ! » Et p. ex. une autre.\n\n1. un\n2. deux\n"},
      {"\n", "\n\n", "# ", "###### ", "```\n", "~~~~\n", "- ", "1. ", "| ", "    ", "\xC3\xA9", "\xC3", "\xE2\x80\xA6",
       ". ", "\r\n", "\0", "« ", "Lorem ipsum dolor sit amet, consectetur adipiscing elit. "}};
  run("chunks", corpus, [](std::string_view input) {
    for (const bool markdown : {true, false}) {
      std::size_t covered = 0;
      for (const Chunk& chunk : chunkText(input, markdown)) {
        ASSERT_LE(chunk.begin + chunk.text.size(), input.size());
        ASSERT_EQ(input.substr(chunk.begin, chunk.text.size()), chunk.text);
        for (std::size_t i = covered; i < chunk.begin; ++i) {
          ASSERT_TRUE(text::isSpace(input[i])) << "byte " << i << " is in no chunk";
        }
        covered = std::max(covered, chunk.begin + chunk.text.size());
      }
      for (std::size_t i = covered; i < input.size(); ++i) {
        ASSERT_TRUE(text::isSpace(input[i])) << "byte " << i << " is in no chunk";
      }
    }
  });
}

TEST(IngestFuzzTest, Html) {
  const Corpus corpus{{"<!doctype html><html><head><title>t</title></head><body><h1>A</h1><p>one &amp; "
                       "two<br>three<ul><li>x<li>y</ul><table><tr><td>1<td>"
                       "2</table><pre>a\n b</pre><script>no()</script><p hidden>no</p></body></html>",
                       "words without a tag"},
                      {"<",          ">",    "</",    "<p>",       "<div>",           "<b",
                       " a=\"",      "<!--", "-->",   "<![CDATA[", "<script>",        "</script>",
                       "&#x110000;", "&#0;", "&amp",  "<h1>",      "<table><tr><td>", "<plaintext>",
                       "\xFF",       "\0",   "<svg>", "<template>"}};
  run("html", corpus, [](std::string_view input) {
    const auto text = htmlToMarkdown(input);
    if (!text) {
      EXPECT_EQ(text.error().code, ErrorCode::kUnprocessable);
    } else if (isUtf8(input)) {
      EXPECT_TRUE(isUtf8(*text));
    }
  });
}

TEST(IngestFuzzTest, JournaledWrites) {
  const Corpus corpus{{impl::encodeWrite(impl::JournaledTurn{}), impl::encodeWrite(FinishedAnswer{}),
                       impl::encodeWrite(impl::JournaledResponse{})},
                      {"null", "{}", "[]", "\"\"", "-1", "1e999", "\\u0000", "\"write\":", ",", ":", "\xFF"}};
  run("journaled writes", corpus, [](std::string_view input) {
    if (const auto write = impl::decodeWrite(std::string(input))) {
      EXPECT_TRUE(impl::decodeWrite(impl::encodeWrite(*write)));
    }
  });
}

}  // namespace
}  // namespace vigie::fuzz
