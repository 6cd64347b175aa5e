// The frame with a dashboard in it, over a scripted Prometheus.
#pragma once

#include "console/app/main_window.h"
#include "console/dashboard/dashboard_page.h"
#include "console/dashboard/dashboard_view.h"
#include "console/panels/panel_widget.h"
#include "tests/support/console_fixture.h"

#include <QTest>

#include <vector>

namespace vigie::test {

class MainWindowFixture : public ConsoleTest {
 protected:
  MainWindowFixture() {
    prometheus.respond = [](const FakePrometheus::Request& request) -> FakePrometheus::Reply {
      const auto end = static_cast<qint64>(request.form.value("end").toDouble());
      if (request.path.endsWith("query_range")) {
        return {200, matrixBody(R"({"job":"ai-api"})", {"0.2", "0.9", "0.7"}, end - 30, 15)};
      }
      return {200, vectorBody("1")};
    };
    options.dashboardFiles = {QStringLiteral(VIGIE_SAMPLES "/every-state.json")};
    page = new console::DashboardPage(context);
    window.addPage(page);
    window.resize(1280, 800);
    window.show();
    window.activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(&window));
  }
  void press(const std::vector<Qt::Key>& keys) {
    for (const Qt::Key key : keys) QTest::keyClick(target(), key);
  }
  QWidget* target() {
    QWidget* focused = window.focusWidget();
    return focused ? focused : &window;
  }
  console::DashboardView* view() { return page->findChild<console::DashboardView*>(); }
  console::PanelWidget* panel(const char* title) {
    for (console::PanelWidget* one : view()->panels()) {
      if (one->title() == QLatin1String(title)) return one;
    }
    return nullptr;
  }
  bool ready() {
    return waitFor([this] { return page->isReady(); });
  }

  console::MainWindow window{context};
  console::DashboardPage* page = nullptr;
};

}  // namespace vigie::test
