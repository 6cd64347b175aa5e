#include "console/dashboard/offline_bar.h"

#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/prometheus/prometheus_client.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace vigie::console {

OfflineBar::OfflineBar(const Theme& theme, PrometheusClient& prometheus, std::function<bool()> showsData,
                       QWidget* parent)
    : QFrame(parent),
      theme_(theme),
      prometheus_(prometheus),
      showsData_(std::move(showsData)),
      icon_(new QLabel),
      text_(new QLabel) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(space::kLarge, space::kTiny, space::kLarge, space::kTiny);
  text_->setWordWrap(true);
  text_->setTextFormat(Qt::PlainText);
  layout->addWidget(icon_);
  layout->addWidget(text_, 1);
  auto* retry = new QPushButton(tr("Try now"));
  connect(retry, &QPushButton::clicked, this, [&prometheus] { prometheus.retryNow(); });
  layout->addWidget(retry);
  connect(&prometheus, &PrometheusClient::reachableChanged, this, &OfflineBar::follow);
  connect(&theme_, &Theme::changed, this, &OfflineBar::restyle);
  restyle();
  follow();
}

void OfflineBar::follow() {
  setVisible(!prometheus_.isReachable());
  const QString& reason = prometheus_.unreachableReason();
  // Nothing is claimed to be known that never was.
  text_->setText(showsData_() ? tr("%1 What is drawn is the last that was known; the console keeps trying.").arg(reason)
                              : tr("%1 Nothing is known from before; the console keeps trying.").arg(reason));
}

void OfflineBar::restyle() {
  const ThemeTokens& t = theme_.tokens();
  setStyleSheet(
      QStringLiteral("QFrame { background: %1; border: none; }").arg(blend(t.surface, t.warning, 0.14).name()));
  icon_->setPixmap(iconPixmap(QStringLiteral("warning"), t.warning, 18, devicePixelRatioF()));
}

}  // namespace vigie::console
