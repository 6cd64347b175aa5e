#include "console/chat/markdown_writer.h"

#include "console/app/theme.h"

#include <QTextDocument>
#include <QTextDocumentFragment>
#include <QTextTable>
#include <QUrl>

#include <md4c.h>
#include <utility>
#include <vector>

namespace vigie::console {

namespace {

constexpr int kListIndent = 20;
constexpr int kParagraphGap = 8;
constexpr QChar kLineSeparator(0x2028);
constexpr QChar kCodePadding(0x202F);
constexpr QChar kPillPadding(QChar::Nbsp);
constexpr qsizetype kUnbrokenCode = 32;

QString fromAttribute(const MD_ATTRIBUTE& attribute) {
  return QString::fromUtf8(attribute.text, static_cast<qsizetype>(attribute.size));
}

/// The named entities a model is likely to write; any other is shown as it stands.
QString entity(QStringView text) {
  static const std::pair<QStringView, QStringView> kNamed[] = {
      {u"&amp;", u"&"},       {u"&lt;", u"<"},     {u"&gt;", u">"},    {u"&quot;", u"\""},
      {u"&nbsp;", u"\u00A0"}, {u"&hellip;", u"…"}, {u"&mdash;", u"—"}, {u"&ndash;", u"–"}};
  for (const auto& [name, value] : kNamed) {
    if (text == name) return value.toString();
  }
  if (text.startsWith(u"&#")) {
    const bool hex = text.size() > 3 && (text[2] == u'x' || text[2] == u'X');
    bool ok = false;
    const uint code = text.mid(hex ? 3 : 2).chopped(1).toUInt(&ok, hex ? 16 : 10);
    const auto point = static_cast<char32_t>(code);
    if (ok && code > 0 && code <= 0x10FFFF && !QChar::isSurrogate(point)) return QString::fromUcs4(&point, 1);
  }
  return text.toString();
}

}  // namespace

bool isSafeLink(const QString& address) {
  const QUrl url(address, QUrl::StrictMode);
  if (!url.isValid()) return false;
  const QString scheme = url.scheme().toLower();
  if (scheme == u"http" || scheme == u"https") return !url.host().isEmpty();
  return scheme == u"mailto" && url.path().contains(u'@');
}

/// One run of md4c; its callbacks write through a cursor at the document's end.
struct MarkdownWriter::Parser {
  MarkdownWriter& writer;
  QTextCursor cursor;
  struct List {
    bool ordered = false;
    unsigned next = 1;
    bool first = true;
  };
  std::vector<List> lists;
  std::vector<QTextCharFormat> formats;
  QString pendingMarker;
  int quoteDepth = 0;
  bool inItem = false;
  bool itemHasBlock = false;
  bool firstItem = false;  ///< of an outermost list: apart from what stands before it
  QString code;
  bool inCode = false;
  int imageDepth = 0;
  QString imageText;
  QTextTable* table = nullptr;
  int tableRow = -1;
  int tableColumn = -1;
  QTextCursor outside;

  explicit Parser(MarkdownWriter& owner) : writer(owner), cursor(&owner.document_) {
    cursor.movePosition(QTextCursor::End);
    QTextCharFormat base;
    base.setFont(writer.style_.body);
    base.setForeground(writer.style_.text);
    formats.push_back(base);
  }

  [[nodiscard]] const QTextCharFormat& format() const { return formats.back(); }

  void beginBlock(QTextBlockFormat block) {
    block.setLineHeight(120, QTextBlockFormat::ProportionalHeight);
    if (writer.fresh_) {
      cursor.setBlockFormat(block);
      cursor.setBlockCharFormat(format());
      writer.fresh_ = false;
    } else {
      cursor.insertBlock(block, format());
    }
  }

