#include "console/app/help_overlay.h"

#include "console/app/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>

namespace vigie::console {
namespace {
constexpr int kHelpRow = 26;
constexpr int kHelpHeading = 34;
constexpr int kHelpTitle = 36;
constexpr int kKeyColumn = 116;
constexpr int kColumnWidth = 380;
constexpr int kMostHelpColumns = 3;
}  // namespace

HelpOverlay::HelpOverlay(const Theme& theme, std::vector<KeyGroup> groups, QWidget* parent)
    : Overlay(theme, parent), groups_(std::move(groups)) {
  setAccessibleName(tr("Keyboard"));
  QStringList spoken;
  for (const KeyGroup& group : groups_) {
    for (const KeyHelp& key : group.keys) spoken.append(tr("%1: %2").arg(key.keys, key.meaning));
  }
  setAccessibleDescription(spoken.join(QStringLiteral(", ")));
  show();
  raise();
  setFocus();
}

int HelpOverlay::heightOf(const std::vector<int>& column) const {
  int height = 0;
  for (const int index : column) {
    height += kHelpHeading + kHelpRow * static_cast<int>(groups_[static_cast<std::size_t>(index)].keys.size());
  }
  return height;
}

std::vector<std::vector<int>> HelpOverlay::columns() const {
  const int most = std::clamp((width() - 4 * space::kHuge) / kColumnWidth, 1, kMostHelpColumns);
  int total = 0;
  for (std::size_t i = 0; i < groups_.size(); ++i) total += heightOf({static_cast<int>(i)});
  std::vector<std::vector<int>> columns(1);
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    const int next = heightOf({static_cast<int>(i)});
    const bool full = heightOf(columns.back()) + next / 2 > total / most;
    if (full && !columns.back().empty() && static_cast<int>(columns.size()) < most) columns.emplace_back();
    columns.back().push_back(static_cast<int>(i));
  }
  return columns;
}

QRect HelpOverlay::cardRect() const {
  const std::vector<std::vector<int>> all = columns();
  int tallest = 0;
  for (const std::vector<int>& column : all) tallest = std::max(tallest, heightOf(column));
  const int count = static_cast<int>(all.size());
  const int wide =
      std::min(count * kColumnWidth + (count - 1) * space::kHuge + 2 * space::kHuge, width() - 2 * space::kLarge);
  const int high = std::min(2 * space::kHuge + kHelpTitle + tallest, height() - 2 * space::kLarge);
  return {(width() - wide) / 2, (height() - high) / 2, wide, high};
}

void HelpOverlay::paintEvent(QPaintEvent* event) {
  Overlay::paintEvent(event);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const ThemeTokens& t = theme().tokens();
  const QRect inside = cardRect().adjusted(space::kHuge, space::kHuge, -space::kHuge, -space::kHuge);
  painter.setFont(Theme::font(TextRole::kPageTitle));
  painter.setPen(t.text);
  painter.drawText(QRect(inside.left(), inside.top(), inside.width(), 24), Qt::AlignLeft | Qt::AlignVCenter,
                   tr("Keyboard"));
  painter.setClipRect(inside.adjusted(0, kHelpTitle, 0, 0));
  const std::vector<std::vector<int>> all = columns();
  const int count = static_cast<int>(all.size());
  const int wide = (inside.width() - (count - 1) * space::kHuge) / count;
  for (int column = 0; column < count; ++column) {
    QRect row(inside.left() + column * (wide + space::kHuge), inside.top() + kHelpTitle - scroll_, wide, kHelpRow);
    for (const int index : all[static_cast<std::size_t>(column)]) {
      drawGroup(painter, row, groups_[static_cast<std::size_t>(index)]);
    }
  }
}

void HelpOverlay::drawGroup(QPainter& painter, QRect& row, const KeyGroup& group) const {
  const ThemeTokens& t = theme().tokens();
  painter.setFont(Theme::font(TextRole::kSmallStrong));
  painter.setPen(t.muted);
  painter.drawText(QRect(row.left(), row.top(), row.width(), kHelpHeading - 6), Qt::AlignLeft | Qt::AlignBottom,
                   group.heading);
  row.translate(0, kHelpHeading);
  for (const KeyHelp& key : group.keys) {
    int x = row.left();
    const QStringList ways = key.keys.split(QStringLiteral(" · "));
    for (const QString& way : ways) {
      if (x > row.left()) x += space::kSmall;
      painter.setFont(Theme::font(TextRole::kCode));
      const QFontMetrics metrics(painter.font());
      for (const QString& part : way.split(QLatin1Char(' '))) {
        const QRect cap(x, row.top() + 2, std::max(20, metrics.horizontalAdvance(part) + 10), 20);
        painter.setPen(QPen(t.line, 1));
        painter.setBrush(t.background);
        painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter.setPen(t.text);
        painter.drawText(cap, Qt::AlignCenter, part);
        x += cap.width() + 3;
      }
    }
    painter.setFont(Theme::font(TextRole::kBody));
    painter.setPen(t.text);
    const QRect words(std::max(row.left() + kKeyColumn, x + space::kSmall), row.top(), 0, 24);
    const int room = row.right() - words.left();
    painter.drawText(QRect(words.left(), row.top(), room, 24), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(key.meaning, Qt::ElideRight, room));
    row.translate(0, kHelpRow);
  }
}

bool HelpOverlay::scrollBy(int pixels) {
  int tallest = 0;
  for (const std::vector<int>& column : columns()) tallest = std::max(tallest, heightOf(column));
  const int room = cardRect().height() - 2 * space::kHuge - kHelpTitle;
  const int next = std::clamp(scroll_ + pixels, 0, std::max(0, tallest - room));
  if (tallest <= room) return false;
  scroll_ = next;
  update();
  return true;
}

void HelpOverlay::keyPressEvent(QKeyEvent* event) {
  event->accept();
  int by = 0;
  if (event->key() == Qt::Key_Down) by = 2 * kHelpRow;
  if (event->key() == Qt::Key_Up) by = -2 * kHelpRow;
  if (event->key() == Qt::Key_PageDown) by = height() / 2;
  if (event->key() == Qt::Key_PageUp) by = -height() / 2;
  if (by != 0 && scrollBy(by)) return;
  close();
}

void HelpOverlay::mousePressEvent(QMouseEvent* event) {
  Q_UNUSED(event)
  close();
}

void HelpOverlay::wheelEvent(QWheelEvent* event) {
  scrollBy(-event->angleDelta().y() / 2);
  event->accept();
}

}  // namespace vigie::console
