#include "console/alerts/alert_notice.h"

#include "console/alerts/alert_items.h"
#include "console/alerts/alert_source.h"
#include "console/app/icon.h"
#include "console/app/theme.h"

#include <algorithm>

namespace vigie::console {

AlertNotice::AlertNotice(const Theme& theme, const AlertSource& source, QWidget* parent)
    : QToolButton(parent), theme_(theme), source_(source) {
  setProperty("role", QStringLiteral("strip"));
  setFont(Theme::font(TextRole::kSmallStrong));
  setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  setIconSize(QSize(14, 14));
  setFocusPolicy(Qt::TabFocus);
  hide();
  connect(this, &QToolButton::clicked, this, [this] { Q_EMIT chosen(alert_); });
  connect(&source_, &AlertSource::changed, this, &AlertNotice::update);
  connect(&theme_, &Theme::changed, this, &AlertNotice::update);
}

void AlertNotice::update() {
  const auto& alerts = source_.alerts();
  const auto first = std::find_if(alerts.begin(), alerts.end(), [](const AlertState& alert) {
    return alert.phase == AlertPhase::kFiring && !alert.isSilenced();
  });
  setVisible(first != alerts.end());
  if (first == alerts.end()) return;
  alert_ = first->name;
  const int others = source_.firing() - 1;
  QString words = first->isDrill() ? QStringLiteral("DRILL · ") + first->name : first->name;
  words = tr("%1 is firing").arg(words);
  if (others > 0) words += QStringLiteral(" · ") + tr("and %n other(s)", nullptr, others);
  const QColor colour = colourOf(levelOf(*first), theme_);
  setText(words);
  setAccessibleName(words);
  setToolTip(first->annotations.value(QStringLiteral("summary")).toHtmlEscaped());
  const QString sheet = QStringLiteral(
                            "QToolButton { color: %1; background: transparent; border: 1px solid transparent; padding: "
                            "0 4px; min-height: 14px; } QToolButton:hover, QToolButton:focus { border-color: %1; }")
                            .arg(colour.name());
  if (styleSheet() == sheet) return;
  setStyleSheet(sheet);
  setIcon(console::icon(QStringLiteral("bell"), colour, 14));
}

}  // namespace vigie::console
