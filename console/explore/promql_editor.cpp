#include "console/explore/promql_editor.h"

#include "console/app/theme.h"
#include "console/explore/completion_popup.h"
#include "console/explore/promql_highlighter.h"
#include "console/promql/token.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QTextBlock>

#include <algorithm>
#include <climits>
#include <cmath>

namespace vigie::console {
namespace {

/// Typing in one go asks once.
constexpr std::chrono::milliseconds kPause{70};
constexpr int kMostLines = 8;

QString closingOf(const QString& opening) {
  static const QString kOpen = QStringLiteral("({[\"");
  static const QString kClose = QStringLiteral(")}]\"");
  const qsizetype at = opening.size() == 1 ? kOpen.indexOf(opening) : -1;
  return at < 0 ? QString() : QString(kClose[at]);
}

}  // namespace

PromqlEditor::PromqlEditor(const Theme& theme, promql::CompletionSource& source, QWidget* parent)
    : QPlainTextEdit(parent), theme_(theme), source_(source) {
  setFont(Theme::font(TextRole::kCode));
  setTabChangesFocus(true);
  setLineWrapMode(QPlainTextEdit::WidgetWidth);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  setPlaceholderText(tr("A PromQL expression, for example rate(http_requests_total[5m]). Ctrl+Enter runs it."));
  setAccessibleName(tr("PromQL expression"));
  document()->setDocumentMargin(2);
  new PromqlHighlighter(theme_, document());
  resize_.setSingleShot(true);
  connect(&resize_, &QTimer::timeout, this, &PromqlEditor::followSize);
  typing_.setSingleShot(true);
  typing_.setInterval(kPause);
  connect(&typing_, &QTimer::timeout, this, &PromqlEditor::complete);
  connect(&source_, &promql::CompletionSource::offered, this,
          [this](const promql::CompletionContext& context, const std::vector<promql::Completion>& completions) {
            if (std::exchange(asked_, false)) takeOffer(context, completions);
          });
  connect(this, &QPlainTextEdit::cursorPositionChanged, this, &PromqlEditor::mark);
  connect(this, &QPlainTextEdit::textChanged, this, [this] {
    mark();
    resize_.start(0);
  });
  connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
          [this] { resize_.start(0); });
  connect(&theme_, &Theme::changed, this, &PromqlEditor::mark);
  followSize();
}

PromqlEditor::~PromqlEditor() { delete popup_; }

void PromqlEditor::setExpression(const QString& expression) {
  if (expression == toPlainText()) return;
  // Not setPlainText(): what was there can be brought back.
  QTextCursor cursor(document());
  cursor.select(QTextCursor::Document);
  cursor.insertText(expression);
  hidePopup();
}

void PromqlEditor::setProblem(const QString& message) {
  problem_ = message;
  problemOf_ = toPlainText();
  mark();
}

QString PromqlEditor::markedText() const {
  const QString text = toPlainText();
  if (problem_.isEmpty() || text != problemOf_) return {};
  const auto place = promql::errorPlace(text, problem_);
  return place ? text.mid(place->begin, place->end - place->begin) : QString();
}

bool PromqlEditor::isCompleting() const { return popup_ && popup_->isVisible(); }

QSize PromqlEditor::sizeHint() const {
  const QFontMetrics metrics(font());
  const int line = metrics.lineSpacing();
  const int room = viewport()->width() - 2 * static_cast<int>(document()->documentMargin());
  // What stands in an empty editor may need more than a line, in another language.
  const int wanted =
      toPlainText().isEmpty() && room > 0
          ? metrics.boundingRect(0, 0, room, INT_MAX / 2, Qt::TextWordWrap, placeholderText()).height() / line
          : static_cast<int>(document()->size().height());
  const int lines = std::clamp(wanted, 1, kMostLines);
  return {400, lines * line + 2 * static_cast<int>(document()->documentMargin()) + 16};
}

