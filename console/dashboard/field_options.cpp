#include "console/dashboard/field_options.h"

#include "console/dashboard/json_read.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace vigie::console {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::intOf;
using jsonread::numberOf;
using jsonread::objectAt;
using jsonread::textAt;

Thresholds readThresholds(const QJsonObject& object) {
  Thresholds thresholds;
  thresholds.percentage = textAt(object, "mode") == QLatin1String("percentage");
  for (const QJsonValue& item : arrayAt(object, "steps")) {
    const QJsonObject step = item.toObject();
    ThresholdStep next;
    if (const auto from = numberOf(at(step, "value"))) next.from = *from;
    next.colour = textAt(step, "color");
    thresholds.steps.push_back(next);
  }
  std::stable_sort(thresholds.steps.begin(), thresholds.steps.end(),
                   [](const ThresholdStep& a, const ThresholdStep& b) { return a.from < b.from; });
  return thresholds;
}

ValueMapping mappingResult(const QJsonObject& object) {
  ValueMapping m;
  m.text = textAt(object, "text");
  m.colour = textAt(object, "color");
  return m;
}

/// The mappings before Grafana 8: {"type": 1, "value": "0", "text": "down"} and {"type": 2, "from", "to", "text"}.
void readOldMapping(const QJsonObject& mapping, std::vector<ValueMapping>& out) {
  ValueMapping m = mappingResult(mapping);
  if (intOf(at(mapping, "type")) == 2) {
    m.from = numberOf(at(mapping, "from"));
    m.to = numberOf(at(mapping, "to"));
    if (m.from && m.to) out.push_back(m);
    return;
  }
  const QString value = at(mapping, "value").toVariant().toString();
  m.value = numberOf(QJsonValue(value));
  m.matchesNull = value == QLatin1String("null");
  if (!m.value && !m.matchesNull) m.literal = value;
  out.push_back(m);
}

void readMapping(const QJsonObject& mapping, std::vector<ValueMapping>& out) {
  if (at(mapping, "type").isDouble()) return readOldMapping(mapping, out);
  const QString type = textAt(mapping, "type");
  const QJsonObject options = objectAt(mapping, "options");
  if (type == QLatin1String("value")) {
    std::vector<std::pair<int, ValueMapping>> values;
    for (auto it = options.begin(); it != options.end(); ++it) {
      const QJsonObject result = it.value().toObject();
      ValueMapping m = mappingResult(result);
      m.value = numberOf(QJsonValue(it.key()));
      if (!m.value) m.literal = it.key();
      values.emplace_back(intOf(at(result, "index")).value_or(0), m);
    }
    std::stable_sort(values.begin(), values.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [index, m] : values) out.push_back(std::move(m));
    return;
  }
  ValueMapping m = mappingResult(objectAt(options, "result"));
  if (type == QLatin1String("range")) {
    m.from = numberOf(at(options, "from")).value_or(-std::numeric_limits<double>::infinity());
    m.to = numberOf(at(options, "to")).value_or(std::numeric_limits<double>::infinity());
    out.push_back(m);
  } else if (type == QLatin1String("regex")) {
    m.pattern = regexPattern(textAt(options, "pattern"));
    if (!m.pattern.isEmpty()) out.push_back(m);
  } else if (type == QLatin1String("special")) {
    const QString match = textAt(options, "match");
    m.matchesNull = match.startsWith(QLatin1String("null"));
    m.matchesNan = match.endsWith(QLatin1String("nan"));
    m.matchesEmpty = match == QLatin1String("empty");
    // True and false are 1 and 0 in what Prometheus answers.
    if (match == QLatin1String("true")) m.value = 1;
    if (match == QLatin1String("false")) m.value = 0;
    out.push_back(m);
  }
}

ThresholdDisplay readThresholdDisplay(const QString& mode) {
  const bool area = mode.contains(QLatin1String("area"));
  const bool line = mode.contains(QLatin1String("line")) || mode.contains(QLatin1String("dashed"));
  if (area && line) return ThresholdDisplay::kLineAndArea;
  if (area) return ThresholdDisplay::kArea;
  return line ? ThresholdDisplay::kLine : ThresholdDisplay::kOff;
}

void readStacking(const QJsonObject& stacking, FieldOptions& field) {
  const QString mode = textAt(stacking, "mode");
  field.stacking = mode == QLatin1String("normal")    ? Stacking::kNormal
                   : mode == QLatin1String("percent") ? Stacking::kPercent
                                                      : Stacking::kNone;
  field.stackGroup = textAt(stacking, "group");
}

void readLineStyle(const QJsonObject& style, FieldOptions& field) {
  field.dashes.clear();
  const QString fill = textAt(style, "fill");
  if (fill == QLatin1String("dot")) field.dashes = {0, 10};
  if (fill == QLatin1String("dash")) field.dashes = {10, 10};
  std::vector<double> own;
  for (const QJsonValue& length : arrayAt(style, "dash")) {
    own.push_back(std::clamp(numberOf(length).value_or(0), 0.0, 100.0));
  }
  if (!field.dashes.empty() && own.size() >= 2) field.dashes = std::move(own);
}

