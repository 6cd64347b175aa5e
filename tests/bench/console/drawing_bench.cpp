// Lines: ours, a bare QPainter with the same polylines, and Qt Charts' own series.
#include "console/app/theme.h"
#include "console/dashboard/decimate.h"
#include "console/dashboard/panel_data.h"
#include "console/panels/chart_model.h"
#include "console/panels/crosshair.h"
#include "console/panels/series_layer.h"
#include "console/panels/time_series_body.h"
#include "tests/bench/console/report.h"
#include "tests/support/qt_wait.h"

#include <QPainter>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <cmath>
#include <memory>

namespace vigie::bench {
namespace {

using namespace vigie::console;

constexpr qint64 kFrom = 1'700'000'000'000;
constexpr QSize kPlot(460, 150);

PanelModel timeSeriesPanel() {
  return readPanel(
      QJsonObject{{QStringLiteral("type"), QStringLiteral("timeseries")},
                  {QStringLiteral("targets"),
                   QJsonArray{QJsonObject{{QStringLiteral("refId"), QStringLiteral("A")},
                                          {QStringLiteral("expr"), QStringLiteral("m")},
                                          {QStringLiteral("legendFormat"), QStringLiteral("{{instance}}")}}}}});
}

/// `noise` is how far neighbours are apart, of a plot of 3: 0.03 is a calm rate, 0.6 is a comb.
FramePtr waves(int series, int points, qint64 stepMs, double phase, double noise = 0.03) {
  auto frame = std::make_shared<Frame>();
  for (int s = 0; s < series; ++s) {
    Series one;
    one.labels = {{QStringLiteral("instance"), QStringLiteral("host-%1").arg(100 + s)}};
    for (int i = 0; i < points; ++i) {
      one.timesMs.push_back(kFrom + i * stepMs);
      one.values.push_back(1.2 + std::sin(i / 20.0 + s + phase) + noise * std::sin(i * 1.7 + s));
    }
    frame->series.push_back(std::move(one));
  }
  return frame;
}

std::shared_ptr<PanelData> assembled(const PanelModel& panel, const FramePtr& frame, qint64 stepMs) {
  auto data = std::make_shared<PanelData>();
  const auto points = static_cast<qint64>(frame->series.front().timesMs.size());
  data->window = {kFrom, kFrom + (points - 1) * stepMs};
  data->stepMs = stepMs;
  const PromQuery query{QStringLiteral("m"), true, data->window.fromMs, data->window.toMs, stepMs};
  fillPanelData(panel, {{{0, query}, frame}}, {}, *data);
  return data;
}

struct LineNames {
  const char* ours;
  const char* bare;
  const char* charts;
  const char* toBare;
  const char* toCharts;
};

/// 18 charts of 10 lines of 360 points.
void compareLines(Report& report, int rounds, double noise, const LineNames& names) {
  const PanelModel panel = timeSeriesPanel();
  const auto model = std::make_shared<const ChartModel>(
      makeChartModel(panel, *assembled(panel, waves(10, 360, 10'000, 0, noise), 10'000), Theme::dark()));
  const SeriesDrawing drawing{model, {model->window, 0, 3, 0, 1, QSizeF(kPlot), 0}, 1, -1};
  std::vector<QPolygonF> polylines;
  QList<QList<QPointF>> samples;
  for (const ChartLine& line : model->lines) {
    for (const std::vector<Sample>& run :
         decimate(line.times, line.values, {model->window.fromMs, model->window.toMs, kPlot.width(), 0})) {
      QPolygonF points;
      for (const Sample& sample : run) points.append({drawing.scale.x(sample.timeMs), drawing.scale.y(sample.value)});
      polylines.push_back(points);
    }
    QList<QPointF> all;
    for (std::size_t i = 0; i < line.times.size(); ++i) {
      all.append({static_cast<double>(line.times[i]), line.values[i]});
    }
    samples.append(all);
  }

  std::vector<std::unique_ptr<QChartView>> views;
  for (int v = 0; v < 18; ++v) {
    auto* chart = new QChart;
    chart->legend()->hide();
    auto* x = new QValueAxis;
    auto* y = new QValueAxis;
    chart->addAxis(x, Qt::AlignBottom);
    chart->addAxis(y, Qt::AlignLeft);
    x->setRange(static_cast<double>(model->window.fromMs), static_cast<double>(model->window.toMs));
    y->setRange(0, 3);
    for (int s = 0; s < samples.size(); ++s) {
      auto* line = new QLineSeries;
      chart->addSeries(line);
      line->attachAxis(x);
      line->attachAxis(y);
    }
    views.push_back(std::make_unique<QChartView>(chart));
    views.back()->setRenderHint(QPainter::Antialiasing);
    views.back()->resize(kPlot + QSize(60, 60));
    views.back()->show();
  }
  QCoreApplication::processEvents();

  std::vector<double> ours;
  std::vector<double> bare;
  std::vector<double> charts;
  for (int round = 0; round < rounds; ++round) {
    double begun = threadMs();
    for (int v = 0; v < 18; ++v) drawSeries(drawing);
    ours.push_back(threadMs() - begun);

    begun = threadMs();
    for (int v = 0; v < 18; ++v) {
      QImage image(kPlot, QImage::Format_ARGB32_Premultiplied);
      image.fill(Qt::transparent);
      QPainter painter(&image);
      painter.setRenderHint(QPainter::Antialiasing);
      for (std::size_t i = 0; i < polylines.size(); ++i) {
        QPen pen(model->lines[i].style.colour);
        pen.setCosmetic(true);
        painter.setPen(pen);
        painter.drawPolyline(polylines[i]);
      }
    }
    bare.push_back(threadMs() - begun);

    begun = threadMs();
    for (const auto& view : views) {
      const QList<QAbstractSeries*> lines = view->chart()->series();
      for (int s = 0; s < lines.size(); ++s) static_cast<QLineSeries*>(lines[s])->replace(samples[s]);
      view->grab();
    }
    charts.push_back(threadMs() - begun);
  }
  const double mine = quantile(ours, 0.5);
  report.add(names.ours, mine, "ms", "", quantile(ours, 1));
  report.add(names.bare, quantile(bare, 0.5), "ms", "", quantile(bare, 1));
  report.add(names.charts, quantile(charts, 0.5), "ms", "", quantile(charts, 1));
  report.add(names.toBare, mine / quantile(bare, 0.5), "x", "3");
  report.add(names.toCharts, quantile(charts, 0.5) / mine, "x", "");
}

/// 16 lines of 10,416 points in one panel, from the decoded frame to the window.
void paintLongLines(Report& report, int rounds, const Theme& theme) {
  const PanelModel panel = timeSeriesPanel();
  Crosshair crosshair;
  TimeSeriesBody body(theme, crosshair, panel);
  body.resize(1200, 420);
  static_cast<QWidget&>(body).show();
  std::vector<double> wall;
  std::vector<double> cpu;
  for (int round = 0; round < rounds; ++round) {
    const FramePtr frame = waves(16, 10'416, 8'000, round * 0.1, 0.3);
    const double begun = wallMs();
    const double busy = threadMs();
    body.setData(assembled(panel, frame, 8'000));
    QCoreApplication::processEvents();
    test::waitFor([&body] { return body.isSettled(); });
    QCoreApplication::processEvents();
    wall.push_back(wallMs() - begun);
    cpu.push_back(threadMs() - busy);
  }
  report.add("16 x 10,416 points, decoded frame to painted", quantile(wall, 0.5), "ms", "25 ms", quantile(wall, 1));
  report.add("of that on the UI thread", quantile(cpu, 0.5), "ms", "", quantile(cpu, 1));
}

}  // namespace

void benchDrawing(Report& report, int rounds) {
  compareLines(report, rounds, 0.03,
               {"series drawing, 18 x 10 x 360, ours", "the same polylines, bare QPainter",
                "the same samples, Qt Charts' QLineSeries (with axes)", "ours / bare QPainter", "Qt Charts / ours"});
  compareLines(report, rounds, 0.6,
               {"noisy lines, ours", "noisy lines, bare QPainter", "noisy lines, Qt Charts", "noisy: ours / bare",
                "noisy: Qt Charts / ours"});
}

void benchLongLines(Report& report, int rounds) {
  Theme theme;
  theme.install();
  paintLongLines(report, rounds, theme);
}

}  // namespace vigie::bench
