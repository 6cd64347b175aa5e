#include "console/dashboard/interval.h"

#include "console/dashboard/unit_format.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

namespace vigie::console {
namespace {

constexpr qint64 kSecond = 1000;
constexpr qint64 kMinute = 60 * kSecond;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kDay = 24 * kHour;
constexpr qint64 kWeek = 7 * kDay;
constexpr qint64 kYear = 365 * kDay;

struct Rounding {
  qint64 below;
  qint64 to;
};

constexpr std::array kRoundings = {Rounding{10, 1},
                                   Rounding{15, 10},
                                   Rounding{35, 20},
                                   Rounding{75, 50},
                                   Rounding{150, 100},
                                   Rounding{350, 200},
                                   Rounding{750, 500},
                                   Rounding{1500, kSecond},
                                   Rounding{3500, 2 * kSecond},
                                   Rounding{7500, 5 * kSecond},
                                   Rounding{12500, 10 * kSecond},
                                   Rounding{17500, 15 * kSecond},
                                   Rounding{25000, 20 * kSecond},
                                   Rounding{45000, 30 * kSecond},
                                   Rounding{90000, kMinute},
                                   Rounding{210000, 2 * kMinute},
                                   Rounding{450000, 5 * kMinute},
                                   Rounding{750000, 10 * kMinute},
                                   Rounding{1050000, 15 * kMinute},
                                   Rounding{1500000, 20 * kMinute},
                                   Rounding{2700000, 30 * kMinute},
                                   Rounding{5400000, kHour},
                                   Rounding{9000000, 2 * kHour},
                                   Rounding{16200000, 3 * kHour},
                                   Rounding{32400000, 6 * kHour},
                                   Rounding{kDay, 12 * kHour},
                                   Rounding{kWeek, kDay},
                                   Rounding{3 * kWeek, kWeek},
                                   Rounding{6 * kWeek, 30 * kDay}};

}  // namespace

qint64 roundInterval(qint64 ms) {
  for (const Rounding& rounding : kRoundings) {
    if (ms < rounding.below) return rounding.to;
  }
  return kYear;
}

std::optional<qint64> parseDuration(const QString& text) {
  QString rest = text.trimmed();
  if (rest.startsWith(QLatin1Char('>'))) rest = rest.mid(1).trimmed();
  bool isNumber = false;
  const double plain = rest.toDouble(&isNumber);
  if (isNumber) return plain >= 0 && plain < 1e9 ? std::optional<qint64>(qint64(plain * 1000)) : std::nullopt;
  static const QRegularExpression kPart(QStringLiteral(R"(\G(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h|d|w|M|y))"));
  static const std::array<std::pair<QLatin1String, qint64>, 8> kUnits = {
      std::pair{QLatin1String("ms"), qint64(1)}, std::pair{QLatin1String("s"), kSecond},
      std::pair{QLatin1String("m"), kMinute},    std::pair{QLatin1String("h"), kHour},
      std::pair{QLatin1String("d"), kDay},       std::pair{QLatin1String("w"), kWeek},
      std::pair{QLatin1String("M"), 30 * kDay},  std::pair{QLatin1String("y"), kYear}};
  double total = 0;
  qsizetype at = 0;
  while (at < rest.size()) {
    const QRegularExpressionMatch match = kPart.match(rest, at);
    if (!match.hasMatch()) return std::nullopt;
    for (const auto& [unit, ms] : kUnits) {
      if (match.captured(2) == unit) total += match.captured(1).toDouble() * static_cast<double>(ms);
    }
    at = match.capturedEnd();
  }
  if (rest.isEmpty() || total > 1e15) return std::nullopt;
  return static_cast<qint64>(total);
}

QString formatDuration(qint64 ms) {
  if (ms % kSecond != 0) return QStringLiteral("%1ms").arg(ms);
  if (ms % kMinute != 0 || ms == 0) return QStringLiteral("%1s").arg(ms / kSecond);
  if (ms % kHour != 0) return QStringLiteral("%1m").arg(ms / kMinute);
  if (ms % kDay != 0) return QStringLiteral("%1h").arg(ms / kHour);
  return QStringLiteral("%1d").arg(ms / kDay);
}

QString stepText(qint64 ms) { return UnitFormat(QStringLiteral("ms")).text(static_cast<double>(ms)); }

QString formatInterval(qint64 ms) {
  static constexpr std::pair<qint64, const char*> kUnits[] = {
      {kYear, "y"}, {kDay, "d"}, {kHour, "h"}, {kMinute, "m"}, {kSecond, "s"}};
  for (const auto& [unit, suffix] : kUnits) {
    if (ms >= unit) return QString::number(ms / unit) + QLatin1String(suffix);
  }
  return QStringLiteral("%1ms").arg(std::max<qint64>(1, ms));
}

QString formatGoDuration(qint64 ms) {
  // Go writes a fraction ("1m0.5s"), which PromQL does not take.
  if (ms < kSecond || ms % kSecond != 0) return QStringLiteral("%1ms").arg(ms);
  const qint64 seconds = ms / kSecond;
  if (seconds < 60) return QStringLiteral("%1s").arg(seconds);
  const QString minutes = QStringLiteral("%1m%2s").arg(seconds / 60 % 60).arg(seconds % 60);
  return seconds < 3600 ? minutes : QStringLiteral("%1h%2").arg(seconds / 3600).arg(minutes);
}

qint64 stepMs(const StepRequest& request) {
  const qint64 points = std::clamp<qint64>(request.maxDataPoints, 1, kMaxPoints);
  const qint64 interval = std::max(roundInterval(request.rangeMs / points), request.minIntervalMs);
  const qint64 safe = request.rangeMs > kMaxPoints * kSecond ? roundInterval(request.rangeMs / kMaxPoints) : 0;
  qint64 step = std::max({interval, request.targetIntervalMs, safe}) * std::clamp(request.intervalFactor, 1, 1000);
  // The rounding may go down: never past Prometheus' limit.
  while (request.rangeMs / step > kMaxPoints) step *= 2;
  return step;
}

qint64 rateIntervalMs(qint64 intervalMs, qint64 scrapeMs) { return std::max(intervalMs + scrapeMs, 4 * scrapeMs); }

TimeWindow alignToStep(const TimeWindow& window, qint64 stepMs) {
  if (stepMs <= 0) return window;
  return {window.fromMs - window.fromMs % stepMs, window.toMs - window.toMs % stepMs};
}

QString withIntervals(QString expr, const IntervalVariables& v) {
  if (!expr.contains(QLatin1String("__"))) return expr;
  static const QRegularExpression kForms(QStringLiteral(
      R"(\$(__(?:rate_interval|interval|range)(?:_ms|_s)?)(?![A-Za-z0-9_])|\$\{(__[a-z_]+)(?::[a-z]+)?\}|\[\[(__[a-z_]+)\]\])"));
  const qint64 rangeSeconds = (v.rangeMs + kSecond / 2) / kSecond;
  const auto valueOf = [&](const QString& name) -> QString {
    if (name == QLatin1String("__rate_interval")) return formatGoDuration(v.rateIntervalMs);
    if (name == QLatin1String("__rate_interval_ms")) return QString::number(v.rateIntervalMs);
    if (name == QLatin1String("__interval")) return formatInterval(v.stepMs);
    if (name == QLatin1String("__interval_ms")) return QString::number(v.stepMs);
    if (name == QLatin1String("__range")) return QStringLiteral("%1s").arg(rangeSeconds);
    if (name == QLatin1String("__range_s")) return QString::number(rangeSeconds);
    return name == QLatin1String("__range_ms") ? QString::number(v.rangeMs) : QString();
  };
  QString result;
  qsizetype at = 0;
  for (auto it = kForms.globalMatch(expr); it.hasNext();) {
    const QRegularExpressionMatch match = it.next();
    const QString value = valueOf(match.captured(1) + match.captured(2) + match.captured(3));
    if (value.isEmpty()) continue;
    result += expr.mid(at, match.capturedStart() - at) + value;
    at = match.capturedEnd();
  }
  return result + expr.mid(at);
}

}  // namespace vigie::console
