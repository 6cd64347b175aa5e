#include "console/dashboard/unit_format.h"

#include "console/dashboard/impl/unit_words.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

namespace vigie::console {
namespace {

const QChar kNarrowSpace(0x202f);

/// One step of a scale: values from `from` on are divided by `divisor` and followed by `suffix`.
struct Scale {
  double divisor;
  const char* suffix;
};

constexpr std::array kSiScales = {Scale{1e-9, "n"}, Scale{1e-6, "µ"}, Scale{1e-3, "m"},
                                  Scale{1, ""},     Scale{1e3, "k"},  Scale{1e6, "M"},
                                  Scale{1e9, "G"},  Scale{1e12, "T"}, Scale{1e15, "P"}};
constexpr double kKi = 1024.0;
constexpr std::array kIecScales = {Scale{1, ""},
                                   Scale{kKi, "Ki"},
                                   Scale{kKi * kKi, "Mi"},
                                   Scale{kKi * kKi * kKi, "Gi"},
                                   Scale{kKi * kKi * kKi * kKi, "Ti"},
                                   Scale{kKi * kKi * kKi * kKi * kKi, "Pi"}};
constexpr std::array kTimeScales = {Scale{1e-9, "ns"}, Scale{1e-6, "µs"}, Scale{1e-3, "ms"}, Scale{1, "s"},
                                    Scale{60, "min"},  Scale{3600, "h"},  Scale{86400, "d"}};

enum class Kind { kPlain, kSi, kIec, kSeconds, kPercent, kCurrency };

struct UnitInfo {
  const char* id;
  Kind kind;
  const char* suffix;       ///< after the scale's prefix
  double factor;            ///< into the unit the scale counts in
  const char* description;  ///< translated in context "units"
};

constexpr UnitInfo kUnits[] = {
    {"none", Kind::kPlain, "", 1, ""},
    {"", Kind::kSi, "", 1, ""},
    {"short", Kind::kSi, "", 1, ""},
    {"sishort", Kind::kSi, "", 1, ""},
    {"locale", Kind::kPlain, "", 1, ""},
    {"percent", Kind::kPercent, "%", 1, ""},
    {"percentunit", Kind::kPercent, "%", 100, ""},
    {"ns", Kind::kSeconds, "", 1e-9, ""},
    {"µs", Kind::kSeconds, "", 1e-6, ""},
    {"ms", Kind::kSeconds, "", 1e-3, ""},
    {"s", Kind::kSeconds, "", 1, ""},
    {"m", Kind::kSeconds, "", 60, ""},
    {"h", Kind::kSeconds, "", 3600, ""},
    {"d", Kind::kSeconds, "", 86400, ""},
    {"dtdurations", Kind::kSeconds, "", 1, ""},
    {"dtdurationms", Kind::kSeconds, "", 1e-3, ""},
    {"bytes", Kind::kIec, "B", 1, ""},
    {"kbytes", Kind::kIec, "B", 1024, ""},
    {"mbytes", Kind::kIec, "B", 1024.0 * 1024, ""},
    {"gbytes", Kind::kIec, "B", 1024.0 * 1024 * 1024, ""},
    {"decbytes", Kind::kSi, "B", 1, ""},
    {"deckbytes", Kind::kSi, "B", 1e3, ""},
    {"decmbytes", Kind::kSi, "B", 1e6, ""},
    {"bits", Kind::kIec, "b", 1, ""},
    {"decbits", Kind::kSi, "b", 1, ""},
    {"binBps", Kind::kIec, "B/s", 1, ""},
    {"Bps", Kind::kSi, "B/s", 1, ""},
    {"KBs", Kind::kSi, "B/s", 1e3, ""},
    {"MBs", Kind::kSi, "B/s", 1e6, ""},
    {"bps", Kind::kSi, "b/s", 1, ""},
    {"pps", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "packets/s")},
    {"ops", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "operations/s")},
    {"reqps", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "requests/s")},
    {"rps", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "reads/s")},
    {"wps", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "writes/s")},
    {"iops", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "I/O operations/s")},
    {"cps", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "counts/s")},
    {"eps", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "events/s")},
    {"opm", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "operations/min")},
    {"rpm", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "reads/min")},
    {"cpm", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "counts/min")},
    {"hertz", Kind::kSi, "Hz", 1, ""},
    {"mps", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "messages/s")},
    {"recps", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "records/s")},
    {"rowsps", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "rows/s")},
    {"wpm", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "writes/min")},
    {"epm", Kind::kSi, "", 1, QT_TRANSLATE_NOOP("units", "events/min")},
    {"tbytes", Kind::kIec, "B", 1024.0 * 1024 * 1024 * 1024, ""},
    {"pbytes", Kind::kIec, "B", 1024.0 * 1024 * 1024 * 1024 * 1024, ""},
    {"decgbytes", Kind::kSi, "B", 1e9, ""},
    {"dectbytes", Kind::kSi, "B", 1e12, ""},
    {"decpbytes", Kind::kSi, "B", 1e15, ""},
    {"binbps", Kind::kIec, "b/s", 1, ""},
    {"KiBs", Kind::kIec, "B/s", 1024, ""},
    {"MiBs", Kind::kIec, "B/s", 1024.0 * 1024, ""},
    {"GiBs", Kind::kIec, "B/s", 1024.0 * 1024 * 1024, ""},
    {"GBs", Kind::kSi, "B/s", 1e9, ""},
    {"Kbits", Kind::kSi, "b/s", 1e3, ""},
    {"Mbits", Kind::kSi, "b/s", 1e6, ""},
    {"Gbits", Kind::kSi, "b/s", 1e9, ""},
    {"dthms", Kind::kSeconds, "", 1, ""},
    {"dtdhms", Kind::kSeconds, "", 1, ""},
    {"clocks", Kind::kSeconds, "", 1, ""},
    {"clockms", Kind::kSeconds, "", 1e-3, ""},
    {"timeticks", Kind::kSeconds, "", 1e-2, ""},
    {"rotrpm", Kind::kSi, "rpm", 1, ""},
    {"watt", Kind::kSi, "W", 1, ""},
    {"kwatt", Kind::kSi, "W", 1e3, ""},
    {"watth", Kind::kSi, "Wh", 1, ""},
    {"kwatth", Kind::kSi, "Wh", 1e3, ""},
    {"volt", Kind::kSi, "V", 1, ""},
    {"amp", Kind::kSi, "A", 1, ""},
    {"joule", Kind::kSi, "J", 1, ""},
    {"lengthm", Kind::kSi, "m", 1, ""},
    {"flops", Kind::kSi, "FLOPS", 1, ""},
    {"dB", Kind::kPlain, "dB", 1, ""},
    {"dBm", Kind::kPlain, "dBm", 1, ""},
    {"degree", Kind::kPlain, "°", 1, ""},
    {"humidity", Kind::kPercent, "%", 1, ""},
    {"ppm", Kind::kPlain, "ppm", 1, ""},
    {"fahrenheit", Kind::kPlain, "°F", 1, ""},
    {"kelvin", Kind::kPlain, "K", 1, ""},
    {"celsius", Kind::kPlain, "°C", 1, ""},
    {"currencyUSD", Kind::kCurrency, "$", 1, ""},
    {"currencyEUR", Kind::kCurrency, "€", 1, ""},
    {"currencyGBP", Kind::kCurrency, "£", 1, ""},
    {"currencyJPY", Kind::kCurrency, "¥", 1, ""},
    {"currencyCHF", Kind::kCurrency, "CHF", 1, ""},
    {"currencyBTC", Kind::kCurrency, "₿", 1, ""},
};

