#include "console/chat/turn_view.h"

#include "console/app/theme.h"
#include "console/chat/answer_facts.h"
#include "console/chat/message_text.h"

#include <QFontMetrics>
#include <QLabel>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace vigie::console {

namespace {

constexpr int kMeasureCharacters = 80;
constexpr int kBubblePaddingX = 12;
constexpr int kBubblePaddingY = 9;

QToolButton* action(QWidget* parent, const QString& word, const QString& tip) {
  auto* const button = new QToolButton(parent);
  button->setText(word);
  button->setToolTip(tip);
  button->setProperty("role", QStringLiteral("ghost"));
  button->setFont(Theme::font(TextRole::kSmall));
  return button;
}

/// A label wraps in a height of its own: place it and say how much it took.
int place(QLabel& label, int x, int y, int width) {
  const int height = label.wordWrap() ? label.heightForWidth(width) : label.sizeHint().height();
  label.setGeometry(x, y, width, height);
  return height;
}

}  // namespace

TurnView::TurnView(Theme& theme, Speaker speaker, QWidget* parent)
    : QWidget(parent), theme_(theme), speaker_(speaker), text_(new MessageText(theme, this)) {
  connect(text_, &MessageText::citationActivated, this, &TurnView::citationActivated);
  connect(text_, &MessageText::linkActivated, this, &TurnView::linkActivated);
  if (speaker_ == Speaker::kUser) {
    text_->setAccessibleName(tr("Your question"));
    return;
  }
  text_->setAccessibleName(tr("Answer"));
  waiting_ = new QLabel(tr("Waiting for the first token…"), this);
  facts_ = new QLabel(this);
  facts_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  facts_->setWordWrap(true);
  problem_ = new QLabel(this);
  problemDetail_ = new QLabel(this);
  for (QLabel* const label : {problem_, problemDetail_}) {
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
  }
  for (QLabel* const label : {waiting_, facts_, problemDetail_}) {
    label->setProperty("role", QStringLiteral("muted"));
    label->setFont(Theme::font(TextRole::kSmall));
  }
  facts_->setTextFormat(Qt::PlainText);
  problem_->setProperty("role", QStringLiteral("critical"));
  retry_ = new QPushButton(tr("Retry"), this);
  copy_ = action(this, tr("Copy"), tr("Copy this answer (Ctrl+Shift+C)"));
  regenerate_ = action(this, tr("Regenerate"), tr("Ask again, as a branch (Ctrl+R)"));
  connect(retry_, &QPushButton::clicked, this, &TurnView::regenerateRequested);
  connect(copy_, &QToolButton::clicked, this, &TurnView::copyRequested);
  connect(regenerate_, &QToolButton::clicked, this, &TurnView::regenerateRequested);
  setTabOrder(text_, retry_);
  setTabOrder(retry_, copy_);
  setTabOrder(copy_, regenerate_);
  connect(&theme_, &Theme::changed, this, &TurnView::restyle);
  restyle();
}

void TurnView::restyle() {
  const QString muted = QStringLiteral("QToolButton { color: %1; padding: 2px 5px; min-height: 14px; }")
                            .arg(theme_.tokens().muted.name());
  for (QToolButton* const button : {copy_, regenerate_}) button->setStyleSheet(muted);
}

void TurnView::setTurn(const ChatTurn& turn) {
  state_ = turn.state;
  if (speaker_ == Speaker::kUser) {
    if (text_->source() != turn.text) text_->setWords(turn.text);
    return;
  }
  text_->setMarkdown(turn.text, static_cast<int>(turn.citations.size()), turn.state == TurnState::kStreaming);
  text_->setVisible(!turn.text.isEmpty());
  waiting_->setVisible(turn.state == TurnState::kWaiting || turn.state == TurnState::kRunning);
  waiting_->setText(turn.state == TurnState::kRunning ? tr("This answer is still being written elsewhere…")
                                                      : tr("Waiting for the first token…"));
  QStringList facts = answerFacts(turn, QLocale());
  if (!turn.underWay() && !turn.model.isEmpty() && turn.state != TurnState::kFailed) facts << modelLabel(turn);
  facts_->setText(facts.join(QStringLiteral("   ")));
  facts_->setAccessibleName(tr("Facts: %1").arg(facts.join(QStringLiteral(", "))));
  facts_->setVisible(!facts.isEmpty());
  const bool broken = turn.state == TurnState::kFailed || turn.state == TurnState::kPartial;
  problem_->setVisible(broken);
  problemDetail_->setVisible(broken && turn.problem && !turn.problem->detail.isEmpty());
  retry_->setVisible(broken && (!turn.problem || turn.problem->retryable()));
  if (broken) {
    const QString headline = turn.problem ? turn.problem->headline
                             : turn.state == TurnState::kPartial
                                 ? tr("This answer broke off; the text is what had arrived.")
                                 : tr("This question was not answered.");
    problem_->setText(turn.state == TurnState::kPartial && turn.problem
                          ? tr("%1 The answer is partial: the text is what had arrived.").arg(headline)
                          : headline);
    if (turn.problem) problemDetail_->setText(turn.problem->detail);
  }
  const bool over = !turn.underWay() && turn.state != TurnState::kRunning;
  copy_->setVisible(over && !turn.text.isEmpty());
  regenerate_->setVisible(over && !broken);
}

