// Tables before Grafana 7.
// Source: Grafana's public/app/plugins/panel/table/migrations.ts.
#include "console/dashboard/impl/legacy_json.h"
#include "console/dashboard/json_read.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace vigie::console::impl {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::intOf;
using jsonread::textAt;

/// How a whole cell is coloured; empty: not at all.
QString cellTypeOf(const QString& colourMode) {
  if (colourMode == QLatin1String("cell") || colourMode == QLatin1String("row"))
    return QStringLiteral("color-background");
  return colourMode == QLatin1String("value") ? QStringLiteral("color-text") : QString();
}

/// $__cell and $__cell_2 as today's links spell them.
QString modernLink(QString url) {
  static const QRegularExpression kColumn(QStringLiteral(R"(\$\{__cell_(\d+)(?::[a-z]+)?\}|\$__cell_(\d+))"));
  static const QRegularExpression kCell(QStringLiteral(R"(\$\{__cell(?::[a-z]+)?\}|\$__cell(?![A-Za-z0-9_]))"));
  url.replace(kColumn, QStringLiteral("${__data.fields[\\1\\2]}"));
  return url.replace(kCell, QStringLiteral("${__value.text}"));
}

/// `hides`: what no style names is hidden, and so what one does is shown.
QJsonArray propertiesOf(const QJsonObject& style, bool hides) {
  QJsonArray properties;
  if (const QString alias = textAt(style, "alias"); !alias.isEmpty()) properties.append(property("displayName", alias));
  const QString type = textAt(style, "type");
  if (hides || type == QLatin1String("hidden"))
    properties.append(property("custom.hidden", type == QLatin1String("hidden")));
  if (type == QLatin1String("date")) {
    const QString pattern = textAt(style, "dateFormat", QStringLiteral("YYYY-MM-DD HH:mm:ss"));
    properties.append(property("unit", QStringLiteral("time:") + pattern));
  } else if (const QString unit = textAt(style, "unit"); !unit.isEmpty() && type != QLatin1String("string")) {
    properties.append(property("unit", unit));
  }
  if (const auto decimals = intOf(at(style, "decimals")); decimals && type != QLatin1String("date"))
    properties.append(property("decimals", *decimals));
  if (const QJsonArray mappings = modernMappings(style); !mappings.isEmpty())
    properties.append(property("mappings", mappings));
  if (const QString align = textAt(style, "align"); !align.isEmpty() && align != QLatin1String("auto"))
    properties.append(property("custom.align", align));
  if (boolOf(at(style, "link"), false)) {
    const QJsonObject link{{QStringLiteral("title"), textAt(style, "linkTooltip")},
                           {QStringLiteral("url"), modernLink(textAt(style, "linkUrl"))},
                           {QStringLiteral("targetBlank"), boolOf(at(style, "linkTargetBlank"), false)}};
    properties.append(property("links", QJsonArray{link}));
  }
  if (const QString cell = cellTypeOf(textAt(style, "colorMode")); !cell.isEmpty()) {
    const bool row = textAt(style, "colorMode") == QLatin1String("row");
    properties.append(property("custom.cellOptions", QJsonObject{{kType, cell}, {QStringLiteral("applyToRow"), row}}));
    properties.append(property("color", QJsonObject{{QStringLiteral("mode"), QLatin1String("thresholds")}}));
    properties.append(property("thresholds", absoluteSteps(arrayAt(style, "thresholds"), arrayAt(style, "colors"))));
  }
  return properties;
}

QJsonArray transformationsOf(const QJsonObject& panel) {
  static const QHash<QString, QString> kIds = {
      {QStringLiteral("timeseries_to_rows"), QStringLiteral("seriesToRows")},
      {QStringLiteral("timeseries_to_columns"), QStringLiteral("seriesToColumns")},
      {QStringLiteral("timeseries_aggregations"), QStringLiteral("reduce")}};
  const QString id = kIds.value(textAt(panel, "transform"), QStringLiteral("merge"));
  QJsonObject options;
  if (id == QLatin1String("reduce")) {
    QJsonArray reducers;
    for (const QJsonValue& column : arrayAt(panel, "columns")) {
      const QString value = textAt(column.toObject(), "value");
      reducers.append(modernCalc(value, value));
    }
    options.insert(QStringLiteral("reducers"), reducers);
  }
  return {QJsonObject{{QStringLiteral("id"), id}, {kOptions, options}}};
}

}  // namespace

QJsonObject modernTable(QJsonObject panel) {
  panel.insert(kType, QLatin1String("table"));
  QJsonArray overrides;
  QJsonObject defaults;
  const QJsonArray styles = arrayAt(panel, "styles");
  const bool hides = std::any_of(styles.begin(), styles.end(), [](const QJsonValue& style) {
    return textAt(style.toObject(), "pattern") == QLatin1String("/.*/") &&
           textAt(style.toObject(), "type") == QLatin1String("hidden");
  });
  for (const QJsonValue& item : styles) {
    const QJsonObject style = item.toObject();
    const QString pattern = textAt(style, "pattern");
    const QJsonArray properties = propertiesOf(style, hides);
    if (properties.isEmpty()) continue;
    if (pattern != QLatin1String("/.*/") || textAt(style, "type") == QLatin1String("date")) {
      overrides.append(overrideOf(pattern, properties));
      continue;
    }
    // What holds for all columns, and gives way to what is said of one.
    QJsonObject custom = jsonread::objectAt(defaults, "custom");
    for (const QJsonValue& entry : properties) {
      const QString id = textAt(entry.toObject(), "id");
      if (id.startsWith(QLatin1String("custom."))) {
        custom.insert(id.mid(7), at(entry.toObject(), "value"));
      } else {
        defaults.insert(id, at(entry.toObject(), "value"));
      }
    }
    defaults.insert(kCustom, custom);
  }
  panel.insert(kFieldConfig,
               QJsonObject{{QStringLiteral("defaults"), defaults}, {QStringLiteral("overrides"), overrides}});
  panel.insert(QStringLiteral("transformations"), transformationsOf(panel));
  QJsonObject options{{QStringLiteral("showHeader"), boolOf(at(panel, "showHeader"), true)}};
  panel.insert(kOptions, options);
  return panel;
}

}  // namespace vigie::console::impl
