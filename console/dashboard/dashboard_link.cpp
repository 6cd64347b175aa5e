#include "console/dashboard/dashboard_link.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

namespace vigie::console {
namespace {

constexpr qsizetype kLongestLink = 16'384;

QString told(const char* text) { return QCoreApplication::translate("dashboardlink", text); }

Error wrong(const QString& message) { return {ErrorCode::kInvalidArgument, message.toStdString()}; }

QString exampleLink() { return QStringLiteral("/d/ai-api?from=now-6h&to=now"); }

/// '+' is a space in a query string, as browsers and Grafana write it.
QString decodedPart(QString value) {
  return QUrl::fromPercentEncoding(value.replace(QLatin1Char('+'), QLatin1Char(' ')).toUtf8());
}

/// "2", "panel-2" and "panel-2-clone-1" of Grafana 11 and later; 0 for what is none.
int panelIdIn(const QString& text) {
  static const QRegularExpression kPanel(QStringLiteral(R"(^(?:panel-)?(\d{1,9})(?:-clone-.*)?$)"));
  return kPanel.match(text).captured(1).toInt();
}

/// "20240131" and "20240131T080000", which Grafana takes as UTC, in a form that says so.
QString fullTime(const QString& text) {
  static const QRegularExpression kShort(QStringLiteral(R"(^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$)"));
  const QRegularExpressionMatch match = kShort.match(text);
  if (!match.hasMatch()) return text;
  const QString clock =
      match.captured(4).isEmpty()
          ? QStringLiteral("00:00:00")
          : QStringList{match.captured(4), match.captured(5), match.captured(6)}.join(QLatin1Char(':'));
  return QStringLiteral("%1-%2-%3T%4Z").arg(match.captured(1), match.captured(2), match.captured(3), clock);
}

/// The uid in "/d/<uid>/<slug>", whatever stands before it; empty for a path of nothing else than a prefix.
Result<QString> uidIn(const QString& path) {
  static const QRegularExpression kDashboard(QStringLiteral(R"((?:^|/)d(?:-solo)?/([A-Za-z0-9_-]{1,64})(?:/|$))"));
  const QRegularExpressionMatch match = kDashboard.match(path);
  if (match.hasMatch()) return match.captured(1);
  if (path.isEmpty() || path == QLatin1String("/")) return QString();
  if (path.contains(QLatin1String("/goto/"))) {
    return wrong(told(QT_TRANSLATE_NOOP("dashboardlink",
                                        "That is a short link: only the Grafana it comes from knows where it goes. "
                                        "Open it there and copy the address it becomes.")));
  }
  return wrong(told(QT_TRANSLATE_NOOP("dashboardlink", "“%1” is no address of a dashboard; one looks like %2."))
                   .arg(path.left(80), exampleLink()));
}

QStringList itemsOf(const DashboardLink& link) {
  QStringList items;
  const auto add = [&items](const QString& key, const QString& value) {
    items.append(urlEncoded(key) + QLatin1Char('=') + urlEncoded(value));
  };
  if (link.range) {
    add(QStringLiteral("from"), link.range->from);
    add(QStringLiteral("to"), link.range->to);
  }
  if (link.zone) add(QStringLiteral("timezone"), *link.zone);
  for (const auto& [name, value] : link.variables) add(QStringLiteral("var-") + name, value);
  if (link.refresh) add(QStringLiteral("refresh"), *link.refresh);
  if (link.panelId > 0) add(QStringLiteral("viewPanel"), QString::number(link.panelId));
  // Grafana writes it bare.
  if (link.kiosk) items.append(QStringLiteral("kiosk"));
  return items;
}

void takeItem(DashboardLink& link, RawRange& range, const QString& key, const QString& value) {
  if (key == QLatin1String("from")) {
    range.from = fullTime(value);
  } else if (key == QLatin1String("to")) {
    range.to = fullTime(value);
  } else if (key == QLatin1String("timezone")) {
    link.zone = value;
  } else if (key == QLatin1String("refresh")) {
    link.refresh = value;
  } else if (key.startsWith(QLatin1String("var-"))) {
    link.variables.emplace_back(key.mid(4), value);
  } else if (key == QLatin1String("viewPanel") || key == QLatin1String("panelId")) {
    link.panelId = panelIdIn(value);
  } else if (key == QLatin1String("kiosk")) {
    link.kiosk = value != QLatin1String("0") && value != QLatin1String("false");
  }
}

}  // namespace

QString linkQuery(const DashboardLink& link) { return QLatin1Char('?') + itemsOf(link).join(QLatin1Char('&')); }

QString linkText(const QUrl& base, const DashboardLink& link) {
  const QString path = link.uid.isEmpty() ? QString() : QStringLiteral("/d/") + urlEncoded(link.uid);
  return base.toString(QUrl::RemoveUserInfo | QUrl::StripTrailingSlash | QUrl::RemoveQuery) + path + linkQuery(link);
}

Result<DashboardLink> readLink(const QString& written) {
  const QString text = written.trimmed();
  if (text.isEmpty()) return wrong(told(QT_TRANSLATE_NOOP("dashboardlink", "There is no link.")));
  if (text.size() > kLongestLink || text.contains(QLatin1Char('\n'))) {
    return wrong(told(QT_TRANSLATE_NOOP("dashboardlink", "That is no link: it is too long, or has several lines.")));
  }
  // By hand: QUrl refuses some of what people paste, and "from=now-6h" alone would be its path.
  QString rest = text.section(QLatin1Char('#'), 0, 0);
  static const QRegularExpression kHost(QStringLiteral(R"(^https?://[^/?]+)"),
                                        QRegularExpression::CaseInsensitiveOption);
  const bool isAddress = kHost.match(rest).hasMatch();
  rest.remove(kHost);
  const qsizetype mark = rest.indexOf(QLatin1Char('?'));
  const bool isBareQuery =
      !isAddress && mark < 0 && rest.contains(QLatin1Char('=')) && !rest.contains(QLatin1String("d/"));
  const QString path = isBareQuery ? QString() : mark < 0 ? rest : rest.left(mark);
  const QString query = isBareQuery ? rest : mark < 0 ? QString() : rest.mid(mark + 1);

  DashboardLink link;
  const auto uid = uidIn(decodedPart(path));
  if (!uid) return uid.error();
  link.uid = *uid;
  RawRange range{QString(), QString()};
  for (const QString& item : query.split(QLatin1Char('&'), Qt::SkipEmptyParts)) {
    takeItem(link, range, decodedPart(item.section(QLatin1Char('='), 0, 0)),
             decodedPart(item.section(QLatin1Char('='), 1)));
  }
  if (!range.from.isEmpty() || !range.to.isEmpty()) {
    // Grafana's defaults for the end that is missing.
    if (range.from.isEmpty()) range.from = QStringLiteral("now-6h");
    if (range.to.isEmpty()) range.to = QStringLiteral("now");
    link.range = range;
  }
  if (link.uid.isEmpty() && link == DashboardLink()) {
    return wrong(told(QT_TRANSLATE_NOOP("dashboardlink", "“%1” says nothing of a dashboard; a link looks like %2."))
                     .arg(text.left(80), exampleLink()));
  }
  return link;
}

bool looksLikeLink(const QString& written) {
  static const QRegularExpression kShape(
      QStringLiteral(R"(^(https?://[^\s/?]+)?(/\S*)?(/?d(-solo)?/[A-Za-z0-9_-]+|\?|goto/)\S*$|)"
                     R"(^\??(from|to|var-[^=\s]+|refresh|viewPanel|timezone|kiosk)=\S*$)"));
  const QString text = written.trimmed();
  return text.size() <= kLongestLink && kShape.match(text).hasMatch();
}

}  // namespace vigie::console
