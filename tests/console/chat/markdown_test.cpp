#include "console/app/theme.h"
#include "console/chat/markdown_boundary.h"
#include "console/chat/markdown_writer.h"
#include "console/chat/message_text.h"

#include <QElapsedTimer>
#include <QMimeData>
#include <QTextBlock>
#include <QTextDocument>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

MarkdownStyle style() { return {QFont(), QFont(), QFont(), Qt::black, Qt::gray, Qt::blue, Qt::lightGray}; }

struct Rendered {
  explicit Rendered(const QString& markdown, int citations = 0) {
    MarkdownWriter(document, style(), citations).append(markdown);
  }
  [[nodiscard]] std::string text() const {
    return document.toPlainText().remove(QChar(0x202F)).replace(QChar(0x2028), u'\n').toStdString();
  }
  /// Every link's address, in order.
  [[nodiscard]] QStringList links() const {
    QStringList out;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
      for (auto at = block.begin(); !at.atEnd(); ++at) {
        const QTextCharFormat format = at.fragment().charFormat();
        if (format.isAnchor()) out << format.anchorHref();
      }
    }
    return out;
  }
  [[nodiscard]] bool hasImages() const {
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
      for (auto at = block.begin(); !at.atEnd(); ++at) {
        if (at.fragment().charFormat().isImageFormat()) return true;
      }
    }
    return false;
  }
  QTextDocument document;
};

TEST(MarkdownSafetyTest, ShowsRawHtmlAsText) {
  const Rendered script(QStringLiteral("<script>alert(1)</script>"));
  EXPECT_EQ(script.text(), "<script>alert(1)</script>");
  const Rendered inlined(QStringLiteral("a <b onclick=\"x()\">b</b> <img src=\"http://evil.example/p.png\"> c"));
  EXPECT_EQ(inlined.text(), "a <b onclick=\"x()\">b</b> <img src=\"http://evil.example/p.png\"> c");
  EXPECT_FALSE(inlined.hasImages());
}

TEST(MarkdownSafetyTest, ShowsImagesAsWords) {
  const Rendered rendered(QStringLiteral("![a picture](http://evil.example/track.png) ![x](file:///etc/passwd)"));
  EXPECT_FALSE(rendered.hasImages());
  EXPECT_TRUE(rendered.links().isEmpty());
  EXPECT_NE(rendered.text().find("a picture (http://evil.example/track.png)"), std::string::npos);
}

TEST(MarkdownSafetyTest, LinksOnlyWebAndMailAddresses) {
  const Rendered rendered(
      QStringLiteral("[a](javascript:alert(1)) [b](file:///etc/passwd) [c](data:text/html,x) [d](cite:1) "
                     "[e](//evil.example) [f](https://example.org/) [g](mailto:a@example.org) [h](JaVaScRiPt:x) "
                     "[i](vbscript:x) [j](qrc:/x) [k](https:///nohost)"),
      3);
  EXPECT_EQ(rendered.links().join(u' ').toStdString(), "https://example.org/ mailto:a@example.org");
}

TEST(MarkdownSafetyTest, NeitherTextNorViewLoadsAnything) {
  Theme theme;
  MessageText text(theme);
  text.setMarkdown(QStringLiteral("![x](http://evil.example/p.png) <img src=file:///etc/passwd>"), 0, false);
  EXPECT_FALSE(text.loadResource(QTextDocument::ImageResource, QUrl(QStringLiteral("file:///etc/passwd"))).isValid());
  EXPECT_FALSE(text.openLinks());
  EXPECT_FALSE(text.openExternalLinks());
}

TEST(MarkdownTest, TurnsKnownCitationsIntoPillsAndLeavesOthersAlone) {
  const Rendered rendered(QStringLiteral("Yes [1], and [2][3]. Not [4], [0] or [x]. `[1]`"), 3);
  EXPECT_EQ(rendered.links().join(u' ').toStdString(), "cite:1 cite:2 cite:3");
  EXPECT_NE(rendered.text().find("[4], [0] or [x]"), std::string::npos);
}

TEST(MarkdownTest, NumbersListsAsTheyAreWritten) {
  const Rendered rendered(QStringLiteral("3. three\n4. four\n   - nested\n\nafter"));
  EXPECT_EQ(rendered.text(), "3.\tthree\n4.\tfour\n•\tnested\nafter");
}

