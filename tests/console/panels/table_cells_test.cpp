// What a table panel has besides words: lines and images in cells, and filters in its header.
#include "console/dashboard/variable_menu.h"
#include "console/panels/cell_image.h"
#include "console/panels/chart_model.h"
#include "console/panels/table_body.h"
#include "console/panels/table_header.h"
#include "console/panels/table_model.h"

#include <QBuffer>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

QString pngOf(const QSize& size, const QColor& colour) {
  QImage image(size, QImage::Format_RGB32);
  image.fill(colour);
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  return q("data:image/png;base64,") + QString::fromLatin1(buffer.data().toBase64());
}

class TableCellsTest : public testing::Test {
 protected:
  TableCellsTest() { theme.install(); }

  /// One row a pair: the label "v" and the value.
  void show(const QByteArray& properties, const std::vector<std::pair<QString, double>>& rows,
            const QByteArray& options = "{}") {
    const QByteArray json =
        R"({"type":"table","targets":[{"refId":"A","expr":"x","instant":true,"format":"table"}],"options":)" + options +
        R"(,"fieldConfig":{"defaults":{},"overrides":[{"matcher":{"id":"byName","options":"Time"},
          "properties":[{"id":"custom.hidden","value":true}]},{"matcher":{"id":"byName","options":"v"},"properties":)" +
        properties + "}]}}";
    panel = readPanel(QJsonDocument::fromJson(json).object());
    body = std::make_unique<TableBody>(theme, panel);
    body->resize(600, 300);
    body->setVisible(true);
    answer(rows);
  }
  void answer(const std::vector<std::pair<QString, double>>& rows) {
    auto frame = std::make_shared<Frame>();
    for (const auto& [text, value] : rows) frame->series.push_back({{{q("v"), text}}, {1000}, {value}});
    give({frame}, false);
  }
  void give(const std::vector<FramePtr>& frames, bool range) {
    auto data = std::make_shared<PanelData>();
    data->window = {0, 60'000};
    data->stepMs = 10'000;
    std::vector<QueryAnswer> answers;
    for (std::size_t i = 0; i < frames.size(); ++i) {
      PlannedQuery planned;
      planned.target = i;
      planned.query.range = range;
      answers.push_back({planned, frames[i]});
    }
    fillPanelData(panel, answers, {}, *data);
    body->setData(data);
  }
  [[nodiscard]] QTableView& view() const { return *body->findChild<QTableView*>(); }
  /// The texts of a column, from the top.
  [[nodiscard]] QStringList column(int index) const {
    QStringList texts;
    for (int row = 0; row < view().model()->rowCount(); ++row)
      texts.append(view().model()->index(row, index).data().toString());
    return texts;
  }
  /// Pixels of a cell that are about `colour`.
  [[nodiscard]] int inkOf(int row, int index, const QColor& colour) const {
    const QRect cell = view().visualRect(view().model()->index(row, index));
    const QImage image = view().viewport()->grab(cell).toImage();
    int ink = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        const QColor pixel = image.pixelColor(x, y);
        const int off = std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                        std::abs(pixel.blue() - colour.blue());
        ink += off < 60 ? 1 : 0;
      }
    }
    return ink;
  }
  VariableMenu* openFilter(int index) {
    auto* header = static_cast<TableHeader*>(view().horizontalHeader());
    if (!header->buttonOf(index)) return nullptr;
    header->buttonOf(index)->click();
    return body->findChild<VariableMenu*>();
  }

  Theme theme;
  PanelModel panel;
  std::unique_ptr<TableBody> body;
};

constexpr const char* kImages = R"([{"id":"custom.cellOptions","value":{"type":"image","alt":"logo"}}])";

