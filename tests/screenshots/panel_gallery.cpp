#include "tests/screenshots/panel_gallery.h"

#include "console/app/theme.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/time_range.h"
#include "console/panels/series_layer.h"
#include "console/prometheus/prometheus_client.h"
#include "tests/screenshots/gallery_data.h"
#include "tests/support/qt_wait.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QPainter>
#include <QTimeZone>
#include <gtest/gtest.h>

namespace vigie::test {
namespace {

using namespace console;

/// A panel that spans the dashboard is 480 wide then.
constexpr QSize kViewSize(480 + 2 * space::kLarge, 640);

Dashboard gallery() {
  QFile file(QStringLiteral(VIGIE_SCREENSHOTS "/gallery.json"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  auto read = parseDashboard(file.readAll());
  return read ? std::move(read.value()) : Dashboard();
}

bool isRow(const PanelModel& panel) { return panel.type == QLatin1String("row"); }

/// The dashboard with this panel alone; a row keeps the panel under it.
Dashboard only(Dashboard dashboard, const QString& title) {
  std::vector<PanelModel> kept;
  for (std::size_t i = 0; i < dashboard.panels.size(); ++i) {
    PanelModel& panel = dashboard.panels[i];
    if (panel.title != title) continue;
    panel.grid.x = panel.grid.y = 0;
    if (!isRow(panel)) panel.grid.w = 24;
    const bool row = isRow(panel);
    kept.push_back(panel);
    if (row && i + 1 < dashboard.panels.size()) {
      PanelModel& under = dashboard.panels[i + 1];
      under.grid = {0, 1, 24, 5};
      kept.push_back(under);
    }
    break;
  }
  dashboard.panels = std::move(kept);
  return dashboard;
}

QImage pictureOf(QWidget& widget, const QRect& part, const QColor& ground) {
  QImage image(part.size(), QImage::Format_RGB32);
  image.fill(ground);
  QPainter painter(&image);
  widget.render(&painter, QPoint(), QRegion(part), QWidget::DrawChildren);
  return image;
}

}  // namespace

QStringList galleryTitles() {
  QStringList titles;
  for (const PanelModel& panel : gallery().panels) {
    if (!titles.contains(panel.title)) titles.append(panel.title);
  }
  return titles;
}

QString galleryName(const QString& title) { return title.toLower().replace(QLatin1Char(' '), QLatin1Char('-')); }

GalleryPicture drawGalleryPanel(const QString& title, bool dark, double lift) {
  Theme theme;
  theme.install();
  theme.setChoice(dark ? ThemeChoice::kDark : ThemeChoice::kLight);
  FakePrometheus prometheus;
  prometheus.respond = [lift](const FakePrometheus::Request& request) { return galleryReply(request, lift); };
  QNetworkAccessManager network;
  PrometheusClient client(network, prometheus.url());
  TimeRange range;
  range.setRefreshEvery(std::chrono::seconds(0));
  range.setZone(QTimeZone::utc());
  range.zoomTo({kGalleryFrom * 1000, kGalleryTo * 1000});
  Dashboard dashboard = only(gallery(), title);
  const bool row = !dashboard.panels.empty() && isRow(dashboard.panels.front());
  DashboardView view(std::move(dashboard), theme, client, range, QUrl(QStringLiteral("http://grafana.example")));
  view.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view.resize(kViewSize);
  view.show();
  GalleryPicture picture;
  const auto settled = [&view] {
    if (view.panels().empty() || !view.isReady()) return false;
    for (const PanelWidget* panel : view.panels()) {
      if (panel->isSupported() && !panel->hasAnswered()) return false;
    }
    return true;
  };
  if (!waitFor(settled)) return picture;
  if (QWidget* focused = view.window()->focusWidget()) focused->clearFocus();
  EXPECT_TRUE(prometheus.violations().isEmpty());
  PanelWidget& panel = *view.panels().front();
  // Once for what is only measured when it is drawn, once more for the picture.
  panel.grab();
  if (!waitFor(settled)) return picture;
  const QColor ground = theme.tokens().background;
  if (row) {
    QWidget& canvas = *view.canvas();
    picture.image = pictureOf(canvas, QRect(0, 0, canvas.width(), panel.geometry().bottom() + space::kSmall), ground);
    return picture;
  }
  picture.image = pictureOf(panel, panel.rect(), ground);
  if (const auto* layer = panel.findChild<SeriesLayer*>()) {
    const PlotScale scale = layer->scale();
    picture.plot = QRect(layer->mapTo(&panel, QPoint(0, 0)), layer->size());
    picture.valuePerPixel = (scale.high - scale.low) / scale.size.height();
  }
  return picture;
}

}  // namespace vigie::test
