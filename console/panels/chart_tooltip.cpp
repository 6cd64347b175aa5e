#include "console/panels/chart_tooltip.h"

#include "console/dashboard/display_zone.h"
#include "console/panels/line_swatch.h"
#include "console/panels/shaped_text.h"
#include "console/panels/text_width.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

constexpr int kTipRow = 18;
constexpr int kTipPadding = 8;
constexpr int kTipSwatch = 12;
constexpr int kTipGap = 16;
constexpr int kNarrowestName = 60;
constexpr int kWidestNote = 320;

struct Measured {
  int name = 0;
  int value = 0;
  int difference = 0;
};

Measured measure(const TooltipContent& content) {
  Measured widest;
  for (const TooltipRow& row : content.rows) {
    widest.name = std::max(widest.name, textWidth(TextRole::kSmall, row.name));
    widest.value = std::max(widest.value, textWidth(TextRole::kSmallStrong, row.value));
    if (!row.difference.isEmpty()) {
      widest.difference = std::max(widest.difference, textWidth(TextRole::kSmall, row.difference) + space::kSmall);
    }
  }
  return widest;
}

int linesOf(const TooltipContent& content) {
  return 1 + static_cast<int>(content.rows.size()) + (content.leftOut > 0 ? 1 : 0) +
         static_cast<int>(content.notes.size());
}

}  // namespace

QString moreText(int count) { return QCoreApplication::translate("chart", "+ %n more", nullptr, count); }

TooltipContent tooltipAt(const ChartModel& model, qint64 timeMs, const ChartLine* nearest, std::size_t most) {
  struct Found {
    const ChartLine* line;
    double value;
  };
  const qint64 within = std::max<qint64>(model.stepMs, 1000);
  std::vector<Found> found;
  for (const ChartLine& line : model.lines) {
    if (!line.inTooltip || (nearest && &line != nearest)) continue;
    const auto index = nearestSample(line.times, timeMs, within);
    if (index && !std::isnan(line.raw[*index])) found.push_back({&line, line.raw[*index]});
  }
  const bool rising = model.tooltipSort == QLatin1String("asc");
  std::stable_sort(found.begin(), found.end(),
                   [rising](const Found& a, const Found& b) { return rising ? a.value < b.value : a.value > b.value; });
  TooltipContent content;
  content.when = QLocale().toString(inDisplayZone(timeMs), QStringLiteral("ddd d MMM HH:mm:ss"));
  if (found.size() > most) {
    content.leftOut = static_cast<int>(found.size() - most);
    found.resize(most);
  }
  std::vector<const ChartLine*> ghosts;
  for (const ChartLine& line : model.lines) {
    if (line.ghost) ghosts.push_back(&line);
  }
  for (const Found& one : found) {
    const QString name =
        one.line->ghost ? QCoreApplication::translate("chart", "%1, before").arg(one.line->name) : one.line->name;
    TooltipRow row{name, one.line->style.colour, one.line->text(one.value), {}};
    row.dashes = one.line->style.dashes;
    if (!one.line->links.empty()) {
      row.links = one.line->links;
      row.subject = {one.line->name, one.line->labels, one.value, row.value, timeMs, {}};
    }
    for (const ChartLine* ghost : ghosts) {
      if (one.line->ghost || ghost->name != one.line->name) continue;
      const auto index = nearestSample(ghost->times, timeMs, within);
      if (index) row.difference = differenceText(one.value, ghost->raw[*index], one.line->format);
    }
    content.rows.push_back(std::move(row));
  }
  return content;
}

void fitTooltip(TooltipContent& content, int height) {
  const int fits = std::max(2, (height - 2 * kTipPadding + 2) / kTipRow) - 1 - static_cast<int>(content.notes.size());
  const int all = static_cast<int>(content.rows.size()) + content.leftOut;
  if (all <= std::max(1, fits)) return;
  const int kept = std::max(1, fits - 1);
  content.rows.resize(std::min(content.rows.size(), static_cast<std::size_t>(kept)));
  content.leftOut = all - static_cast<int>(content.rows.size());
}

std::size_t tooltipRowsIn(int height) { return static_cast<std::size_t>(std::max(2, height / kTipRow)); }

QSize tooltipSize(const TooltipContent& content, int widest) {
  const Measured wide = measure(content);
  const int values = wide.value + wide.difference;
  const int name = std::min(wide.name, std::max(kNarrowestName, widest / 2 - values));
  int wanted = std::max(textWidth(TextRole::kSmall, content.when) + 2, kTipSwatch + 6 + name + kTipGap + values);
  for (const QString& note : content.notes)
    wanted = std::max(wanted, std::min(kWidestNote, textWidth(TextRole::kSmall, note) + 2));
  return {std::min(wanted + 2 * kTipPadding, widest), 2 * kTipPadding + linesOf(content) * kTipRow - 2};
}

void drawTooltip(QPainter& painter, const QRect& box, const TooltipContent& content, const ThemeTokens& t) {
  const Measured wide = measure(content);
  painter.setPen(QPen(t.line, 1));
  painter.setBrush(t.raised);
  painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius::kControl, radius::kControl);
  QRect row(box.left() + kTipPadding, box.top() + kTipPadding - 1, box.width() - 2 * kTipPadding, kTipRow);
  const auto small = [&painter](const QRect& area, Qt::TextElideMode mode, const QString& text) {
    drawShaped(painter, area, Qt::AlignVCenter | Qt::AlignLeft, TextRole::kSmall,
               elidedTo(area.width(), mode, TextRole::kSmall, text));
  };
  const auto wholeRow = [&](const QColor& colour, const QString& text) {
    painter.setPen(colour);
    small(row, Qt::ElideRight, text);
    row.translate(0, kTipRow);
  };
  wholeRow(t.muted, content.when);
  for (const TooltipRow& entry : content.rows) {
    drawLineSwatch(painter, QPointF(row.left(), row.center().y() + 1), kTipSwatch, entry.colour, entry.dashes, 2);
    painter.setPen(t.muted);
    drawShaped(painter, row, Qt::AlignVCenter | Qt::AlignRight, TextRole::kSmall, entry.difference);
    painter.setPen(t.text);
    drawShaped(painter, row.adjusted(0, 0, -wide.difference, 0), Qt::AlignVCenter | Qt::AlignRight,
               TextRole::kSmallStrong, entry.value);
    painter.setPen(t.muted);
    small(row.adjusted(kTipSwatch + 6, 0, -wide.value - wide.difference - 12, 0), Qt::ElideMiddle, entry.name);
    row.translate(0, kTipRow);
  }
  if (content.leftOut > 0) wholeRow(t.muted, moreText(content.leftOut));
  for (const QString& note : content.notes) wholeRow(t.text, note);
}

QString tooltipText(const TooltipContent& content) {
  QStringList lines{content.when};
  for (const TooltipRow& row : content.rows) {
    QString line = row.name + QLatin1Char('\t') + row.value;
    if (!row.difference.isEmpty()) line += QLatin1Char('\t') + row.difference;
    lines.append(line);
  }
  lines += content.notes;
  return lines.join(QLatin1Char('\n'));
}

}  // namespace vigie::console
