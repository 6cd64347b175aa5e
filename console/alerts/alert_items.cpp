#include "console/alerts/alert_items.h"

#include "console/alerts/inbox_follower.h"
#include "console/app/row_ground.h"
#include "console/app/theme.h"
#include "console/dashboard/time_words.h"
#include "console/dashboard/unit_format.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kItemHeight = 52;
constexpr int kItemPadding = 10;

/// One context for the words of rows: they are made by functions.
QString words(const char* text) { return QCoreApplication::translate("AlertItem", text); }

QString ageOf(const QDateTime& since, const QDateTime& now) {
  return formatAge(std::max<qint64>(0, since.secsTo(now)));
}

HealthLevel levelOf(stack::Outcome outcome, bool resolved) {
  if (outcome == stack::Outcome::kRefused) return HealthLevel::kCritical;
  if (outcome == stack::Outcome::kPending) return HealthLevel::kWarning;
  return resolved ? HealthLevel::kGood : HealthLevel::kUnknown;
}

}  // namespace

QString phaseWords(const AlertState& alert, const QDateTime& now) {
  if (!alert.problem.isEmpty()) return words(QT_TRANSLATE_NOOP("AlertItem", "cannot be evaluated"));
  if (alert.phase == AlertPhase::kInactive) return words(QT_TRANSLATE_NOOP("AlertItem", "quiet"));
  if (alert.isSilenced()) {
    return alert.silencedUntil.isValid() ? words(QT_TRANSLATE_NOOP("AlertItem", "silenced until %1"))
                                               .arg(momentWords(alert.silencedUntil.toMSecsSinceEpoch()))
                                         : words(QT_TRANSLATE_NOOP("AlertItem", "silenced"));
  }
  const bool isFiring = alert.phase == AlertPhase::kFiring;
  if (!alert.since.isValid()) {
    return isFiring ? words(QT_TRANSLATE_NOOP("AlertItem", "firing"))
                    : words(QT_TRANSLATE_NOOP("AlertItem", "pending"));
  }
  return (isFiring ? words(QT_TRANSLATE_NOOP("AlertItem", "firing for %1"))
                   : words(QT_TRANSLATE_NOOP("AlertItem", "pending for %1")))
      .arg(ageOf(alert.since, now));
}

QString severityWords(const QString& severity) {
  if (severity == QLatin1String("critical")) return words(QT_TRANSLATE_NOOP("AlertItem", "critical"));
  if (severity == QLatin1String("warning")) return words(QT_TRANSLATE_NOOP("AlertItem", "warning"));
  if (severity == QLatin1String("info")) return words(QT_TRANSLATE_NOOP("AlertItem", "info"));
  return severity;
}

HealthLevel levelOf(const AlertState& alert) {
  if (!alert.problem.isEmpty()) return HealthLevel::kWarning;
  if (alert.phase == AlertPhase::kInactive) return HealthLevel::kGood;
  if (alert.phase == AlertPhase::kPending || alert.isSilenced()) return HealthLevel::kUnknown;
  return alert.severity == QLatin1String("critical") ? HealthLevel::kCritical : HealthLevel::kWarning;
}

AlertItem itemOf(const AlertState& alert, const QDateTime& now) {
  AlertItem item;
  item.key = alert.key();
  item.level = levelOf(alert);
  item.title = alert.name;
  // A rule's own summary is a template; only an alert's is a sentence.
  const QString summary = alert.annotations.value(QStringLiteral("summary"));
  item.detail = summary.contains(QLatin1String("{{")) ? QString() : summary;
  item.word = phaseWords(alert, now);
  item.isDrill = alert.isDrill();
  item.searched =
      QStringList{alert.name, alert.severity, item.detail, item.word, alert.labels.values().join(u' ')}.join(
          QLatin1Char(' '));
  return item;
}

QString statusWords(const stack::InboxEntry& entry) {
  return entry.status() == QLatin1String("resolved") ? words(QT_TRANSLATE_NOOP("AlertItem", "resolved"))
                                                     : words(QT_TRANSLATE_NOOP("AlertItem", "firing"));
}

QString outcomeWords(stack::Outcome outcome) {
  switch (outcome) {
    case stack::Outcome::kPending:
      return words(QT_TRANSLATE_NOOP("AlertItem", "waits for Discord"));
    case stack::Outcome::kPosted:
      return words(QT_TRANSLATE_NOOP("AlertItem", "posted"));
    case stack::Outcome::kKept:
      return words(QT_TRANSLATE_NOOP("AlertItem", "kept here only"));
    case stack::Outcome::kRepeated:
      return words(QT_TRANSLATE_NOOP("AlertItem", "repeated, not told"));
    case stack::Outcome::kRefused:
      return words(QT_TRANSLATE_NOOP("AlertItem", "refused by Discord"));
  }
  return {};
}

QString failureWords(stack::Failure failure) {
  switch (failure) {
    case stack::Failure::kNone:
      return {};
    case stack::Failure::kLimited:
      return words(QT_TRANSLATE_NOOP("AlertItem", "Discord asked to wait"));
    case stack::Failure::kDiscord:
      return words(QT_TRANSLATE_NOOP("AlertItem", "Discord had a fault of its own"));
    case stack::Failure::kUnreachable:
      return words(QT_TRANSLATE_NOOP("AlertItem", "Discord could not be reached"));
    case stack::Failure::kWebhook:
      return words(QT_TRANSLATE_NOOP("AlertItem", "Discord does not accept the webhook: make a new one"));
    case stack::Failure::kMessage:
      return words(QT_TRANSLATE_NOOP("AlertItem", "Discord does not accept the message"));
  }
  return {};
}

