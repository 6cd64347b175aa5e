// A chart under the mouse: pinning, isolating, zooming, comparing.
#include "console/panels/chart_legend.h"
#include "console/panels/chart_overlay.h"
#include "console/panels/crosshair.h"
#include "console/panels/pinned_tooltip.h"
#include "console/panels/time_series_body.h"
#include "tests/support/qt_wait.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

constexpr qint64 kStart = 1'700'000'000'000;
constexpr qint64 kStep = 15'000;
constexpr int kSamples = 41;

NamedSeries series(const char* name, double value) {
  NamedSeries one;
  one.name = QString::fromLatin1(name);
  for (int i = 0; i < kSamples; ++i) {
    one.data.timesMs.push_back(kStart + i * kStep);
    one.data.values.push_back(value);
  }
  return one;
}

PanelDataPtr answer(const std::vector<std::pair<const char*, double>>& lines, qint64 offsetMs = 0) {
  auto data = std::make_shared<PanelData>();
  data->stepMs = kStep;
  data->window = {kStart - offsetMs, kStart + (kSamples - 1) * kStep - offsetMs};
  for (const auto& [name, value] : lines) {
    data->series.push_back(series(name, value));
    for (qint64& time : data->series.back().data.timesMs) time -= offsetMs;
  }
  return data;
}

class ChartHandsTest : public testing::Test {
 protected:
  ChartHandsTest() {
    theme.install();
    body.resize(600, 300);
    body.setVisible(true);
    body.setData(answer({{"slow", 3}, {"fast", 1}, {"mid", 2}}));
    overlay = body.findChild<ChartOverlay*>();
    legend = body.findChild<ChartLegend*>();
  }
  [[nodiscard]] QPoint middle() const { return {overlay->width() / 2, overlay->height() / 2}; }
  [[nodiscard]] QStringList shown() const {
    QStringList names;
    for (const ChartLine& line : body.model()->lines) {
      if (line.shown && !line.ghost) names.append(line.name);
    }
    return names;
  }
  /// The legend is one row: its entries are found by walking along it.
  void clickLegend(const char* name, Qt::KeyboardModifiers modifiers = {}) {
    int line = -1;
    const auto connection = QObject::connect(legend, &ChartLegend::hovered, [&line](int at) { line = at; });
    for (int x = 2; x < legend->width(); x += 4) {
      QTest::mouseMove(legend, QPoint(x, 9));
      QMouseEvent move(QEvent::MouseMove, QPointF(x, 9), legend->mapToGlobal(QPointF(x, 9)), Qt::NoButton, {}, {});
      QCoreApplication::sendEvent(legend, &move);
      const auto& lines = body.model()->lines;
      if (line < 0 || lines[static_cast<std::size_t>(line)].name != QLatin1String(name)) continue;
      QObject::disconnect(connection);
      QTest::mouseClick(legend, Qt::LeftButton, modifiers, QPoint(x, 9));
      return;
    }
    QObject::disconnect(connection);
    FAIL() << "no legend entry " << name;
  }

  Theme theme;
  Crosshair crosshair;
  TimeSeriesBody body{theme, crosshair, readPanel({{QStringLiteral("type"), QStringLiteral("timeseries")}})};
  ChartOverlay* overlay = nullptr;
  ChartLegend* legend = nullptr;
};

TEST_F(ChartHandsTest, PinsTheValuesOnAClickUntilTheyAreClosed) {
  const QSignalSpy zoomed(&body, &PanelBody::zoomRequested);
  QTest::mouseClick(overlay, Qt::LeftButton, {}, middle());
  ASSERT_NE(overlay->pinned(), nullptr);
  EXPECT_EQ(zoomed.count(), 0) << "a click is no drag";
  const QString said = overlay->pinned()->accessibleDescription();
  EXPECT_LT(said.indexOf(QStringLiteral("slow\t3")), said.indexOf(QStringLiteral("fast\t1"))) << said.toStdString();
  // It stays, with what is new.
  body.setData(answer({{"slow", 5}, {"fast", 1}}));
  ASSERT_NE(overlay->pinned(), nullptr);
  EXPECT_TRUE(overlay->pinned()->accessibleDescription().contains(QStringLiteral("slow\t5")));
  const QList<QToolButton*> buttons = overlay->pinned()->findChildren<QToolButton*>();
  ASSERT_EQ(buttons.size(), 2);
  QTest::mouseClick(buttons[0], Qt::LeftButton);
  EXPECT_TRUE(QGuiApplication::clipboard()->text().contains(QStringLiteral("slow\t5")));
  QTest::mouseClick(buttons[1], Qt::LeftButton);
  EXPECT_EQ(overlay->pinned(), nullptr);
  EXPECT_FALSE(body.unpin()) << "there is nothing left to take down";
}

TEST_F(ChartHandsTest, ZoomsOnADragAndOutOnADoubleClick) {
  const QSignalSpy in(&body, &PanelBody::zoomRequested);
  const QSignalSpy out(&body, &PanelBody::zoomOutRequested);
  QTest::mousePress(overlay, Qt::LeftButton, {}, middle());
  QMouseEvent move(QEvent::MouseMove, QPointF(middle().x() + 80, middle().y()),
                   overlay->mapToGlobal(QPointF(middle().x() + 80, middle().y())), Qt::NoButton, Qt::LeftButton, {});
  QCoreApplication::sendEvent(overlay, &move);
  QTest::mouseRelease(overlay, Qt::LeftButton, {}, middle() + QPoint(80, 0));
  ASSERT_EQ(in.count(), 1);
  EXPECT_EQ(overlay->pinned(), nullptr);
  QTest::mouseClick(overlay, Qt::LeftButton, {}, middle());
  QTest::mouseDClick(overlay, Qt::LeftButton, {}, middle());
  EXPECT_EQ(out.count(), 1);
  EXPECT_EQ(overlay->pinned(), nullptr) << "the first click of two pins nothing";
}

