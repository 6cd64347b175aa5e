#include "console/dashboard/dashboard_view.h"

#include "console/app/theme.h"
#include "console/dashboard/dashboard_canvas.h"
#include "console/dashboard/link_bar.h"
#include "console/dashboard/repeat.h"
#include "console/dashboard/row_heading.h"
#include "console/dashboard/time_range.h"
#include "console/dashboard/variable_bar.h"

#include <QDateTime>
#include <QScrollBar>
#include <QWindowStateChangeEvent>

#include <algorithm>
#include <utility>

namespace vigie::console {
DashboardView::DashboardView(Dashboard dashboard, Theme& theme, PrometheusClient& prometheus, TimeRange& timeRange,
                             const QUrl& grafana, OfflineMemory* memory, QWidget* parent)
    : QScrollArea(parent),
      dashboard_(std::move(dashboard)),
      theme_(theme),
      timeRange_(timeRange),
      prometheus_(prometheus),
      metadata_(prometheus.network(), prometheus.baseUrl()),
      variables_(dashboard_.variables, prometheus, metadata_),
      annotations_(dashboard_.annotations, prometheus),
      services_{theme,       prometheus,    crosshair_, grafana,
                &variables_, &annotations_, memory,     dashboard_.uid.isEmpty() ? dashboard_.title : dashboard_.uid},
      freshness_(prometheus),
      canvas_(new DashboardCanvas(theme)),
      bar_(new VariableBar(theme, variables_, this)),
      links_(new LinkBar(
          theme, dashboard_.links,
          [this] {
            return LinkPlace{services_.grafana, linkTime(), variables_.urlState(), variables_.lookup()};
          },
          this)) {
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(false);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  setWidget(canvas_);
  setAccessibleName(dashboard_.title);
  crosshair_.setSharing(static_cast<CrosshairSharing>(std::clamp(dashboard_.graphTooltip, 0, 2)));
  buildPanels();

  connect(&annotations_, &AnnotationSet::answered, this, &DashboardView::readinessChanged);
  connect(&timeRange_, &TimeRange::compareChanged, this, &DashboardView::refreshNow);
  connect(&variables_, &VariableSet::resolved, this, &DashboardView::takeVariables);
  connect(&refresh_, &QTimer::timeout, this, [this] { refreshVisible(PanelQuery::Mode::kSkipIfBusy, false); });
  ages_.setInterval(1000);
  connect(&ages_, &QTimer::timeout, this, &DashboardView::updateAges);
  connect(&freshness_, &FreshnessProbe::answered, this, &DashboardView::updateAges);
  connect(&timeRange_, &TimeRange::rangeChanged, this, [this] {
    if (isVisible()) resolveVariables();
  });
  connect(&timeRange_, &TimeRange::refreshEveryChanged, this, &DashboardView::restartTimer);
  connect(&prometheus, &PrometheusClient::reachableChanged, this, [this](bool reachable) {
    if (reachable && isVisible()) resolveVariables();
  });
  connect(&prometheus, &PrometheusClient::baseUrlChanged, this, [this] {
    // What was asked of the other one is not answered any more.
    variables_.forget();
    if (isVisible()) resolveVariables();
  });
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this,
          [this] { refreshVisible(PanelQuery::Mode::kSkipIfBusy, true); });
}

QStringList DashboardView::repeatState() const {
  QStringList state;
  for (const Variable& variable : variables_.variables()) {
    for (const VariableOption& option : variables_.chosenOptions(variable.name)) {
      state.append(variable.name + QChar(0x1f) + option.value);
    }
  }
  return state;
}

void DashboardView::resolveVariables() {
  metadata_.setBaseUrl(prometheus_.baseUrl());
  // takeVariables() follows, at once where nothing has to be asked.
  variables_.resolve(linkTime().window);
}

void DashboardView::takeVariables() {
  // Only another choice makes other panels; with the same ones they keep what they show.
  if (hasRepeats(dashboard_.panels) && repeatState() != builtFor_) buildPanels();
  for (const Section& section : sections_) {
    if (!section.heading) continue;
    section.heading->setText(interpolate(section.title, variables_.lookup(section.scoped), kTextFormat));
    section.heading->update();
  }
  arrange();
  if (isVisible()) refreshNow();
  Q_EMIT readinessChanged();
}

