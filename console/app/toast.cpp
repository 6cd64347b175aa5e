#include "console/app/toast.h"

#include "console/app/icon.h"
#include "console/app/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr std::chrono::milliseconds kWordTime{4'000};
/// One has to read it, decide and reach it.
constexpr std::chrono::milliseconds kChoiceTime{12'000};
constexpr int kMostToastWidth = 620;

}  // namespace

Toast* Toast::say(const Theme& theme, QWidget& host, const QString& text, std::vector<Choice> choices) {
  if (Toast* const earlier = over(host)) earlier->dismiss();
  return new Toast(theme, *host.window(), host, text, std::move(choices));
}

Toast* Toast::over(const QWidget& host) {
  return host.window()->findChild<Toast*>(QString(), Qt::FindDirectChildrenOnly);
}

Toast::Toast(const Theme& theme, QWidget& ground, QWidget& host, const QString& text, std::vector<Choice> choices)
    : QFrame(&ground), theme_(theme), host_(host), icon_(new QLabel), text_(new QLabel(text)) {
  setObjectName(QStringLiteral("toast"));
  setAccessibleName(text);
  text_->setTextFormat(Qt::PlainText);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kSmall);
  row->setSpacing(space::kSmall);
  row->addWidget(icon_);
  row->addWidget(text_, 1);
  for (Choice& choice : choices) {
    auto* button = new QPushButton(choice.word);
    connect(button, &QPushButton::clicked, this, [this, act = std::move(choice.act)] {
      const auto kept = act;
      dismiss();
      kept();
    });
    row->addWidget(button);
  }
  gone_.setSingleShot(true);
  gone_.setInterval(choices.empty() ? kWordTime : kChoiceTime);
  connect(&gone_, &QTimer::timeout, this, [this] {
    // One is about to press its button.
    if (isAncestorOf(window()->focusWidget())) {
      gone_.start();
    } else {
      dismiss();
    }
  });
  connect(&theme_, &Theme::changed, this, &Toast::restyle);
  // Another page than the one it speaks of, or another size of it.
  host_.installEventFilter(this);
  restyle();
  place();
  show();
  raise();
  gone_.start();
  QAccessibleEvent told(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&told);
}

QString Toast::text() const { return text_->text(); }

bool Toast::choose(const QString& word) {
  for (QPushButton* button : findChildren<QPushButton*>()) {
    if (button->text() != word) continue;
    button->click();
    return true;
  }
  return false;
}

void Toast::dismiss() {
  gone_.stop();
  hide();
  // Out of over() at once.
  setParent(nullptr);
  deleteLater();
}

void Toast::place() {
  text_->setWordWrap(false);
  adjustSize();
  const QRect page(host_.mapTo(host_.window(), QPoint(0, 0)), host_.size());
  const int most = std::min(kMostToastWidth, page.width() - 2 * space::kLarge);
  if (width() > most) {
    text_->setWordWrap(true);
    resize(most, heightForWidth(most));
  }
  move(page.left() + (page.width() - width()) / 2, page.bottom() + 1 - height() - space::kLarge);
}

void Toast::enterEvent(QEnterEvent* event) {
  QFrame::enterEvent(event);
  gone_.stop();
}

void Toast::leaveEvent(QEvent* event) {
  QFrame::leaveEvent(event);
  gone_.start();
}

bool Toast::eventFilter(QObject* watched, QEvent* event) {
  if (watched == &host_ && parent()) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move) place();
    if (event->type() == QEvent::Hide) dismiss();
  }
  return QFrame::eventFilter(watched, event);
}

void Toast::restyle() {
  const ThemeTokens& t = theme_.tokens();
  setStyleSheet(QStringLiteral("QFrame#toast { background: %1; border: 1px solid %2; border-radius: %3px; }")
                    .arg(t.raised.name(), t.line.name())
                    .arg(radius::kPanel));
  icon_->setPixmap(iconPixmap(QStringLiteral("check"), t.good, 18, devicePixelRatioF()));
}

}  // namespace vigie::console
