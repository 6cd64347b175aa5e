#include "console/dashboard/unit_format.h"

#include "console/dashboard/impl/unit_table.h"
#include "console/dashboard/impl/unit_words.h"

#include <QCoreApplication>

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

using impl::findUnit;
using impl::UnitInfo;
using Kind = impl::UnitKind;

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

/// "si:mF": a unit with the prefix its numbers come in; "count:req": thousands of something.
std::optional<Chosen> chooseOwn(const QString& unit, double magnitude) {
  const bool count = unit.startsWith(QLatin1String("count:"));
  if (!count && !unit.startsWith(QLatin1String("si:"))) return std::nullopt;
  QString suffix = unit.section(QLatin1Char(':'), 1).trimmed();
  double factor = 1;
  for (const Scale& scale : kSiScales) {
    const QString prefix = QString::fromUtf8(scale.suffix);
    if (count || prefix.isEmpty() || !suffix.startsWith(prefix)) continue;
    factor = scale.divisor;
    suffix = suffix.mid(prefix.size());
    break;
  }
  const Scale scale = siScale(magnitude * factor, !count);
  return Chosen{factor / scale.divisor,
                QString::fromUtf8(scale.suffix) + (count && *scale.suffix ? QStringLiteral(" ") : QString()) + suffix};
}

Chosen choose(const UnitInfo* info, const QString& unit, double magnitude) {
  if (!info) return chooseOwn(unit, magnitude).value_or(Chosen{1, unit});
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

/// Where the locale has its currency's sign.
void setCurrency(FormattedValue& value, const QString& sign, const QLocale& locale) {
  if (locale.language() == QLocale::French) {
    value.unit += sign;
  } else {
    value.prefix = sign;
  }
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
  if (unit_.startsWith(QLatin1String("suffix:"))) unit_ = unit_.mid(7).trimmed();
}

FormattedValue UnitFormat::format(double value) const {
  if (std::isnan(value)) return {QStringLiteral("–"), {}, {}};
  if (std::isinf(value)) return {value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞"), {}, {}};
  if (const auto word = impl::wordFor(unit_, value, locale_)) return {*word, {}, {}};
  const UnitInfo* info = findUnit(unit_);
  const Chosen chosen = choose(info, unit_, std::abs(value));
  const double scaled = value * chosen.factor;
  int decimals = decimals_.value_or(autoDecimals(scaled));
  if (info && info->kind == Kind::kCurrency && !decimals_ && chosen.suffix.isEmpty()) {
    decimals = std::abs(scaled) > 0 && std::abs(scaled) < 0.01 ? autoDecimals(scaled) : 2;
  }
  FormattedValue result{number(locale_, scaled, decimals), chosen.suffix, prefix_};
  if (info && info->kind == Kind::kCurrency) setCurrency(result, QString::fromUtf8(info->suffix), locale_);
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
  const UnitInfo* info = findUnit(unit_);
  const Chosen chosen = choose(info, unit_, largest);
  const double scaledGap = (gap > 0 ? gap : largest) * chosen.factor;
  int decimals = 0;
  while (decimals < 9 && scaledGap > 0 &&
         std::abs(scaledGap * std::pow(10, decimals) - std::round(scaledGap * std::pow(10, decimals))) > 1e-6) {
    ++decimals;
  }
  if (scaledGap > 0 && decimals == 9) decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(scaledGap))) + 1);
  // Of numbers without a unit nothing is nothing, not "0 k".
  const bool isBare = info && (info->kind == Kind::kCurrency || (info->kind == Kind::kSi && *info->suffix == '\0'));
  QStringList texts;
  for (const double value : values) {
    FormattedValue formatted{number(locale_, value * chosen.factor, value == 0 ? 0 : decimals),
                             value == 0 && isBare ? QString() : chosen.suffix, prefix_};
    if (info && info->kind == Kind::kCurrency) setCurrency(formatted, QString::fromUtf8(info->suffix), locale_);
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
  const UnitInfo* info = findUnit(unit_);
  if (!info || *info->description == '\0') return {};
  return QCoreApplication::translate("units", info->description);
}

bool UnitFormat::isBinary() const {
  const UnitInfo* info = findUnit(unit_);
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