void PromqlEditor::resizeEvent(QResizeEvent* event) {
  QPlainTextEdit::resizeEvent(event);
  resize_.start(0);
}

void PromqlEditor::followSize() {
  const int height = sizeHint().height();
  if (height == minimumHeight() && height == maximumHeight()) return;
  setFixedHeight(height);
  Q_EMIT grown();
}

QChar PromqlEditor::characterAt(int position) const {
  return position < 0 || position >= document()->characterCount() - 1 ? QChar() : document()->characterAt(position);
}

void PromqlEditor::mark() {
  const ThemeTokens& t = theme_.tokens();
  QList<QTextEdit::ExtraSelection> marks;
  const auto add = [&](qsizetype begin, qsizetype end, const QTextCharFormat& format) {
    QTextCursor cursor(document());
    cursor.setPosition(static_cast<int>(begin));
    cursor.setPosition(static_cast<int>(end), QTextCursor::KeepAnchor);
    marks.append({cursor, format});
  };
  const QString text = toPlainText();
  if (const auto pair = promql::bracketAt(text, textCursor().position())) {
    QTextCharFormat format;
    format.setBackground(pair->other < 0 ? blend(t.background, t.critical, 0.3) : t.selection);
    format.setForeground(pair->other < 0 ? t.critical : t.text);
    add(pair->at, pair->at + 1, format);
    if (pair->other >= 0) add(pair->other, pair->other + 1, format);
  }
  if (!problem_.isEmpty() && text == problemOf_) {
    if (const auto place = promql::errorPlace(text, problem_)) {
      QTextCharFormat format;
      format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
      format.setUnderlineColor(t.critical);
      format.setBackground(blend(t.background, t.critical, 0.16));
      format.setToolTip(problem_);
      add(place->begin, place->end, format);
    }
  }
  setExtraSelections(marks);
}

void PromqlEditor::complete() {
  const auto [fromMs, toMs] = window_ ? window_() : std::pair<qint64, qint64>(0, 0);
  asked_ = true;
  source_.complete(toPlainText(), textCursor().position(), fromMs, toMs);
}

void PromqlEditor::completeNow() {
  forced_ = true;
  complete();
}

void PromqlEditor::takeOffer(const promql::CompletionContext& context,
                             const std::vector<promql::Completion>& completions) {
  const bool forced = std::exchange(forced_, false);
  if ((!hasFocus() && !forced) || !isVisible() || textCursor().position() != context.end) return hidePopup();
  // While one just looks around in an expression, nothing pops up by itself.
  const bool wanted = forced || !context.prefix.isEmpty() || context.expecting != promql::Expecting::kExpression;
  // What is written out in full already needs no list.
  const bool complete = completions.size() == 1 && completions.front().text == context.prefix && !forced;
  if (!wanted || complete || completions.empty()) return hidePopup();
  context_ = context;
  if (!popup_) {
    popup_ = new CompletionPopup(theme_, window());
    connect(popup_, &CompletionPopup::chosen, this, &PromqlEditor::insertCurrent);
  }
  QTextCursor start(document());
  start.setPosition(static_cast<int>(context.begin));
  const QRect anchor = cursorRect(start);
  popup_->offer(completions, {viewport()->mapTo(window(), anchor.topLeft()), anchor.size()});
}

