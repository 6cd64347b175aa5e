#include "console/panels/alert_list_body.h"

#include <QJsonObject>

#include <algorithm>

namespace vigie::console {
namespace {
constexpr double kAlertRow = 38;
}

AlertListBody::AlertListBody(const PanelServices& services, PanelModel panel, QWidget* parent)
    : DrawnBody(services.theme, std::move(panel), parent), prometheus_(services.prometheus) {}

void AlertListBody::setData(const PanelDataPtr& answer) {
  DrawnBody::setData(answer);
  ticket_ = prometheus_.ask({QStringLiteral("ALERTS"), false, 0, answer->window.toMs, 0},
                            [this](const Result<FramePtr>& result) { take(result); });
}

void AlertListBody::take(const Result<FramePtr>& answer) {
  answered_ = true;
  problem_ = answer ? QString() : QString::fromStdString(answer.error().message);
  if (answer) {
    alerts_.clear();
    const QJsonObject states = panel().options.value(QLatin1String("stateFilter")).toObject();
    const QString wanted = textOption("alertName");
    for (const Series& series : (*answer)->series) {
      const QString state = labelValue(series.labels, QStringLiteral("alertstate"));
      Alert alert;
      alert.firing = state == QLatin1String("firing");
      alert.name = labelValue(series.labels, QStringLiteral("alertname"));
      if (!states.value(state).toBool(true)) continue;
      if (!wanted.isEmpty() && !alert.name.contains(wanted, Qt::CaseInsensitive)) continue;
      alert.severity = labelValue(series.labels, QStringLiteral("severity"));
      QStringList where;
      for (const auto& [name, value] : series.labels) {
        const bool said = name.startsWith(QLatin1String("alert")) || name == QLatin1String("severity") ||
                          name == QLatin1String("__name__");
        if (!said) where.append(QStringLiteral("%1=%2").arg(name, value));
      }
      alert.where = where.join(QStringLiteral("  "));
      alerts_.push_back(std::move(alert));
    }
    std::stable_sort(alerts_.begin(), alerts_.end(),
                     [](const Alert& a, const Alert& b) { return a.firing && !b.firing; });
    const auto most = static_cast<std::size_t>(std::max(1.0, numberOption("maxItems", 20)));
    if (alerts_.size() > most) alerts_.resize(most);
  }
  setAccessibleDescription(spokenSummary());
  update();
  Q_EMIT settled();
}

QString AlertListBody::spokenSummary() const {
  QStringList parts;
  for (const Alert& alert : alerts_)
    parts.append(alert.firing ? tr("%1 is firing").arg(alert.name) : tr("%1 is pending").arg(alert.name));
  return parts.isEmpty() ? tr("No alert is firing or pending") : parts.join(QStringLiteral(", "));
}

void AlertListBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  if (!answered_) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const ThemeTokens& t = tokens();
  if (alerts_.empty()) {
    painter.setFont(Theme::font(TextRole::kBody));
    painter.setPen(problem_.isEmpty() ? t.muted : t.critical);
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                     problem_.isEmpty() ? tr("No alert is firing or pending") : problem_);
    return;
  }
  double top = 0;
  for (const Alert& alert : alerts_) {
    if (top + kAlertRow > height()) break;
    const QColor colour = !alert.firing                                 ? t.muted
                          : alert.severity == QLatin1String("critical") ? t.critical
                                                                        : t.warning;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(0, top + 4, 4, kAlertRow - 8), 2, 2);
    painter.setFont(Theme::font(TextRole::kStrong));
    painter.setPen(t.text);
    const QString state = alert.firing ? tr("firing") : tr("pending");
    const double stateWidth = QFontMetricsF(painter.font()).horizontalAdvance(state) + 8;
    drawElided(painter, QRectF(12, top + 2, width() - 16 - stateWidth, 18), Qt::AlignLeft | Qt::AlignVCenter,
               alert.name);
    painter.setPen(colour);
    painter.drawText(QRectF(width() - stateWidth, top + 2, stateWidth, 18), Qt::AlignRight | Qt::AlignVCenter, state);
    painter.setFont(Theme::font(TextRole::kSmall));
    painter.setPen(t.muted);
    drawElided(painter, QRectF(12, top + 19, width() - 14, 16), Qt::AlignLeft | Qt::AlignVCenter, alert.where);
    top += kAlertRow;
  }
}

}  // namespace vigie::console
