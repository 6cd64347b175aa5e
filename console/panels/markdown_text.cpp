#include "console/panels/markdown_text.h"

#include <QRegularExpression>
#include <QTextDocument>

namespace vigie::console {
namespace {

/// Some dashboards' descriptions are books.
constexpr qsizetype kLongest = 20'000;

/// What Markdown means something by; most descriptions are one plain sentence.
bool isPlain(const QString& text) {
  static const QRegularExpression kSigns(QStringLiteral(R"([*_`#\[\]<>|\\\n~])"));
  return !text.contains(kSigns);
}

void read(QTextDocument& document, const QString& markdown) {
  document.setMarkdown(
      withoutPictures(markdown.left(kLongest)),
      QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML);
}

}  // namespace

QString withoutPictures(QString markdown) {
  static const QRegularExpression kPicture(QStringLiteral(R"(!\[([^\]]*)\]\([^)\n]*\))"));
  return markdown.replace(kPicture, QStringLiteral("\\1"));
}

QString markdownWords(const QString& markdown) {
  if (isPlain(markdown)) return markdown;
  QTextDocument document;
  read(document, markdown);
  return document.toPlainText();
}

QString markdownToolTip(const QString& markdown) {
  if (isPlain(markdown)) return markdown.toHtmlEscaped();
  QTextDocument document;
  read(document, markdown);
  return document.toHtml();
}

}  // namespace vigie::console