using Setter = void (*)(FieldOptions&, const QJsonValue&);

/// One entry a property; "custom." as overrides spell it.
const QHash<QString, Setter>& setters() {
  using F = FieldOptions;
  using V = QJsonValue;
  static const QHash<QString, Setter> kSetters = {
      {QStringLiteral("unit"), [](F& f, const V& v) { f.unit = v.toString(); }},
      {QStringLiteral("decimals"),
       [](F& f, const V& v) {
         f.decimals = intOf(v);
         if (f.decimals) f.decimals = std::clamp(*f.decimals, 0, 12);
       }},
      {QStringLiteral("min"), [](F& f, const V& v) { f.min = numberOf(v); }},
      {QStringLiteral("max"), [](F& f, const V& v) { f.max = numberOf(v); }},
      {QStringLiteral("noValue"), [](F& f, const V& v) { f.noValue = v.toVariant().toString(); }},
      {QStringLiteral("displayName"), [](F& f, const V& v) { f.displayName = v.toString(); }},
      {QStringLiteral("description"), [](F& f, const V& v) { f.description = v.toString(); }},
      {QStringLiteral("color"),
       [](F& f, const V& v) {
         f.colourMode = textAt(v.toObject(), "mode");
         f.fixedColour = textAt(v.toObject(), "fixedColor");
       }},
      {QStringLiteral("thresholds"), [](F& f, const V& v) { f.thresholds = readThresholds(v.toObject()); }},
      {QStringLiteral("mappings"),
       [](F& f, const V& v) {
         f.mappings.clear();
         for (const QJsonValue& mapping : v.toArray()) readMapping(mapping.toObject(), f.mappings);
       }},
      {QStringLiteral("links"),
       [](F& f, const V& v) {
         f.links.clear();
         for (const QJsonValue& item : v.toArray()) {
           const QJsonObject link = item.toObject();
           f.links.push_back({textAt(link, "title"), textAt(link, "url"), boolOf(at(link, "targetBlank"), false)});
         }
       }},
      {QStringLiteral("custom.drawStyle"), [](F& f, const V& v) { f.drawStyle = v.toString(f.drawStyle); }},
      {QStringLiteral("custom.lineInterpolation"),
       [](F& f, const V& v) { f.lineInterpolation = v.toString(f.lineInterpolation); }},
      {QStringLiteral("custom.gradientMode"), [](F& f, const V& v) { f.gradientMode = v.toString(f.gradientMode); }},
      {QStringLiteral("custom.showPoints"), [](F& f, const V& v) { f.showPoints = v.toString(f.showPoints); }},
      {QStringLiteral("custom.fillOpacity"),
       [](F& f, const V& v) { f.fillOpacity = std::clamp(numberOf(v).value_or(0.0), 0.0, 100.0); }},
      {QStringLiteral("custom.lineWidth"),
       [](F& f, const V& v) { f.lineWidth = std::clamp(numberOf(v).value_or(1.0), 0.0, 10.0); }},
      {QStringLiteral("custom.pointSize"),
       [](F& f, const V& v) { f.pointSize = std::clamp(numberOf(v).value_or(5.0), 1.0, 40.0); }},
      {QStringLiteral("custom.lineStyle"), [](F& f, const V& v) { readLineStyle(v.toObject(), f); }},
      {QStringLiteral("custom.stacking"), [](F& f, const V& v) { readStacking(v.toObject(), f); }},
      {QStringLiteral("custom.spanNulls"),
       [](F& f, const V& v) {
         f.spanNulls = v.toBool(false);
         f.spanNullsMs = v.isDouble() ? static_cast<qint64>(std::clamp(v.toDouble(), 0.0, 1e13)) : 0;
       }},
      {QStringLiteral("custom.transform"),
       [](F& f, const V& v) { f.negativeY = v.toString() == QLatin1String("negative-Y"); }},
      {QStringLiteral("custom.axisPlacement"),
       [](F& f, const V& v) {
         f.rightAxis = v.toString() == QLatin1String("right");
         f.hiddenAxis = v.toString() == QLatin1String("hidden");
       }},
      {QStringLiteral("custom.axisLabel"), [](F& f, const V& v) { f.axisLabel = v.toString(); }},
      {QStringLiteral("custom.axisSoftMin"), [](F& f, const V& v) { f.softMin = numberOf(v); }},
      {QStringLiteral("custom.axisSoftMax"), [](F& f, const V& v) { f.softMax = numberOf(v); }},
      {QStringLiteral("custom.scaleDistribution"),
       [](F& f, const V& v) {
         const QJsonObject scale = v.toObject();
         f.logBase = textAt(scale, "type") == QLatin1String("log") ? (intOf(at(scale, "log")) == 2 ? 2 : 10) : 0;
       }},
      {QStringLiteral("custom.thresholdsStyle"),
       [](F& f, const V& v) { f.thresholdDisplay = readThresholdDisplay(textAt(v.toObject(), "mode")); }},
      {QStringLiteral("custom.hideFrom"),
       [](F& f, const V& v) {
         const QJsonObject from = v.toObject();
         f.hiddenInLegend = boolOf(at(from, "legend"), false);
         f.hiddenInTooltip = boolOf(at(from, "tooltip"), false);
         f.hiddenInGraph = boolOf(at(from, "viz"), boolOf(at(from, "graph"), false));
       }},
      {QStringLiteral("custom.align"), [](F& f, const V& v) { f.align = v.toString(); }},
      {QStringLiteral("custom.displayMode"),
       [](F& f, const V& v) {
         // Before Grafana 9.4: one word for type and mode.
         const QString mode = v.toString();
         f.cellType = mode.endsWith(QLatin1String("-gauge")) ? QStringLiteral("gauge") : mode;
         if (mode.startsWith(QLatin1String("color-background"))) f.cellType = QStringLiteral("color-background");
         f.cellMode = mode.section(QLatin1Char('-'), 0, 0);
       }},
      {QStringLiteral("custom.cellOptions"),
       [](F& f, const V& v) {
         f.cellType = textAt(v.toObject(), "type");
         f.cellMode = textAt(v.toObject(), "mode");
       }},
      {QStringLiteral("custom.width"),
       [](F& f, const V& v) { f.columnWidth = std::clamp(intOf(v).value_or(0), 0, 4000); }},
      {QStringLiteral("custom.hidden"), [](F& f, const V& v) { f.hidden = boolOf(v, false); }},
      // Grafana 12.2 renamed it; what it hides from is the table.
      {QStringLiteral("custom.hideFrom.viz"), [](F& f, const V& v) { f.hidden = boolOf(v, false); }},
  };
  return kSetters;
}