const UnitInfo* find(const QString& unit) {
  static const QHash<QString, const UnitInfo*> kById = [] {
    QHash<QString, const UnitInfo*> byId;
    for (const UnitInfo& info : kUnits) byId.insert(QString::fromUtf8(info.id), &info);
    return byId;
  }();
  return kById.value(unit, nullptr);
}

const Scale& scaleFor(std::span<const Scale> scales, double magnitude, const Scale& ofZero) {
  if (magnitude == 0) return ofZero;
  const Scale* chosen = &scales.front();
  for (const Scale& scale : scales) {
    // 999.95 would be written 1000: the next unit reads better.
    if (magnitude >= scale.divisor * 0.99995) chosen = &scale;
  }
  return *chosen;
}

/// Small plain numbers stay plain: 0.62, not 620 m. Only what would lose its digits is scaled down.
Scale siScale(double magnitude, bool hasSuffix) {
  static constexpr Scale kOne{1, ""};
  if (magnitude < 1 && (!hasSuffix || magnitude >= 1e-3)) return kOne;
  return scaleFor(kSiScales, magnitude, kOne);
}

struct Chosen {
  double factor;
  QString suffix;
};

Chosen choose(const UnitInfo* info, const QString& unit, double magnitude) {
  if (!info) return {1, unit};
  const double inBase = magnitude * info->factor;
  const QString suffix = QString::fromUtf8(info->suffix);
  switch (info->kind) {
    case Kind::kPlain:
    case Kind::kPercent:
      return {info->factor, suffix};
    case Kind::kSi: {
      const Scale scale = siScale(inBase, !suffix.isEmpty());
      return {info->factor / scale.divisor, QString::fromUtf8(scale.suffix) + suffix};
    }
    case Kind::kIec: {
      const Scale& scale = scaleFor(kIecScales, inBase, kIecScales.front());
      return {info->factor / scale.divisor, QString::fromUtf8(scale.suffix) + suffix};
    }
    case Kind::kSeconds: {
      static constexpr Scale kOne{1, "s"};
      const Scale& scale = scaleFor(kTimeScales, inBase, kOne);
      return {info->factor / scale.divisor, QString::fromUtf8(scale.suffix)};
    }
    case Kind::kCurrency: {
      const Scale scale = siScale(inBase, false);
      return {info->factor / scale.divisor, QString::fromUtf8(scale.suffix)};
    }
  }
  return {1, unit};
}

