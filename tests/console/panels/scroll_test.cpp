// A scrolled dashboard is moved as it is: only what comes into sight is painted.
#include "console/app/theme.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/time_range.h"
#include "console/prometheus/prometheus_client.h"
#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QApplication>
#include <QNetworkAccessManager>
#include <QPaintEvent>
#include <QScreen>
#include <QScrollBar>
#include <QWindow>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

QByteArray manyPanels() {
  QByteArray json = R"({"title":"Many","panels":[)";
  for (int i = 0; i < 40; ++i) {
    if (i > 0) json += ',';
    json += R"({"id":)" + QByteArray::number(i + 1) + R"(,"type":"timeseries","title":"Panel )" +
            QByteArray::number(i) + R"(","gridPos":{"x":)" + QByteArray::number(i % 2 * 12) + R"(,"y":)" +
            QByteArray::number(i / 2 * 6) + R"(,"w":12,"h":6},"targets":[{"refId":"A","expr":"m"}]})";
  }
  return json + "]}";
}

/// How many pixels panels were asked to paint.
class PaintedByPanels : public QObject {
 public:
  PaintedByPanels() { qApp->installEventFilter(this); }
  qint64 pixels = 0;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() != QEvent::Paint || !qobject_cast<PanelWidget*>(watched)) return false;
    for (const QRect& part : static_cast<QPaintEvent*>(event)->region()) pixels += part.width() * part.height();
    return false;
  }
};

TEST(ScrollTest, PaintsOnlyWhatComesIntoSight) {
  Theme theme;
  theme.install();
  test::FakePrometheus prometheus;
  prometheus.respond = [](const test::FakePrometheus::Request&) -> test::FakePrometheus::Reply {
    return {200, test::matrixBody("{}", {"1", "2", "3", "2"}, 1'700'000'000, 900)};
  };
  QNetworkAccessManager network;
  PrometheusClient client(network, prometheus.url());
  TimeRange range;
  range.setRefreshEvery(std::chrono::seconds(0));
  range.zoomTo({1'700'000'000'000, 1'700'003'600'000});
  DashboardView view(std::move(parseDashboard(manyPanels()).value()), theme, client, range, QUrl());
  view.resize(1'000, 700);
  view.show();
  const auto settle = [&view] {
    EXPECT_TRUE(test::waitFor([&view] { return view.isReady(); }));
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
  };
  // Everything has its data: what is painted from now on is painted for the scrolling.
  for (int at = 0; at < view.verticalScrollBar()->maximum(); at += 500) {
    view.verticalScrollBar()->setValue(at);
    settle();
  }
  view.verticalScrollBar()->setValue(1'000);
  settle();
  const auto seen = [&view] {
    return view.screen()->grabWindow(view.winId()).toImage().convertToFormat(QImage::Format_RGB32);
  };
  PaintedByPanels painted;
  constexpr int kFrames = 10;
  constexpr int kStep = 40;
  for (int frame = 1; frame <= kFrames; ++frame) {
    view.verticalScrollBar()->setValue(1'000 + frame * kStep);
    settle();
  }
  const qint64 perFrame = painted.pixels / kFrames;
  EXPECT_GE(perFrame, 1) << "something came into sight";
  EXPECT_LE(perFrame, view.width() * kStep * 2) << "the page was painted anew";
  EXPECT_EQ(seen(), view.grab().toImage().convertToFormat(QImage::Format_RGB32));
}

}  // namespace
}  // namespace vigie::console