QString TurnView::facts() const { return facts_ != nullptr ? facts_->text() : QString(); }

int TurnView::measure() const {
  return QFontMetrics(Theme::font(TextRole::kBody)).averageCharWidth() * kMeasureCharacters;
}

int TurnView::layoutFor(int width) { return speaker_ == Speaker::kUser ? layoutQuestion(width) : layoutAnswer(width); }

int TurnView::layoutQuestion(int width) {
  const int most = std::min(measure(), width * 3 / 4) - 2 * kBubblePaddingX;
  const int textWidth = std::max(20, text_->idealWidth(most));
  const int textHeight = text_->heightFor(textWidth);
  bubble_ = QRect(width - textWidth - 2 * kBubblePaddingX, 0, textWidth + 2 * kBubblePaddingX,
                  textHeight + 2 * kBubblePaddingY);
  text_->setGeometry(bubble_.left() + kBubblePaddingX, kBubblePaddingY, textWidth, textHeight);
  return bubble_.height();
}

int TurnView::layoutAnswer(int width) {
  const int textWidth = std::min(width, measure());
  int y = 0;
  if (!text_->isHidden()) {
    const int height = text_->heightFor(textWidth);
    text_->setGeometry(0, 0, textWidth, height);
    y += height + space::kSmall;
  }
  if (!waiting_->isHidden()) y += place(*waiting_, 0, y, width) + space::kTiny;
  if (!problem_->isHidden()) {
    y += place(*problem_, 0, y, textWidth) + space::kTiny;
    if (!problemDetail_->isHidden()) y += place(*problemDetail_, 0, y, textWidth) + space::kTiny;
    if (!retry_->isHidden()) {
      const QSize size = retry_->sizeHint();
      retry_->setGeometry(0, y, size.width(), size.height());
      y += size.height() + space::kSmall;
    }
  }
  int right = width;
  int rowHeight = 0;
  for (QToolButton* const button : {regenerate_, copy_}) {
    if (button->isHidden()) continue;
    const QSize size = button->sizeHint();
    right -= size.width();
    button->setGeometry(right, y, size.width(), size.height());
    rowHeight = std::max(rowHeight, size.height());
  }
  if (!facts_->isHidden()) {
    // Facts and actions share a line where they fit on one; else the facts go above.
    const int wanted = QFontMetrics(facts_->font()).horizontalAdvance(facts_->text()) + 2;
    if (wanted > right - space::kMedium) {
      y += place(*facts_, 0, y, width) + space::kTiny;
      for (QToolButton* const button : {regenerate_, copy_}) button->move(button->x(), y);
      if (rowHeight > 0) moveToLeft();
    } else {
      // A wrapping label asks for more than its one line.
      const int height = QFontMetrics(facts_->font()).lineSpacing();
      facts_->setGeometry(0, y + std::max(0, (rowHeight - height) / 2), wanted, height);
      rowHeight = std::max(rowHeight, height);
    }
  }
  return y + rowHeight;
}

/// Below the facts the actions start where the reader's eye is.
void TurnView::moveToLeft() {
  int x = -5;  // a ghost button's words begin inside it
  for (QToolButton* const button : {copy_, regenerate_}) {
    if (button->isHidden()) continue;
    button->move(x, button->y());
    x += button->width();
  }
}

void TurnView::paintEvent(QPaintEvent*) {
  if (speaker_ != Speaker::kUser) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF box(bubble_);
  QPainterPath path;
  path.addRoundedRect(box, radius::kPanel, radius::kPanel);
  QPainterPath corner;  // the corner that points at the speaker
  corner.addRect(QRectF(box.right() - radius::kPanel, box.bottom() - radius::kPanel, radius::kPanel, radius::kPanel));
  painter.fillPath(path.united(corner), theme_.tokens().selection);
}

void TurnView::mousePressEvent(QMouseEvent* event) {
  if (speaker_ == Speaker::kAssistant) Q_EMIT chosen();
  QWidget::mousePressEvent(event);
}

}  // namespace vigie::console
