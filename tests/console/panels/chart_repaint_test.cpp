// What a chart repaints: once for new data, axes and lines together, and under a moving pointer no more than where it
// was and is, without leaving anything behind.
#include "console/dashboard/annotation_set.h"
#include "console/panels/chart_backdrop.h"
#include "console/panels/chart_overlay.h"
#include "console/panels/crosshair.h"
#include "console/panels/series_layer.h"
#include "console/panels/time_series_body.h"
#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QMouseEvent>
#include <QNetworkAccessManager>
#include <QPaintEvent>
#include <QScreen>
#include <QVBoxLayout>
#include <QWindow>
#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

constexpr qint64 kStart = 1'700'000'000'000;
constexpr qint64 kStep = 10'000;
constexpr int kSamples = 360;

/// Enough to be drawn on another thread.
PanelDataPtr waves(qint64 shiftMs, double height) {
  auto data = std::make_shared<PanelData>();
  data->stepMs = kStep;
  data->window = {kStart + shiftMs, kStart + shiftMs + (kSamples - 1) * kStep};
  for (int s = 0; s < 10; ++s) {
    NamedSeries one;
    one.name = QStringLiteral("host-%1").arg(100 + s);
    for (int i = 0; i < kSamples; ++i) {
      one.data.timesMs.push_back(data->window.fromMs + i * kStep);
      one.data.values.push_back(height * (1.5 + std::sin(i / 20.0 + s)));
    }
    data->series.push_back(std::move(one));
  }
  return data;
}

/// How often a widget was painted, and how much of it.
class PaintCount : public QObject {
 public:
  explicit PaintCount(QWidget& widget) { widget.installEventFilter(this); }
  int paints = 0;
  qint64 pixels = 0;

 protected:
  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() != QEvent::Paint) return false;
    ++paints;
    for (const QRect& part : static_cast<QPaintEvent*>(event)->region()) pixels += part.width() * part.height();
    return false;
  }
};

