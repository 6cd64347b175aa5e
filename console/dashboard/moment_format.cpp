#include "console/dashboard/moment_format.h"

#include <QLocale>
#include <QRegularExpression>

#include <cmath>
#include <cstdlib>

namespace vigie::console {
namespace {

QString ordinal(int number) {
  const bool teen = number % 100 >= 11 && number % 100 <= 13;
  const char* const ending = teen               ? "th"
                             : number % 10 == 1 ? "st"
                             : number % 10 == 2 ? "nd"
                             : number % 10 == 3 ? "rd"
                                                : "th";
  return QString::number(number) + QLatin1String(ending);
}

QString offsetText(const QDateTime& time, const QString& between) {
  const int minutes = time.offsetFromUtc() / 60;
  return QStringLiteral("%1%2%3%4")
      .arg(minutes < 0 ? QLatin1Char('-') : QLatin1Char('+'))
      .arg(std::abs(minutes) / 60, 2, 10, QLatin1Char('0'))
      .arg(between)
      .arg(std::abs(minutes) % 60, 2, 10, QLatin1Char('0'));
}

/// One token of a pattern; nothing for letters that are none.
std::optional<QString> tokenText(const QDateTime& time, const QString& token) {
  static const QLocale kEnglish(QLocale::English, QLocale::UnitedStates);
  const auto qt = [&time](const char* format) { return kEnglish.toString(time, QString::fromLatin1(format)); };
  const auto is = [&token](const char* name) { return token == QLatin1String(name); };
  const int hour = time.time().hour();
  if (is("YYYY") || is("GGGG") || is("gggg")) return qt("yyyy");
  if (is("YY")) return qt("yy");
  if (is("Q")) return QString::number((time.date().month() + 2) / 3);
  if (is("Mo")) return ordinal(time.date().month());
  if (is("M") || is("MM") || is("MMM") || is("MMMM")) return kEnglish.toString(time, token);
  if (is("DDDD")) return QStringLiteral("%1").arg(time.date().dayOfYear(), 3, 10, QLatin1Char('0'));
  if (is("DDD")) return QString::number(time.date().dayOfYear());
  if (is("Do")) return ordinal(time.date().day());
  if (is("D") || is("DD")) return kEnglish.toString(time, token.toLower());
  if (is("dddd") || is("ddd")) return kEnglish.toString(time, token);
  if (is("dd")) return qt("ddd").left(2);
  if (is("d") || is("e")) return QString::number(time.date().dayOfWeek() % 7);
  if (is("E")) return QString::number(time.date().dayOfWeek());
  if (is("ww") || is("WW")) return QStringLiteral("%1").arg(time.date().weekNumber(), 2, 10, QLatin1Char('0'));
  if (is("w") || is("W")) return QString::number(time.date().weekNumber());
  if (is("HH") || is("H")) return kEnglish.toString(time, token);
  if (is("hh")) return QStringLiteral("%1").arg((hour + 11) % 12 + 1, 2, 10, QLatin1Char('0'));
  if (is("h")) return QString::number((hour + 11) % 12 + 1);
  if (is("kk")) return QStringLiteral("%1").arg(hour == 0 ? 24 : hour, 2, 10, QLatin1Char('0'));
  if (is("k")) return QString::number(hour == 0 ? 24 : hour);
  if (is("A")) return QString::fromLatin1(hour < 12 ? "AM" : "PM");
  if (is("a")) return QString::fromLatin1(hour < 12 ? "am" : "pm");
  if (is("mm") || is("m") || is("ss") || is("s")) return kEnglish.toString(time, token);
  if (token.startsWith(QLatin1Char('S'))) return qt("zzz").leftJustified(token.size(), QLatin1Char('0'), true);
  if (is("X")) return QString::number(time.toSecsSinceEpoch());
  if (is("x")) return QString::number(time.toMSecsSinceEpoch());
  if (is("ZZ")) return offsetText(time, {});
  if (is("Z")) return offsetText(time, QStringLiteral(":"));
  if (is("zz") || is("z")) return time.timeZoneAbbreviation();
  if (is("LTS")) return momentText(time, QStringLiteral("h:mm:ss A"));
  if (is("LT")) return momentText(time, QStringLiteral("h:mm A"));
  if (is("LLLL")) return momentText(time, QStringLiteral("dddd, MMMM D, YYYY h:mm A"));
  if (is("LLL")) return momentText(time, QStringLiteral("MMMM D, YYYY h:mm A"));
  if (is("LL")) return momentText(time, QStringLiteral("MMMM D, YYYY"));
  if (is("L")) return momentText(time, QStringLiteral("MM/DD/YYYY"));
  if (is("l")) return momentText(time, QStringLiteral("M/D/YYYY"));
  return std::nullopt;
}

/// What a pattern is made of: [text], tokens, and all else one by one.
const QRegularExpression& momentTokens() {
  static const QRegularExpression kTokens(QStringLiteral(
      R"(\[([^\]]*)\]|(YYYY|GGGG|gggg|YY|Q|Mo|MMMM|MMM|MM|M|DDDD|DDD|Do|DD|D|dddd|ddd|dd|d|e|E|ww|w|WW|W|HH|H|hh|h|kk|k|A|a|mm|m|ss|s|S+|X|x|ZZ|Z|zz|z|LTS|LT|LLLL|LLL|LL|L|l))"));
  return kTokens;
}

/// Qt's parsing letters for a token; empty: it cannot be read.
QString parseLetters(const QString& token) {
  if (token == QLatin1String("YYYY")) return QStringLiteral("yyyy");
  if (token == QLatin1String("YY")) return QStringLiteral("yy");
  if (token == QLatin1String("A") || token == QLatin1String("a")) return QStringLiteral("AP");
  if (token == QLatin1String("D") || token == QLatin1String("DD")) return token.toLower();
  if (token.startsWith(QLatin1Char('S'))) return token.size() >= 3 ? QStringLiteral("zzz") : QStringLiteral("z");
  static const QStringList kSame = {QStringLiteral("M"),    QStringLiteral("MM"),  QStringLiteral("MMM"),
                                    QStringLiteral("MMMM"), QStringLiteral("H"),   QStringLiteral("HH"),
                                    QStringLiteral("h"),    QStringLiteral("hh"),  QStringLiteral("m"),
                                    QStringLiteral("mm"),   QStringLiteral("ddd"), QStringLiteral("dddd"),
                                    QStringLiteral("s"),    QStringLiteral("ss")};
  return kSame.contains(token) ? token : QString();
}

std::optional<qint64> readByPattern(const QString& text, const QString& pattern, const QTimeZone& zone) {
  QString qt;
  qsizetype at = 0;
  const auto literal = [&qt](QString words) {
    if (words.isEmpty()) return;
    qt += QLatin1Char('\'') + words.replace(QLatin1Char('\''), QLatin1String("''")) + QLatin1Char('\'');
  };
  for (auto it = momentTokens().globalMatch(pattern); it.hasNext();) {
    const QRegularExpressionMatch match = it.next();
    literal(pattern.mid(at, match.capturedStart() - at));
    const QString letters = parseLetters(match.captured(2));
    if (match.captured(2).isEmpty()) {
      literal(match.captured(1));
    } else if (letters.isEmpty()) {
      return std::nullopt;
    } else {
      qt += letters;
    }
    at = match.capturedEnd();
  }
  literal(pattern.mid(at));
  const QDateTime time = QLocale::c().toDateTime(text, qt);
  if (!time.isValid()) return std::nullopt;
  return QDateTime(time.date(), time.time(), zone).toMSecsSinceEpoch();
}

}  // namespace

QString momentText(const QDateTime& time, const QString& pattern) {
  QString text;
  qsizetype at = 0;
  for (auto it = momentTokens().globalMatch(pattern); it.hasNext();) {
    const QRegularExpressionMatch match = it.next();
    text += pattern.mid(at, match.capturedStart() - at);
    text += match.captured(2).isEmpty() ? match.captured(1) : tokenText(time, match.captured(2)).value_or(QString());
    at = match.capturedEnd();
  }
  return text + pattern.mid(at);
}

std::optional<qint64> momentOf(const QString& text, const QString& pattern, const QTimeZone& zone) {
  const QString trimmed = text.trimmed();
  bool isNumber = false;
  const double number = trimmed.toDouble(&isNumber);
  if (isNumber && std::abs(number) < 8.64e15) {
    if (pattern == QLatin1String("x")) return static_cast<qint64>(number);
    if (pattern == QLatin1String("X")) return static_cast<qint64>(number * 1000);
  }
  if (!pattern.isEmpty()) {
    if (const auto read = readByPattern(trimmed, pattern, zone)) return read;
  }
  // A short number is a year, a long one milliseconds.
  if (isNumber && trimmed.size() > 8 && std::abs(number) < 8.64e15) return static_cast<qint64>(number);
  const QDateTime time =
      QDateTime::fromString(QString(trimmed).replace(QLatin1Char(' '), QLatin1Char('T')), Qt::ISODateWithMs);
  if (time.isValid()) {
    const bool named = time.timeSpec() != Qt::LocalTime;
    return (named ? time : QDateTime(time.date(), time.time(), zone)).toMSecsSinceEpoch();
  }
  if (const auto month = readByPattern(trimmed, QStringLiteral("YYYY-MM"), zone)) return month;
  return readByPattern(trimmed, QStringLiteral("YYYY"), zone);
}

}  // namespace vigie::console
