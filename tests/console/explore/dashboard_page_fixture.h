// The Dashboards page with one dashboard of the user's in it, over a scripted Prometheus.
#pragma once

#include "console/dashboard/dashboard_page.h"
#include "console/dashboard/dashboard_pane.h"
#include "console/dashboard/dashboard_view.h"
#include "console/panels/panel_widget.h"
#include "tests/support/console_fixture.h"

#include <QFile>

#include <memory>

namespace vigie::test {

inline const QByteArray kMine = R"({
  "uid": "mine",
  "title": "Mine",
  "later": 1.0,
  "panels": [
    {"id": 1, "type": "stat", "title": "One", "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8}, "targets": [{"refId": "A", "expr": "up"}]},
    {"id": 2, "type": "stat", "title": "Two", "gridPos": {"x": 12, "y": 0, "w": 12, "h": 8}, "targets": [{"refId": "A", "expr": "down"}]},
    {"id": 3, "type": "row", "title": "Row", "gridPos": {"x": 0, "y": 8, "w": 24, "h": 1}},
    {"id": 4, "type": "stat", "title": "Four", "gridPos": {"x": 0, "y": 9, "w": 12, "h": 20}, "targets": [{"refId": "A", "expr": "four"}]}
  ]
}
)";

/// `mine.json`, open; built in ones are listed behind it.
class DashboardPageTest : public ConsoleTest {
 protected:
  DashboardPageTest() { open(kMine); }
  void open(const QByteArray& text) {
    page.reset();
    put(text);
    openFiles({path});
  }
  void openFiles(const QStringList& files) {
    page.reset();
    options.dashboardFiles = files;
    page = std::make_unique<console::DashboardPage>(context);
    page->resize(1200, 700);
    page->show();
  }
  using ConsoleTest::put;
  void put(const QByteArray& text) { put(QStringLiteral("mine.json"), text); }
  [[nodiscard]] QByteArray onDisk() const {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  console::DashboardPane& pane() { return *page->currentPane(); }
  console::GridPosition place(int id) { return console::placeOf(pane().session().document().panel(id)); }
  console::PanelWidget* panel(int id) {
    for (console::PanelWidget* candidate : pane().view().panels()) {
      if (candidate->model().id == id) return candidate;
    }
    return nullptr;
  }
  bool ready() {
    return waitFor([this] { return page->isReady(); });
  }

  QString path = folder.filePath(QStringLiteral("mine.json"));
  std::unique_ptr<console::DashboardPage> page;
};

}  // namespace vigie::test
