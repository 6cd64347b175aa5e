#include "console/panels/axis_ticks.h"

#include "console/dashboard/display_zone.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace vigie::console {
namespace {

double niceStep(double raw, bool binary) {
  if (!(raw > 0) || !std::isfinite(raw)) return 1;
  if (binary && raw >= 1) {
    // 1, 2, 5 × a power of 1024, so that labels read 512 MiB and 2 GiB.
    const double unit = std::pow(1024, std::floor(std::log2(raw) / 10));
    for (const double factor : {1.0, 2.0, 4.0, 5.0, 8.0, 10.0, 16.0, 20.0, 25.0, 32.0, 50.0, 64.0, 100.0, 128.0, 200.0,
                                256.0, 512.0, 1024.0}) {
      if (unit * factor >= raw * 0.999) return unit * factor;
    }
  }
  const double magnitude = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0}) {
    if (magnitude * factor >= raw * 0.999) return magnitude * factor;
  }
  return magnitude * 10;
}

constexpr qint64 kSecond = 1000;
constexpr qint64 kMinute = 60 * kSecond;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kDay = 24 * kHour;
constexpr std::array kTimeSteps = {kSecond,     5 * kSecond, 10 * kSecond, 15 * kSecond, 30 * kSecond, kMinute,
                                   2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute, kHour,
                                   2 * kHour,   3 * kHour,   6 * kHour,    12 * kHour,   kDay,         2 * kDay,
                                   7 * kDay,    14 * kDay,   30 * kDay,    90 * kDay,    365 * kDay};

}  // namespace

ValueTicks valueTicks(double low, double high, int count, bool binary, bool fixLow, bool fixHigh) {
  if (!std::isfinite(low) || !std::isfinite(high) || low > high) {
    low = 0;
    high = 1;
  }
  // Beyond this there is no difference of two of them left to divide.
  constexpr double kFarthest = 1e307;
  low = std::clamp(low, -kFarthest, kFarthest);
  high = std::clamp(high, -kFarthest, kFarthest);
  if (high - low < 1e-12 * std::max({1e-300, std::abs(low), std::abs(high)}) || high == low) {
    const double half = low == 0 ? 1 : std::abs(low) * 0.5;
    if (!fixHigh) high += half;
    if (!fixLow && low != 0) low -= half;
    if (high == low) high = low + 1;
  }
  const double step = niceStep((high - low) / std::max(count, 1), binary);
  ValueTicks ticks;
  ticks.low = fixLow ? low : std::floor(low / step + 1e-9) * step;
  ticks.high = fixHigh ? high : std::ceil(high / step - 1e-9) * step;
  const double first = std::ceil(ticks.low / step - 1e-9) * step;
  for (int i = 0; i < 64; ++i) {
    const double at = first + i * step;
    if (at > ticks.high + step * 1e-6) break;
    ticks.at.push_back(std::abs(at) < step * 1e-9 ? 0 : at);
  }
  return ticks;
}

std::vector<TimeTick> timeTicks(const TimeWindow& window, int count) {
  std::vector<TimeTick> ticks;
  if (window.lengthMs() <= 0 || count < 1) return ticks;
  qint64 step = kTimeSteps.back();
  for (const qint64 candidate : kTimeSteps) {
    if (window.lengthMs() / candidate <= count) {
      step = candidate;
      break;
    }
  }
  // Whole steps of the shown zone: 06:00 is 06:00 here, not in Greenwich.
  const qint64 offset = inDisplayZone(window.toMs).offsetFromUtc() * kSecond;
  qint64 at = (window.fromMs + offset + step - 1) / step * step - offset;
  const QString format = step < kMinute ? QStringLiteral("HH:mm:ss")
                         : step < kDay  ? QStringLiteral("HH:mm")
                                        : QStringLiteral("d MMM");
  const QLocale locale;
  for (; at <= window.toMs; at += step) {
    const QDateTime time = inDisplayZone(at);
    const bool newDay = step < kDay && window.lengthMs() > 12 * kHour && time.time() == QTime(0, 0);
    ticks.push_back({at, locale.toString(time, newDay ? QStringLiteral("d MMM") : format)});
  }
  return ticks;
}

}  // namespace vigie::console