class ChartRepaintTest : public testing::Test {
 protected:
  ChartRepaintTest() {
    theme.install();
    window.setLayout(new QVBoxLayout);
    for (TimeSeriesBody* body : {&first, &second}) window.layout()->addWidget(body);
    window.resize(700, 500);
    for (TimeSeriesBody* body : {&first, &second}) body->setData(waves(0, 1));
    window.show();
    settle();
  }
  void settle() {
    EXPECT_TRUE(test::waitFor([this] { return first.isSettled() && second.isSettled(); }));
    // What they asked for is painted.
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
  }
  void moveTo(TimeSeriesBody& body, const QPointF& at) {
    auto* overlay = body.findChild<ChartOverlay*>();
    QMouseEvent move(QEvent::MouseMove, at, overlay->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(overlay, &move);
    QCoreApplication::processEvents();
  }
  /// What stands in the window, painted bit by bit.
  [[nodiscard]] QImage seen() {
    return window.screen()->grabWindow(window.winId()).toImage().convertToFormat(QImage::Format_RGB32);
  }
  /// The same, painted at once.
  [[nodiscard]] QImage fresh() { return window.grab().toImage().convertToFormat(QImage::Format_RGB32); }

  Theme theme;
  Crosshair crosshair;
  QWidget window;
  TimeSeriesBody first{theme, crosshair, readPanel({{QStringLiteral("type"), QStringLiteral("timeseries")}})};
  TimeSeriesBody second{theme, crosshair, readPanel({{QStringLiteral("type"), QStringLiteral("timeseries")}})};
};

TEST_F(ChartRepaintTest, PaintsAxesAndLinesOnceAndTogether) {
  auto* layer = first.findChild<SeriesLayer*>();
  PaintCount lines(*layer);
  PaintCount axes(*first.findChild<ChartBackdrop*>());
  const auto before = SeriesLayer::drawn().drawings;
  first.setData(waves(600'000, 40));
  EXPECT_FALSE(first.isSettled()) << "so many points are drawn elsewhere";
  int linesBefore = -1;
  QObject::connect(layer, &SeriesLayer::settled, layer, [&] { linesBefore = lines.paints; });
  settle();
  EXPECT_EQ(SeriesLayer::drawn().drawings - before, 1U);
  EXPECT_EQ(linesBefore, 0) << "the old lines were painted again before the new ones were there";
  EXPECT_EQ(lines.paints, 1);
  EXPECT_EQ(axes.paints, 1);
  EXPECT_EQ(seen(), fresh());
}

TEST_F(ChartRepaintTest, LeavesTheOtherPanelsAlone) {
  PaintCount lines(*second.findChild<SeriesLayer*>());
  PaintCount axes(*second.findChild<ChartBackdrop*>());
  first.setData(waves(600'000, 40));
  settle();
  EXPECT_EQ(lines.paints + axes.paints, 0);
}

TEST_F(ChartRepaintTest, FollowsThePointerInStripsAndLeavesNothingBehind) {
  ASSERT_EQ(seen(), fresh()) << "before anything moved";
  PaintCount lines(*second.findChild<SeriesLayer*>());
  const auto drawings = SeriesLayer::drawn().drawings;
  // Steps, a jump, up and down, out of the plot and back.
  const QPointF path[] = {{60, 40}, {63, 41}, {70, 40}, {400, 60}, {398, 120}, {398, 20}, {5, 5}, {300, 50}};
  qint64 strips = 0;
  for (const QPointF& at : path) {
    lines.pixels = 0;
    moveTo(first, at);
    strips += lines.pixels;
    EXPECT_EQ(seen(), fresh()) << at.x() << ", " << at.y();
  }
  const auto* layer = second.findChild<SeriesLayer*>();
  EXPECT_GT(strips, 0) << "the pointer is shared";
  EXPECT_LT(strips, layer->width() * layer->height()) << "eight moves cost less than one whole repaint";
  EXPECT_EQ(SeriesLayer::drawn().drawings, drawings) << "no line is drawn anew";
  crosshair.setSharing(CrosshairSharing::kTooltip);
  for (const QPointF& at : path) {
    moveTo(first, at);
    EXPECT_EQ(seen(), fresh()) << "with the values in both, " << at.x() << ", " << at.y();
  }
  // New data under a resting pointer.
  moveTo(first, {200, 50});
  first.setData(waves(0, 3));
  second.setData(waves(0, 5));
  settle();
  EXPECT_EQ(seen(), fresh());
}

/// An alert over a part of the window, and a second one inside of it.
test::FakePrometheus::Reply alerts(const test::FakePrometheus::Request&) {
  return {200, R"({"status":"success","data":{"resultType":"matrix","result":[
      {"metric":{"alertname":"A"},"values":[[1700000600,"1"],[1700000615,"1"],[1700000630,"1"],[1700000645,"1"],
        [1700000660,"1"],[1700000675,"1"],[1700000690,"1"],[1700000705,"1"],[1700000720,"1"],[1700000735,"1"]]},
      {"metric":{"alertname":"B"},"values":[[1700000660,"1"],[1700000675,"1"],[1700000690,"1"]]}]}})"};
}

TEST_F(ChartRepaintTest, KeepsWhatHappenedUnderThePointer) {
  test::FakePrometheus prometheus;
  prometheus.respond = alerts;
  QNetworkAccessManager network;
  PrometheusClient client(network, prometheus.url());
  AnnotationSet annotations({}, client);
  for (TimeSeriesBody* body : {&first, &second}) body->setAnnotations(annotations);
  const QImage without = fresh();
  annotations.refresh({kStart, kStart + (kSamples - 1) * kStep}, {});
  ASSERT_TRUE(test::waitFor([&] { return annotations.isSettled(); }));
  settle();
  EXPECT_NE(fresh(), without) << "what happened is drawn";
  EXPECT_EQ(seen(), fresh());
  for (const QPointF& at : {QPointF(100, 40), QPointF(103, 41), QPointF(150, 60), QPointF(400, 60), QPointF(90, 20)}) {
    moveTo(first, at);
    EXPECT_EQ(seen(), fresh()) << at.x() << ", " << at.y();
  }
  // Of another window, they are elsewhere; of other values, they stay.
  for (TimeSeriesBody* body : {&first, &second}) body->setData(waves(300'000, 1));
  settle();
  EXPECT_EQ(seen(), fresh());
  theme.toggle();
  settle();
  EXPECT_EQ(seen(), fresh());
}

}  // namespace
}  // namespace vigie::console
