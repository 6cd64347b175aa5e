#include "console/dashboard/refresh_pace.h"

#include "console/dashboard/interval.h"

#include <QCoreApplication>

#include <algorithm>

namespace vigie::console {
namespace {
/// Nobody reads faster, and Prometheus scrapes slower.
constexpr std::chrono::milliseconds kShortestPace{1'000};
constexpr std::chrono::milliseconds kShortestAutomatic{5'000};
}  // namespace

std::chrono::milliseconds periodOf(const RefreshPace& pace, std::chrono::milliseconds range) {
  if (!pace.automatic) return pace.fixed.count() <= 0 ? pace.fixed : std::max(pace.fixed, kShortestPace);
  return std::max(std::chrono::milliseconds(roundInterval(range.count() / 1000)), kShortestAutomatic);
}

std::optional<RefreshPace> readPace(const QString& text) {
  if (text.isEmpty()) return RefreshPace{};
  if (text == QLatin1String("auto")) return RefreshPace::fromRange();
  const auto period = parseDuration(text);
  if (!period || *period <= 0 || *period > 86'400'000) return std::nullopt;
  return RefreshPace::every(std::chrono::milliseconds(*period));
}

QString writtenPace(const RefreshPace& pace) {
  if (pace.automatic) return QStringLiteral("auto");
  return pace.fixed.count() <= 0 ? QString() : formatDuration(pace.fixed.count());
}

QString paceWords(const RefreshPace& pace) {
  if (pace.automatic) return QCoreApplication::translate("time", "Auto");
  const qint64 seconds = pace.fixed.count() / 1000;
  if (seconds <= 0) return QCoreApplication::translate("time", "Off");
  if (seconds % 3600 == 0) return QCoreApplication::translate("time", "%1 h").arg(seconds / 3600);
  if (seconds % 60 == 0) return QCoreApplication::translate("time", "%1 min").arg(seconds / 60);
  return QCoreApplication::translate("time", "%1 s").arg(seconds);
}

std::vector<RefreshPace> usualPaces() {
  std::vector<RefreshPace> paces = {RefreshPace{}, RefreshPace::fromRange()};
  for (const int seconds : {5, 10, 30, 60, 300, 900, 1800, 3600}) {
    paces.push_back(RefreshPace::every(std::chrono::seconds(seconds)));
  }
  return paces;
}

}  // namespace vigie::console
