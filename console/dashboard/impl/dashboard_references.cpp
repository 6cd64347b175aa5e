#include "console/dashboard/impl/dashboard_references.h"

#include "console/dashboard/json_read.h"

#include <QHash>

#include <functional>

namespace vigie::console::impl {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::intOf;
using jsonread::objectAt;
using jsonread::textAt;

/// More queries than that in one panel are somebody's joke.
constexpr qsizetype kMostTargets = 200;

const QString kDatasource = QStringLiteral("datasource");
const QString kTargets = QStringLiteral("targets");

using Change = std::function<QJsonValue(const QJsonValue&)>;

/// Every panel of a list, those in rows too, as `change` makes it.
QJsonArray changedPanels(const QJsonArray& panels, const Change& change) {
  QJsonArray result;
  for (const QJsonValue& item : panels) {
    QJsonObject panel = change(item).toObject();
    if (at(panel, "panels").isArray())
      panel.insert(QStringLiteral("panels"), changedPanels(arrayAt(panel, "panels"), change));
    result.append(item.isObject() ? QJsonValue(panel) : item);
  }
  return result;
}

QJsonObject withPanels(QJsonObject dashboard, const Change& change) {
  if (at(dashboard, "panels").isArray())
    dashboard.insert(QStringLiteral("panels"), changedPanels(arrayAt(dashboard, "panels"), change));
  if (!at(dashboard, "rows").isArray()) return dashboard;
  QJsonArray rows;
  for (const QJsonValue& item : arrayAt(dashboard, "rows")) {
    QJsonObject row = item.toObject();
    row.insert(QStringLiteral("panels"), changedPanels(arrayAt(row, "panels"), change));
    rows.append(item.isObject() ? QJsonValue(row) : item);
  }
  dashboard.insert(QStringLiteral("rows"), rows);
  return dashboard;
}

/// The panel a library panel stands for, at its own place.
QJsonValue fromLibrary(const QJsonValue& written, const QHash<QString, QJsonObject>& models) {
  const QJsonObject panel = written.toObject();
  const QJsonObject library = objectAt(panel, "libraryPanel");
  // Grafana's API answers them filled in already.
  if (library.isEmpty() || (panel.contains(QLatin1String("type")) && panel.contains(kTargets))) return written;
  QJsonObject model = models.value(textAt(library, "uid"));
  if (model.isEmpty()) model = models.value(textAt(library, "name"));
  if (model.isEmpty()) {
    QJsonObject missing = panel;
    missing.insert(QStringLiteral("type"), textAt(panel, "type", QStringLiteral("library panel")));
    if (textAt(panel, "title").isEmpty()) missing.insert(QStringLiteral("title"), textAt(library, "name"));
    return missing;
  }
  for (const char* key : {"id", "gridPos", "libraryPanel", "repeat", "repeatDirection", "maxPerRow"}) {
    if (panel.contains(QLatin1String(key))) model.insert(QLatin1String(key), at(panel, key));
  }
  return model;
}

QHash<QString, QJsonObject> libraryOf(const QJsonObject& dashboard) {
  QHash<QString, QJsonObject> models;
  const QJsonValue elements = at(dashboard, "__elements");
  const QJsonObject byUid = elements.toObject();
  QJsonArray all = elements.toArray();
  for (auto it = byUid.begin(); it != byUid.end(); ++it) all.append(it.value());
  for (const QJsonValue& item : all) {
    const QJsonObject element = item.toObject();
    for (const char* key : {"uid", "name"}) models.insert(textAt(element, key), objectAt(element, "model"));
  }
  return models;
}

/// Every string of it with ${NAME} filled in.
QJsonValue filledInputs(const QJsonValue& value, const QHash<QString, QString>& constants) {
  if (value.isString()) {
    QString text = value.toString();
    if (!text.contains(QLatin1String("${"))) return value;
    for (auto it = constants.begin(); it != constants.end(); ++it) text.replace(it.key(), it.value());
    return text;
  }
  if (value.isArray()) {
    QJsonArray array;
    for (const QJsonValue& item : value.toArray()) array.append(filledInputs(item, constants));
    return array;
  }
  if (!value.isObject()) return value;
  QJsonObject object = value.toObject();
  for (auto it = object.begin(); it != object.end(); ++it) it.value() = filledInputs(QJsonValue(it.value()), constants);
  return object;
}

QJsonObject withConstants(const QJsonObject& dashboard) {
  QHash<QString, QString> constants;
  for (const QJsonValue& item : arrayAt(dashboard, "__inputs")) {
    const QJsonObject input = item.toObject();
    const QString value = at(input, "value").toVariant().toString();
    if (textAt(input, "type") == QLatin1String("constant") && !value.isEmpty())
      constants.insert(QStringLiteral("${%1}").arg(textAt(input, "name")), value);
  }
  return constants.isEmpty() ? dashboard : filledInputs(dashboard, constants).toObject();
}

/// What kind of source each name of one stands for: "$DS", "${DS}", "${DS_LOKI}".
QHash<QString, QString> sourceKinds(const QJsonObject& dashboard) {
  QHash<QString, QString> kinds;
  const auto add = [&kinds](const QString& name, const QString& kind) {
    if (name.isEmpty() || kind.isEmpty()) return;
    for (const char* form : {"$%1", "${%1}", "[[%1]]"}) kinds.insert(QString::fromLatin1(form).arg(name), kind);
  };
  for (const QJsonValue& item : arrayAt(dashboard, "__inputs")) {
    const QJsonObject input = item.toObject();
    if (textAt(input, "type") == kDatasource) add(textAt(input, "name"), textAt(input, "pluginId"));
  }
  for (const QJsonValue& item : arrayAt(objectAt(dashboard, "templating"), "list")) {
    const QJsonObject variable = item.toObject();
    if (textAt(variable, "type") == kDatasource) add(textAt(variable, "name"), textAt(variable, "query"));
  }
  return kinds;
}

/// {"type", "uid"} of what may be a name only.
QJsonValue typedSource(const QJsonValue& source, const QHash<QString, QString>& kinds) {
  const QString uid = source.isObject() ? textAt(source.toObject(), "uid") : source.toString();
  QString kind = kinds.value(uid);
  // Grafana's own source answers what is no metric.
  if (uid == QLatin1String("-- Grafana --") || uid == QLatin1String("grafana")) kind = QStringLiteral("grafana");
  if (kind.isEmpty()) return source;
  return QJsonObject{{QStringLiteral("type"), kind}, {QStringLiteral("uid"), uid}};
}

QJsonValue withTypedSources(const QJsonValue& written, const QHash<QString, QString>& kinds) {
  QJsonObject panel = written.toObject();
  if (panel.contains(kDatasource)) panel.insert(kDatasource, typedSource(panel.value(kDatasource), kinds));
  if (!at(panel, "targets").isArray()) return panel;
  QJsonArray targets;
  for (const QJsonValue& item : arrayAt(panel, "targets")) {
    QJsonObject target = item.toObject();
    if (target.contains(kDatasource)) target.insert(kDatasource, typedSource(target.value(kDatasource), kinds));
    targets.append(target);
  }
  panel.insert(kTargets, targets);
  return panel;
}

QJsonObject withTypedVariables(QJsonObject dashboard, const QHash<QString, QString>& kinds) {
  QJsonObject templating = objectAt(dashboard, "templating");
  QJsonArray variables;
  for (const QJsonValue& item : arrayAt(templating, "list")) {
    QJsonObject variable = item.toObject();
    if (variable.contains(kDatasource)) variable.insert(kDatasource, typedSource(variable.value(kDatasource), kinds));
    variables.append(variable);
  }
  templating.insert(QStringLiteral("list"), variables);
  if (!variables.isEmpty()) dashboard.insert(QStringLiteral("templating"), templating);
  return dashboard;
}

bool isDashboardSource(const QJsonValue& source) {
  const QString uid = source.isObject() ? textAt(source.toObject(), "uid") : source.toString();
  return uid == QLatin1String("-- Dashboard --");
}

using PanelsById = QHash<int, QJsonObject>;

void collectPanels(const QJsonArray& panels, PanelsById& byId) {
  for (const QJsonValue& item : panels) {
    const QJsonObject panel = item.toObject();
    if (const auto id = intOf(at(panel, "id"))) byId.insert(*id, panel);
    collectPanels(arrayAt(panel, "panels"), byId);
  }
}

/// The queries of the panels it names in place of the names; with their transformations where it asks for them.
/// A panel that borrows itself lends nothing, as in Grafana.
QJsonObject borrowed(QJsonObject panel, const PanelsById& byId) {
  const bool all = isDashboardSource(at(panel, "datasource"));
  QJsonArray targets;
  QJsonArray steps;
  bool any = false;
  for (const QJsonValue& item : arrayAt(panel, "targets")) {
    const QJsonObject target = item.toObject();
    const bool own = target.contains(kDatasource);
    const auto source = byId.constFind(intOf(at(target, "panelId")).value_or(-1));
    const bool asksAnother = own ? isDashboardSource(at(target, "datasource")) : all;
    if (targets.size() >= kMostTargets) break;
    if (!asksAnother || source == byId.constEnd() || isDashboardSource(at(*source, "datasource"))) {
      targets.append(target);
      continue;
    }
    any = true;
    const QJsonObject& from = *source;
    for (const QJsonValue& asked : arrayAt(from, "targets")) {
      if (targets.size() >= kMostTargets) break;
      QJsonObject copy = asked.toObject();
      if (!copy.contains(kDatasource)) copy.insert(kDatasource, at(from, "datasource"));
      targets.append(copy);
    }
    if (all && from.contains(kDatasource)) panel.insert(kDatasource, at(from, "datasource"));
    if (!boolOf(at(target, "withTransforms"), false)) continue;
    for (const QJsonValue& step : arrayAt(from, "transformations")) steps.append(step);
  }
  if (!any) return panel;
  panel.insert(kTargets, targets);
  if (steps.isEmpty()) return panel;
  for (const QJsonValue& step : arrayAt(panel, "transformations")) steps.append(step);
  panel.insert(QStringLiteral("transformations"), steps);
  return panel;
}

}  // namespace

QJsonObject withReferences(QJsonObject dashboard) {
  const QHash<QString, QJsonObject> library = libraryOf(dashboard);
  dashboard = withPanels(dashboard, [&](const QJsonValue& panel) { return fromLibrary(panel, library); });
  dashboard = withConstants(dashboard);
  const QHash<QString, QString> kinds = sourceKinds(dashboard);
  dashboard = withPanels(dashboard, [&](const QJsonValue& panel) { return withTypedSources(panel, kinds); });
  dashboard = withTypedVariables(std::move(dashboard), kinds);
  PanelsById byId;
  collectPanels(arrayAt(dashboard, "panels"), byId);
  for (const QJsonValue& row : arrayAt(dashboard, "rows")) collectPanels(arrayAt(row.toObject(), "panels"), byId);
  return withPanels(dashboard, [&](const QJsonValue& panel) { return borrowed(panel.toObject(), byId); });
}

}  // namespace vigie::console::impl
