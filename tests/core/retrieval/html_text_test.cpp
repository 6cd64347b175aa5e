#include "core/retrieval/html_text.h"

#include "core/retrieval/chunker.h"

#include <gtest/gtest.h>

#include <chrono>

namespace vigie {
namespace {

std::string markdown(std::string_view html) { return htmlToMarkdown(html).value(); }

TEST(HtmlTextTest, KeepsHeadingsParagraphsAndLists) {
  EXPECT_EQ(markdown("<html><head><title>T</title></head><body><h1>Pumps\n <em>and</em> valves</h1><p>Restart   "
                     "pump&nbsp;2.<br>Then wait.</p><h2>Steps</h2><ul><li>Close<li><p>Open</p></ul><div>End</div>"),
            "# Pumps and valves\n\nRestart pump 2.\nThen wait.\n\n## Steps\n\n- Close\n- Open\n\nEnd");
}

TEST(HtmlTextTest, LeavesOutWhatNobodyReads) {
  EXPECT_EQ(markdown("<style>p{}</style><script>var a = '<p>x</p>';</script><p>Seen</p><p hidden>no</p>"
                     "<div aria-hidden=\"true\">no</div><template><p>no</p></template><svg><text>no</text></svg>"
                     "<!-- no --><noscript>no</noscript><p>Also</p>"),
            "Seen\n\nAlso");
}

TEST(HtmlTextTest, KeepsCodeAsItStandsAndTablesByRow) {
  EXPECT_EQ(markdown("<pre>a  b\n  c</pre><table><tr><th>Port</th><th>What</th></tr><tr><td>8000</td><td><p>metrics"
                     "</p></td></tr></table>"),
            "```\na  b\n  c\n```\n\n| Port | What |\n| 8000 | metrics |");
}

TEST(HtmlTextTest, ReadsBrokenPagesAsFarAsTheyGo) {
  EXPECT_EQ(markdown("<p>One<div>Two</div></b></span>Three &eacute; &#233; é &unknown; <a href=x>link</a"),
            "One\n\nTwo\n\nThree é é é &unknown; link");
  EXPECT_EQ(markdown("no markup at all"), "no markup at all");
  EXPECT_EQ(markdown("<meta charset=iso-8859-1><p>é"), "é") << "it is UTF-8 whatever it says";
  EXPECT_EQ(markdown(""), "");
}

TEST(HtmlTextTest, FetchesNothingAndExpandsNothing) {
  EXPECT_EQ(markdown("<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><p>a &x; b</p>").find("root:"),
            std::string::npos);
}

TEST(HtmlTextTest, RefusesAPageThatNestsWithoutEnd) {
  std::string page;
  for (int i = 0; i < 1'000'000; ++i) page += "<b>";
  for (int i = 0; i < 1'000'000; ++i) page += "</i>";
  const auto started = std::chrono::steady_clock::now();
  const auto read = htmlToMarkdown(page);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kUnprocessable);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(5));
}

TEST(HtmlTextTest, ReadsALongPageInTimeLinearInIt) {
  std::string page;
  for (int i = 0; i < 200'000; ++i) page += "<p>A sentence of some words.</p></i>";
  const auto started = std::chrono::steady_clock::now();
  EXPECT_GT(markdown(page).size(), 5'000'000U);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(20));
}

TEST(HtmlTextTest, GivesChunksTheirHeadings) {
  const auto chunks = chunkText(markdown("<h1>Guide</h1><h2>Pumps</h2><p>" + std::string(700, 'x') +
                                         "</p><h2>Valves</h2><p>" + std::string(700, 'y') + "</p>"),
                                true);
  ASSERT_EQ(chunks.size(), 2U);
  EXPECT_EQ(chunks[1].heading, "Guide › Valves");
}

}  // namespace
}  // namespace vigie
