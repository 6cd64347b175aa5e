#include "console/chat/message_text.h"

#include "console/app/theme.h"
#include "console/chat/markdown_boundary.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocumentFragment>
#include <QToolButton>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace vigie::console {

namespace {

MarkdownMark markOf(const QTextFormat& format) {
  return static_cast<MarkdownMark>(format.property(kMarkProperty).toInt());
}

QString textOf(const QTextBlock& block) { return block.text().replace(QChar::LineSeparator, u'\n'); }

}  // namespace

MessageText::MessageText(Theme& theme, QWidget* parent) : QTextBrowser(parent), theme_(theme) {
  setFrameShape(QFrame::NoFrame);
  setStyleSheet(QStringLiteral("QTextBrowser { background: transparent; border: none; padding: 0; }"));
  viewport()->setAutoFillBackground(false);
  setOpenLinks(false);
  setOpenExternalLinks(false);
  setUndoRedoEnabled(false);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
  setTabChangesFocus(false);
  document()->setDocumentMargin(0);
  document()->setUndoRedoEnabled(false);
  connect(this, &QTextBrowser::anchorClicked, this, &MessageText::activate);
  connect(this, &QTextBrowser::highlighted, this, [this](const QUrl& address) {
    const bool citation = address.toString().startsWith(kCitationScheme);
    setToolTip(address.isEmpty() || citation ? QString() : address.toString(QUrl::FullyEncoded));
  });
  connect(&theme_, &Theme::changed, this, &MessageText::restyle);
}

MarkdownStyle MessageText::style() const {
  const ThemeTokens& t = theme_.tokens();
  QFont code = Theme::font(TextRole::kCode);
  // Any spacing of its own keeps a code font from joining "==" into one sign: code is shown as it is typed.
  code.setLetterSpacing(QFont::AbsoluteSpacing, 0.01);
  return {Theme::font(TextRole::kBody), Theme::font(TextRole::kStrong), code, t.text, t.muted, t.accent, t.line};
}

void MessageText::setWords(const QString& text) {
  source_ = text;
  markdown_ = false;
  setFont(Theme::font(TextRole::kBody));
  setPlainText(text);
}

void MessageText::setMarkdown(const QString& text, int citations, bool growing) {
  const bool same = markdown_ && writer_ && citations == citations_;
  if (same && growing == growing_ && text == source_) return;
  const bool continues = same && growing_ && text.startsWith(source_);
  const bool finished = growing_ && !growing;
  markdown_ = true;
  citations_ = citations;
  growing_ = growing;
  source_ = text;
  // At its end the whole is rendered once more: a link's definition at the bottom counts for all of it.
  render(!continues || (finished && source_.contains(u"]: ")));
}

void MessageText::render(bool anew) {
  if (anew || !writer_) {
    document()->clear();
    writer_.emplace(*document(), style(), citations_);
    stable_ = writer_->mark();
    stable_.fresh = true;
    stableSource_ = 0;
  }
  writer_->rewind(stable_);
  const QStringView text(source_);
  const qsizetype boundary = lastStableBoundary(text, stableSource_);
  if (boundary > stableSource_) {
    writer_->append(text.mid(stableSource_, boundary - stableSource_));
    stable_ = writer_->mark();
    stableSource_ = boundary;
  }
  writer_->append(text.mid(stableSource_));
  placeCopyButtons();
  viewport()->update();
}

void MessageText::restyle() {
  if (markdown_)
    render(true);
  else
    viewport()->update();
}

int MessageText::idealWidth(int most) const {
  QTextDocument* const doc = document();
  const qreal before = doc->textWidth();
  doc->setTextWidth(most);
  const int ideal = static_cast<int>(std::ceil(doc->idealWidth()));
  doc->setTextWidth(before);
  return std::min(ideal + 1, most);
}

int MessageText::heightFor(int width) const {
  QTextDocument* const doc = document();
  if (doc->textWidth() != width) doc->setTextWidth(width);
  return static_cast<int>(std::ceil(doc->documentLayout()->documentSize().height())) + 1;
}

void MessageText::activate(const QUrl& address) {
  const QString text = address.toString();
  if (text.startsWith(kCitationScheme)) {
    Q_EMIT citationActivated(text.mid(kCitationScheme.size()).toInt());
  } else if (isSafeLink(text)) {
    Q_EMIT linkActivated(address);
  }
}

void MessageText::placeCopyButtons() {
  std::size_t used = 0;
  for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
    if (markOf(block.blockFormat()) != MarkdownMark::kCodeBlock) continue;
    if (used == copyButtons_.size()) {
      auto* const made = new QToolButton(viewport());
      made->setText(tr("Copy code"));
      made->setProperty("role", QStringLiteral("ghost"));
      made->setFont(Theme::font(TextRole::kSmall));
      made->setCursor(Qt::ArrowCursor);
      copyButtons_.push_back(made);
    }
    QToolButton* const button = copyButtons_[used++];
    button->disconnect(this);
    connect(button, &QToolButton::clicked, this, [code = textOf(block)] { QApplication::clipboard()->setText(code); });
    const QRectF box = document()->documentLayout()->blockBoundingRect(block);
    button->adjustSize();
    button->move(viewport()->width() - button->width() - 4, static_cast<int>(box.top()) - 8);
    button->show();
  }
  for (std::size_t i = used; i < copyButtons_.size(); ++i) copyButtons_[i]->hide();
}

