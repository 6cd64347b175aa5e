#include "console/app/notice_bar.h"

#include "console/app/icon.h"
#include "console/app/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace vigie::console {

NoticeBar::NoticeBar(const Theme& theme, QWidget* parent)
    : QFrame(parent), theme_(theme), icon_(new QLabel), text_(new QLabel), buttons_(new QHBoxLayout) {
  setObjectName(QStringLiteral("notice"));
  text_->setWordWrap(true);
  text_->setTextFormat(Qt::PlainText);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(space::kLarge, space::kTiny, space::kLarge, space::kTiny);
  layout->setSpacing(space::kSmall);
  layout->addWidget(icon_);
  layout->addWidget(text_, 1);
  buttons_->setSpacing(space::kSmall);
  layout->addLayout(buttons_);
  connect(&theme_, &Theme::changed, this, &NoticeBar::restyle);
  restyle();
  hide();
}

void NoticeBar::tell(const QString& text, std::vector<Choice> choices) {
  clear();
  text_->setText(text);
  setAccessibleName(text);
  choices.push_back({tr("Close"), [] {}});
  for (Choice& choice : choices) {
    auto* button = new QPushButton(choice.word);
    connect(button, &QPushButton::clicked, this, [this, act = std::move(choice.act)] {
      const auto kept = act;
      clear();
      kept();
    });
    buttons_->addWidget(button);
  }
  show();
}

void NoticeBar::clear() {
  while (QLayoutItem* item = buttons_->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
  text_->clear();
  hide();
}

QString NoticeBar::text() const { return text_->text(); }

bool NoticeBar::choose(const QString& word) {
  for (int i = 0; i < buttons_->count(); ++i) {
    auto* button = qobject_cast<QPushButton*>(buttons_->itemAt(i)->widget());
    if (!button || button->text() != word) continue;
    button->click();
    return true;
  }
  return false;
}

void NoticeBar::restyle() {
  const ThemeTokens& t = theme_.tokens();
  setStyleSheet(
      QStringLiteral("QFrame#notice { background: %1; border: none; }").arg(blend(t.surface, t.warning, 0.14).name()));
  icon_->setPixmap(iconPixmap(QStringLiteral("warning"), t.warning, 18, devicePixelRatioF()));
}

}  // namespace vigie::console
