#include "console/dashboard/board_links.h"

#include <QJsonObject>

namespace vigie::console {

std::vector<BoardLink> readBoardLinks(const QJsonArray& links) {
  std::vector<BoardLink> read;
  for (const QJsonValue& item : links) {
    const QJsonObject json = item.toObject();
    const auto text = [&json](const char* key) { return json.value(QLatin1String(key)).toString(); };
    BoardLink link;
    link.title = text("title");
    link.tooltip = text("tooltip");
    link.byTags = text("type") == QLatin1String("dashboards");
    link.keepTime = json.value(QLatin1String("keepTime")).toBool();
    link.includeVariables = json.value(QLatin1String("includeVars")).toBool();
    if (link.byTags) {
      for (const QJsonValue& tag : json.value(QLatin1String("tags")).toArray()) link.tags.append(tag.toString());
      // Grafana before 8 wrote one tag as a text.
      if (const QString one = text("tags"); !one.isEmpty()) link.tags.append(one);
    } else {
      // Grafana before 5 named a dashboard ("dashUri": "db/overview") or wrote the address of an "absolute" one.
      link.url = text("url");
      if (link.url.isEmpty() && !text("dashUri").isEmpty()) link.url = QLatin1String("/dashboard/") + text("dashUri");
    }
    if (link.byTags || !link.url.isEmpty()) read.push_back(std::move(link));
  }
  return read;
}

ResolvedLink resolveBoardLink(const BoardLink& link, const LinkPlace& place) {
  QString address = link.url;
  QStringList query;
  if (link.byTags) {
    address = QStringLiteral("/dashboards");
    for (const QString& tag : link.tags) query.append(QStringLiteral("tag=") + urlEncoded(tag));
  } else {
    if (link.keepTime) query.append(QStringLiteral("${__url_time_range}"));
    if (link.includeVariables && !place.variables.empty()) query.append(QStringLiteral("${__all_variables}"));
  }
  if (!query.isEmpty()) {
    address += (address.contains(QLatin1Char('?')) ? QLatin1Char('&') : QLatin1Char('?')) + query.join(QLatin1Char('&'));
  }
  DataLink written;
  written.title = link.title.isEmpty() ? link.tags.join(QStringLiteral(", ")) : link.title;
  written.url = address;
  return resolveLink(written, place);
}

}  // namespace vigie::console
