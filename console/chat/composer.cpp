#include "console/chat/composer.h"

#include "console/app/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTextBlock>

#include <algorithm>
#include <cmath>

namespace vigie::console {

Composer::Composer(Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      edit_(new QPlainTextEdit(this)),
      hint_(new QLabel(edit_)),
      send_(new QPushButton(tr("Send"), this)),
      stop_(new QPushButton(tr("Stop"), this)) {
  edit_->setAccessibleName(tr("Your question"));
  edit_->setPlaceholderText(tr("Ask about the service…"));
  edit_->setTabChangesFocus(true);
  edit_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  edit_->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  edit_->installEventFilter(this);
  hint_->setText(tr("Enter to send · Shift+Enter new line · Esc stops"));
  hint_->setFont(Theme::font(TextRole::kSmall));
  hint_->setProperty("role", QStringLiteral("muted"));
  hint_->setAttribute(Qt::WA_TransparentForMouseEvents);
  send_->setProperty("role", QStringLiteral("primary"));
  send_->setAutoDefault(false);
  stop_->setAutoDefault(false);
  stop_->setToolTip(tr("Stop this answer (Esc)"));
  stop_->hide();

  auto* const row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space::kSmall);
  row->addWidget(edit_, 1);
  row->addWidget(send_, 0, Qt::AlignBottom);
  row->addWidget(stop_, 0, Qt::AlignBottom);

  connect(send_, &QPushButton::clicked, this, &Composer::send);
  connect(stop_, &QPushButton::clicked, this, &Composer::stopRequested);
  connect(edit_, &QPlainTextEdit::textChanged, this, [this] {
    fit();
    updateHint();
    send_->setEnabled(!text().trimmed().isEmpty());
    Q_EMIT textEdited(text());
  });
  connect(edit_->document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, &Composer::fit);
  connect(&theme_, &Theme::changed, this, &Composer::restyle);
  send_->setEnabled(false);
  restyle();
  fit();
}

void Composer::restyle() {
  edit_->document()->setDocumentMargin(4);
  fit();
}

void Composer::setText(const QString& text) {
  if (edit_->toPlainText() == text) return;
  edit_->setPlainText(text);
  edit_->moveCursor(QTextCursor::End);
}

void Composer::setAnswering(bool answering) {
  answering_ = answering;
  // The button that has the focus does not vanish with it.
  const bool hadFocus = send_->hasFocus() || stop_->hasFocus();
  send_->setVisible(!answering);
  stop_->setVisible(answering);
  if (hadFocus) edit_->setFocus();
  fit();
}

void Composer::send() {
  const QString words = text();
  if (answering_ || words.trimmed().isEmpty()) return;
  edit_->clear();
  Q_EMIT sendRequested(words);
}

bool Composer::eventFilter(QObject* watched, QEvent* event) {
  if (watched == edit_ && event->type() == QEvent::Resize) updateHint();
  if (watched == edit_ && event->type() == QEvent::KeyPress && handleKey(*static_cast<QKeyEvent*>(event))) return true;
  return QWidget::eventFilter(watched, event);
}

bool Composer::handleKey(QKeyEvent& key) {
  if ((key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) && !(key.modifiers() & Qt::ShiftModifier)) {
    send();
    return true;
  }
  if (key.key() == Qt::Key_Up && text().isEmpty() && !lastPrompt_.isEmpty()) {
    setText(lastPrompt_);
    return true;
  }
  if (key.key() == Qt::Key_Escape && answering_) {
    Q_EMIT stopRequested();
    return true;
  }
  return false;
}

void Composer::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit();
}

void Composer::fit() {
  const QFontMetrics metrics(edit_->font());
  // A plain text edit's document counts in lines.
  const double lines = std::max(1.0, edit_->document()->documentLayout()->documentSize().height());
  const int most = window() != nullptr ? std::max(80, window()->height() / 3) : 240;
  const int wanted = static_cast<int>(std::ceil(lines * metrics.lineSpacing())) + 8 + 2 + 10;
  const int oneLine = metrics.lineSpacing() + 20;
  for (QPushButton* const button : {send_, stop_}) button->setFixedHeight(oneLine);
  edit_->setFixedHeight(std::min(std::max(wanted, oneLine), most));
  edit_->setVerticalScrollBarPolicy(wanted > most ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
  updateHint();
}

void Composer::updateHint() {
  hint_->adjustSize();
  hint_->move(edit_->width() - hint_->width() - 12, (edit_->height() - hint_->height()) / 2);
  const int taken = QFontMetrics(edit_->font()).horizontalAdvance(edit_->placeholderText()) + 48;
  hint_->setVisible(text().isEmpty() && edit_->width() > taken + hint_->width());
}

}  // namespace vigie::console