void PromqlEditor::insertCurrent() {
  const promql::Completion* completion = popup_ ? popup_->current() : nullptr;
  if (!completion) return;
  QString insertion = completion->insertion;
  int back = completion->stepsBack;
  const QChar next = characterAt(static_cast<int>(context_.end));
  // What stands there already is not written twice.
  if (next == QLatin1Char('(') && insertion.contains(QLatin1Char('('))) {
    insertion = completion->text;
    back = 0;
  } else if (completion->kind == promql::CompletionKind::kLabel &&
             (next == QLatin1Char('=') || next == QLatin1Char('!'))) {
    insertion = completion->text;
    back = 0;
  }
  const bool goesOn = completion->kind == promql::CompletionKind::kLabel && back > 0;
  const bool closes = completion->kind == promql::CompletionKind::kValue && !context_.needsQuotes;
  QTextCursor cursor = textCursor();
  cursor.beginEditBlock();
  cursor.setPosition(static_cast<int>(context_.begin));
  cursor.setPosition(static_cast<int>(context_.end), QTextCursor::KeepAnchor);
  cursor.insertText(insertion);
  if (closes && !context_.isRegex) {
    // Past the quote, or closing it.
    if (characterAt(cursor.position()) == QLatin1Char('"')) {
      cursor.movePosition(QTextCursor::Right);
    } else if (characterAt(cursor.position()).isNull()) {
      cursor.insertText(QStringLiteral("\""));
    }
  }
  cursor.movePosition(QTextCursor::Left, QTextCursor::MoveAnchor, back);
  cursor.endEditBlock();
  setTextCursor(cursor);
  hidePopup();
  // The value of the label that was just chosen.
  if (goesOn) complete();
}

void PromqlEditor::hidePopup() {
  if (popup_) popup_->hide();
}

bool PromqlEditor::typeBracket(const QString& text) {
  QTextCursor cursor = textCursor();
  const QChar next = characterAt(cursor.position());
  const bool isClosing = text == QLatin1String(")") || text == QLatin1String("}") || text == QLatin1String("]") ||
                         text == QLatin1String("\"");
  if (isClosing && !cursor.hasSelection() && QString(next) == text) {
    cursor.movePosition(QTextCursor::Right);
    setTextCursor(cursor);
    return true;
  }
  const QString closing = closingOf(text);
  if (closing.isEmpty()) return false;
  const bool atEnd = next.isNull() || next.isSpace() || QStringLiteral(")}],").contains(next);
  if (!cursor.hasSelection() && !atEnd) return false;
  const QString inside = cursor.selectedText();
  cursor.insertText(text + inside + closing);
  cursor.movePosition(QTextCursor::Left);
  setTextCursor(cursor);
  return true;
}

void PromqlEditor::eraseEmptyPair() {
  QTextCursor cursor = textCursor();
  const QString before(characterAt(cursor.position() - 1));
  const QString closing = closingOf(before);
  if (!cursor.hasSelection() && !closing.isEmpty() && QString(characterAt(cursor.position())) == closing) {
    cursor.deleteChar();
  }
}

bool PromqlEditor::focusNextPrevChild(bool next) {
  // Tab takes what is offered; with nothing offered it goes on.
  return !isCompleting() && QPlainTextEdit::focusNextPrevChild(next);
}

void PromqlEditor::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
  if (enter && (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier))) {
    hidePopup();
    Q_EMIT runRequested();
    return;
  }
  if (isCompleting()) {
    if (event->modifiers() == Qt::NoModifier && popup_->takeKey(key)) return;
    if (enter || key == Qt::Key_Tab) return insertCurrent();
    if (key == Qt::Key_Escape) return hidePopup();
  }
  if (key == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
    return completeNow();
  }
  const int before = textCursor().position();
  if (key == Qt::Key_Backspace) eraseEmptyPair();
  const bool typed = !event->text().isEmpty() && event->text().front().isPrint() &&
                     !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
  if (!typed || !typeBracket(event->text())) QPlainTextEdit::keyPressEvent(event);
  if (typed || (key == Qt::Key_Backspace && isCompleting())) {
    typing_.start();
  } else if (textCursor().position() != before) {
    hidePopup();
  }
}

void PromqlEditor::focusOutEvent(QFocusEvent* event) {
  QPlainTextEdit::focusOutEvent(event);
  hidePopup();
}

void PromqlEditor::mousePressEvent(QMouseEvent* event) {
  hidePopup();
  QPlainTextEdit::mousePressEvent(event);
}

}  // namespace vigie::console
