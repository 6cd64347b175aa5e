#include "console/dashboard/panel_data.h"

#include "console/dashboard/impl/field_setters.h"
#include "console/dashboard/transform.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <set>

namespace vigie::console {
namespace {

constexpr QLatin1String kSparkline("sparkline");

/// Series of one field over the frame's time; nothing without a time.
void appendSeries(const DataFrame& frame, const QStringList& names, bool isInstant, PanelData& data) {
  const auto time = std::find_if(frame.fields.begin(), frame.fields.end(),
                                 [](const DataField& field) { return field.type == FieldType::kTime; });
  for (std::size_t f = 0; f < frame.fields.size(); ++f) {
    const DataField& field = frame.fields[f];
    if (field.type != FieldType::kNumber) continue;
    NamedSeries series;
    series.name = names[static_cast<qsizetype>(f)];
    series.refId = frame.refId;
    series.field = field.options;
    series.isInstant = isInstant;
    series.data.labels = field.labels;
    series.data.bucket = field.bucket;
    series.data.timesMs.reserve(field.numbers.size());
    series.data.values.reserve(field.numbers.size());
    for (std::size_t row = 0; row < field.numbers.size(); ++row) {
      // A moment that nobody could read has no place on a line.
      if (time != frame.fields.end() && std::isnan(time->numbers[row])) continue;
      const qint64 at = time == frame.fields.end() ? static_cast<qint64>(row) : static_cast<qint64>(time->numbers[row]);
      // Several rows of one moment are a table, not a line: the last one counts.
      if (!series.data.timesMs.empty() && at <= series.data.timesMs.back()) continue;
      series.data.timesMs.push_back(at);
      series.data.values.push_back(field.numbers[row]);
    }
    data.series.push_back(std::move(series));
  }
}

/// ${__field.name}, ${__field.displayName}, ${__field.labels.x}, ${__series.name}, and their spellings before
/// Grafana 7.
QString filledDisplayName(const QString& written, const DataFrame& frame, const DataField& field, const QString& name) {
  if (!written.contains(QLatin1Char('$')) && !written.contains(QLatin1String("{{"))) return written;
  static const QRegularExpression kPart(QStringLiteral(
      R"re(\$\{__(field|series)\.?([A-Za-z]*)(?:\.([A-Za-z0-9_.\-]+)|\[\\?"([^"]+)\\?"\])?\}|\$__(field|series)_(name))re"));
  QString result;
  qsizetype at = 0;
  for (auto it = kPart.globalMatch(written); it.hasNext();) {
    const QRegularExpressionMatch match = it.next();
    const bool ofSeries = (match.captured(1) + match.captured(5)) == QLatin1String("series");
    const QString what = match.captured(2) + match.captured(6);
    const QString label = match.captured(3) + match.captured(4);
    QString text;
    if (what == QLatin1String("labels")) {
      text = label.isEmpty() ? labelsText(field.labels) : labelValue(field.labels, label);
    } else if (ofSeries) {
      text = frame.name.isEmpty() ? frame.refId : frame.name;
    } else {
      text = what == QLatin1String("name") ? field.name : name;
    }
    result += written.mid(at, match.capturedStart() - at) + text;
    at = match.capturedEnd();
  }
  return seriesName(result + written.mid(at), field.labels, {}, false);
}

void applyOptions(const PanelModel& panel, const VariableLookup& lookup, std::vector<DataFrame>& frames) {
  // All names before any option: an option may rename.
  const std::vector<QStringList> allNames = fieldNames(frames);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    DataFrame& frame = frames[i];
    const QStringList& names = allNames[i];
    for (std::size_t f = 0; f < frame.fields.size(); ++f) {
      DataField& field = frame.fields[f];
      const QString& name = names[static_cast<qsizetype>(f)];
      field.options = withOverrides(withConfig(panel.field, field.config), panel.overrides,
                                    {name, frame.refId, typeName(field.type), &field.numbers});
      if (lookup) field.options.displayName = interpolate(field.options.displayName, lookup, kTextFormat);
      field.options.displayName = filledDisplayName(field.options.displayName, frame, field, name);
      // A line in a cell is drawn as one, whatever the cell is said to be.
      if (field.type == FieldType::kTrend && field.options.cellType != kSparkline)
        impl::applyProperty(QStringLiteral("custom.cellOptions"), QJsonObject{{QStringLiteral("type"), kSparkline}},
                            field.options);
      // A unit says how a number reads; a text stays as it is.
      if (field.type == FieldType::kText) field.options.unit.clear();
    }
  }
}

/// Every text of `value` with its variables.
QJsonValue filledIn(const QJsonValue& value, const VariableLookup& lookup) {
  if (value.isString()) return interpolate(value.toString(), lookup, kDefaultFormat);
  if (value.isArray()) {
    QJsonArray array;
    for (const QJsonValue& item : value.toArray()) array.append(filledIn(item, lookup));
    return array;
  }
  if (!value.isObject()) return value;
  QJsonObject object = value.toObject();
  for (auto it = object.begin(); it != object.end(); ++it) it.value() = filledIn(QJsonValue(it.value()), lookup);
  return object;
}

std::vector<Transformation> filledIn(std::vector<Transformation> steps, const VariableLookup& lookup) {
  if (!lookup) return steps;
  for (Transformation& step : steps) step.options = filledIn(QJsonValue(step.options), lookup).toObject();
  return steps;
}

/// Whether a panel of values has a word for no value: it shows that, as Grafana's do, and not that there is no data.
bool saysNothing(const PanelModel& panel) {
  static const QStringList kOfValues = {QStringLiteral("stat"), QStringLiteral("gauge"), QStringLiteral("bargauge")};
  const auto& mappings = panel.field.mappings;
  return kOfValues.contains(panel.type) &&
         (!panel.field.noValue.isEmpty() ||
          std::any_of(mappings.begin(), mappings.end(), [](const ValueMapping& one) { return one.matchesNull; }));
}

DataFrame frameOfNothing() {
  DataFrame frame;
  frame.fields.emplace_back().name = QStringLiteral("Value");
  return frame;
}

bool drawsHistograms(const PanelModel& panel) {
  return panel.type == QLatin1String("heatmap") || panel.type == QLatin1String("histogram");
}

/// An answer without the native histograms, where the panel cannot draw them.
FramePtr usable(const PanelModel& panel, const FramePtr& answer) {
  if (answer->nativeHistograms == 0 || drawsHistograms(panel)) return answer;
  auto rest = std::make_shared<Frame>(*answer);
  std::erase_if(rest->series, [](const Series& series) { return series.bucket.has_value(); });
  return rest;
}

/// Says why they are not seen: with nothing else to show the panel would only be empty.
void noteHistograms(const PanelModel& panel, bool nothingElse, PanelData& data) {
  const char* const reason =
      drawsHistograms(panel)
          ? QT_TRANSLATE_NOOP("paneldata",
                              "The native histograms of its queries hold no observations in this time range.")
          : QT_TRANSLATE_NOOP(
                "paneldata",
                "Its queries answer native histograms, which only heatmaps and histograms draw. Make it one of "
                "these, or ask for a number of them: histogram_quantile(0.95, …), histogram_count(…).");
  const QString text = QCoreApplication::translate("paneldata", reason);
  if (nothingElse) data.unusable = text;
  if (!nothingElse && !drawsHistograms(panel)) data.notices.append(text);
}

}  // namespace

