#include "console/app/status_strip.h"

#include "console/app/health_monitor.h"
#include "console/app/self_meter.h"
#include "console/app/theme.h"
#include "console/dashboard/time_words.h"
#include "console/dashboard/unit_format.h"
#include "console/prometheus/prometheus_client.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QTimer>

namespace vigie::console {
namespace {

/// Filled for a state, a ring for what is absent or not known: told apart without colour.
QPixmap dotPixmap(HealthLevel level, const ThemeTokens& t, qreal ratio) {
  QPixmap pixmap(QSize(10, 10) * ratio);
  pixmap.setDevicePixelRatio(ratio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  switch (level) {
    case HealthLevel::kGood:
      painter.setBrush(t.good);
      painter.setPen(Qt::NoPen);
      break;
    case HealthLevel::kWarning:
      painter.setBrush(t.warning);
      painter.setPen(Qt::NoPen);
      break;
    case HealthLevel::kCritical:
      painter.setBrush(t.critical);
      painter.setPen(Qt::NoPen);
      break;
    case HealthLevel::kUnknown:
    case HealthLevel::kAbsent:
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(t.muted, 1.25));
      break;
  }
  painter.drawEllipse(QRectF(1, 1, 8, 8));
  return pixmap;
}

QString levelWord(HealthLevel level) {
  switch (level) {
    case HealthLevel::kGood:
      return StatusStrip::tr("well");
    case HealthLevel::kWarning:
      return StatusStrip::tr("needs attention");
    case HealthLevel::kCritical:
      return StatusStrip::tr("failing");
    case HealthLevel::kUnknown:
      return StatusStrip::tr("not known yet");
    case HealthLevel::kAbsent:
      return StatusStrip::tr("not configured");
  }
  return {};
}

}  // namespace

StatusStrip::StatusStrip(const Theme& theme, const HealthMonitor& health, const PrometheusClient& prometheus,
                         std::function<double()> frameMs, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      health_(health),
      prometheus_(prometheus),
      frameMs_(std::move(frameMs)),
      meters_(new QLabel(this)) {
  setObjectName(QStringLiteral("statusStrip"));
  setAttribute(Qt::WA_StyledBackground);
  setFixedHeight(27);
  setAccessibleName(tr("State of the service"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(space::kLarge, 0, space::kLarge, 0);
  layout->setSpacing(space::kSmall);
  stack_ = addItem();
  stack_.dot->hide();
  stack_.text->hide();
  server_ = addItem();
  prometheusItem_ = addItem();
  grafana_ = addItem();
  database_ = addItem();
  layout->addStretch();
  meters_->setFont(Theme::font(TextRole::kSmall));
  meters_->setProperty("role", QStringLiteral("muted"));
  meters_->setToolTip(
      tr("The console itself: queries to Prometheus under way, its slowest frame in the last second, "
         "its memory, and the time zone of all times shown"));
  layout->addWidget(meters_);

  connect(&health_, &HealthMonitor::changed, this, &StatusStrip::update);
  connect(&theme_, &Theme::changed, this, &StatusStrip::update);
  auto* second = new QTimer(this);
  connect(second, &QTimer::timeout, this, [this] {
    update();
    updateMeters();
  });
  second->start(std::chrono::seconds(1));
  update();
  updateMeters();
}

StatusStrip::Item StatusStrip::addItem() {
  Item item{new QLabel(this), new QLabel(this)};
  item.text->setFont(Theme::font(TextRole::kSmall));
  item.text->setTextFormat(Qt::PlainText);
  item.text->setProperty("role", QStringLiteral("muted"));
  auto* box = static_cast<QHBoxLayout*>(layout());
  box->addWidget(item.dot);
  box->addWidget(item.text);
  box->addSpacing(space::kSmall);
  return item;
}

void StatusStrip::display(const Item& item, const HealthItem& health) {
  item.dot->setPixmap(dotPixmap(health.level, theme_.tokens(), devicePixelRatioF()));
  if (item.text->text() != health.text) item.text->setText(health.text);
  item.text->setToolTip(health.detail.toHtmlEscaped());
  // The colour in words. Qt tells screen readers again, also of the same.
  const QString level = levelWord(health.level);
  if (item.dot->accessibleName() != level) item.dot->setAccessibleName(level);
  const QString about = health.detail.isEmpty() ? level : level + QStringLiteral(". ") + health.detail;
  if (item.text->accessibleDescription() != about) item.text->setAccessibleDescription(about);
}

void StatusStrip::setNotice(QWidget* notice) { static_cast<QHBoxLayout*>(layout())->insertWidget(0, notice); }

void StatusStrip::setLocalStack(std::function<HealthItem()> item) {
  localStack_ = std::move(item);
  update();
}

void StatusStrip::update() {
  if (localStack_) {
    const HealthItem item = localStack_();
    const bool tell = item.level != HealthLevel::kGood;
    stack_.dot->setVisible(tell);
    stack_.text->setVisible(tell);
    display(stack_, item);
  }
  display(server_, health_.server());
  display(prometheusItem_, health_.prometheus());
  display(grafana_, health_.grafana());
  display(database_, health_.database());
}

void StatusStrip::updateMeters() {
  const QLocale locale;
  const int queries = prometheus_.inFlight();
  meters_->setText((queries == 1 ? tr("1 query") : tr("%1 queries").arg(queries)) + QStringLiteral(" · ") +
                   tr("%1 ms frame").arg(locale.toString(frameMs_(), 'f', 1)) + QStringLiteral(" · ") +
                   tr("%1 MB").arg(locale.toString(static_cast<double>(residentBytes()) / 1e6, 'f', 0)) +
                   QStringLiteral("    ") + zoneWords(QDateTime::currentMSecsSinceEpoch()));
}

}  // namespace vigie::console
