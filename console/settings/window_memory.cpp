#include "console/settings/window_memory.h"

#include <QStandardPaths>

#include <algorithm>

namespace vigie::console {
namespace {

// Persisted: do not change or reuse.
const QString kGeometry = QStringLiteral("window/geometry");
const QString kPage = QStringLiteral("window/page");
const QString kDashboard = QStringLiteral("window/dashboard");
const QString kTheme = QStringLiteral("window/theme");
const QString kSpan = QStringLiteral("time/span_seconds");
const QString kRefresh = QStringLiteral("time/refresh_seconds");
const QString kCollapsed = QStringLiteral("window/navigation_collapsed");

QString ownFile() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QStringLiteral("/vigie/console.ini");
}

}  // namespace

WindowMemory::WindowMemory(const QString& file) : settings_(file.isEmpty() ? ownFile() : file, QSettings::IniFormat) {}

WindowMemory::State WindowMemory::read() const {
  State state;
  state.geometry = settings_.value(kGeometry).toByteArray();
  state.page = settings_.value(kPage).toString();
  state.dashboard = settings_.value(kDashboard).toString();
  state.theme = settings_.value(kTheme).toString();
  // A file edited by hand must not ask for a year every millisecond.
  state.spanSeconds = std::clamp(settings_.value(kSpan, state.spanSeconds).toInt(), 60, 30 * 86'400);
  const int refresh = settings_.value(kRefresh, state.refreshSeconds).toInt();
  state.refreshSeconds = refresh <= 0 ? 0 : std::clamp(refresh, 5, 3600);
  state.navigationCollapsed = settings_.value(kCollapsed, false).toBool();
  return state;
}

void WindowMemory::write(const State& state) {
  settings_.setValue(kGeometry, state.geometry);
  settings_.setValue(kPage, state.page);
  settings_.setValue(kDashboard, state.dashboard);
  settings_.setValue(kTheme, state.theme);
  settings_.setValue(kSpan, state.spanSeconds);
  settings_.setValue(kRefresh, state.refreshSeconds);
  settings_.setValue(kCollapsed, state.navigationCollapsed);
  settings_.sync();
}

}  // namespace vigie::console
