#include "console/app/help_overlay.h"

#include "console/app/theme.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace vigie::console {
namespace {
constexpr int kRow = 28;
constexpr int kKeyColumn = 110;
}  // namespace

HelpOverlay::HelpOverlay(const Theme& theme, QList<KeyHelp> keys, QWidget* parent)
    : QWidget(parent), theme_(theme), keys_(std::move(keys)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setAccessibleName(tr("Keyboard"));
  QStringList spoken;
  for (const KeyHelp& key : keys_) spoken.append(tr("%1: %2").arg(key.keys, key.meaning));
  setAccessibleDescription(spoken.join(QStringLiteral(", ")));
  setGeometry(parent->rect());
  parent->installEventFilter(this);
  setFocusPolicy(Qt::StrongFocus);
  show();
  raise();
  setFocus();
}

void HelpOverlay::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const ThemeTokens& t = theme_.tokens();
  QColor shade = t.background;
  shade.setAlphaF(0.72F);
  painter.fillRect(rect(), shade);

  const int width = std::min(460, this->width() - 2 * space::kHuge);
  const int height = 2 * space::kHuge + 36 + kRow * static_cast<int>(keys_.size());
  const QRect card((this->width() - width) / 2, std::max(space::kHuge, (this->height() - height) / 2), width, height);
  painter.setPen(QPen(t.line, 1));
  painter.setBrush(t.raised);
  painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), radius::kPanel, radius::kPanel);
  QRect row = card.adjusted(space::kHuge, space::kHuge, -space::kHuge, 0);
  row.setHeight(24);
  painter.setFont(Theme::font(TextRole::kPageTitle));
  painter.setPen(t.text);
  painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, tr("Keyboard"));
  row.translate(0, 36);
  row.setHeight(kRow);
  for (const KeyHelp& key : keys_) {
    int x = row.left();
    painter.setFont(Theme::font(TextRole::kCode));
    const QFontMetrics metrics(painter.font());
    for (const QString& part : key.keys.split(QLatin1Char(' '))) {
      const QRect cap(x, row.top() + 3, std::max(22, metrics.horizontalAdvance(part) + 12), 22);
      painter.setPen(QPen(t.line, 1));
      painter.setBrush(t.background);
      painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
      painter.setPen(t.text);
      painter.drawText(cap, Qt::AlignCenter, part);
      x += cap.width() + 4;
    }
    painter.setFont(Theme::font(TextRole::kBody));
    painter.setPen(t.muted);
    painter.drawText(row.adjusted(kKeyColumn, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, key.meaning);
    row.translate(0, kRow);
  }
}

void HelpOverlay::keyPressEvent(QKeyEvent* event) {
  event->accept();
  close();
}

void HelpOverlay::mousePressEvent(QMouseEvent* event) {
  Q_UNUSED(event)
  close();
}

bool HelpOverlay::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

}  // namespace vigie::console
