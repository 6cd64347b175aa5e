#include "core/retrieval/chunker.h"

#include "core/retrieval/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>

namespace vigie {
namespace {

bool isUtf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    if (text::nextCodePoint(bytes, i) == 0xFFFD) return false;
  }
  return true;
}

/// What holds for every document: chunks are the document's own bytes, in order, and cover all but white space.
void expectFaithful(const std::string& document, const std::vector<Chunk>& chunks, const ChunkerOptions& options = {}) {
  std::vector<bool> covered(document.size(), false);
  std::size_t previous = 0;
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    const auto& chunk = chunks[i];
    EXPECT_EQ(chunk.ordinal, static_cast<int>(i));
    ASSERT_LE(chunk.begin + chunk.text.size(), document.size());
    EXPECT_EQ(document.substr(chunk.begin, chunk.text.size()), chunk.text);
    EXPECT_GE(chunk.begin, previous);
    EXPECT_LE(chunk.text.size(), options.most + 3);
    EXPECT_FALSE(chunk.text.empty());
    previous = chunk.begin;
    std::fill(covered.begin() + static_cast<std::ptrdiff_t>(chunk.begin),
              covered.begin() + static_cast<std::ptrdiff_t>(chunk.begin + chunk.text.size()), true);
  }
  for (std::size_t i = 0; i < document.size(); ++i) {
    if (std::string_view(" \t\r\n\f\v").find(document[i]) == std::string_view::npos) {
      ASSERT_TRUE(covered[i]) << "byte " << i << " is in no chunk";
    }
  }
}

std::string sentences(int count, const std::string& subject = "The lookout") {
  std::string out;
  for (int i = 0; i < count; ++i)
    out += subject + " sees the number " + std::to_string(i) + " on the horizon tonight. ";
  return out;
}

TEST(ChunkerTest, GivesNothingForWhiteSpace) {
  EXPECT_TRUE(chunkText("", true).empty());
  EXPECT_TRUE(chunkText(" \n\t\r\n ", true).empty());
}

TEST(ChunkerTest, KeepsAShortTextWhole) {
  const auto chunks = chunkText("  One sentence. Another.\n", false);
  ASSERT_EQ(chunks.size(), 1U);
  EXPECT_EQ(chunks[0].text, "One sentence. Another.");
  EXPECT_EQ(chunks[0].begin, 2U);
  EXPECT_EQ(chunks[0].heading, "");
}

TEST(ChunkerTest, NamesEachChunkByItsHeadings) {
  const std::string document = "# Guide\n\n" + sentences(12) + "\n\n## Start\n\n" + sentences(12) +
                               "\n\n### Ports\n\n" + sentences(12) + "\n\n## Stop\n\n" + sentences(12);
  const auto chunks = chunkText(document, true);
  ASSERT_EQ(chunks.size(), 4U);
  EXPECT_EQ(chunks[0].heading, "Guide");
  EXPECT_EQ(chunks[1].heading, "Guide › Start");
  EXPECT_EQ(chunks[2].heading, "Guide › Start › Ports");
  EXPECT_EQ(chunks[3].heading, "Guide › Stop");
  EXPECT_TRUE(chunks[2].text.starts_with("### Ports\n"));
  expectFaithful(document, chunks);
}

TEST(ChunkerTest, TakesHashesInPlainTextAndInCodeForWhatTheyAre) {
  EXPECT_EQ(chunkText("# not a heading\n\ntext", false)[0].heading, "");
  const auto chunks = chunkText("# Real\n\n```\n# comment\n```\n\nAfter.", true);
  ASSERT_EQ(chunks.size(), 1U);
  EXPECT_EQ(chunks[0].heading, "Real");
}

TEST(ChunkerTest, JoinsShortSections) {
  const auto chunks = chunkText("# A\n\nShort.\n\n## B\n\nShort too.\n", true);
  ASSERT_EQ(chunks.size(), 1U);
  EXPECT_EQ(chunks[0].heading, "A");
}

TEST(ChunkerTest, NeverLeavesAHeadingAtTheEndOfAChunk) {
  const std::string document = "# Guide\n\nShort.\n\n## Long\n\n" + sentences(25);
  for (const auto& chunk : chunkText(document, true)) EXPECT_FALSE(chunk.text.ends_with("## Long"));
}

TEST(ChunkerTest, SplitsProseBetweenSentencesWithASmallOverlap) {
  const std::string document = sentences(60);
  const auto chunks = chunkText(document, false);
  ASSERT_GT(chunks.size(), 2U);
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    EXPECT_TRUE(chunks[i].text.starts_with("The lookout")) << chunks[i].text.substr(0, 40);
    EXPECT_TRUE(chunks[i].text.ends_with("."));
    if (i > 0) {
      const auto end = chunks[i - 1].begin + chunks[i - 1].text.size();
      EXPECT_LT(chunks[i].begin, end) << "no overlap";
      EXPECT_LE(end - chunks[i].begin, ChunkerOptions{}.overlap);
    }
  }
  expectFaithful(document, chunks);
}

