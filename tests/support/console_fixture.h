// What a page of the console needs around it, over a scripted Prometheus: the collaborators that main() owns.
#pragma once

#include "console/app/context.h"
#include "console/app/health_monitor.h"
#include "console/app/theme.h"
#include "console/dashboard/display_zone.h"
#include "console/dashboard/time_range.h"
#include "console/settings/console_options.h"
#include "console/settings/endpoints.h"
#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace vigie::test {

/// A private folder is the user's XDG_DATA_HOME. Derived fixtures make the page last, and end it first.
class ConsoleTest : public testing::Test {
 protected:
  ConsoleTest() {
    qputenv("XDG_DATA_HOME", folder.filePath(QStringLiteral("data")).toUtf8());
    theme.install();
    endpoints.set(QUrl(), prometheus.url(), QUrl(), false);
  }
  ~ConsoleTest() override { console::setDisplayZone(QTimeZone::systemTimeZone()); }

  /// A file of the private folder; its path.
  QString put(const QString& name, const QByteArray& text) {
    QFile file(folder.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(text);
    return file.fileName();
  }
  /// How often `path` was asked for, with this expression where one is given.
  int asked(const QByteArray& path, const QByteArray& expr = {}) const {
    int count = 0;
    for (const FakePrometheus::Request& request : prometheus.requests()) {
      if (request.path == path && (expr.isEmpty() || request.form.value("query") == expr)) ++count;
    }
    return count;
  }

  QTemporaryDir folder;
  console::Theme theme;
  FakePrometheus prometheus;
  QNetworkAccessManager network;
  console::PrometheusClient client{network, prometheus.url()};
  console::TimeRange range;
  console::Endpoints endpoints;
  console::ConsoleOptions options;
  console::HealthMonitor health{network, endpoints, client};
  console::ConsoleContext context{theme, range, network, options, endpoints, client, health};
};

}  // namespace vigie::test
