// What graphs before Grafana 8 said of single series.
// Source: Grafana's public/app/plugins/panel/timeseries/migrations.ts.
#include "console/dashboard/impl/legacy_json.h"
#include "console/dashboard/json_read.h"

namespace vigie::console::impl {
namespace {

using jsonread::at;
using jsonread::boolOf;
using jsonread::intOf;
using jsonread::numberOf;
using jsonread::textAt;

using Object = QJsonObject;

/// Where a right axis says something else than the left one.
void addRightAxis(const Object& left, const Object& right, QJsonArray& properties) {
  properties.append(property("custom.axisPlacement", QLatin1String("right")));
  if (const QString unit = textAt(right, "format"); !unit.isEmpty()) properties.append(property("unit", unit));
  for (const char* key : {"min", "max", "decimals"}) {
    const auto number = numberOf(at(right, key));
    // Nothing said on the right is not what is said on the left.
    if (number != numberOf(at(left, key)))
      properties.append(property(key, number ? QJsonValue(*number) : QJsonValue()));
  }
  if (textAt(right, "label") != textAt(left, "label"))
    properties.append(property("custom.axisLabel", textAt(right, "label")));
  const int base = intOf(at(right, "logBase")).value_or(1);
  if (base == intOf(at(left, "logBase")).value_or(1)) return;
  properties.append(property("custom.scaleDistribution", base > 1 ? Object{{kType, QLatin1String("log")},
                                                                           {QStringLiteral("log"), base == 2 ? 2 : 10}}
                                                                  : Object{{kType, QLatin1String("linear")}}));
}

void addDrawing(const Object& from, QJsonArray& properties) {
  const QJsonValue bars = at(from, "bars");
  const QJsonValue lines = at(from, "lines");
  const QJsonValue points = at(from, "points");
  if (bars.isBool()) {
    properties.append(property("custom.drawStyle", bars.toBool() ? QLatin1String("bars") : QLatin1String("line")));
    if (bars.toBool() && !from.contains(QLatin1String("fill"))) properties.append(property("custom.fillOpacity", 100));
  }
  if (lines.isBool() && lines.toBool()) {
    properties.append(property("custom.drawStyle", QLatin1String("line")));
    if (!from.contains(QLatin1String("linewidth"))) properties.append(property("custom.lineWidth", 1));
  } else if (lines.isBool() && !bars.toBool(false)) {
    properties.append(property("custom.lineWidth", 0));
    if (points.toBool(false)) properties.append(property("custom.drawStyle", QLatin1String("points")));
  }
  if (points.isBool())
    properties.append(
        property("custom.showPoints", points.toBool() ? QLatin1String("always") : QLatin1String("never")));
  if (const auto radius = numberOf(at(from, "pointradius")))
    properties.append(property("custom.pointSize", 2 + *radius * 2));
}

/// false: by itself; true, or the name of a group: on the others.
void addStack(const QJsonValue& stack, QJsonArray& properties) {
  if (stack.isUndefined() || stack.isNull()) return;
  const bool none = stack.isBool() ? !stack.toBool() : stack.toString() == QLatin1String("false");
  const QString group = stack.isString() ? stack.toString() : QStringLiteral("A");
  properties.append(property("custom.stacking", none ? Object{{QStringLiteral("mode"), QLatin1String("none")}}
                                                     : Object{{QStringLiteral("mode"), QLatin1String("normal")},
                                                              {QStringLiteral("group"), group}}));
}

}  // namespace

Object dashStyle(bool dashes, const QJsonValue& length, const QJsonValue& space) {
  return {{QStringLiteral("fill"), dashes ? QLatin1String("dash") : QLatin1String("solid")},
          {QStringLiteral("dash"), QJsonArray{numberOf(length).value_or(10), numberOf(space).value_or(10)}}};
}

QJsonArray seriesOverride(const Object& from, const QJsonArray& axes) {
  QJsonArray properties;
  if (intOf(at(from, "yaxis")) == 2) addRightAxis(axes.at(0).toObject(), axes.at(1).toObject(), properties);
  addDrawing(from, properties);
  if (const auto fill = numberOf(at(from, "fill"))) properties.append(property("custom.fillOpacity", *fill * 10));
  if (const auto width = numberOf(at(from, "linewidth"))) properties.append(property("custom.lineWidth", *width));
  if (const QString below = textAt(from, "fillBelowTo"); !below.isEmpty())
    properties.append(property("custom.fillBelowTo", below));
  if (const auto gradient = numberOf(at(from, "fillGradient")); gradient && *gradient > 0) {
    properties.append(property("custom.gradientMode", QLatin1String("opacity")));
    properties.append(property("custom.fillOpacity", *gradient * 10));
  }
  if (at(from, "steppedLine").toBool(false))
    properties.append(property("custom.lineInterpolation", QLatin1String("stepAfter")));
  if (const QString mode = textAt(from, "nullPointMode"); !mode.isEmpty())
    properties.append(property("custom.spanNulls", mode == QLatin1String("connected")));
  if (const QString transform = textAt(from, "transform"); !transform.isEmpty())
    properties.append(property("custom.transform", transform));
  if (from.contains(QLatin1String("dashes")) || from.contains(QLatin1String("dashLength"))) {
    properties.append(property("custom.lineStyle", dashStyle(boolOf(at(from, "dashes"), true), at(from, "dashLength"),
                                                             at(from, "spaceLength"))));
  }
  addStack(at(from, "stack"), properties);
  if (const QString colour = textAt(from, "color"); !colour.isEmpty()) {
    properties.append(property("color", fixedColour(colour)));
  }
  const bool hidden = boolOf(at(from, "hiddenSeries"), false);
  const bool unlisted = at(from, "legend").isBool() && !at(from, "legend").toBool();
  const bool untold = boolOf(at(from, "hideTooltip"), false);
  if (hidden || unlisted || untold) {
    properties.append(property("custom.hideFrom", Object{{QStringLiteral("viz"), hidden},
                                                         {QStringLiteral("legend"), unlisted},
                                                         {QStringLiteral("tooltip"), untold}}));
  }
  return properties;
}

}  // namespace vigie::console::impl
