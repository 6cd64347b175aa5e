#include "console/settings/window_memory.h"

#include <QStandardPaths>

namespace vigie::console {
namespace {

// Persisted: do not change or reuse.
const QString kGeometry = QStringLiteral("window/geometry");
const QString kPage = QStringLiteral("window/page");
const QString kDashboard = QStringLiteral("window/dashboard");
const QString kTheme = QStringLiteral("window/theme");
// "time/span_seconds" and "time/refresh_seconds" were the time range's before it could be written.
const QString kFrom = QStringLiteral("time/from");
const QString kTo = QStringLiteral("time/to");
const QString kRefresh = QStringLiteral("time/refresh");
const QString kPaceChosen = QStringLiteral("time/refresh_chosen");
const QString kZone = QStringLiteral("time/zone");
const QString kRecent = QStringLiteral("time/recent");
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
  state.from = settings_.value(kFrom).toString();
  state.to = settings_.value(kTo).toString();
  state.refresh = settings_.value(kRefresh).toString();
  state.paceChosen = settings_.value(kPaceChosen, false).toBool();
  state.zone = settings_.value(kZone).toString();
  state.recent = settings_.value(kRecent).toStringList();
  state.navigationCollapsed = settings_.value(kCollapsed, false).toBool();
  return state;
}

void WindowMemory::write(const State& state) {
  settings_.setValue(kGeometry, state.geometry);
  settings_.setValue(kPage, state.page);
  settings_.setValue(kDashboard, state.dashboard);
  settings_.setValue(kTheme, state.theme);
  settings_.setValue(kFrom, state.from);
  settings_.setValue(kTo, state.to);
  settings_.setValue(kRefresh, state.refresh);
  settings_.setValue(kPaceChosen, state.paceChosen);
  settings_.setValue(kZone, state.zone);
  settings_.setValue(kRecent, state.recent);
  settings_.setValue(kCollapsed, state.navigationCollapsed);
  settings_.sync();
}

}  // namespace vigie::console
