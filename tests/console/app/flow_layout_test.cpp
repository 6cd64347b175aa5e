// A row that goes on in the next line.
#include "console/app/flow_layout.h"

#include <QWidget>
#include <gtest/gtest.h>

#include <array>

namespace vigie::console {
namespace {

class FlowLayoutTest : public testing::Test {
 protected:
  FlowLayoutTest() {
    layout->setSpacing(10);
    for (QWidget* box : boxes) {
      box->setFixedSize(100, 20);
      layout->addWidget(box);
    }
  }
  void widen(int width) {
    host.resize(width, 200);
    layout->setGeometry({0, 0, width, 200});
  }

  QWidget host;
  FlowLayout* layout = new FlowLayout(&host);
  std::array<QWidget*, 3> boxes{new QWidget(&host), new QWidget(&host), new QWidget(&host)};
};

TEST_F(FlowLayoutTest, GoesOnInTheNextLine) {
  widen(320);
  EXPECT_EQ(boxes[2]->pos(), QPoint(220, 0));
  widen(319);
  EXPECT_EQ(boxes[1]->pos(), QPoint(110, 0));
  EXPECT_EQ(boxes[2]->pos(), QPoint(0, 30));
  EXPECT_EQ(layout->heightForWidth(319), 50);
  EXPECT_EQ(layout->heightForWidth(100), 80);
  EXPECT_EQ(layout->sizeHint(), QSize(320, 20));
  EXPECT_EQ(layout->minimumSize(), QSize(100, 20));
}

TEST_F(FlowLayoutTest, LeavesNoGapForWhatIsHidden) {
  boxes[0]->hide();
  widen(210);
  EXPECT_EQ(boxes[1]->pos(), QPoint(0, 0));
  EXPECT_EQ(boxes[2]->pos(), QPoint(110, 0));
}

}  // namespace
}  // namespace vigie::console
