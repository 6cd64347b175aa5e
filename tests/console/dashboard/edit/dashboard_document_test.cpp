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

const QByteArray kLegacy = R"({
  "title": "Old",
  "schemaVersion": 14,
  "rows": [
    {
      "title": "Shown",
      "showTitle": true,
      "height": "250px",
      "ours": 1.50,
      "panels": [
        {
          "type": "graph",
          "id": 3,
          "span": 6,
          "minSpan": 3,
          "aliasColors": {}
        }
      ]
    },
    {
      "title": "Folded",
      "collapse": true,
      "repeat": "job",
      "panels": [
        {
          "type": "singlestat",
          "id": 9,
          "span": 12
        }
      ]
    }
  ],
  "later": 1e3
}
)";

TEST(DashboardDocumentTest, MakesPanelsOfLegacyRows) {
  const auto read = DashboardDocument::read(kLegacy);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->wasCompleted());
  const auto json = OrderedJson::parse(read->text());
  ASSERT_TRUE(json);
  EXPECT_FALSE(json->has("rows"));
  EXPECT_EQ(json->members()[2].first, QStringLiteral("panels")) << "where the rows stood";
  EXPECT_EQ(json->at("schemaVersion").toNumber(), 14) << "the rest of the old version is Grafana's to bring up to date";
  const OrderedJson::Items panels = json->at("panels").items();
  ASSERT_EQ(panels.size(), 3U);
  EXPECT_EQ(panels[0].at("type").toText(), QStringLiteral("row"));
  EXPECT_TRUE(read->text().contains("\"ours\": 1.50")) << "digit for digit";
  EXPECT_EQ(placeOf(panels[1]), (GridPosition{0, 1, 12, 7}));
  EXPECT_FALSE(panels[1].has("span"));
  EXPECT_EQ(panels[1].at("minSpan").toNumber(), 6);
  EXPECT_TRUE(panels[1].has("aliasColors"));
  EXPECT_TRUE(panels[2].at("collapsed").toBool());
  EXPECT_EQ(panels[2].at("repeat").toText(), QStringLiteral("job"));
  EXPECT_EQ(panels[2].at("panels").items().size(), 1U) << "Grafana keeps folded panels inside";
  EXPECT_GT(panels[0].at("id").toNumber(), 9) << "headings get ids that no panel has";
}

TEST(DashboardDocumentTest, WhatIsShownOfRowsIsWhatIsSaved) {
  const auto before = parseDashboard(kLegacy);
  const auto after = DashboardDocument::read(kLegacy)->model();
  ASSERT_TRUE(before && after);
  ASSERT_EQ(before->panels.size(), after->panels.size());
  for (std::size_t i = 0; i < before->panels.size(); ++i) {
    EXPECT_EQ(before->panels[i].grid, after->panels[i].grid) << i;
    EXPECT_EQ(before->panels[i].title, after->panels[i].title);
    EXPECT_EQ(before->panels[i].nested.size(), after->panels[i].nested.size());
  }
}

const QByteArray kRows = R"({
  "panels": [
    {"id": 1, "type": "stat", "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8}},
    {"id": 2, "type": "row", "gridPos": {"x": 0, "y": 8, "w": 24, "h": 1}, "panels": []},
    {"id": 3, "type": "stat", "gridPos": {"x": 0, "y": 9, "w": 12, "h": 8}},
    {"id": 4, "type": "row", "collapsed": true, "gridPos": {"x": 0, "y": 17, "w": 24, "h": 1},
     "panels": [{"id": 5, "type": "stat", "kept": 1.0, "gridPos": {"x": 0, "y": 18, "w": 12, "h": 8}}]}
  ]
})";

std::vector<int> idsOf(const DashboardDocument& document) {
  std::vector<int> ids;
  const auto json = OrderedJson::parse(document.text());
  for (const OrderedJson& panel : json->at("panels").items()) {
    ids.push_back(static_cast<int>(panel.at("id").toNumber()));
    for (const OrderedJson& nested : panel.at("panels").items()) {
      ids.push_back(-static_cast<int>(nested.at("id").toNumber()));
    }
  }
  return ids;
}

TEST(DashboardDocumentTest, MovesPanelsFromRowToRow) {
  const auto document = DashboardDocument::read(kRows);
  ASSERT_TRUE(document);
  using Ids = std::vector<int>;
  EXPECT_EQ(idsOf(*document), (Ids{1, 2, 3, 4, -5}));
  EXPECT_EQ(idsOf(document->withArrangement({{1, {2, {12, 1, 12, 8}}}})), (Ids{2, 3, 1, 4, -5}))
      << "behind those that are there";
  EXPECT_EQ(placeOf(document->withArrangement({{1, {2, {12, 1, 12, 8}}}}).panel(1)), (GridPosition{12, 1, 12, 8}));
  EXPECT_EQ(idsOf(document->withArrangement({{3, {0, {12, 0, 12, 8}}}})), (Ids{1, 3, 2, 4, -5}));
  EXPECT_EQ(idsOf(document->withArrangement({{1, {4, {12, 18, 12, 8}}}})), (Ids{2, 3, 4, -5, -1}))
      << "into the row that is folded away in the file";
  const auto out = document->withArrangement({{5, {2, {12, 9, 12, 8}}}});
  EXPECT_EQ(idsOf(out), (Ids{1, 2, 3, 5, 4})) << "and out of it";
  EXPECT_TRUE(out.text().contains("1.0")) << "as it was written";
  EXPECT_EQ(idsOf(document->withArrangement({{3, {77, {0, 0, 1, 1}}}})), (Ids{1, 2, 4, -5, 3}))
      << "a row that there is not loses nothing";
}

}  // namespace
}  // namespace vigie::console
