#include "console/dashboard/impl/field_setters.h"

#include "console/dashboard/impl/value_mappings.h"
#include "console/dashboard/json_read.h"

#include <QHash>

#include <algorithm>

namespace vigie::console::impl {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::intOf;
using jsonread::numberOf;
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

/// "line", "dashed", "area", "line+area", "dashed+area", "series", "off".
ThresholdDisplay readThresholdDisplay(const QString& mode) {
  ThresholdDisplay display;
  display.dashes = mode.contains(QLatin1String("dashed"));
  display.line = display.dashes || mode.contains(QLatin1String("line"));
  display.area = mode.contains(QLatin1String("area"));
  return display;
}

/// A number of milliseconds; true and false have their own meaning.
qint64 gapOf(const QJsonValue& value) {
  return value.isDouble() ? static_cast<qint64>(std::clamp(value.toDouble(), 0.0, 1e13)) : 0;
}

void readScale(const QJsonObject& scale, FieldOptions& field) {
  const QString type = textAt(scale, "type");
  const bool curved = type == QLatin1String("log") || type == QLatin1String("symlog");
  field.logBase = curved ? (intOf(at(scale, "log")) == 2 ? 2 : 10) : 0;
  field.linearUpTo = 0;
  if (type != QLatin1String("symlog")) return;
  const double upTo = numberOf(at(scale, "linearThreshold")).value_or(1.0);
  field.linearUpTo = upTo > 0 ? upTo : 1.0;
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

/// A sparkline has the looks of a graph, with defaults of its own.
void readSparkline(const QJsonObject& cell, FieldOptions& field) {
  field.drawStyle = textAt(cell, "drawStyle", QStringLiteral("line"));
  field.lineInterpolation = textAt(cell, "lineInterpolation", QStringLiteral("smooth"));
  field.gradientMode = textAt(cell, "gradientMode", QStringLiteral("hue"));
  field.showPoints = textAt(cell, "showPoints", QStringLiteral("never"));
  field.fillOpacity = std::clamp(numberOf(at(cell, "fillOpacity")).value_or(17.0), 0.0, 100.0);
  field.lineWidth = std::clamp(numberOf(at(cell, "lineWidth")).value_or(1.0), 0.0, 10.0);
  field.pointSize = std::clamp(numberOf(at(cell, "pointSize")).value_or(2.0), 1.0, 40.0);
  field.barAlignment = std::clamp(intOf(at(cell, "barAlignment")).value_or(0), -1, 1);
  field.gaugeText = boolOf(at(cell, "hideValue"), false) ? QStringLiteral("hidden") : QStringLiteral("text");
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
         f.colourBy = textAt(v.toObject(), "seriesBy", QStringLiteral("last"));
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
         f.spanNullsMs = gapOf(v);
       }},
      {QStringLiteral("custom.insertNulls"), [](F& f, const V& v) { f.insertNullsMs = gapOf(v); }},
      {QStringLiteral("custom.fillBelowTo"), [](F& f, const V& v) { f.fillBelowTo = v.toString(); }},
      {QStringLiteral("custom.barAlignment"),
       [](F& f, const V& v) { f.barAlignment = std::clamp(intOf(v).value_or(0), -1, 1); }},
      {QStringLiteral("custom.barWidthFactor"),
       [](F& f, const V& v) { f.barWidth = std::clamp(numberOf(v).value_or(0.6), 0.05, 1.0); }},
      {QStringLiteral("custom.transform"),
       [](F& f, const V& v) {
         f.negativeY = v.toString() == QLatin1String("negative-Y");
         f.constant = v.toString() == QLatin1String("constant");
       }},
      {QStringLiteral("custom.axisPlacement"),
       [](F& f, const V& v) {
         f.leftAxis = v.toString() == QLatin1String("left");
         f.rightAxis = v.toString() == QLatin1String("right");
         f.hiddenAxis = v.toString() == QLatin1String("hidden");
       }},
      {QStringLiteral("custom.axisLabel"), [](F& f, const V& v) { f.axisLabel = v.toString(); }},
      {QStringLiteral("custom.axisSoftMin"), [](F& f, const V& v) { f.softMin = numberOf(v); }},
      {QStringLiteral("custom.axisSoftMax"), [](F& f, const V& v) { f.softMax = numberOf(v); }},
      {QStringLiteral("custom.scaleDistribution"), [](F& f, const V& v) { readScale(v.toObject(), f); }},
      {QStringLiteral("custom.axisCenteredZero"), [](F& f, const V& v) { f.axisCentredZero = boolOf(v, false); }},
      {QStringLiteral("custom.axisGridShow"), [](F& f, const V& v) { f.axisGrid = boolOf(v, true); }},
      {QStringLiteral("custom.axisColorMode"),
       [](F& f, const V& v) { f.axisInSeriesColour = v.toString() == QLatin1String("series"); }},
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
         const QJsonObject cell = v.toObject();
         f.cellType = textAt(cell, "type");
         f.cellMode = textAt(cell, "mode");
         f.gaugeText = textAt(cell, "valueDisplayMode", f.gaugeText);
         f.colourRow = boolOf(at(cell, "applyToRow"), false);
         f.imageAlt = textAt(cell, "alt", textAt(cell, "title"));
         if (f.cellType == QLatin1String("sparkline")) readSparkline(cell, f);
       }},
      {QStringLiteral("custom.width"),
       [](F& f, const V& v) { f.columnWidth = std::clamp(intOf(v).value_or(0), 0, 4000); }},
      {QStringLiteral("custom.minWidth"),
       [](F& f, const V& v) { f.leastColumnWidth = std::clamp(intOf(v).value_or(0), 0, 4000); }},
      {QStringLiteral("custom.filterable"), [](F& f, const V& v) { f.filterable = boolOf(v, false); }},
      {QStringLiteral("custom.footer"),
       [](F& f, const V& v) { f.footerCalcs = jsonread::textsOf(at(v.toObject(), "reducers")); }},
      {QStringLiteral("custom.hidden"), [](F& f, const V& v) { f.hidden = boolOf(v, false); }},
      // Grafana 12.2 renamed it; what it hides from is the table.
      {QStringLiteral("custom.hideFrom.viz"), [](F& f, const V& v) { f.hidden = boolOf(v, false); }},
  };
  return kSetters;
}

}  // namespace

void applyProperty(const QString& id, const QJsonValue& value, FieldOptions& field) {
  if (const Setter setter = setters().value(id, nullptr)) setter(field, value);
}

}  // namespace vigie::console::impl
