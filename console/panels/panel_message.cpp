#include "console/panels/panel_message.h"

#include "console/app/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

namespace vigie::console {

PanelMessage::PanelMessage(QWidget* parent) : QWidget(parent) {}

void PanelMessage::build() {
  heading_ = new QLabel(this);
  text_ = new QLabel(this);
  code_ = new QLabel(this);
  retry_ = new QPushButton(tr("Retry"), this);
  // Text from elsewhere is text: never guessed to be markup.
  for (QLabel* label : {heading_, text_, code_}) {
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    // Without an own least height a label wants room for a word a line, and a bar appears beside three lines of text.
    label->setMinimumSize(40, 1);
  }
  heading_->setFont(Theme::font(TextRole::kStrong));
  text_->setFont(Theme::font(TextRole::kSmall));
  text_->setProperty("role", QStringLiteral("muted"));
  code_->setFont(Theme::font(TextRole::kCode));
  code_->setProperty("role", QStringLiteral("muted"));
  // A message in a small panel scrolls: it is never cut.
  auto* content = new QWidget;
  auto* layout = new QVBoxLayout(content);
  layout->setContentsMargins(0, space::kTiny, 0, 0);
  layout->setSpacing(space::kTiny);
  layout->addWidget(heading_);
  layout->addWidget(text_);
  layout->addWidget(code_);
  layout->addSpacing(space::kTiny);
  layout->addWidget(retry_, 0, Qt::AlignLeft);
  layout->addStretch();
  auto* area = new QScrollArea(this);
  // First of all: what is polished without it keeps the ground of a window.
  area->setProperty("role", QStringLiteral("bare"));
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setWidgetResizable(true);
  area->setWidget(content);
  content->setAutoFillBackground(false);
  area->viewport()->setAutoFillBackground(false);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(area);
  connect(retry_, &QPushButton::clicked, this, &PanelMessage::retryRequested);
}

void PanelMessage::show(Tone tone, const QString& heading, const QString& text, const QString& code, bool canRetry) {
  // Most panels of a large dashboard never have anything to say.
  if (!heading_) build();
  heading_->setText(heading);
  heading_->setProperty("role", tone == Tone::kAlarming ? QStringLiteral("critical") : QStringLiteral("title"));
  heading_->style()->unpolish(heading_);
  heading_->style()->polish(heading_);
  text_->setText(text);
  text_->setVisible(!text.isEmpty());
  text_->setToolTip(text.size() > 120 ? text.toHtmlEscaped() : QString());
  code_->setText(code);
  code_->setVisible(!code.isEmpty());
  retry_->setVisible(canRetry);
  setVisible(true);
}

}  // namespace vigie::console