/// About three significant digits, none after a whole number.
int autoDecimals(double value) {
  const double magnitude = std::abs(value);
  if (magnitude == 0 || magnitude >= 99.95 || std::abs(value - std::round(value)) < 1e-9) return 0;
  if (magnitude >= 9.995) return 1;
  if (magnitude >= 0.1) return 2;
  return std::min(8, static_cast<int>(std::ceil(-std::log10(magnitude))) + 1);
}

QString number(const QLocale& locale, double value, int decimals) {
  // Too small for digits after a point.
  if (value != 0 && std::abs(value) < 1e-7) return locale.toString(value, 'g', 3);
  // More digits than a double has: they take milliseconds to find and say nothing. From where JavaScript does it, too.
  if (std::abs(value) >= 1e21) return locale.toString(value, 'g', 6);
  // -0.00 is a zero.
  if (std::abs(value) < 0.5 * std::pow(10, -decimals)) value = 0;
  return locale.toString(value, 'f', decimals);
}

}  // namespace

QString FormattedValue::text() const {
  if (unit.isEmpty()) return prefix + number;
  return prefix + number + kNarrowSpace + unit;
}

UnitFormat::UnitFormat(QString unit, std::optional<int> decimals, QLocale locale)
    : unit_(std::move(unit)), decimals_(decimals), locale_(std::move(locale)) {
  if (decimals_) decimals_ = std::clamp(*decimals_, 0, 12);
  if (unit_.startsWith(QLatin1String("prefix:"))) prefix_ = std::exchange(unit_, QStringLiteral("none")).mid(7);
  if (unit_.startsWith(QLatin1String("currency:"))) prefix_ = std::exchange(unit_, QStringLiteral("none")).mid(9);
  for (const QLatin1String custom : {QLatin1String("suffix:"), QLatin1String("si:"), QLatin1String("count:")}) {
    if (unit_.startsWith(custom)) unit_ = unit_.mid(custom.size()).trimmed();
  }
}

