#include "console/dashboard/reduce.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace vigie::console {
namespace {

struct CalcName {
  const char* id;
  const char* name;
};

constexpr CalcName kCalcNames[] = {
    {"lastNotNull", QT_TRANSLATE_NOOP("calc", "Last *")},
    {"last", QT_TRANSLATE_NOOP("calc", "Last")},
    {"firstNotNull", QT_TRANSLATE_NOOP("calc", "First *")},
    {"first", QT_TRANSLATE_NOOP("calc", "First")},
    {"min", QT_TRANSLATE_NOOP("calc", "Min")},
    {"max", QT_TRANSLATE_NOOP("calc", "Max")},
    {"mean", QT_TRANSLATE_NOOP("calc", "Mean")},
    {"median", QT_TRANSLATE_NOOP("calc", "Median")},
    {"sum", QT_TRANSLATE_NOOP("calc", "Total")},
    {"count", QT_TRANSLATE_NOOP("calc", "Count")},
    {"range", QT_TRANSLATE_NOOP("calc", "Range")},
    {"delta", QT_TRANSLATE_NOOP("calc", "Delta")},
    {"diff", QT_TRANSLATE_NOOP("calc", "Difference")},
    {"diffperc", QT_TRANSLATE_NOOP("calc", "Difference percent")},
    {"logmin", QT_TRANSLATE_NOOP("calc", "Min (above zero)")},
    {"stdDev", QT_TRANSLATE_NOOP("calc", "StdDev")},
    {"variance", QT_TRANSLATE_NOOP("calc", "Variance")},
    {"distinctCount", QT_TRANSLATE_NOOP("calc", "Distinct Count")},
    {"changeCount", QT_TRANSLATE_NOOP("calc", "Change Count")},
    {"step", QT_TRANSLATE_NOOP("calc", "Step")},
    {"allValues", QT_TRANSLATE_NOOP("calc", "All values")},
    {"uniqueValues", QT_TRANSLATE_NOOP("calc", "All unique values")},
};

const char* nameOf(const QString& calc) {
  for (const CalcName& entry : kCalcNames) {
    if (calc == QLatin1String(entry.id)) return entry.name;
  }
  return nullptr;
}

/// "p95" → 95.
std::optional<int> percentileOf(const QString& calc) {
  bool ok = false;
  const int percent = calc.mid(1).toInt(&ok);
  if (!calc.startsWith(QLatin1Char('p')) || !ok || percent < 1 || percent > 99) return std::nullopt;
  return percent;
}

/// The nearest rank, as Grafana takes it.
double percentile(std::vector<double> values, int percent) {
  std::sort(values.begin(), values.end());
  const double rank = std::round(static_cast<double>(values.size() - 1) * percent / 100.0);
  return values[static_cast<std::size_t>(rank)];
}

double medianOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// How much a counter grew, its resets not counted against it.
double increase(const std::vector<double>& values) {
  double sum = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (values[i] >= values[i - 1]) {
      sum += values[i] - values[i - 1];
    } else if (i + 1 == values.size()) {
      sum += values[i];
    }
  }
  return sum;
}

double varianceOf(const std::vector<double>& values, double mean) {
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return squares / static_cast<double>(values.size());
}

double changes(const std::vector<double>& values) {
  double count = 0;
  for (std::size_t i = 1; i < values.size(); ++i) count += values[i] != values[i - 1] ? 1 : 0;
  return count;
}

double smallestStep(const std::vector<double>& values) {
  double step = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (values[i] > values[i - 1]) step = std::min(step, values[i] - values[i - 1]);
  }
  return std::isfinite(step) ? step : 0;
}

std::optional<double> smallestAboveZero(const std::vector<double>& values) {
  std::optional<double> low;
  for (const double value : values) {
    if (value > 0 && (!low || value < *low)) low = value;
  }
  return low;
}

}  // namespace

std::optional<double> reduce(const std::vector<double>& values, const QString& calc) {
  const auto is = [&calc](const char* id) { return calc == QLatin1String(id); };
  if (is("lastNotNull")) {
    // What every line of a chart is asked for: nothing is copied for it.
    const auto last = std::find_if_not(values.rbegin(), values.rend(), [](double value) { return std::isnan(value); });
    return last == values.rend() ? std::nullopt : std::optional(*last);
  }
  std::vector<double> present;
  present.reserve(values.size());
  for (const double value : values) {
    if (!std::isnan(value)) present.push_back(value);
  }
  if (is("count")) return static_cast<double>(present.size());
  if (is("allIsNull")) return present.empty() ? 1 : 0;
  if (is("allIsZero")) {
    return !present.empty() && std::all_of(present.begin(), present.end(), [](double v) { return v == 0; }) ? 1 : 0;
  }
  if (present.empty()) return std::nullopt;
  // The very ends, where they are no value either.
  if (is("last")) return std::isnan(values.back()) ? std::nullopt : std::optional(values.back());
  if (is("first")) return std::isnan(values.front()) ? std::nullopt : std::optional(values.front());
  if (is("firstNotNull")) return present.front();
  const auto [low, high] = std::minmax_element(present.begin(), present.end());
  if (is("min")) return *low;
  if (is("max")) return *high;
  if (is("range")) return *high - *low;
  if (is("delta")) return increase(present);
  if (is("diff")) return present.back() - present.front();
  if (is("diffperc")) return (present.back() - present.front()) / present.front();
  if (is("changeCount")) return changes(present);
  if (is("distinctCount")) return static_cast<double>(std::set<double>(present.begin(), present.end()).size());
  if (is("step")) return smallestStep(present);
  if (is("logmin")) return smallestAboveZero(present);
  if (is("median")) return medianOf(present);
  if (const auto percent = percentileOf(calc)) return percentile(present, *percent);
  const double total = std::accumulate(present.begin(), present.end(), 0.0);
  const double mean = total / static_cast<double>(present.size());
  if (is("sum") || is("total")) return total;
  if (is("mean")) return mean;
  if (is("variance")) return varianceOf(present, mean);
  if (is("stdDev")) return std::sqrt(varianceOf(present, mean));
  return present.back();
}

QString calcName(const QString& calc) {
  const char* name = nameOf(calc);
  return name ? QCoreApplication::translate("calc", name) : calcKey(calc);
}

QString calcKey(const QString& calc) {
  if (const char* name = nameOf(calc)) return QString::fromLatin1(name);
  if (const auto percent = percentileOf(calc)) return QStringLiteral("%1th %").arg(*percent);
  return calc;
}

}  // namespace vigie::console