void fillPanelData(const PanelModel& panel, const std::vector<QueryAnswer>& answers, const VariableLookup& lookup,
                   PanelData& data) {
  std::set<std::size_t> targets;
  bool allInstant = true;
  for (const QueryAnswer& answer : answers) {
    targets.insert(answer.planned.target);
    allInstant = allInstant && !answer.planned.query.range;
  }
  std::vector<DataFrame> frames;
  std::vector<bool> instant;
  int histograms = 0;
  for (const QueryAnswer& answer : answers) {
    Target target = panel.targets[answer.planned.target];
    target.expr = answer.planned.query.expr;
    if (lookup) target.legendFormat = interpolate(target.legendFormat, lookup, kTextFormat);
    histograms += answer.frame->nativeHistograms;
    for (DataFrame& frame : framesOf(*usable(panel, answer.frame), target, targets.size())) {
      frames.push_back(std::move(frame));
      instant.push_back(!answer.planned.query.range);
    }
    data.notices += answer.frame->notices;
  }
  if (histograms > 0) noteHistograms(panel, frames.empty(), data);
  QStringList unknown;
  data.frames = transformed(std::move(frames), filledIn(panel.transformations, lookup), &unknown);
  for (const QString& id : unknown) {
    data.notices.append(
        QCoreApplication::translate("paneldata", "The transformation “%1” is not known and was left out.").arg(id));
  }
  data.notices.removeDuplicates();
  if (data.frames.empty() && data.unusable.isEmpty() && saysNothing(panel)) {
    data.frames.push_back(frameOfNothing());
    instant.assign(1, allInstant);
  }
  applyOptions(panel, lookup, data.frames);
  const bool asAnswered = panel.transformations.empty();
  const std::vector<QStringList> names = fieldNames(data.frames);
  data.series.reserve(data.frames.size());
  for (std::size_t f = 0; f < data.frames.size(); ++f) {
    appendSeries(data.frames[f], names[f], asAnswered ? instant[f] : allInstant, data);
  }
}

QString seriesName(const QString& legendFormat, const Labels& labels, const QString& expr, bool isOnly) {
  if (legendFormat.isEmpty() || legendFormat == QLatin1String("__auto")) {
    const QString text = labelsText(labels);
    return text == QLatin1String("{}") || (isOnly && labels.empty()) ? expr : text;
  }
  static const QRegularExpression kPlaceholder(QStringLiteral(R"(\{\{\s*([^{}]*?)\s*\}\})"));
  QString name;
  qsizetype at = 0;
  for (auto it = kPlaceholder.globalMatch(legendFormat); it.hasNext();) {
    const QRegularExpressionMatch match = it.next();
    name += legendFormat.mid(at, match.capturedStart() - at) + labelValue(labels, match.captured(1));
    at = match.capturedEnd();
  }
  return (name + legendFormat.mid(at)).trimmed();
}

}  // namespace vigie::console