FormattedValue UnitFormat::format(double value) const {
  if (std::isnan(value)) return {QStringLiteral("–"), {}, {}};
  if (std::isinf(value)) return {value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞"), {}, {}};
  if (const auto word = impl::wordFor(unit_, value, locale_)) return {*word, {}, {}};
  const UnitInfo* info = find(unit_);
  const Chosen chosen = choose(info, unit_, std::abs(value));
  const double scaled = value * chosen.factor;
  int decimals = decimals_.value_or(autoDecimals(scaled));
  if (info && info->kind == Kind::kCurrency && !decimals_ && chosen.suffix.isEmpty()) {
    decimals = std::abs(scaled) > 0 && std::abs(scaled) < 0.01 ? autoDecimals(scaled) : 2;
  }
  FormattedValue result{number(locale_, scaled, decimals), chosen.suffix, prefix_};
  if (info && info->kind == Kind::kCurrency) {
    const QString sign = QString::fromUtf8(info->suffix);
    if (locale_.language() == QLocale::French) {
      result.unit = chosen.suffix + sign;
    } else {
      result.prefix = sign;
    }
  }
  return result;
}

QStringList UnitFormat::ticks(const std::vector<double>& values) const {
  if (values.empty()) return {};
  if (impl::wordFor(unit_, 0, locale_)) {
    QStringList words;
    for (const double value : values) words.append(text(value));
    return words;
  }
  double largest = 0;
  double gap = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    largest = std::max(largest, std::abs(values[i]));
    if (i > 0)
      gap = gap == 0 ? std::abs(values[i] - values[i - 1]) : std::min(gap, std::abs(values[i] - values[i - 1]));
  }
  const UnitInfo* info = find(unit_);
  const Chosen chosen = choose(info, unit_, largest);
  const double scaledGap = (gap > 0 ? gap : largest) * chosen.factor;
  int decimals = 0;
  while (decimals < 9 && scaledGap > 0 &&
         std::abs(scaledGap * std::pow(10, decimals) - std::round(scaledGap * std::pow(10, decimals))) > 1e-6) {
    ++decimals;
  }
  if (scaledGap > 0 && decimals == 9) decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(scaledGap))) + 1);
  QStringList texts;
  for (const double value : values) {
    FormattedValue formatted{number(locale_, value * chosen.factor, value == 0 ? 0 : decimals), chosen.suffix, prefix_};
    if (info && info->kind == Kind::kCurrency) formatted.prefix = QString::fromUtf8(info->suffix);
    texts.append(formatted.text());
  }
  return texts;
}

QString UnitFormat::spoken(double value) const {
  const FormattedValue formatted = format(value);
  const QString counted = formatted.unit.isEmpty() && formatted.prefix.isEmpty() ? description() : QString();
  return counted.isEmpty() ? formatted.text() : formatted.text() + QLatin1Char(' ') + counted;
}

QString UnitFormat::description() const {
  const UnitInfo* info = find(unit_);
  if (!info || *info->description == '\0') return {};
  return QCoreApplication::translate("units", info->description);
}

bool UnitFormat::isBinary() const {
  const UnitInfo* info = find(unit_);
  return info && info->kind == Kind::kIec;
}

QString formatAge(qint64 seconds) {
  const auto two = [](qint64 value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
  seconds = std::max<qint64>(0, seconds);
  if (seconds < 60) return QCoreApplication::translate("units", "%1 s").arg(seconds);
  if (seconds < 3600) {
    const qint64 rest = seconds % 60;
    const QString minutes = QCoreApplication::translate("units", "%1 min").arg(seconds / 60);
    return rest == 0 ? minutes : QCoreApplication::translate("units", "%1 %2 s").arg(minutes, two(rest));
  }
  if (seconds < 48 * 3600) {
    return QCoreApplication::translate("units", "%1 h %2 min").arg(seconds / 3600).arg(two(seconds % 3600 / 60));
  }
  return QCoreApplication::translate("units", "%1 d").arg(seconds / 86400);
}

}  // namespace vigie::console
