#include "console/chat/chat_start.h"

#include "console/app/theme.h"
#include "console/chat/problem.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace vigie::console {

ChatStart::ChatStart(Theme&, QWidget* parent) : QWidget(parent) {
  title_ = new QLabel(this);
  title_->setFont(Theme::font(TextRole::kPageTitle));
  title_->setWordWrap(true);
  words_ = new QLabel(this);
  words_->setWordWrap(true);
  words_->setTextFormat(Qt::PlainText);
  words_->setProperty("role", QStringLiteral("muted"));
  retry_ = new QPushButton(tr("Retry now"), this);
  connect(retry_, &QPushButton::clicked, this, &ChatStart::retryRequested);

  auto* const column = new QVBoxLayout;
  column->setSpacing(space::kSmall);
  column->addWidget(title_);
  column->addWidget(words_);
  column->addSpacing(space::kSmall);
  // One of them is always in the other language: the corpus is in both.
  for (const QString& question :
       {tr("What do I do when ServiceDown fires?"), tr("Que faire quand ServiceDown se déclenche ?"),
        tr("Where do I see why answers are slow?")}) {
    auto* const button = new QPushButton(question, this);
    button->setStyleSheet(QStringLiteral("QPushButton { text-align: left; padding: 8px 12px; }"));
    connect(button, &QPushButton::clicked, this, [this, question] { Q_EMIT questionChosen(question); });
    column->addWidget(button);
    questions_.push_back(button);
  }
  column->addWidget(retry_, 0, Qt::AlignLeft);
  auto* const holder = new QWidget(this);
  holder->setLayout(column);
  holder->setMaximumWidth(460);
  column->setContentsMargins(0, 0, 0, 0);
  // No alignment flag on the way: it would keep the wrapped words from saying how high they are.
  auto* const row = new QHBoxLayout;
  row->addStretch(1);
  row->addWidget(holder, 100);
  row->addStretch(1);
  auto* const outer = new QVBoxLayout(this);
  outer->addStretch(2);
  outer->addLayout(row);
  outer->addStretch(3);
  setOffline(nullptr);
}

void ChatStart::setOffline(const Problem* problem) {
  const bool offline = problem != nullptr;
  title_->setText(offline ? tr("The server is not reachable") : tr("Ask about the service"));
  words_->setText(offline
                      ? tr("%1 Vigie keeps trying and goes on by itself as soon as it answers.").arg(problem->headline)
                      : tr("Answers stand on the indexed documents and cite them. Try one of these:"));
  for (QPushButton* const button : questions_) button->setVisible(!offline);
  retry_->setVisible(offline);
}

}  // namespace vigie::console
