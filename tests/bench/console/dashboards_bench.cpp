// Whole dashboards over HTTP: a refresh, a moving pointer, opening many panels, scrolling.
#include "console/app/theme.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/time_range.h"
#include "console/panels/chart_overlay.h"
#include "console/prometheus/prometheus_client.h"
#include "tests/bench/console/report.h"
#include "tests/support/qt_wait.h"
#include "tests/support/threaded_prometheus.h"

#include <QApplication>
#include <QMouseEvent>
#include <QNetworkAccessManager>
#include <QScrollBar>

#include <atomic>
#include <memory>

namespace vigie::bench {
namespace {

using namespace vigie::console;

constexpr qint64 kEnd = 1'700'003'600'000;
constexpr qint64 kHour = 3'600'000;

QByteArray dashboardOf(int panels) {
  QByteArray json = R"({"title":"Bench","panels":[)";
  for (int p = 0; p < panels; ++p) {
    if (p > 0) json += ',';
    const QByteArray number = QByteArray::number(p);
    json += R"({"id":)" + QByteArray::number(p + 1) + R"(,"type":"timeseries","title":"Panel )" + number +
            R"(","maxDataPoints":360,"interval":"10s","gridPos":{"x":)" + QByteArray::number(p % 3 * 8) + R"(,"y":)" +
            QByteArray::number(p / 3 * 6) + R"(,"w":8,"h":6},"targets":[{"refId":"A","expr":"metric_)" + number +
            R"(","legendFormat":"{{instance}}"}]})";
  }
  return json + "]}";
}

struct InstalledTheme : Theme {
  InstalledTheme() { install(); }
};

struct Bench {
  explicit Bench(int panels)
      : view(std::move(parseDashboard(dashboardOf(panels)).value()), theme, client, range, QUrl()) {
    range.setRefreshEvery(std::chrono::seconds(0));
    range.zoomTo({kEnd - kHour, kEnd});
    view.resize(1500, 1480);
    for (PanelWidget* panel : view.panels()) {
      QObject::connect(panel, &PanelWidget::stateChanged, &view, [this] { ++answers; });
    }
  }
  /// Until `wanted` panels were answered, their lines drawn, and painted.
  bool paintAfter(int wanted) {
    const bool answered = test::waitFor([&] { return answers >= wanted && view.isReady(); });
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    return answered;
  }

  std::atomic<int> phase{0};
  std::atomic<bool> high{false};
  test::ThreadedPrometheus prometheus{[this](const test::FakePrometheus::Request& request) {
    return test::FakePrometheus::Reply{200, test::waveBody(request, 10, phase * 0.01, high ? 37 : 1)};
  }};
  InstalledTheme theme;
  QNetworkAccessManager network;
  PrometheusClient client{network, prometheus.url()};
  TimeRange range;
  int answers = 0;
  DashboardView view;
};

/// Eighteen panels, answered and painted.
struct Eighteen : Bench {
  Eighteen() : Bench(18) {
    view.show();
    if (!paintAfter(18)) std::fputs("no answers\n", stderr);
  }
};

void refreshAll(Report& report, int rounds) {
  Eighteen bench;
  const auto measure = [&](const char* what, const char* goal, bool moveAxes) {
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
      ++bench.phase;
      bench.high = moveAxes && round % 2 == 0;
      bench.answers = 0;
      const double begun = threadMs();
      if (moveAxes) {
        const qint64 shift = round % 2 == 0 ? 120'000 : 0;
        bench.range.zoomTo({kEnd - kHour + shift, kEnd + shift});
      } else {
        bench.view.refreshNow();
      }
      bench.paintAfter(18);
      times.push_back(threadMs() - begun);
    }
    report.add(what, quantile(times, 0.5), "ms", goal, quantile(times, 0.99));
  };
  measure("18 x 10 x 360, a refresh from requests to painted, UI thread, axes kept", "25 ms", false);
  measure("the same, every axis re-ranged", "45 ms", true);
}

void movePointer(Report& report, int rounds) {
  Eighteen bench;
  auto* overlay = bench.view.panels().front()->findChild<ChartOverlay*>();
  std::vector<double> moves;
  for (int i = 0; i < 10 * rounds; ++i) {
    const QPointF at(60 + i % 300, 60);
    QMouseEvent move(QEvent::MouseMove, at, overlay->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    const double begun = threadMs();
    QCoreApplication::sendEvent(overlay, &move);
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    moves.push_back(threadMs() - begun);
  }
  report.add("a mouse move over 18 synced panels", quantile(moves, 0.5), "ms", "2 ms", quantile(moves, 0.99));
}

void openMany(Report& report, int rounds) {
  std::vector<double> built;
  std::vector<double> shown;
  for (int round = 0; round < std::max(3, rounds / 10); ++round) {
    const double begun = wallMs();
    Bench bench(141);
    built.push_back(wallMs() - begun);
    bench.view.resize(1500, 900);
    const double opened = wallMs();
    bench.view.show();
    test::waitFor([&] { return bench.view.isReady(); });
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    shown.push_back(wallMs() - opened);
    if (round > 0) continue;

    std::vector<double> frames;
    QScrollBar* bar = bench.view.verticalScrollBar();
    for (int at = 0; at < bar->maximum(); at += 40) {
      const double frame = wallMs();
      bar->setValue(at);
      QCoreApplication::sendPostedEvents();
      QCoreApplication::processEvents();
      frames.push_back(wallMs() - frame);
    }
    report.add("scrolling 141 panels by 40 px, a frame", quantile(frames, 0.5), "ms", "16.7 ms",
               quantile(frames, 0.99));
    report.add("the slowest of them", quantile(frames, 1), "ms", "");
  }
  report.add("141 panels built", quantile(built, 0.5), "ms", "", quantile(built, 1));
  report.add("141 panels, shown to everything in sight painted (requests included)", quantile(shown, 0.5), "ms",
             "400 ms", quantile(shown, 1));
}

}  // namespace

void benchRefresh(Report& report, int rounds) { refreshAll(report, rounds); }

void benchPointer(Report& report, int rounds) { movePointer(report, rounds); }

void benchOpening(Report& report, int rounds) { openMany(report, rounds); }

}  // namespace vigie::bench
