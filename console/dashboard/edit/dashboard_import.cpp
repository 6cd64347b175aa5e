#include "console/dashboard/edit/dashboard_import.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace vigie::console {
namespace {

QString inputText(const char* text) { return QCoreApplication::translate("dashboardedit", text); }

OrderedJson unwrapped(const OrderedJson& json) {
  for (const char* wrapper : {"dashboard", "spec"}) {
    if (json.at(wrapper).isObject()) return json.at(wrapper);
  }
  return json;
}

/// Every string of it with ${NAME} filled in.
OrderedJson filled(const OrderedJson& json, const std::map<QString, QString>& answers) {
  switch (json.kind()) {
    case OrderedJson::Kind::kString: {
      QString text = json.toText();
      if (!text.contains(QLatin1String("${"))) return json;
      for (const auto& [name, value] : answers) text.replace(QStringLiteral("${%1}").arg(name), value);
      return OrderedJson::text(text);
    }
    case OrderedJson::Kind::kArray: {
      OrderedJson::Items items;
      for (const OrderedJson& item : json.items()) items.push_back(filled(item, answers));
      return OrderedJson::array(std::move(items));
    }
    case OrderedJson::Kind::kObject: {
      OrderedJson::Members members;
      for (const auto& [key, value] : json.members()) members.emplace_back(key, filled(value, answers));
      return OrderedJson::object(std::move(members));
    }
    default:
      return json;
  }
}

}  // namespace

Result<ImportPlan> readImport(const QByteArray& text) {
  if (text.trimmed().isEmpty()) {
    return Error(ErrorCode::kInvalidArgument,
                 inputText(QT_TRANSLATE_NOOP("dashboardedit",
                                             "There is nothing to import: open a file, or paste a "
                                             "dashboard's JSON or its address in Grafana."))
                     .toStdString());
  }
  auto model = parseDashboard(text);
  if (!model) return model.error();
  auto json = OrderedJson::parse(text);
  if (!json) return json.error();
  ImportPlan plan;
  plan.json = unwrapped(*json);
  plan.title = model->title;
  plan.uid = model->uid;
  for (const PanelModel& panel : model->panels) {
    plan.panels += panel.type == QLatin1String("row") ? static_cast<int>(panel.nested.size()) : 1;
  }
  for (const OrderedJson& item : json->at("__inputs").items()) {
    ImportInput input;
    input.name = item.at("name").toText();
    if (input.name.isEmpty()) continue;
    input.label = item.at("label").toText();
    if (input.label.isEmpty()) input.label = input.name;
    input.description = item.at("description").toText();
    input.isDatasource = item.at("type").toText() != QLatin1String("constant");
    input.type = item.at("pluginId").toText();
    input.proposed = input.isDatasource ? QStringLiteral("prometheus") : item.at("value").toText();
    plan.inputs.push_back(std::move(input));
  }
  return plan;
}

Result<DashboardDocument> imported(const ImportPlan& plan, const std::map<QString, QString>& answers) {
  OrderedJson dashboard = plan.json;
  for (const char* extra : {"__inputs", "__requires", "__elements"}) {
    if (dashboard.has(extra)) dashboard = dashboard.without(extra);
  }
  if (!answers.empty()) dashboard = filled(dashboard, answers);
  // Numbers of another Grafana's database.
  if (dashboard.has("id")) dashboard = dashboard.with("id", OrderedJson());
  const QByteArray text = dashboard.written();
  auto document = DashboardDocument::read(text);
  return document;
}

std::optional<QString> grafanaUid(const QString& text) {
  static const QRegularExpression kAddress(
      QStringLiteral(R"(^https?://[^\s]+?/d(?:-solo)?/([A-Za-z0-9_-]{1,40})(?:[/?#]|$))"));
  static const QRegularExpression kUid(QStringLiteral(R"(^[A-Za-z0-9_-]{1,40}$)"));
  const QString trimmed = text.trimmed();
  if (const auto match = kAddress.match(trimmed); match.hasMatch()) return match.captured(1);
  if (kUid.match(trimmed).hasMatch()) return trimmed;
  return std::nullopt;
}

}  // namespace vigie::console
