// One number of many: Grafana's calculations. Pure; any thread.
// Source: Grafana's packages/grafana-data/src/transformations/fieldReducer.ts.
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace vigie::console {

/// `calc` is Grafana's id: lastNotNull, last, first, firstNotNull, min, max, mean, median, sum, count, range, delta,
/// diff, diffperc, logmin, stdDev, variance, distinctCount, changeCount, step, p1 … p99. NaN counts as no value.
/// Nothing without data. An unknown id is lastNotNull.
std::optional<double> reduce(const std::vector<double>& values, const QString& calc);

/// "Last *", "Mean" …: the word for a calculation, as columns and legends show it. Translated.
QString calcName(const QString& calc);
/// The same in English: what a dashboard's overrides and transformations refer to.
QString calcKey(const QString& calc);

}  // namespace vigie::console
