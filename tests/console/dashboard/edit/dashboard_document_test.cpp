#include "console/dashboard/edit/dashboard_document.h"

#include "console/dashboard/edit/panel_draft.h"

#include <QStringList>
#include <gtest/gtest.h>

#include <set>

namespace vigie::console {
namespace {

const QByteArray kFile = R"({
  "title": "T",
  "futureKey": {
    "kept": [
      1.50
    ]
  },
  "panels": [
    {
      "type": "stat",
      "id": 7,
      "pluginVersion": "9.9",
      "gridPos": {
        "x": 0,
        "y": 0,
        "w": 12,
        "h": 8
      },
      "targets": [
        {
          "expr": "up",
          "exemplar": true,
          "refId": "A"
        }
      ]
    },
    {
      "type": "row",
      "id": 8,
      "collapsed": true,
      "panels": [
        {
          "type": "text",
          "id": 9
        }
      ]
    }
  ],
  "uid": "u"
}
)";

/// Lines that only one of the two has.
QStringList difference(const QByteArray& a, const QByteArray& b) {
  const QStringList first = QString::fromUtf8(a).split(QLatin1Char('\n'));
  const QStringList second = QString::fromUtf8(b).split(QLatin1Char('\n'));
  QStringList lines;
  for (const QString& line : first) {
    if (!second.contains(line)) lines.append(QLatin1Char('-') + line.trimmed());
  }
  for (const QString& line : second) {
    if (!first.contains(line)) lines.append(QLatin1Char('+') + line.trimmed());
  }
  return lines;
}

DashboardDocument document() { return *DashboardDocument::read(kFile); }

TEST(DashboardDocumentTest, WritesBackWhatItRead) { EXPECT_EQ(document().text(), kFile); }

TEST(DashboardDocumentTest, AMoveTouchesTheLinesOfThatPlaceOnly) {
  const auto moved = document().withPlaces({{7, {12, 0, 12, 8}}});
  EXPECT_EQ(difference(kFile, moved.text()),
            (QStringList{QStringLiteral("-\"x\": 0,"), QStringLiteral("+\"x\": 12,")}));
  EXPECT_EQ(placeOf(moved.panel(7)), (GridPosition{12, 0, 12, 8}));
}

TEST(DashboardDocumentTest, AChangeKeepsWhatTheFormDoesNotKnow) {
  PanelDraft draft = draftOf(document().panel(7));
  draft.title = QStringLiteral("Up");
  draft.queries[0].expr = QStringLiteral("sum(up)");
  draft.unit = QStringLiteral("bytes");
  const auto changed = document().withPanel(7, withDraft(document().panel(7), draft));
  const OrderedJson panel = changed.panel(7);
  EXPECT_EQ(panel.at("pluginVersion").toText(), QStringLiteral("9.9"));
  EXPECT_TRUE(panel.at("targets").items()[0].at("exemplar").toBool());
  EXPECT_EQ(panel.at("targets").items()[0].at("expr").toText(), QStringLiteral("sum(up)"));
  EXPECT_EQ(draftOf(panel), draft);
  EXPECT_TRUE(changed.text().contains("1.50"));
}

TEST(DashboardDocumentTest, AnUnchangedFormChangesNothing) {
  const OrderedJson panel = document().panel(7);
  EXPECT_EQ(withDraft(panel, draftOf(panel)), panel);
}

TEST(DashboardDocumentTest, AddsBelowCopiesBesideAndRemoves) {
  PanelDraft draft;
  draft.title = QStringLiteral("New");
  const auto added = document().withAdded(newPanel(draft));
  EXPECT_EQ(added.panel(10).at("title").toText(), QStringLiteral("New")) << "with an id of its own";
  EXPECT_GE(placeOf(added.panel(10)).y, 8);
  const auto copied = document().withCopyOf(7);
  EXPECT_EQ(placeOf(copied.panel(10)), (GridPosition{12, 0, 12, 8}));
  EXPECT_TRUE(document().withoutPanel(7).panel(7).isNull());
  EXPECT_TRUE(document().withoutPanel(9).panel(9).isNull()) << "inside a row too";
  EXPECT_FALSE(document().withoutPanel(9).panel(8).isNull());
}

TEST(DashboardDocumentTest, GivesEachPanelAnIdOfItsOwn) {
  const auto read =
      DashboardDocument::read(R"({"panels":[{"type":"stat"},{"type":"stat","id":2},{"type":"stat","id":2}]})");
  ASSERT_TRUE(read);
  std::set<int> ids;
  const auto model = read->model();
  for (const PanelModel& panel : model->panels) ids.insert(panel.id);
  EXPECT_EQ(ids.size(), 3U);
  EXPECT_TRUE(ids.contains(2));
}

TEST(DashboardDocumentTest, KeepsTheWrapperOfAnApiAnswer) {
  const QByteArray wrapped = R"({"meta":{"v":1},"dashboard":{"panels":[],"title":"T"}})";
  const auto read = DashboardDocument::read(wrapped);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text(), wrapped);
  EXPECT_EQ(read->withNames({}, QStringLiteral("U")).title(), QStringLiteral("U"));
}

TEST(DashboardDocumentTest, RefusesOldRowsWithAWayOut) {
  const auto read = DashboardDocument::read(R"({"rows":[{"panels":[]}]})");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("newer Grafana"), std::string::npos);
}

}  // namespace
}  // namespace vigie::console