TEST_F(TableCellsTest, MarksTheSortedColumnBesideItsWords) {
  show("[]", {{q("a"), 1}, {q("b"), 2}});
  QHeaderView& header = *view().horizontalHeader();
  const QRect section(header.sectionViewportPosition(1), 0, header.sectionSize(1), header.height());
  const QImage plain = header.grab(section).toImage();
  view().sortByColumn(1, Qt::DescendingOrder);
  const QImage falls = header.grab(section).toImage();
  view().sortByColumn(1, Qt::AscendingOrder);
  EXPECT_NE(header.grab(section).toImage(), falls) << "the mark says which way";
  // "Value" stands at the right; the mark has its own pixels.
  const QRgb ground = plain.pixel(0, 2);
  int marked = 0;
  for (int y = 0; y < plain.height(); ++y) {
    for (int x = 0; x < plain.width(); ++x) {
      if (plain.pixel(x, y) == falls.pixel(x, y)) continue;
      ++marked;
      EXPECT_EQ(plain.pixel(x, y), ground) << "words are under the mark at " << x << ", " << y;
    }
  }
  EXPECT_GT(marked, 10);
}

TEST_F(TableCellsTest, DrawsTheImageAValueHolds) {
  show(kImages, {{pngOf({64, 64}, Qt::magenta), 1}, {q("nothing of the kind"), 2}});
  EXPECT_GT(inkOf(0, 0, Qt::magenta), 150);
  EXPECT_EQ(inkOf(1, 0, Qt::magenta), 0);
  EXPECT_EQ(column(0), (QStringList{q("logo"), q("nothing of the kind")})) << "what is read out, searched and measured";
}

TEST_F(TableCellsTest, AsksNobodyForAnImage) {
  show(kImages, {{q("https://images.example/a/logo.png?x=1"), 1}});
  EXPECT_EQ(column(0).front(), q("logo · images.example")) << "it says where a click would lead";
  const TableModel& model = *body->findChild<TableModel*>();
  const auto link = model.imageLinkAt(0, 0);
  ASSERT_TRUE(link.has_value());
  EXPECT_EQ(link->url, QUrl(q("https://images.example/a/logo.png?x=1")));
  EXPECT_TRUE(link->refusal.isEmpty());
  EXPECT_FALSE(view().model()->index(0, 0).data(Qt::ToolTipRole).toString().isEmpty());
  for (const char* value : {"file:///etc/passwd", "javascript:alert(1)", "//images.example/x.png", "/x.png", "x"}) {
    EXPECT_FALSE(imageLink(q(value), {}).has_value()) << value;
    EXPECT_TRUE(imageIn(q(value), 20).isNull()) << value;
  }
}

TEST_F(TableCellsTest, RefusesImagesThatAreNotSafeToDraw) {
  EXPECT_FALSE(imageIn(pngOf({30, 30}, Qt::red), 20).isNull());
  EXPECT_LE(imageIn(pngOf({4000, 30}, Qt::red), 20).width(), 160) << "no wider than a cell ever shows";
  EXPECT_TRUE(imageIn(pngOf({5000, 1}, Qt::red), 20).isNull()) << "few bytes, many pixels";
  const QString svg = QString::fromLatin1(
      QByteArray(R"(<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>)").toBase64());
  EXPECT_TRUE(imageIn(q("data:image/svg+xml;base64,") + svg, 20).isNull()) << "it may name files";
  EXPECT_TRUE(imageIn(q("data:image/png;base64,") + svg, 20).isNull()) << "whatever it says it is";
  EXPECT_TRUE(imageIn(q("data:image/png;base64,@@@"), 20).isNull());
  EXPECT_TRUE(imageIn(pngOf({30, 30}, Qt::red) + QString(kMostImageText, QLatin1Char('A')), 20).isNull());
}