TEST_F(ChartHandsTest, IsolatesALineAndKeepsItThroughARefresh) {
  clickLegend("fast");
  EXPECT_EQ(shown(), QStringList{QStringLiteral("fast")});
  EXPECT_LT(body.model()->left.high, 2) << "the axis is the line's own";
  body.setData(answer({{"slow", 3}, {"fast", 1.5}, {"mid", 2}}));
  EXPECT_EQ(shown(), QStringList{QStringLiteral("fast")}) << "a refresh changes nothing";
  clickLegend("slow", Qt::ControlModifier);
  EXPECT_EQ(shown(), (QStringList{QStringLiteral("slow"), QStringLiteral("fast")}));
  clickLegend("fast", Qt::ControlModifier);
  EXPECT_EQ(shown(), QStringList{QStringLiteral("slow")});
  clickLegend("slow");
  EXPECT_EQ(shown().size(), 3) << "the only one again: all";
}

TEST_F(ChartHandsTest, ComparesWithWhatWasBefore) {
  constexpr qint64 kDayMs = 86'400'000;
  body.setGhost(answer({{"slow", 2}, {"gone", 4}}, kDayMs), kDayMs);
  const auto& lines = body.model()->lines;
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_TRUE(lines[0].ghost) << "under the lines of now";
  EXPECT_FALSE(lines[0].inLegend);
  EXPECT_FALSE(lines[0].style.dashes.isEmpty());
  EXPECT_EQ(lines[0].times.front(), kStart) << "moved to the present";
  EXPECT_EQ(lines[3].name, QStringLiteral("fast"));
  EXPECT_EQ(lines[3].differenceText, QStringLiteral("no value then"));
  QTest::mouseClick(overlay, Qt::LeftButton, {}, middle());
  ASSERT_NE(overlay->pinned(), nullptr);
  QString said = overlay->pinned()->accessibleDescription();
  said.replace(QChar(0x202f), QLatin1Char(' ')).replace(QChar(0xa0), QLatin1Char(' '));
  EXPECT_TRUE(said.contains(QStringLiteral("slow\t3\t+50 %"))) << said.toStdString();
  EXPECT_TRUE(said.contains(QStringLiteral("gone, before\t4"))) << said.toStdString();
  body.setGhost(nullptr, 0);
  EXPECT_EQ(body.model()->lines.size(), 3U);
}

TEST_F(ChartHandsTest, SharesTheMomentAsItIsTold) {
  TimeSeriesBody other{theme, crosshair, readPanel({{QStringLiteral("type"), QStringLiteral("timeseries")}})};
  other.resize(600, 300);
  other.setVisible(true);
  other.setData(answer({{"slow", 3}}));
  other.grab();
  EXPECT_TRUE(test::waitFor([&other] { return other.isSettled(); }));
  const QImage still = other.grab().toImage();
  const auto moveOver = [this] {
    QMouseEvent move(QEvent::MouseMove, QPointF(middle()), overlay->mapToGlobal(QPointF(middle())), Qt::NoButton, {},
                     {});
    QCoreApplication::sendEvent(overlay, &move);
  };
  moveOver();
  const QImage line = other.grab().toImage();
  EXPECT_NE(line, still);
  crosshair.setSharing(CrosshairSharing::kTooltip);
  EXPECT_NE(other.grab().toImage(), line) << "the values as well";
  crosshair.setSharing(CrosshairSharing::kNothing);
  EXPECT_EQ(other.grab().toImage(), still);
}

TEST_F(ChartHandsTest, LooksAfterAResizeAsIfItHadBeenMadeSo) {
  const auto drawn = [](TimeSeriesBody& one) {
    one.grab();
    EXPECT_TRUE(test::waitFor([&one] { return one.isSettled(); }));
    QCoreApplication::sendPostedEvents();
    return one.grab().toImage();
  };
  // So little that the axes keep their ticks: the lines must not move away from the grid.
  drawn(body);
  body.resize(612, 306);
  TimeSeriesBody fresh{theme, crosshair, readPanel({{QStringLiteral("type"), QStringLiteral("timeseries")}})};
  fresh.resize(612, 306);
  fresh.setVisible(true);
  fresh.setData(answer({{"slow", 3}, {"fast", 1}, {"mid", 2}}));
  drawn(fresh);
  EXPECT_EQ(drawn(body), drawn(fresh));
}

TEST(DifferenceTest, SaysHowMuchMore) {
  const auto said = [](double now, double before) {
    QString text = differenceText(now, before, UnitFormat(QStringLiteral("s")));
    return text.replace(QChar(0x202f), QLatin1Char(' ')).replace(QChar(0xa0), QLatin1Char(' '));
  };
  EXPECT_EQ(said(3, 2), QStringLiteral("+50 %"));
  EXPECT_EQ(said(1, 4), QStringLiteral("−75 %"));
  EXPECT_EQ(said(1.05, 1), QStringLiteral("+5.0 %"));
  EXPECT_EQ(said(1 + 1e-15, 1), QStringLiteral("±0 %")) << "rounding is no difference";
  EXPECT_EQ(said(0, 0), QStringLiteral("±0 %"));
  EXPECT_EQ(said(2, 0).left(2), QStringLiteral("+2"));
  EXPECT_TRUE(said(std::numeric_limits<double>::quiet_NaN(), 1).isEmpty());
}

}  // namespace
}  // namespace vigie::console