std::vector<QRectF> MessageText::rectsOf(const QTextBlock& block, int from, int length) const {
  std::vector<QRectF> rects;
  const QTextLayout* const layout = block.layout();
  const QPointF origin =
      document()->documentLayout()->blockBoundingRect(block).topLeft() - layout->boundingRect().topLeft();
  for (int n = 0; n < layout->lineCount(); ++n) {
    const QTextLine line = layout->lineAt(n);
    const int start = std::max(from, line.textStart());
    const int end = std::min(from + length, line.textStart() + line.textLength());
    if (start >= end) continue;
    const qreal left = line.cursorToX(start);
    const qreal right = line.cursorToX(end);
    rects.emplace_back(origin.x() + left, origin.y() + line.y(), right - left, line.height());
  }
  return rects;
}

void MessageText::drawMarks(QPainter& painter) const {
  const ThemeTokens& t = theme_.tokens();
  painter.setRenderHint(QPainter::Antialiasing);
  for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
    const QRectF box = document()->documentLayout()->blockBoundingRect(block);
    const MarkdownMark mark = markOf(block.blockFormat());
    if (mark == MarkdownMark::kCodeBlock) {
      const qreal left = block.blockFormat().leftMargin() - 12;
      painter.setPen(t.line);
      painter.setBrush(t.background);
      painter.drawRoundedRect(QRectF(left + 0.5, box.top() - 9.5, viewport()->width() - left - 1, box.height() + 19),
                              radius::kControl, radius::kControl);
    } else if (mark == MarkdownMark::kQuote) {
      painter.fillRect(QRectF(block.blockFormat().leftMargin() - 14, box.top(), 2, box.height()), t.line);
    }
    for (auto at = block.begin(); !at.atEnd(); ++at) {
      const QTextFragment piece = at.fragment();
      const MarkdownMark kind = markOf(piece.charFormat());
      if (kind == MarkdownMark::kNone) continue;
      for (const QRectF& rect : rectsOf(block, piece.position() - block.position(), piece.length())) {
        painter.setPen(t.line);
        if (kind == MarkdownMark::kInlineCode) {
          painter.setBrush(t.background);
          painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        } else if (kind == MarkdownMark::kCitation) {
          const qreal height = 16;
          const qreal width = std::max(rect.width() + 2, height);
          const QRectF pill(rect.center().x() - width / 2, rect.center().y() - height / 2 + 0.5, width, height);
          painter.setBrush(t.background);
          painter.drawRoundedRect(pill, height / 2, height / 2);
        }
      }
    }
  }
}

void MessageText::paintEvent(QPaintEvent* event) {
  if (markdown_) {
    QPainter painter(viewport());
    drawMarks(painter);
  }
  QTextBrowser::paintEvent(event);
  if (!growing_) return;
  QTextCursor end(document());
  end.movePosition(QTextCursor::End);
  const QRect caret = cursorRect(end);
  QPainter painter(viewport());
  painter.fillRect(QRect(caret.left() + 1, caret.top() + 1, 6, std::min(caret.height(), 16)), theme_.tokens().text);
}

void MessageText::resizeEvent(QResizeEvent* event) {
  QTextBrowser::resizeEvent(event);
  placeCopyButtons();
}

void MessageText::wheelEvent(QWheelEvent* event) { event->ignore(); }

void MessageText::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_Escape:
      event->ignore();
      return;  // the transcript scrolls, Esc stops
    default:
      QTextBrowser::keyPressEvent(event);
  }
}

QMimeData* MessageText::createMimeDataFromSelection() const {
  // Plain text only, with pills as the "[1]" they stand for.
  const QTextCursor selection = textCursor();
  QString text;
  for (QTextBlock block = document()->findBlock(selection.selectionStart());
       block.isValid() && block.position() < selection.selectionEnd(); block = block.next()) {
    if (!text.isEmpty()) text += u'\n';
    for (auto at = block.begin(); !at.atEnd(); ++at) {
      const QTextFragment piece = at.fragment();
      const int from = std::max(selection.selectionStart(), piece.position()) - piece.position();
      const int to = std::min(selection.selectionEnd(), piece.position() + piece.length()) - piece.position();
      if (from >= to) continue;
      const MarkdownMark kind = markOf(piece.charFormat());
      if (kind == MarkdownMark::kCitation) {
        text += u'[' + QString::number(piece.charFormat().property(kCitationProperty).toInt()) + u']';
      } else {
        QString words = piece.text().mid(from, to - from);
        words.remove(QChar(0x202F));
        if (kind == MarkdownMark::kInlineCode) words.replace(QChar::Nbsp, u' ');
        text += words.replace(QChar::LineSeparator, u'\n');
      }
    }
  }
  auto* const mime = new QMimeData;
  mime->setText(text);
  return mime;
}

}  // namespace vigie::console
