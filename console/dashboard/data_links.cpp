#include "console/dashboard/data_links.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace vigie::console {
namespace {

QString rawNumber(const std::optional<double>& number) {
  return number ? QString::number(*number, 'g', 15) : QString();
}

QString columnOf(const LinkSubject& subject, const QString& key) {
  bool isIndex = false;
  const auto index = key.toUInt(&isIndex);
  if (isIndex) return index < subject.row.size() ? subject.row[index].second : QString();
  const auto found =
      std::find_if(subject.row.begin(), subject.row.end(), [&key](const auto& column) { return column.first == key; });
  return found == subject.row.end() ? QString() : found->second;
}

/// What `${__value.…}` and its like are of `subject`; nothing for what only a variable can be.
std::optional<QString> ownValue(const QString& object, const QString& member, const QString& key,
                                const LinkSubject& subject) {
  if (object == QLatin1String("__value")) {
    if (member == QLatin1String("text")) return subject.text;
    if (member == QLatin1String("time")) return subject.timeMs > 0 ? QString::number(subject.timeMs) : QString();
    // A text has no number of its own: it is its own raw value.
    return subject.number || member == QLatin1String("numeric") ? rawNumber(subject.number) : subject.text;
  }
  if (object == QLatin1String("__series")) return subject.name;
  if (object == QLatin1String("__field")) {
    return member == QLatin1String("labels") ? labelValue(subject.labels, key) : subject.name;
  }
  if (object == QLatin1String("__data")) return columnOf(subject, key);
  return std::nullopt;
}

/// `${__value.raw}`, `${__field.labels.job}`, `${__field.labels["job"]}`, `${__data.fields["Name"].text}`, any of them
/// with a format behind a colon (`:percentencode`).
const QRegularExpression& ownPattern() {
  static const QRegularExpression kPattern(QStringLiteral(
      R"re(\$\{(__value|__series|__field|__data)(?:\.(\w+))?(?:\.([\w-]+)|\[(?:"([^"]*)"|(\d+))\])?(?:\.\w+)?(?::(\w+))?\})re"));
  return kPattern;
}

QString withOwnValues(const QString& text, const LinkSubject& subject, bool forUrl) {
  QString result;
  qsizetype at = 0;
  for (auto it = ownPattern().globalMatch(text); it.hasNext();) {
    const QRegularExpressionMatch match = it.next();
    QString key = match.captured(3);
    for (const int group : {4, 5}) {
      if (!match.captured(group).isEmpty()) key = match.captured(group);
    }
    const auto value = ownValue(match.captured(1), match.captured(2), key, subject);
    if (!value) continue;
    const bool plain = match.captured(6) == QLatin1String("raw");
    result += text.mid(at, match.capturedStart() - at) + (forUrl && !plain ? urlEncoded(*value) : *value);
    at = match.capturedEnd();
  }
  return result + text.mid(at);
}

/// Pieces of a query string: they are encoded already.
QString withRangeAndChoice(QString address, const LinkPlace& place) {
  QStringList chosen;
  for (const auto& [name, value] : place.variables)
    chosen.append(QStringLiteral("var-%1=%2").arg(urlEncoded(name), urlEncoded(value)));
  const QString choice = chosen.join(QLatin1Char('&'));
  const QString range = urlTimeRange(place.time);
  for (const char* form : {"${__url_time_range}", "${__url_time_range:raw}", "$__url_time_range"})
    address.replace(QLatin1String(form), range);
  for (const char* form : {"${__all_variables}", "${__all_variables:raw}", "$__all_variables"})
    address.replace(QLatin1String(form), choice);
  return address;
}

/// A path that leads to a dashboard, or to a list of them: the console has its own.
bool leadsToDashboards(const QString& path) {
  return path.startsWith(QLatin1String("/d/")) || path.startsWith(QLatin1String("/dashboards?"));
}

QString refusalOf(const QUrl& url, const QString& written, const LinkPlace& place) {
  if (written.startsWith(QLatin1Char('/')) && place.grafana.isEmpty()) {
    return QCoreApplication::translate(
        "link", "It is a path of a Grafana, and none is configured: start the console with --grafana.");
  }
  if (!url.isValid() || url.host().isEmpty()) return QCoreApplication::translate("link", "It is no web address.");
  if (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https")) return {};
  return QCoreApplication::translate("link", "Only http and https addresses are opened, not “%1”.").arg(url.scheme());
}

}  // namespace

ResolvedLink resolveLink(const DataLink& link, const LinkPlace& place, const LinkSubject* subject) {
  static const LinkSubject kNothing;
  const LinkSubject& own = subject ? *subject : kNothing;
  QString address = withRangeAndChoice(link.url, place);
  if (subject) address = withOwnValues(address, own, true);
  if (place.lookup) address = interpolate(address, place.lookup, QStringLiteral("percentencode"));
  address = address.trimmed();
  QString title = subject ? withOwnValues(link.title, own, false) : link.title;
  if (place.lookup) title = interpolate(title, place.lookup, kTextFormat);

  ResolvedLink resolved;
  // Two slashes would be another host's address.
  const bool isPath = address.startsWith(QLatin1Char('/')) && !address.startsWith(QLatin1String("//"));
  const QString base = place.grafana.toString(QUrl::RemoveUserInfo | QUrl::StripTrailingSlash);
  if (isPath && place.grafana.isEmpty() && leadsToDashboards(address)) {
    resolved.url = QUrl(QLatin1String(kOwnScheme) + QLatin1Char(':') + address);
  } else {
    resolved.url = isPath && !place.grafana.isEmpty() ? QUrl(base + address) : QUrl(address);
    resolved.refusal = refusalOf(resolved.url, isPath ? address : QString(), place);
  }
  resolved.title = title.isEmpty() ? address : title;
  if (resolved.title.isEmpty()) resolved.title = QCoreApplication::translate("link", "Link");
  return resolved;
}

std::vector<ResolvedLink> resolveLinks(const std::vector<DataLink>& links, const LinkPlace& place,
                                       const LinkSubject* subject) {
  std::vector<ResolvedLink> resolved;
  for (const DataLink& link : links) resolved.push_back(resolveLink(link, place, subject));
  return resolved;
}

}  // namespace vigie::console