  void beginParagraph() {
    QTextBlockFormat block;
    const int depth = static_cast<int>(lists.size());
    block.setLeftMargin(depth * kListIndent + quoteDepth * 14);
    const bool close = inItem && !firstItem;
    firstItem = false;
    block.setTopMargin(cursor.document()->isEmpty() ? 0 : (close ? 2 : kParagraphGap));
    if (quoteDepth > 0) block.setProperty(kMarkProperty, static_cast<int>(MarkdownMark::kQuote));
    const bool marked = !pendingMarker.isEmpty();
    if (marked) {
      block.setTextIndent(-kListIndent);
      block.setTabPositions({QTextOption::Tab(kListIndent, QTextOption::LeftTab)});
    }
    beginBlock(block);
    if (marked) {
      QTextCharFormat marker = format();
      marker.setForeground(writer.style_.muted);
      cursor.insertText(std::exchange(pendingMarker, {}) + u'\t', marker);
    }
    itemHasBlock = true;
  }

  /// Text right inside a tight list item comes without a paragraph of its own.
  void needBlock() {
    if (inItem && !itemHasBlock) beginParagraph();
  }

  void enterBlock(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        ++quoteDepth;
        break;
      case MD_BLOCK_UL:
        lists.push_back({false, 1, true});
        break;
      case MD_BLOCK_OL:
        lists.push_back({true, static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start, true});
        break;
      case MD_BLOCK_LI:
        firstItem = lists.size() == 1 && lists.back().first;
        lists.back().first = false;
        pendingMarker = lists.back().ordered ? QString::number(lists.back().next++) + u'.' : QStringLiteral("•");
        inItem = true;
        itemHasBlock = false;
        break;
      case MD_BLOCK_HR:
        rule();
        break;
      case MD_BLOCK_H:
        heading(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
        break;
      case MD_BLOCK_CODE:
        inCode = true;
        code.clear();
        break;
      case MD_BLOCK_P:
        beginParagraph();
        break;
      case MD_BLOCK_TABLE:
        beginTable(*static_cast<MD_BLOCK_TABLE_DETAIL*>(detail));
        break;
      case MD_BLOCK_TR:
        ++tableRow;
        tableColumn = -1;
        break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        beginCell(type == MD_BLOCK_TH);
        break;
      default:
        break;
    }
  }

