#include "console/dashboard/edit/panel_draft.h"

#include <algorithm>

namespace vigie::console {
namespace {

std::optional<double> numberIn(const OrderedJson& json) {
  if (json.kind() != OrderedJson::Kind::kNumber) return std::nullopt;
  return json.toNumber();
}

QueryDraft queryOf(const OrderedJson& target) {
  QueryDraft query;
  query.refId = target.at("refId").toText();
  query.expr = target.at("expr").toText();
  query.legend = target.at("legendFormat").toText();
  if (query.legend == QLatin1String("__auto")) query.legend.clear();
  query.interval = target.at("interval").toText();
  query.instant = target.at("instant").toBool();
  query.range = target.at("range").toBool() || !query.instant;
  query.hidden = target.at("hide").toBool();
  query.asTable = target.at("format").toText() == QLatin1String("table");
  return query;
}

/// Sets a member, and leaves out what says nothing and was not there before.
OrderedJson withText(const OrderedJson& json, const char* key, const QString& value) {
  if (json.at(key).toText() == value) return json;
  return json.with(key, OrderedJson::text(value));
}

OrderedJson withFlag(const OrderedJson& json, const char* key, bool value) {
  if (json.at(key).toBool() == value) return json;
  return json.with(key, OrderedJson::boolean(value));
}

OrderedJson withNumber(const OrderedJson& json, const char* key, std::optional<double> value) {
  if (numberIn(json.at(key)) == value) return json;
  return value ? json.with(key, OrderedJson::number(*value)) : json.without(key);
}

OrderedJson withQuery(OrderedJson target, const QueryDraft& query) {
  const QueryDraft old = queryOf(target);
  target = withText(target, "refId", query.refId);
  target = withText(target, "expr", query.expr);
  if (query.legend != old.legend) {
    target = target.with("legendFormat",
                         OrderedJson::text(query.legend.isEmpty() ? QStringLiteral("__auto") : query.legend));
  }
  target = withText(target, "interval", query.interval);
  if (query.range != old.range || query.instant != old.instant) {
    target = target.with("range", OrderedJson::boolean(query.range));
    target = target.with("instant", OrderedJson::boolean(query.instant));
  }
  target = withFlag(target, "hide", query.hidden);
  if (query.asTable != old.asTable) {
    target = target.with("format",
                         OrderedJson::text(query.asTable ? QStringLiteral("table") : QStringLiteral("time_series")));
  }
  return target;
}

OrderedJson withQueries(const OrderedJson& panel, const std::vector<QueryDraft>& queries) {
  const OrderedJson::Items old = panel.at("targets").items();
  OrderedJson::Items targets;
  for (const QueryDraft& query : queries) {
    const auto same = std::find_if(old.begin(), old.end(), [&query](const OrderedJson& target) {
      return target.at("refId").toText() == query.refId;
    });
    targets.push_back(withQuery(same == old.end() ? OrderedJson::object({}) : *same, query));
  }
  return targets == old && panel.has("targets") ? panel : panel.with("targets", OrderedJson::array(targets));
}

OrderedJson thresholdsJson(const OrderedJson& old, const std::vector<ThresholdDraft>& thresholds) {
  OrderedJson::Items steps;
  for (const ThresholdDraft& threshold : thresholds) {
    steps.push_back(OrderedJson::object(
        {{QStringLiteral("color"), OrderedJson::text(threshold.colour)},
         {QStringLiteral("value"), threshold.from ? OrderedJson::number(*threshold.from) : OrderedJson()}}));
  }
  const OrderedJson base =
      old.isObject() ? old
                     : OrderedJson::object({{QStringLiteral("mode"), OrderedJson::text(QStringLiteral("absolute"))}});
  return base.with("steps", OrderedJson::array(std::move(steps)));
}

std::vector<ThresholdDraft> thresholdsOf(const OrderedJson& thresholds) {
  std::vector<ThresholdDraft> steps;
  for (const OrderedJson& step : thresholds.at("steps").items()) {
    steps.push_back({numberIn(step.at("value")), step.at("color").toText()});
  }
  // The first is the base, whatever it says.
  if (!steps.empty()) steps.front().from.reset();
  return steps;
}

/// Before Grafana 7 the text stood at the top of the panel.
bool hasOldText(const OrderedJson& panel) { return !panel.at("options").isObject() && panel.has("content"); }

TextDraft textDraftOf(const OrderedJson& panel) {
  const OrderedJson holder = hasOldText(panel) ? panel : panel.at("options");
  TextDraft text{holder.at("mode").toText(), holder.at("content").toText()};
  if (text.mode.isEmpty()) text.mode = TextDraft().mode;
  return text;
}

OrderedJson withTextDraft(const OrderedJson& panel, const TextDraft& text) {
  const TextDraft old = textDraftOf(panel);
  if (text == old) return panel;
  OrderedJson holder = hasOldText(panel) ? panel : panel.at("options");
  if (text.mode != old.mode) holder = holder.with("mode", OrderedJson::text(text.mode));
  if (text.content != old.content) holder = holder.with("content", OrderedJson::text(text.content));
  return hasOldText(panel) ? holder : panel.with("options", holder);
}

}  // namespace

PanelDraft draftOf(const OrderedJson& panel) {
  PanelDraft draft;
  draft.type = panel.at("type").toText();
  draft.title = panel.at("title").toText();
  draft.description = panel.at("description").toText();
  for (const OrderedJson& target : panel.at("targets").items()) draft.queries.push_back(queryOf(target));
  const OrderedJson defaults = panel.at("fieldConfig").at("defaults");
  draft.unit = defaults.at("unit").toText();
  draft.min = numberIn(defaults.at("min"));
  draft.max = numberIn(defaults.at("max"));
  draft.thresholds = thresholdsOf(defaults.at("thresholds"));
  if (draft.type == QLatin1String("text")) draft.text = textDraftOf(panel);
  return draft;
}

OrderedJson withDraft(const OrderedJson& panel, const PanelDraft& draft) {
  const PanelDraft old = draftOf(panel);
  OrderedJson changed = withText(panel, "type", draft.type);
  changed = withText(changed, "title", draft.title);
  changed = withText(changed, "description", draft.description);
  if (draft.type == QLatin1String("text")) changed = withTextDraft(changed, draft.text);
  if (draft.queries != old.queries) changed = withQueries(changed, draft.queries);

  const OrderedJson config = changed.at("fieldConfig");
  OrderedJson defaults = config.at("defaults");
  defaults = withText(defaults, "unit", draft.unit);
  defaults = withNumber(defaults, "min", draft.min);
  defaults = withNumber(defaults, "max", draft.max);
  if (draft.thresholds != old.thresholds) {
    defaults = defaults.with("thresholds", thresholdsJson(defaults.at("thresholds"), draft.thresholds));
  }
  if (defaults == config.at("defaults")) return changed;
  return changed.with("fieldConfig", config.with("defaults", defaults));
}

OrderedJson newPanel(const PanelDraft& draft) {
  const auto text = [](const char* value) { return OrderedJson::text(QString::fromLatin1(value)); };
  OrderedJson panel = OrderedJson::object(
      {{QStringLiteral("type"), OrderedJson::text(draft.type)},
       {QStringLiteral("title"), OrderedJson::text(draft.title)},
       // The uid of our own provisioning; Grafana falls back to its default where there is no such data source.
       {QStringLiteral("datasource"), OrderedJson::object({{QStringLiteral("type"), text("prometheus")},
                                                           {QStringLiteral("uid"), text("prometheus")}})},
       {QStringLiteral("targets"), OrderedJson::array({})},
       {QStringLiteral("fieldConfig"), OrderedJson::object({{QStringLiteral("defaults"), OrderedJson::object({})},
                                                            {QStringLiteral("overrides"), OrderedJson::array({})}})},
       {QStringLiteral("options"), OrderedJson::object({})}});
  panel = withDraft(panel, draft);
  OrderedJson::Items targets = panel.at("targets").items();
  for (OrderedJson& target : targets) {
    if (!target.has("legendFormat")) target = target.with("legendFormat", text("__auto"));
    if (!target.has("range")) {
      target = target.with("range", OrderedJson::boolean(true)).with("instant", OrderedJson::boolean(false));
    }
  }
  return panel.with("targets", OrderedJson::array(std::move(targets)));
}

QString freeRefId(const std::vector<QueryDraft>& queries) {
  for (int n = 0;; ++n) {
    QString id;
    for (int rest = n; rest >= 0; rest = rest / 26 - 1) id.prepend(QChar(u'A' + rest % 26));
    if (std::none_of(queries.begin(), queries.end(), [&id](const QueryDraft& q) { return q.refId == id; })) return id;
  }
}

}  // namespace vigie::console