void DashboardView::refreshNow() {
  refreshVisible(PanelQuery::Mode::kSupersede, false);
  restartTimer();
}

bool DashboardView::isReady() const {
  if (!variables_.isResolved() || !annotations_.isSettled()) return false;
  return std::all_of(panels_.begin(), panels_.end(), [this](const PanelWidget* panel) {
    return !isInSight(*panel) || panel->hasAnswered() || !panel->isSupported();
  });
}

void DashboardView::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  arrange();
  refreshVisible(PanelQuery::Mode::kSkipIfBusy, true);
}

void DashboardView::showEvent(QShowEvent* event) {
  QScrollArea::showEvent(event);
  arrange();
  resolveVariables();
  ages_.start();
  window()->installEventFilter(this);
}

void DashboardView::hideEvent(QHideEvent* event) {
  QScrollArea::hideEvent(event);
  window()->removeEventFilter(this);
  pause();
}

bool DashboardView::eventFilter(QObject* watched, QEvent* event) {
  if (watched == window() && event->type() == QEvent::WindowStateChange) {
    const bool was = static_cast<QWindowStateChangeEvent*>(event)->oldState().testFlag(Qt::WindowMinimized);
    if (window()->isMinimized()) {
      pause();
    } else if (was) {
      resolveVariables();
      ages_.start();
    }
  }
  return QScrollArea::eventFilter(watched, event);
}

void DashboardView::pause() {
  refresh_.stop();
  ages_.stop();
  annotations_.cancel();
  for (PanelWidget* panel : panels_) panel->cancel();
}

bool DashboardView::isLookedAt() const { return isVisible() && !window()->isMinimized(); }

bool DashboardView::showsData() const {
  return std::any_of(panels_.begin(), panels_.end(), [this](const PanelWidget* panel) {
    return isInSight(*panel) && panel->data() && !panel->data()->isEmpty();
  });
}

bool DashboardView::isInSight(const PanelWidget& panel) const {
  if (!panel.isVisibleTo(canvas_)) return false;
  const QRect sight(0, verticalScrollBar()->value(), viewport()->width(), viewport()->height());
  return sight.intersects(panel.geometry());
}

LinkTime DashboardView::linkTime() const {
  LinkTime time;
  time.followsClock = timeRange_.followsClock();
  time.window = timeRange_.windowAt(QDateTime::currentMSecsSinceEpoch());
  time.spanMs = time.window.lengthMs();
  time.raw = timeRange_.raw();
  const QTimeZone& zone = timeRange_.rules().zone;
  time.zone = zone == QTimeZone::systemTimeZone() ? QStringLiteral("browser")
              : zone == QTimeZone::utc()          ? QStringLiteral("utc")
                                                  : QString::fromUtf8(zone.id());
  time.compareMs = timeRange_.compareOffsetMs(time.window).value_or(0);
  return time;
}

void DashboardView::refreshVisible(PanelQuery::Mode mode, bool onlyMissed) {
  if (!isLookedAt() || !variables_.isResolved()) return;
  if (!onlyMissed) ++round_;
  const LinkTime time = linkTime();
  if (!onlyMissed) annotations_.refresh(time.window, variables_.lookup());
  QStringList selectors;
  for (PanelWidget* panel : panels_) {
    if (!isInSight(*panel)) {
      if (mode == PanelQuery::Mode::kSupersede) panel->cancel();
      continue;
    }
    quint64& asked = askedInRound_[panel];
    if (!onlyMissed || asked != round_) {
      asked = round_;
      panel->refresh(time, mode);
    }
    // After the refresh: the selectors follow the variables.
    selectors += panel->selectors();
  }
  if (!timeRange_.followsClock()) return;
  freshness_.watch(selectors);
  freshness_.refresh();
}

void DashboardView::updateAges() {
  for (PanelWidget* panel : panels_) {
    if (!isInSight(*panel)) continue;
    panel->setAge(timeRange_.followsClock() ? freshness_.ageMs(panel->selectors()) : std::nullopt);
  }
}

void DashboardView::restartTimer() {
  refresh_.stop();
  if (!isLookedAt() || timeRange_.refreshEvery().count() == 0) return;
  refresh_.start(timeRange_.refreshEvery());
}

}  // namespace vigie::console
