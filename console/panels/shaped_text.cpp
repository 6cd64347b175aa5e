#include "console/panels/shaped_text.h"

#include "console/panels/text_width.h"

#include <QCache>
#include <QFontMetricsF>
#include <QPainter>
#include <QStaticText>

#include <utility>

namespace vigie::console {
namespace {

/// Some dozens of panels' worth; about half a KiB each.
constexpr qsizetype kRememberedLines = 4'000;
constexpr qsizetype kRememberedElisions = 2'000;

QStaticText& shaped(TextRole role, const QString& text) {
  static QCache<std::pair<int, QString>, QStaticText> known(kRememberedLines);
  const std::pair<int, QString> key(static_cast<int>(role), text);
  if (QStaticText* line = known.object(key)) return *line;
  auto* line = new QStaticText(text);
  line->setTextFormat(Qt::PlainText);
  line->setPerformanceHint(QStaticText::AggressiveCaching);
  line->prepare({}, Theme::font(role));
  known.insert(key, line);
  return *line;
}

}  // namespace

void drawShaped(QPainter& painter, const QRectF& area, Qt::Alignment alignment, TextRole role, const QString& text) {
  if (text.isEmpty()) return;
  const QFont font = Theme::font(role);
  painter.setFont(font);
  const QStaticText& line = shaped(role, text);
  // Its own height is a whole number; drawText() centres by the font's.
  const QSizeF size(line.size().width(), QFontMetricsF(font).height());
  QPointF at = area.topLeft();
  if (alignment & Qt::AlignRight) at.rx() += area.width() - size.width();
  if (alignment & Qt::AlignHCenter) at.rx() += (area.width() - size.width()) / 2;
  if (alignment & Qt::AlignBottom) at.ry() += area.height() - size.height();
  if (alignment & Qt::AlignVCenter) at.ry() += (area.height() - size.height()) / 2;
  if (area.contains(QRectF(at, size))) {
    painter.drawStaticText(at, line);
    return;
  }
  painter.save();
  painter.setClipRect(area, Qt::IntersectClip);
  painter.drawStaticText(at, line);
  painter.restore();
}

void drawShaped(QPainter& painter, const QPointF& baseline, TextRole role, const QString& text) {
  if (text.isEmpty()) return;
  const QFont font = Theme::font(role);
  painter.setFont(font);
  painter.drawStaticText(baseline - QPointF(0, QFontMetricsF(font).ascent()), shaped(role, text));
}

QSizeF shapedSize(TextRole role, const QString& text) { return text.isEmpty() ? QSizeF() : shaped(role, text).size(); }

QString elidedTo(int width, Qt::TextElideMode mode, TextRole role, const QString& text) {
  if (textWidth(role, text) <= width) return text;
  static QCache<std::pair<std::pair<int, int>, QString>, QString> known(kRememberedElisions);
  const std::pair<std::pair<int, int>, QString> key({static_cast<int>(role) * 4 + static_cast<int>(mode), width}, text);
  if (const QString* elided = known.object(key)) return *elided;
  const QString elided = QFontMetrics(Theme::font(role)).elidedText(text, mode, width);
  known.insert(key, new QString(elided));
  return elided;
}

}  // namespace vigie::console