AlertItem itemOf(const stack::InboxEntry& entry) {
  AlertItem item;
  const bool resolved = entry.status() == QLatin1String("resolved");
  item.key = QString::number(entry.id);
  item.level = levelOf(entry.outcome, resolved);
  if (!resolved && item.level == HealthLevel::kUnknown) {
    const QString severity =
        entry.group.value(QLatin1String("commonLabels")).toObject().value(QLatin1String("severity")).toString();
    item.level = severity == QLatin1String("critical") ? HealthLevel::kCritical : HealthLevel::kWarning;
  }
  item.title = entry.alertName();
  item.detail = statusWords(entry) + QStringLiteral(" · ") + momentWords(entry.receivedAt.toMSecsSinceEpoch(), true);
  if (entry.tries.count > 1) {
    item.detail +=
        QStringLiteral(" · ") + words(QT_TRANSLATE_NOOP("AlertItem", "tried %1 times")).arg(entry.tries.count);
  }
  item.word = outcomeWords(entry.outcome);
  item.isDrill = isDrill(entry);
  item.searched = QStringList{item.title, item.detail,
                              item.word,  failureWords(entry.tries.failure),
                              entry.why,  entry.message.value(QLatin1String("content")).toString()}
                      .join(QLatin1Char(' '));
  return item;
}

void AlertItemModel::setItems(std::vector<AlertItem> items) {
  const bool same = items.size() == items_.size() &&
                    std::equal(items.begin(), items.end(), items_.begin(),
                               [](const AlertItem& a, const AlertItem& b) { return a.key == b.key; });
  if (!same) {
    beginResetModel();
    items_ = std::move(items);
    endResetModel();
    return;
  }
  for (std::size_t row = 0; row < items.size(); ++row) {
    if (items[row] == items_[row]) continue;
    items_[row] = std::move(items[row]);
    const QModelIndex at = index(static_cast<int>(row));
    Q_EMIT dataChanged(at, at);
  }
}

int AlertItemModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(items_.size());
}

QVariant AlertItemModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const AlertItem& item = items_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
      return item.title;
    case Qt::AccessibleTextRole:
      return QStringList{item.isDrill ? QStringLiteral("DRILL ") + item.title : item.title, item.word, item.detail}
          .join(QStringLiteral(", "));
    case Qt::ToolTipRole:
      return item.detail.toHtmlEscaped();
    case kKeyRole:
      return item.key;
    case kLevelRole:
      return static_cast<int>(item.level);
    case kDetailRole:
      return item.detail;
    case kWordRole:
      return item.word;
    case kDrillRole:
      return item.isDrill;
    case kSearchedRole:
      return item.searched;
    default:
      return {};
  }
}

QColor colourOf(HealthLevel level, const Theme& theme) {
  const ThemeTokens& t = theme.tokens();
  switch (level) {
    case HealthLevel::kGood:
      return t.good;
    case HealthLevel::kWarning:
      return t.warning;
    case HealthLevel::kCritical:
      return t.critical;
    case HealthLevel::kUnknown:
    case HealthLevel::kAbsent:
      break;
  }
  return t.muted;
}

void AlertItemDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const ThemeTokens& t = theme_.tokens();
  const auto level = static_cast<HealthLevel>(index.data(AlertItemModel::kLevelRole).toInt());
  painter->save();
  const QRectF box = drawRowGround(*painter, option, theme_);
  painter->setPen(Qt::NoPen);
  painter->setBrush(colourOf(level, theme_));
  painter->drawRoundedRect(QRectF(box.left() + 5, box.top() + 8, 3, box.height() - 16), 1.5, 1.5);

  const QRect inner = option.rect.adjusted(kItemPadding + 6, kItemPadding - 1, -kItemPadding, -kItemPadding + 1);
  const QFont strong = Theme::font(TextRole::kStrong);
  const QFont small = Theme::font(TextRole::kSmall);
  const QFontMetrics strongMetrics(strong);
  const QFontMetrics smallMetrics(small);
  const QString word = index.data(AlertItemModel::kWordRole).toString();
  const int wordWidth = std::min(smallMetrics.horizontalAdvance(word) + 2, inner.width() * 3 / 5);
  const QRect top(inner.left(), inner.top(), inner.width(), strongMetrics.height());
  painter->setFont(small);
  painter->setPen(level == HealthLevel::kGood ? t.muted : colourOf(level, theme_));
  painter->drawText(top, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter),
                    smallMetrics.elidedText(word, Qt::ElideRight, wordWidth));
  int left = top.left();
  if (index.data(AlertItemModel::kDrillRole).toBool()) {
    const QString drill = QStringLiteral("DRILL");
    const QRectF mark(left, top.top() + 1, smallMetrics.horizontalAdvance(drill) + 10, top.height() - 2);
    painter->setPen(QPen(t.accent, 1));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(mark.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter->setPen(t.accent);
    painter->drawText(mark, Qt::AlignCenter, drill);
    left += static_cast<int>(mark.width()) + 6;
  }
  painter->setFont(strong);
  painter->setPen(t.text);
  const int room = top.right() - wordWidth - 8 - left;
  painter->drawText(QRect(left, top.top(), room, top.height()), static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter),
                    strongMetrics.elidedText(index.data().toString(), Qt::ElideRight, room));
  painter->setFont(small);
  painter->setPen(t.muted);
  painter->drawText(
      QRect(inner.left(), top.bottom() + 3, inner.width(), smallMetrics.height()),
      static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter),
      smallMetrics.elidedText(index.data(AlertItemModel::kDetailRole).toString(), Qt::ElideRight, inner.width()));
  painter->restore();
}

QSize AlertItemDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  Q_UNUSED(index)
  return {option.rect.width(), kItemHeight};
}

}  // namespace vigie::console