  void leaveBlock(MD_BLOCKTYPE type) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        --quoteDepth;
        break;
      case MD_BLOCK_UL:
      case MD_BLOCK_OL:
        lists.pop_back();
        inItem = !lists.empty();
        itemHasBlock = true;
        break;
      case MD_BLOCK_LI:
        needBlock();
        break;
      case MD_BLOCK_H:
        formats.pop_back();
        break;
      case MD_BLOCK_CODE:
        endCode();
        break;
      case MD_BLOCK_TABLE:
        table = nullptr;
        cursor = outside;
        cursor.movePosition(QTextCursor::End);
        writer.fresh_ = true;
        break;
      case MD_BLOCK_TH:
        formats.pop_back();
        break;
      default:
        break;
    }
  }

  void rule() {
    QTextBlockFormat block;
    block.setTopMargin(kParagraphGap);
    block.setProperty(QTextFormat::BlockTrailingHorizontalRulerWidth, QTextLength(QTextLength::PercentageLength, 100));
    beginBlock(block);
  }

  void heading(unsigned level) {
    QTextCharFormat strong = format();
    QFont font = writer.style_.strong;
    font.setPixelSize(level <= 1 ? 16 : level == 2 ? 15 : 13);
    strong.setFont(font);
    formats.push_back(strong);
    QTextBlockFormat block;
    block.setHeadingLevel(static_cast<int>(level));
    block.setTopMargin(cursor.document()->isEmpty() ? 0 : 14);
    beginBlock(block);
  }

  void endCode() {
    inCode = false;
    if (code.endsWith(u'\n')) code.chop(1);
    QTextBlockFormat block;
    block.setProperty(kMarkProperty, static_cast<int>(MarkdownMark::kCodeBlock));
    block.setLeftMargin(static_cast<int>(lists.size()) * kListIndent + 12);
    block.setRightMargin(12);
    block.setTopMargin(kParagraphGap + 10);
    block.setBottomMargin(10 + 4);
    if (!pendingMarker.isEmpty()) {
      // An item that begins with code: its number stands on a line of its own.
      beginParagraph();
    }
    beginBlock(block);
    QTextCharFormat plain;
    plain.setFont(writer.style_.code);
    plain.setForeground(writer.style_.text);
    cursor.setBlockCharFormat(plain);
    cursor.insertText(code.replace(u'\n', kLineSeparator), plain);
    itemHasBlock = true;
  }

  void beginTable(const MD_BLOCK_TABLE_DETAIL& detail) {
    QTextTableFormat style;
    style.setCellPadding(5);
    style.setCellSpacing(0);
    style.setBorder(1);
    style.setBorderCollapse(true);
    style.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    style.setBorderBrush(writer.style_.line);
    style.setTopMargin(kParagraphGap);
    style.setBottomMargin(kParagraphGap);
    if (!writer.fresh_) cursor.insertBlock(QTextBlockFormat(), formats.front());
    const int rows = static_cast<int>(detail.head_row_count + detail.body_row_count);
    table = cursor.insertTable(std::max(1, rows), std::max(1, static_cast<int>(detail.col_count)), style);
    outside = table->lastCursorPosition();
    outside.movePosition(QTextCursor::NextBlock);
    tableRow = -1;
  }

  void beginCell(bool head) {
    ++tableColumn;
    if (head) {
      QTextCharFormat strong = format();
      strong.setFont(writer.style_.strong);
      formats.push_back(strong);
    }
    if (table != nullptr && tableRow < table->rows() && tableColumn < table->columns()) {
      cursor = table->cellAt(tableRow, tableColumn).firstCursorPosition();
    }
  }

  void enterSpan(MD_SPANTYPE type, void* detail) {
    needBlock();
    if (type == MD_SPAN_IMG) {
      ++imageDepth;
      return;
    }
    QTextCharFormat next = format();
    QFont font = next.font();
    switch (type) {
      case MD_SPAN_EM:
        font.setItalic(true);
        break;
      case MD_SPAN_STRONG:
        font.setWeight(QFont::DemiBold);
        break;
      case MD_SPAN_DEL:
        font.setStrikeOut(true);
        break;
      case MD_SPAN_CODE:
        font = writer.style_.code;
        next.setProperty(kMarkProperty, static_cast<int>(MarkdownMark::kInlineCode));
        break;
      case MD_SPAN_A: {
        const QString href = fromAttribute(static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
        if (isSafeLink(href)) {
          next.setAnchor(true);
          next.setAnchorHref(href);
          next.setForeground(writer.style_.accent);
          font.setUnderline(true);
        }
        break;
      }
      default:
        break;
    }
    next.setFont(font);
    formats.push_back(next);
  }

  void leaveSpan(MD_SPANTYPE type, void* detail) {
    if (type == MD_SPAN_IMG) {
      if (--imageDepth > 0) return;
      const QString source = fromAttribute(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
      QTextCharFormat muted = format();
      muted.setForeground(writer.style_.muted);
      cursor.insertText(std::exchange(imageText, {}) + QStringLiteral(" (") + source + u')', muted);
      return;
    }
    formats.pop_back();
  }

  void text(MD_TEXTTYPE type, QStringView piece) {
    if (inCode) {
      code += piece;
      return;
    }
    if (imageDepth > 0) {
      imageText += piece;
      return;
    }
    needBlock();
    switch (type) {
      case MD_TEXT_BR:
        cursor.insertText(QString(kLineSeparator), format());
        break;
      case MD_TEXT_SOFTBR:
        cursor.insertText(QStringLiteral(" "), format());
        break;
      case MD_TEXT_NULLCHAR:
        cursor.insertText(QString(QChar::ReplacementCharacter), format());
        break;
      case MD_TEXT_ENTITY:
        cursor.insertText(entity(piece), format());
        break;
      case MD_TEXT_CODE:
        inlineCode(piece.toString());
        break;
      default:
        plain(piece);
        break;
    }
  }

  /// A short command is not torn apart at a line's end.
  void inlineCode(QString words) {
    if (words.size() <= kUnbrokenCode) words.replace(u' ', QChar::Nbsp);
    cursor.insertText(kCodePadding + words + kCodePadding, format());
  }

  /// "[2]" becomes a pill where there is a second source.
  void plain(QStringView piece) {
    qsizetype done = 0;
    for (qsizetype open = piece.indexOf(u'['); open >= 0; open = piece.indexOf(u'[', open + 1)) {
      const qsizetype close = piece.indexOf(u']', open);
      if (close < 0) break;
      bool number = false;
      const int n = piece.mid(open + 1, close - open - 1).toInt(&number);
      if (!number || n < 1 || n > writer.citations_ || format().isAnchor()) continue;
      if (open > done) cursor.insertText(piece.mid(done, open - done).toString(), format());
      pill(n);
      done = close + 1;
    }
    if (done < piece.size()) cursor.insertText(piece.mid(done).toString(), format());
  }

  void pill(int number) {
    QTextCharFormat pill;
    QFont font = writer.style_.body;
    font.setPixelSize(10);
    pill.setFont(font);
    pill.setForeground(writer.style_.accent);
    pill.setAnchor(true);
    pill.setAnchorHref(kCitationScheme + QString::number(number));
    pill.setProperty(kMarkProperty, static_cast<int>(MarkdownMark::kCitation));
    pill.setProperty(kCitationProperty, number);
    // Two in a row stay apart: the space between them carries no link.
    QTextCharFormat gap = format();
    cursor.insertText(QString(kCodePadding), gap);
    cursor.insertText(kPillPadding + QString::number(number) + kPillPadding, pill);
    cursor.insertText(QString(kCodePadding), gap);
  }
};

MarkdownWriter::MarkdownWriter(QTextDocument& document, const MarkdownStyle& style, int citations)
    : document_(document), style_(style), citations_(citations) {}

void MarkdownWriter::append(QStringView markdown) {
  if (markdown.trimmed().isEmpty()) return;
  Parser parser(*this);
  MD_PARSER md{};
  md.flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH |
             MD_FLAG_PERMISSIVEURLAUTOLINKS;
  md.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
    static_cast<Parser*>(self)->enterBlock(type, detail);
    return 0;
  };
  md.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
    static_cast<Parser*>(self)->leaveBlock(type);
    return 0;
  };
  md.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
    static_cast<Parser*>(self)->enterSpan(type, detail);
    return 0;
  };
  md.leave_span = [](MD_SPANTYPE type, void* detail, void* self) {
    static_cast<Parser*>(self)->leaveSpan(type, detail);
    return 0;
  };
  md.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
    static_cast<Parser*>(self)->text(type, QString::fromUtf8(text, static_cast<qsizetype>(size)));
    return 0;
  };
  const QByteArray bytes = markdown.toUtf8();
  parser.cursor.beginEditBlock();
  md_parse(bytes.constData(), static_cast<MD_SIZE>(bytes.size()), &md, &parser);
  parser.cursor.endEditBlock();
}

MarkdownWriter::Mark MarkdownWriter::mark() const {
  QTextCursor end(&document_);
  end.movePosition(QTextCursor::End);
  return {end.position(), fresh_};
}

void MarkdownWriter::rewind(const Mark& mark) {
  QTextCursor cut(&document_);
  cut.setPosition(mark.position);
  cut.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
  cut.removeSelectedText();
  fresh_ = mark.fresh;
}

}  // namespace vigie::console
