// Markdown → QTextDocument, safe by construction: raw HTML is text, images are words, and only web and mail addresses
// become links. Parsed by md4c (CommonMark with tables and strikethrough).
#pragma once

#include <QColor>
#include <QFont>
#include <QString>
#include <QTextCursor>
#include <QTextFormat>

namespace vigie::console {

/// Colours and fonts of a rendered text.
struct MarkdownStyle {
  QFont body;
  QFont strong;
  QFont code;
  QColor text;
  QColor muted;
  QColor accent;
  QColor line;
};

/// What the view draws behind a piece of text.
enum class MarkdownMark { kNone, kInlineCode, kCodeBlock, kCitation, kQuote };

/// The property that holds a MarkdownMark: of characters for inline code and citations, of blocks for the others.
inline constexpr int kMarkProperty = QTextFormat::UserProperty + 1;
/// Of a citation's characters: its number, from 1.
inline constexpr int kCitationProperty = QTextFormat::UserProperty + 2;

/// The address of a citation's link: "cite:3". No Markdown can make one.
inline const QString kCitationScheme = QStringLiteral("cite:");

/// True for what may become a link: http, https and mailto, with a host or a recipient.
bool isSafeLink(const QString& address);

/// Appends rendered Markdown at the end of a document.
class MarkdownWriter {
 public:
  /// `citations`: how many sources there are; "[n]" up to it becomes a citation's link.
  MarkdownWriter(QTextDocument& document, const MarkdownStyle& style, int citations);

  void append(QStringView markdown);
  /// The end of the document as a position to return to with rewind().
  struct Mark {
    int position = 0;
    bool fresh = true;
  };
  [[nodiscard]] Mark mark() const;
  void rewind(const Mark& mark);

 private:
  struct Parser;

  QTextDocument& document_;
  MarkdownStyle style_;
  int citations_;
  bool fresh_ = true;  ///< the last block is empty and still to be used
};

}  // namespace vigie::console
