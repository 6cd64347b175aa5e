#include "console/alerts/message_detail.h"

#include "console/alerts/alert_items.h"
#include "console/alerts/discord_view.h"
#include "console/alerts/inbox_follower.h"
#include "console/app/theme.h"
#include "console/dashboard/time_words.h"
#include "console/dashboard/unit_format.h"

#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace vigie::console {
namespace {

QString deliveryRow(const QString& name, const QString& value, const ThemeTokens& t) {
  return QStringLiteral("<tr><td style='color:%1'>%2</td><td width='20'></td><td>%3</td></tr>")
      .arg(t.muted.name(), name.toHtmlEscaped(), value.toHtmlEscaped());
}

QString moment(const QDateTime& at) { return momentWords(at.toMSecsSinceEpoch(), true); }

QString triesWords(const stack::Tries& tries) {
  if (tries.count == 1) return MessageDetail::tr("1, at %1").arg(moment(tries.first));
  return MessageDetail::tr("%1, the first at %2, the last at %3")
      .arg(QLocale().toString(tries.count), moment(tries.first), moment(tries.last));
}

}  // namespace

MessageDetail::MessageDetail(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      title_(new QLabel),
      discord_(new DiscordView(theme)),
      waiting_(new QLabel(tr("The message is being written."))),
      facts_(new QLabel),
      pair_(new QPushButton) {
  title_->setFont(Theme::font(TextRole::kPageTitle));
  title_->setTextFormat(Qt::PlainText);
  title_->setWordWrap(true);
  waiting_->setProperty("role", QStringLiteral("muted"));
  facts_->setTextFormat(Qt::RichText);
  facts_->setWordWrap(true);
  facts_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
  column->setSpacing(space::kMedium);
  column->addWidget(title_);
  column->addWidget(discord_);
  column->addWidget(waiting_);
  column->addWidget(facts_);
  column->addWidget(pair_, 0, Qt::AlignLeft);
  column->addStretch();
  connect(pair_, &QPushButton::clicked, this, [this] { Q_EMIT messageRequested(pairId_); });
  connect(discord_, &DiscordView::linkActivated, this, &MessageDetail::linkActivated);
  connect(&theme_, &Theme::changed, this, &MessageDetail::restyle);
}

void MessageDetail::display(const stack::InboxEntry& entry, const QList<stack::InboxEntry>& all) {
  entry_ = entry;
  title_->setText(entry.alertName() + QStringLiteral(" – ") + statusWords(entry));
  discord_->setVisible(!entry.message.isEmpty());
  waiting_->setVisible(entry.message.isEmpty() && entry.outcome == stack::Outcome::kPending);
  if (!entry.message.isEmpty()) discord_->setMessage(entry.message, entry.receivedAt);
  const stack::InboxEntry* other = counterpart(all, entry);
  pairId_ = other == nullptr ? 0 : other->id;
  pair_->setVisible(other != nullptr);
  if (other != nullptr) {
    const qint64 apart = qAbs(entry.receivedAt.secsTo(other->receivedAt));
    pair_->setText(other->id > entry.id ? tr("Resolved %1 later: show it").arg(formatAge(apart))
                                        : tr("Began %1 before: show it").arg(formatAge(apart)));
  }
  restyle();
}

void MessageDetail::restyle() {
  const ThemeTokens& t = theme_.tokens();
  QString rows = deliveryRow(tr("Received"), moment(entry_.receivedAt), t);
  rows += deliveryRow(tr("Outcome"), outcomeWords(entry_.outcome), t);
  if (entry_.settledAt.isValid() && entry_.outcome != stack::Outcome::kRepeated) {
    rows += deliveryRow(
        tr("Settled"),
        tr("%1, after %2").arg(moment(entry_.settledAt), formatAge(entry_.receivedAt.secsTo(entry_.settledAt))), t);
  }
  if (entry_.tries.count > 0) rows += deliveryRow(tr("Tries"), triesWords(entry_.tries), t);
  // In the reader's words, and below what was said: that is in English.
  const QString failure = failureWords(entry_.tries.failure);
  if (!failure.isEmpty()) rows += deliveryRow(tr("Last failure"), failure, t);
  if (!entry_.why.isEmpty()) rows += deliveryRow(failure.isEmpty() ? tr("Last failure") : QString(), entry_.why, t);
  if (entry_.outcome == stack::Outcome::kPending && entry_.notBefore.isValid()) {
    rows += deliveryRow(tr("Next try"), moment(entry_.notBefore), t);
  }
  if (entry_.outcome == stack::Outcome::kKept) {
    rows += deliveryRow(tr("Why"), tr("DISCORD_WEBHOOK_URL is not set: nobody was told."), t);
  }
  facts_->setText(QStringLiteral("<table cellpadding='3'>%1</table>").arg(rows));
}

}  // namespace vigie::console