TEST_F(TableCellsTest, DrawsALineOverTimeInACell) {
  const QByteArray json = R"({"type":"table","targets":[{"refId":"A","expr":"x"}],
      "transformations":[{"id":"timeSeriesTable","options":{}}],
      "fieldConfig":{"defaults":{"unit":"percent","color":{"mode":"fixed","fixedColor":"#ff00ff"},
        "custom":{"cellOptions":{"type":"sparkline","lineWidth":3,"fillOpacity":0,"gradientMode":"none"}}},"overrides":[]}})";
  panel = readPanel(QJsonDocument::fromJson(json).object());
  body = std::make_unique<TableBody>(theme, panel);
  body->resize(600, 300);
  body->setVisible(true);
  auto frame = std::make_shared<Frame>();
  for (const double height : {1.0, 10.0}) {
    Series series{{{q("job"), QString::number(height)}}, {}, {}};
    for (int i = 0; i < 7; ++i) {
      series.timesMs.push_back(i * 10'000);
      series.values.push_back(height * std::sin(i));
    }
    frame->series.push_back(std::move(series));
  }
  give({frame}, true);
  ASSERT_EQ(view().model()->columnCount(), 2);
  for (const int row : {0, 1}) EXPECT_GT(inkOf(row, 1, QColor("#ff00ff")), 80) << "each line fills its own cell";
  EXPECT_TRUE(column(1).front().contains(q("%"))) << column(1).front().toStdString() << ": what the line comes to";
  const auto model =
      view().model()->index(0, 1).data(TableModel::kTrendRole).value<std::shared_ptr<const ChartModel>>();
  ASSERT_NE(model, nullptr);
  EXPECT_EQ(model->window.toMs, 60'000) << "over the time of the panel";
  EXPECT_GE(view().columnWidth(1), 160);
}

constexpr const char* kFilterable = R"([{"id":"custom.filterable","value":true}])";

TEST_F(TableCellsTest, ListsTheRowsWhoseValuesAreTicked) {
  show(kFilterable, {{q("api"), 1}, {q("db"), 2}, {q("api"), 3}, {q("web"), 4}},
       R"({"footer":{"show":true,"reducer":["sum"],"fields":["Value"]}})");
  EXPECT_EQ(openFilter(1), nullptr) << "only columns the dashboard says so";
  VariableMenu* menu = openFilter(0);
  ASSERT_TRUE(menu && menu->isVisible());
  auto* list = menu->findChild<QListView*>();
  ASSERT_EQ(list->model()->rowCount(), 4) << "all, and each value once";
  QTest::keyClick(menu->findChild<QLineEdit*>(), Qt::Key_Down);
  QTest::keyClick(list, Qt::Key_Down);
  QTest::keyClick(list, Qt::Key_Space);  // api
  QTest::keyClick(list, Qt::Key_Return);
  EXPECT_EQ(column(0), (QStringList{q("api"), q("api")}));
  EXPECT_EQ(body->findChild<TableModel*>()->rowCount(), 4) << "the data itself stays whole";
  EXPECT_TRUE(body->spokenSummary().contains(q("2"))) << body->spokenSummary().toStdString();

  answer({{q("api"), 5}, {q("new"), 6}});
  EXPECT_EQ(column(0), QStringList{q("api")}) << "a choice outlives new data";
  auto* all = body->findChild<QPushButton*>();
  ASSERT_NE(all, nullptr);
  EXPECT_FALSE(all->isVisible());
  answer({{q("new"), 6}});
  EXPECT_TRUE(all->isVisible()) << "an empty table says why, and how to leave it";
  all->click();
  EXPECT_EQ(column(0), QStringList{q("new")});
  EXPECT_FALSE(all->isVisible());
}

TEST_F(TableCellsTest, OpensAFilterFromTheKeyboard) {
  show(kFilterable, {{q("api"), 1}, {q("db"), 2}});
  body->activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(body.get()));
  view().setFocus();
  view().setCurrentIndex(view().model()->index(0, 0));
  QTest::keyClick(&view(), Qt::Key_Down, Qt::AltModifier);
  VariableMenu* menu = body->findChild<VariableMenu*>();
  ASSERT_TRUE(menu && menu->isVisible());
  QTest::keyClick(menu->findChild<QLineEdit*>(), Qt::Key_Escape);
  EXPECT_EQ(column(0).size(), 2);
}

}  // namespace
}  // namespace vigie::console