TEST(MarkdownTest, KeepsCodeAsItIs) {
  const Rendered rendered(QStringLiteral("```py\nif a < b:\n    print(\"*x*\")\n```"));
  EXPECT_EQ(rendered.text(), "if a < b:\n    print(\"*x*\")");
}

TEST(MarkdownTest, DrawsTablesHeadingsQuotesRulesAndEntities) {
  const Rendered rendered(QStringLiteral(
      "# Title\n\n> quoted\n\n---\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\nafter &amp; &#233; &bogus;"));
  const std::string text = rendered.text();
  for (const char* const piece : {"Title", "quoted", "a", "2", "after & é &bogus;"}) {
    EXPECT_NE(text.find(piece), std::string::npos) << piece << " in " << text;
  }
}

TEST(MarkdownTest, SurvivesWhatNobodyWouldWrite) {
  for (const QString& text : {QString(200'000, u'x'), QString(5'000, u'['), QString(5'000, u'>'), QString(3'000, u'*'),
                              QStringLiteral("- ").repeated(500),
                              QStringLiteral("| a ").repeated(300) + u'\n' + QStringLiteral("|---").repeated(300),
                              QString(QChar(0xD800)), QString(QChar(u'\0')), QStringLiteral("```\nnever closed")}) {
    const Rendered rendered(text, 2);
    EXPECT_FALSE(rendered.hasImages());
  }
}

TEST(MarkdownBoundaryTest, CutsOnlyBetweenTopLevelBlocks) {
  const auto cut = [](const QString& text) { return lastStableBoundary(text, 0); };
  EXPECT_EQ(cut(QStringLiteral("one line")), 0);
  EXPECT_EQ(cut(QStringLiteral("one\n\ntwo")), 5);
  EXPECT_EQ(cut(QStringLiteral("one\n\ntwo\n\nthree")), 10);
  EXPECT_EQ(cut(QStringLiteral("1. a\n\n2. b")), 0) << "a list may go on after a blank line";
  EXPECT_EQ(cut(QStringLiteral("- a\n\n  more of a")), 0);
  EXPECT_EQ(cut(QStringLiteral("```\na\n\nb")), 0) << "inside a fence";
  EXPECT_EQ(cut(QStringLiteral("```\na\n\nb\n```\n\nafter")), 14);
  EXPECT_EQ(cut(QStringLiteral("one\n\n-")), 0) << "may become an item";
}

TEST(MessageTextTest, AStreamedTextEndsAsTheWholeTextAtOnce) {
  const QString whole = QStringLiteral(
      "# Title\n\nOne **bold** [1].\n\n1. first\n\n2. second\n\n```\ncode\n\nmore\n```\n\n| a | b |\n|---|---|\n| 1 | "
      "2 |\n\n"
      "> quote\n\nThe end [2].\n");
  Theme theme;
  MessageText grown(theme);
  for (qsizetype n = 1; n <= whole.size(); ++n) grown.setMarkdown(whole.left(n), 2, true);
  grown.setMarkdown(whole, 2, false);
  MessageText once(theme);
  once.setMarkdown(whole, 2, false);
  EXPECT_EQ(grown.toPlainText().toStdString(), once.toPlainText().toStdString());
  EXPECT_EQ(grown.heightFor(500), once.heightFor(500));
}

TEST(MessageTextTest, ALongStreamCostsTheSameAtItsEndAsAtItsBeginning) {
  Theme theme;
  MessageText text(theme);
  text.resize(560, 400);
  QString source;
  qint64 first = 0;
  qint64 lastSteps = 0;
  constexpr int kSteps = 400;
  for (int n = 0; n < kSteps; ++n) {
    source +=
        QStringLiteral("Paragraph %1 has some **words** and `code` in it, enough to wrap once or twice.\n\n").arg(n);
    QElapsedTimer watch;
    watch.start();
    text.setMarkdown(source, 0, true);
    ASSERT_GT(text.heightFor(560), 0);
    if (n < 40) first += watch.nsecsElapsed();
    if (n >= kSteps - 40) lastSteps += watch.nsecsElapsed();
  }
  std::printf("a step at the beginning %.2f ms, at %d paragraphs %.2f ms\n", static_cast<double>(first) / 40e6, kSteps,
              static_cast<double>(lastSteps) / 40e6);
  EXPECT_LT(lastSteps / 40, 50'000'000);
}

}  // namespace
}  // namespace vigie::console
