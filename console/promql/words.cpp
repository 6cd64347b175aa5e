#include "console/promql/words.h"

#include <QCoreApplication>
#include <QHash>
#include <QStringList>

namespace vigie::console::promql {
namespace {

struct Entry {
  WordKind kind;
  const char* name;
  const char* signature;
  const char* description;
};

constexpr WordKind kF = WordKind::kFunction;
constexpr WordKind kA = WordKind::kAggregation;
constexpr WordKind kK = WordKind::kKeyword;

// clang-format off
constexpr Entry kEntries[] = {
    {kF, "abs", "abs(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Each value without its sign.")},
    {kF, "absent", "absent(v instant-vector)", QT_TRANSLATE_NOOP("promql", "1 when there is no series at all, nothing otherwise: to notice what is missing.")},
    {kF, "absent_over_time", "absent_over_time(v range-vector)", QT_TRANSLATE_NOOP("promql", "1 when there is no sample in the whole window, nothing otherwise.")},
    {kF, "acos", "acos(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Arc cosine, in radians.")},
    {kF, "acosh", "acosh(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Inverse hyperbolic cosine.")},
    {kF, "asin", "asin(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Arc sine, in radians.")},
    {kF, "asinh", "asinh(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Inverse hyperbolic sine.")},
    {kF, "atan", "atan(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Arc tangent, in radians.")},
    {kF, "atanh", "atanh(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Inverse hyperbolic tangent.")},
    {kF, "avg_over_time", "avg_over_time(v range-vector)", QT_TRANSLATE_NOOP("promql", "Mean of the samples in the window.")},
    {kF, "ceil", "ceil(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Rounded up to a whole number.")},
    {kF, "changes", "changes(v range-vector)", QT_TRANSLATE_NOOP("promql", "How often the value changed in the window.")},
    {kF, "clamp", "clamp(v instant-vector, min scalar, max scalar)", QT_TRANSLATE_NOOP("promql", "Each value kept between two bounds.")},
    {kF, "clamp_max", "clamp_max(v instant-vector, max scalar)", QT_TRANSLATE_NOOP("promql", "Each value, but never above the bound.")},
    {kF, "clamp_min", "clamp_min(v instant-vector, min scalar)", QT_TRANSLATE_NOOP("promql", "Each value, but never below the bound.")},
    {kF, "cos", "cos(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Cosine of an angle in radians.")},
    {kF, "cosh", "cosh(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Hyperbolic cosine.")},
    {kF, "count_over_time", "count_over_time(v range-vector)", QT_TRANSLATE_NOOP("promql", "How many samples are in the window.")},
    {kF, "day_of_month", "day_of_month(v=vector(time()) instant-vector)", QT_TRANSLATE_NOOP("promql", "Day of the month, 1 to 31, in UTC.")},
    {kF, "day_of_week", "day_of_week(v=vector(time()) instant-vector)", QT_TRANSLATE_NOOP("promql", "Day of the week, 0 for Sunday, in UTC.")},
    {kF, "day_of_year", "day_of_year(v=vector(time()) instant-vector)", QT_TRANSLATE_NOOP("promql", "Day of the year, 1 to 366, in UTC.")},
    {kF, "days_in_month", "days_in_month(v=vector(time()) instant-vector)", QT_TRANSLATE_NOOP("promql", "How many days the month has, in UTC.")},
    {kF, "deg", "deg(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Radians as degrees.")},
    {kF, "delta", "delta(v range-vector)", QT_TRANSLATE_NOOP("promql", "Difference between the ends of the window, of a gauge.")},
    {kF, "deriv", "deriv(v range-vector)", QT_TRANSLATE_NOOP("promql", "Change per second of a gauge, by linear regression.")},
    {kF, "exp", "exp(v instant-vector)", QT_TRANSLATE_NOOP("promql", "e to the power of each value.")},
    {kF, "floor", "floor(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Rounded down to a whole number.")},
    {kF, "histogram_count", "histogram_count(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Number of observations of a native histogram.")},
    {kF, "histogram_fraction", "histogram_fraction(lower scalar, upper scalar, v instant-vector)", QT_TRANSLATE_NOOP("promql", "Share of a native histogram’s observations between two bounds.")},
    {kF, "histogram_quantile", "histogram_quantile(φ scalar, b instant-vector)", QT_TRANSLATE_NOOP("promql", "The φ-quantile of a histogram: 0.95 gives the p95. Sum the buckets’ rates by (le) first.")},
    {kF, "histogram_sum", "histogram_sum(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Sum of the observations of a native histogram.")},
    {kF, "holt_winters", "holt_winters(v range-vector, sf scalar, tf scalar)", QT_TRANSLATE_NOOP("promql", "A gauge smoothed, its trend kept: both factors between 0 and 1.")},
    {kF, "hour", "hour(v=vector(time()) instant-vector)", QT_TRANSLATE_NOOP("promql", "Hour of the day, 0 to 23, in UTC.")},
    {kF, "idelta", "idelta(v range-vector)", QT_TRANSLATE_NOOP("promql", "Difference of the last two samples of a gauge.")},
    {kF, "increase", "increase(v range-vector)", QT_TRANSLATE_NOOP("promql", "How much a counter grew in the window, resets allowed for.")},
    {kF, "irate", "irate(v range-vector)", QT_TRANSLATE_NOOP("promql", "Growth per second of a counter, from its last two samples: nervous.")},
    {kF, "label_join", "label_join(v instant-vector, dst string, separator string, src string, …)", QT_TRANSLATE_NOOP("promql", "Values of several labels joined into another one.")},
    {kF, "label_replace", "label_replace(v instant-vector, dst string, replacement string, src string, regex string)", QT_TRANSLATE_NOOP("promql", "A label made of another one by a regular expression.")},
    {kF, "last_over_time", "last_over_time(v range-vector)", QT_TRANSLATE_NOOP("promql", "The newest sample in the window.")},
    {kF, "ln", "ln(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Natural logarithm.")},
    {kF, "log10", "log10(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Logarithm to the base of 10.")},
    {kF, "log2", "log2(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Logarithm to the base of 2.")},
    {kF, "max_over_time", "max_over_time(v range-vector)", QT_TRANSLATE_NOOP("promql", "Greatest sample in the window.")},
    {kF, "min_over_time", "min_over_time(v range-vector)", QT_TRANSLATE_NOOP("promql", "Least sample in the window.")},
    {kF, "minute", "minute(v=vector(time()) instant-vector)", QT_TRANSLATE_NOOP("promql", "Minute of the hour, 0 to 59, in UTC.")},
    {kF, "month", "month(v=vector(time()) instant-vector)", QT_TRANSLATE_NOOP("promql", "Month of the year, 1 to 12, in UTC.")},
    {kF, "pi", "pi()", QT_TRANSLATE_NOOP("promql", "The number π.")},
    {kF, "predict_linear", "predict_linear(v range-vector, t scalar)", QT_TRANSLATE_NOOP("promql", "Where a gauge will be in t seconds, by linear regression.")},
    {kF, "present_over_time", "present_over_time(v range-vector)", QT_TRANSLATE_NOOP("promql", "1 for each series with any sample in the window.")},
    {kF, "quantile_over_time", "quantile_over_time(φ scalar, v range-vector)", QT_TRANSLATE_NOOP("promql", "The φ-quantile of the samples in the window.")},
    {kF, "rad", "rad(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Degrees as radians.")},
    {kF, "rate", "rate(v range-vector)", QT_TRANSLATE_NOOP("promql", "Growth per second of a counter, averaged over the window, resets allowed for.")},
    {kF, "resets", "resets(v range-vector)", QT_TRANSLATE_NOOP("promql", "How often a counter started over in the window.")},
    {kF, "round", "round(v instant-vector, to_nearest=1 scalar)", QT_TRANSLATE_NOOP("promql", "Rounded to the nearest multiple.")},
    {kF, "scalar", "scalar(v instant-vector)", QT_TRANSLATE_NOOP("promql", "The value of a single series as a number; NaN when there is not exactly one.")},
    {kF, "sgn", "sgn(v instant-vector)", QT_TRANSLATE_NOOP("promql", "1, 0 or −1: the sign of each value.")},
    {kF, "sin", "sin(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Sine of an angle in radians.")},
    {kF, "sinh", "sinh(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Hyperbolic sine.")},
    {kF, "sort", "sort(v instant-vector)", QT_TRANSLATE_NOOP("promql", "In rising order of values; for instant queries.")},
    {kF, "sort_desc", "sort_desc(v instant-vector)", QT_TRANSLATE_NOOP("promql", "In falling order of values; for instant queries.")},
    {kF, "sqrt", "sqrt(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Square root.")},
    {kF, "stddev_over_time", "stddev_over_time(v range-vector)", QT_TRANSLATE_NOOP("promql", "Standard deviation of the samples in the window.")},
    {kF, "stdvar_over_time", "stdvar_over_time(v range-vector)", QT_TRANSLATE_NOOP("promql", "Variance of the samples in the window.")},
    {kF, "sum_over_time", "sum_over_time(v range-vector)", QT_TRANSLATE_NOOP("promql", "Sum of the samples in the window.")},
    {kF, "tan", "tan(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Tangent of an angle in radians.")},
    {kF, "tanh", "tanh(v instant-vector)", QT_TRANSLATE_NOOP("promql", "Hyperbolic tangent.")},
    {kF, "time", "time()", QT_TRANSLATE_NOOP("promql", "The moment of evaluation, in seconds since 1970.")},
    {kF, "timestamp", "timestamp(v instant-vector)", QT_TRANSLATE_NOOP("promql", "When each sample was taken, in seconds since 1970.")},
    {kF, "vector", "vector(s scalar)", QT_TRANSLATE_NOOP("promql", "A number as a series without labels.")},
    {kF, "year", "year(v=vector(time()) instant-vector)", QT_TRANSLATE_NOOP("promql", "The year, in UTC.")},

    {kA, "avg", "avg by (label, …) (v instant-vector)", QT_TRANSLATE_NOOP("promql", "Mean over series.")},
    {kA, "bottomk", "bottomk(k scalar, v instant-vector)", QT_TRANSLATE_NOOP("promql", "The k series with the least values.")},
    {kA, "count", "count by (label, …) (v instant-vector)", QT_TRANSLATE_NOOP("promql", "How many series there are.")},
    {kA, "count_values", "count_values(label string, v instant-vector)", QT_TRANSLATE_NOOP("promql", "How many series have each value; the value becomes a label.")},
    {kA, "group", "group by (label, …) (v instant-vector)", QT_TRANSLATE_NOOP("promql", "1 for each group: which labels there are.")},
    {kA, "max", "max by (label, …) (v instant-vector)", QT_TRANSLATE_NOOP("promql", "Greatest value over series.")},
    {kA, "min", "min by (label, …) (v instant-vector)", QT_TRANSLATE_NOOP("promql", "Least value over series.")},
    {kA, "quantile", "quantile(φ scalar, v instant-vector)", QT_TRANSLATE_NOOP("promql", "The φ-quantile over series.")},
    {kA, "stddev", "stddev by (label, …) (v instant-vector)", QT_TRANSLATE_NOOP("promql", "Standard deviation over series.")},
    {kA, "stdvar", "stdvar by (label, …) (v instant-vector)", QT_TRANSLATE_NOOP("promql", "Variance over series.")},
    {kA, "sum", "sum by (label, …) (v instant-vector)", QT_TRANSLATE_NOOP("promql", "Sum over series. Take rate() first, then sum().")},
    {kA, "topk", "topk(k scalar, v instant-vector)", QT_TRANSLATE_NOOP("promql", "The k series with the greatest values.")},

    {kK, "and", "a and b", QT_TRANSLATE_NOOP("promql", "Series of a that have a partner in b.")},
    {kK, "atan2", "a atan2 b", QT_TRANSLATE_NOOP("promql", "Angle of the point (b, a), in radians.")},
    {kK, "bool", "a > bool b", QT_TRANSLATE_NOOP("promql", "A comparison gives 0 or 1 instead of leaving series out.")},
    {kK, "by", "sum by (label, …) (v)", QT_TRANSLATE_NOOP("promql", "Keeps these labels, drops all others.")},
    {kK, "end", "v @ end()", QT_TRANSLATE_NOOP("promql", "Evaluated at the end of the range.")},
    {kK, "group_left", "a / on (label) group_left (label, …) b", QT_TRANSLATE_NOOP("promql", "Several series of a share one partner in b, and may take labels from it.")},
    {kK, "group_right", "a / on (label) group_right (label, …) b", QT_TRANSLATE_NOOP("promql", "Several series of b share one partner in a, and may take labels from it.")},
    {kK, "ignoring", "a / ignoring (label, …) b", QT_TRANSLATE_NOOP("promql", "Partners agree in all labels but these.")},
    {kK, "offset", "v offset 1d", QT_TRANSLATE_NOOP("promql", "As it was that long ago.")},
    {kK, "on", "a / on (label, …) b", QT_TRANSLATE_NOOP("promql", "Partners agree in these labels only.")},
    {kK, "or", "a or b", QT_TRANSLATE_NOOP("promql", "Series of a, and those of b without a partner in a.")},
    {kK, "start", "v @ start()", QT_TRANSLATE_NOOP("promql", "Evaluated at the start of the range.")},
    {kK, "unless", "a unless b", QT_TRANSLATE_NOOP("promql", "Series of a that have no partner in b.")},
    {kK, "without", "sum without (label, …) (v)", QT_TRANSLATE_NOOP("promql", "Drops these labels, keeps all others.")},
};
// clang-format on

