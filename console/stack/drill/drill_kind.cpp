#include "console/stack/drill/drill_kind.h"

#include <QList>
#include <QStringList>

#include <algorithm>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

constexpr int kFaultSeconds = 30;
// Over the limit of 2 s, and short enough for two requests a second over few connections.
constexpr int kDelayMs = 2'600;

QJsonObject faultOf(const QString& kind, const QString& detail, int value) {
  return {{"endpoint", "/v1/drill"}, {"kind", kind}, {detail, value}, {"ratio", 1}, {"ttl_s", kFaultSeconds}};
}

const QList<DrillKind>& all() {
  static const QList<DrillKind> kinds{
      {"service-down", "ServiceDown", faultOf("error", "status", 503), true, false, 100s},
      {"high-error-rate", "HighErrorRate", faultOf("error", "status", 503), false, true, 270s},
      {"high-response-time", "HighResponseTime", faultOf("latency", "delay_ms", kDelayMs), false, true, 270s},
  };
  return kinds;
}

}  // namespace

QStringList drillNames() {
  QStringList names;
  for (const DrillKind& kind : all()) {
    names << kind.name;
  }
  return names;
}

std::optional<DrillKind> drillKind(const QString& name) {
  const auto found = std::find_if(all().begin(), all().end(), [&](const DrillKind& kind) { return kind.name == name; });
  return found == all().end() ? std::nullopt : std::optional(*found);
}

}  // namespace vigie::stack