void applyProperty(const QString& id, const QJsonValue& value, FieldOptions& field) {
  if (const Setter setter = setters().value(id, nullptr)) setter(field, value);
}

}  // namespace

QString regexPattern(const QString& text) {
  static const QRegularExpression kSlashed(QStringLiteral(R"(^/(.*)/([a-z]*)$)"),
                                           QRegularExpression::DotMatchesEverythingOption);
  const QRegularExpressionMatch match = kSlashed.match(text);
  if (!match.hasMatch()) return text;
  QString flags;
  for (const QChar flag : match.captured(2)) {
    if (QStringLiteral("ims").contains(flag)) flags += flag;
  }
  return flags.isEmpty() ? match.captured(1) : QStringLiteral("(?%1)%2").arg(flags, match.captured(1));
}

FieldOptions readFieldOptions(const QJsonObject& defaults) {
  FieldOptions field;
  for (auto it = defaults.begin(); it != defaults.end(); ++it) {
    if (it.key() != QLatin1String("custom")) applyProperty(it.key(), it.value(), field);
  }
  const QJsonObject custom = objectAt(defaults, "custom");
  for (auto it = custom.begin(); it != custom.end(); ++it) {
    applyProperty(QStringLiteral("custom.") + it.key(), it.value(), field);
  }
  return field;
}

std::vector<FieldOverride> readOverrides(const QJsonArray& array) {
  std::vector<FieldOverride> overrides;
  for (const QJsonValue& item : array) {
    const QJsonObject object = item.toObject();
    FieldOverride next;
    next.matcher = textAt(objectAt(object, "matcher"), "id");
    next.argument = at(objectAt(object, "matcher"), "options");
    for (const QJsonValue& property : arrayAt(object, "properties")) {
      next.properties.emplace_back(textAt(property.toObject(), "id"), at(property.toObject(), "value"));
    }
    overrides.push_back(std::move(next));
  }
  return overrides;
}

bool matches(const FieldOverride& rule, const FieldIdentity& field) {
  if (rule.matcher == QLatin1String("byName")) return rule.argument.toString() == field.name;
  if (rule.matcher == QLatin1String("byFrameRefID")) return rule.argument.toString() == field.refId;
  if (rule.matcher == QLatin1String("byType")) return rule.argument.toString() == field.type;
  if (rule.matcher == QLatin1String("byNames")) {
    const QJsonObject options = rule.argument.toObject();
    const bool named = jsonread::textsOf(at(options, "names")).contains(field.name);
    return textAt(options, "mode") == QLatin1String("exclude") ? !named : named;
  }
  if (rule.matcher != QLatin1String("byRegexp")) return false;
  const QRegularExpression regex(regexPattern(rule.argument.toString()));
  return regex.isValid() && regex.match(field.name).hasMatch();
}

FieldOptions withOverrides(FieldOptions field, const std::vector<FieldOverride>& overrides,
                           const FieldIdentity& identity) {
  for (const FieldOverride& rule : overrides) {
    if (!matches(rule, identity)) continue;
    for (const auto& [id, value] : rule.properties) applyProperty(id, value, field);
  }
  return field;
}

}  // namespace vigie::console