const QHash<QString, const Word*>& index() {
  static const QHash<QString, const Word*> kIndex = [] {
    QHash<QString, const Word*> made;
    for (const Word& word : words()) made.insert(word.name, &word);
    return made;
  }();
  return kIndex;
}

}  // namespace

const std::vector<Word>& words() {
  static const std::vector<Word> kWords = [] {
    std::vector<Word> made;
    for (const Entry& entry : kEntries) {
      made.push_back(
          {QString::fromLatin1(entry.name), QString::fromUtf8(entry.signature), entry.kind, entry.description});
    }
    return made;
  }();
  return kWords;
}

const Word* findWord(const QString& name) {
  if (const Word* word = index().value(name, nullptr)) return word;
  const Word* word = index().value(name.toLower(), nullptr);
  return word && word->kind != WordKind::kFunction ? word : nullptr;
}

QString descriptionOf(const Word& word) { return QCoreApplication::translate("promql", word.description); }

bool takesLabels(const QString& keyword) {
  static const QStringList kWords = {QStringLiteral("by"),         QStringLiteral("without"),
                                     QStringLiteral("on"),         QStringLiteral("ignoring"),
                                     QStringLiteral("group_left"), QStringLiteral("group_right")};
  return kWords.contains(keyword, Qt::CaseInsensitive);
}

}  // namespace vigie::console::promql
