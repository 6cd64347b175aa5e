#include "console/chat/waterfall.h"

#include "console/app/theme.h"
#include "console/chat/answer_facts.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace vigie::console {

namespace {

constexpr int kRow = 21;
constexpr int kBar = 8;
constexpr int kValueWidth = 62;
/// queue, embed, retrieve, first token, generate, persist: places in the series palette, as in every chart of stages.
constexpr int kColours[] = {0, 1, 2, 3, 4, 5};

}  // namespace

Waterfall::Waterfall(Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&theme_, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Waterfall::setTimings(const std::optional<wire::Timings>& timings) {
  timings_ = timings;
  QStringList spoken;
  if (timings_) {
    for (const StageBar& bar : stageBars(*timings_)) {
      spoken << bar.name + u' ' + formatDuration(bar.lengthMs, QLocale());
    }
  }
  setAccessibleName(tr("Where the time went"));
  setAccessibleDescription(spoken.join(QStringLiteral(", ")));
  updateGeometry();
  update();
}

QSize Waterfall::sizeHint() const { return {220, timings_ ? 6 * kRow + 24 : 0}; }

void Waterfall::paintEvent(QPaintEvent*) {
  if (!timings_) return;
  const ThemeTokens& t = theme_.tokens();
  const QLocale locale;
  const auto bars = stageBars(*timings_);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QFont small = Theme::font(TextRole::kSmall);
  const QFontMetrics metrics(small);
  int names = 0;
  double span = timings_->totalMs;
  for (const StageBar& bar : bars) {
    names = std::max(names, metrics.horizontalAdvance(bar.name));
    span = std::max(span, bar.startMs + bar.lengthMs);
  }
  const int left = names + 12;
  const double room = std::max(20, width() - left - kValueWidth);
  int y = 0;
  for (std::size_t n = 0; n < bars.size(); ++n) {
    const StageBar& bar = bars[n];
    painter.setFont(small);
    painter.setPen(t.muted);
    painter.drawText(QRect(0, y, left, kRow), Qt::AlignVCenter | Qt::AlignLeft, bar.name);
    if (span > 0) {
      const double length = std::max(2.0, room * bar.lengthMs / span);
      const double x = left + std::min(room - length, room * bar.startMs / span);
      painter.setPen(Qt::NoPen);
      painter.setBrush(Theme::series(kColours[n % std::size(kColours)]).colour);
      painter.drawRoundedRect(QRectF(x, y + (kRow - kBar) / 2.0, length, kBar), 2, 2);
    }
    painter.setPen(t.text);
    painter.drawText(QRect(width() - kValueWidth, y, kValueWidth, kRow), Qt::AlignVCenter | Qt::AlignRight,
                     formatDuration(bar.lengthMs, locale));
    y += kRow;
  }
  painter.setPen(t.muted);
  painter.drawText(QRect(0, y + 4, width(), 20), Qt::AlignVCenter | Qt::AlignLeft,
                   tr("total %1").arg(formatDuration(timings_->totalMs, locale)));
}

}  // namespace vigie::console