TEST(ChunkerTest, KeepsACodeBlockWholeWhereItFits) {
  std::string code = "```sh\n";
  for (int i = 0; i < 40; ++i) code += "echo line " + std::to_string(i) + "\n\n";
  code += "```";
  ASSERT_LT(code.size(), ChunkerOptions{}.most);
  const std::string document = sentences(16) + "\n\n" + code + "\n\n" + sentences(16);
  const auto chunks = chunkText(document, true);
  EXPECT_TRUE(std::any_of(chunks.begin(), chunks.end(),
                          [&](const Chunk& chunk) { return chunk.text.find(code) != std::string::npos; }));
  expectFaithful(document, chunks);
}

TEST(ChunkerTest, CutsACodeBlockThatIsTooLongBetweenLines) {
  std::string document = "```\n";
  for (int i = 0; i < 400; ++i) document += "line number " + std::to_string(i) + "\n";
  document += "```\n";
  const auto chunks = chunkText(document, true);
  ASSERT_GT(chunks.size(), 3U);
  for (std::size_t i = 1; i < chunks.size(); ++i) EXPECT_TRUE(chunks[i].text.starts_with("line number"));
  expectFaithful(document, chunks);
}

TEST(ChunkerTest, KeepsListItemsWhole) {
  std::string document = "# Steps\n\n";
  for (int i = 1; i <= 30; ++i) {
    document += std::to_string(i) + ". Look at panel " + std::to_string(i) + ". Then write down what it shows.\n";
  }
  const auto chunks = chunkText(document, true);
  ASSERT_GT(chunks.size(), 1U);
  for (const auto& chunk : chunks) EXPECT_TRUE(chunk.text.ends_with("shows."));
  expectFaithful(document, chunks);
}

TEST(ChunkerTest, NeverSplitsACodePoint) {
  std::string document;
  for (int i = 0; i < 3000; ++i) document += "é";
  for (int i = 0; i < 3000; ++i) document += "🛰";
  const auto chunks = chunkText(document, false);
  ASSERT_GT(chunks.size(), 10U);
  for (const auto& chunk : chunks) EXPECT_TRUE(isUtf8(chunk.text));
  expectFaithful(document, chunks);
}

TEST(ChunkerTest, IsFaithfulAndDeterministicForAnyBytes) {
  const std::vector<std::string> pieces{"# ",       "## x\n",
                                        "\n",       "\n\n",
                                        "```\n",    "- item ",
                                        "1. one ",  "word ",
                                        "Été. ",    "é",
                                        "🛰",     "\xff",
                                        "\x80",     "|a|b|\n",
                                        "`code",    "e.g. ",
                                        "! ",       "    ",
                                        "~~~\n",    "\t",
                                        "« oui » ", std::string(700, 'x')};
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string document;
    const auto length = random() % 120;
    for (unsigned i = 0; i < length; ++i) document += pieces[random() % pieces.size()];
    const bool markdown = round % 2 == 0;
    const auto chunks = chunkText(document, markdown);
    expectFaithful(document, chunks);
    const auto again = chunkText(document, markdown);
    ASSERT_EQ(again.size(), chunks.size());
    for (std::size_t i = 0; i < chunks.size(); ++i) EXPECT_EQ(again[i].text, chunks[i].text);
    if (HasFailure()) FAIL() << "round " << round;
  }
}

TEST(ChunkerTest, TakesLinearTime) {
  const auto seconds = [](const std::string& document) {
    const auto start = std::chrono::steady_clock::now();
    chunkText(document, true);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  // Each of these once made a chunker quadratic: no sentence end, open fence, headings only, dots only.
  for (const std::string& unit : {std::string("x"), std::string("```\nx\n"), std::string("# h\n"), std::string("."),
                                  std::string("e.g. "), std::string("- a\n"), std::string("\x80")}) {
    std::string document;
    while (document.size() < 2'000'000) document += unit;
    EXPECT_LT(seconds(document), 8.0) << "2 MB of " << unit;
  }
}

TEST(SentenceEndsTest, KnowsAbbreviationsNumbersAndFrenchMarks) {
  const auto count = [](std::string_view text) { return sentenceEnds(text).size(); };
  EXPECT_EQ(count("One. Two! Three? Four"), 4U);
  EXPECT_EQ(count("Use a port, e.g. Port 8001, or another."), 1U);
  EXPECT_EQ(count("Version 1.5 is out. It listens on 127.0.0.1 only."), 2U);
  EXPECT_EQ(count("« Que faire ? » Rien. Attendre."), 3U);
  EXPECT_EQ(count("Run `a. B` now. Done."), 2U);
  EXPECT_EQ(count(""), 1U);
}

}  // namespace
}  // namespace vigie
