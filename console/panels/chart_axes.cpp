#include "console/panels/chart_axes.h"

#include <QHash>
#include <QStringList>

namespace vigie::console {
namespace {

/// What must be alike for two series to share a scale: Grafana's buildScaleKey()
/// (packages/grafana-ui/src/components/uPlot).
QString scaleKey(const FieldOptions& field) {
  const auto part = [](std::optional<double> number) { return number ? QString::number(*number) : QString(); };
  const QString side = field.rightAxis    ? QStringLiteral("right")
                       : field.leftAxis   ? QStringLiteral("left")
                       : field.hiddenAxis ? QStringLiteral("hidden")
                                          : QString();
  return QStringList{field.unit,
                     part(field.min),
                     part(field.max),
                     part(field.softMin),
                     part(field.softMax),
                     side,
                     QString::number(field.logBase),
                     QString::number(field.linearUpTo),
                     field.axisLabel}
      .join(QLatin1Char('/'));
}

AxisLook lookOf(const FieldOptions& field, const ChartLine& line) {
  return {field.axisLabel, field.axisInSeriesColour ? line.style.colour : QColor(), field.axisGrid, field.hiddenAxis};
}

void makeShare(ChartAxis& axis) {
  axis.format = UnitFormat(QStringLiteral("percent"));
  axis.curve = {};
}

}  // namespace

void placeAxes(std::vector<ChartLine>& lines, const std::vector<const FieldOptions*>& fields) {
  QHash<QString, bool> isRight;
  bool leftTaken = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const FieldOptions& field = *fields[i];
    const QString key = scaleKey(field);
    auto known = isRight.constFind(key);
    if (known == isRight.constEnd()) {
      const bool right = field.rightAxis || (!field.leftAxis && leftTaken);
      leftTaken = leftTaken || !right;
      known = isRight.insert(key, right);
    }
    lines[i].rightAxis = known.value();
  }
}

AxisFields lookOfAxes(ChartModel& model, const FieldOptions& panel, const std::vector<const FieldOptions*>& fields) {
  AxisFields first;
  bool leftShare = panel.stacking == Stacking::kPercent;
  bool rightShare = false;
  model.left.look = {panel.axisLabel, {}, panel.axisGrid, panel.hiddenAxis};
  for (std::size_t i = 0; i < model.lines.size(); ++i) {
    const ChartLine& line = model.lines[i];
    const FieldOptions*& own = line.rightAxis ? first.right : first.left;
    if (!own) (line.rightAxis ? model.right : model.left).look = lookOf(*fields[i], line);
    if (!own) own = fields[i];
    (line.rightAxis ? rightShare : leftShare) |= line.stacking == Stacking::kPercent;
  }
  model.hasLeftAxis = first.left || !first.right;
  if (!model.hasLeftAxis) model.left.look.hidden = true;
  if (!first.left) first.left = &panel;
  model.left.format = UnitFormat(first.left->unit, std::nullopt);
  model.left.mappings = first.left->mappings;
  model.left.curve = {first.left->logBase, first.left->linearUpTo};
  model.hasRightAxis = first.right != nullptr;
  if (first.right) {
    model.right.format = UnitFormat(first.right->unit, first.right->decimals);
    model.right.mappings = first.right->mappings;
    model.right.curve = {first.right->logBase, first.right->linearUpTo};
  }
  if (leftShare) makeShare(model.left);
  if (rightShare) makeShare(model.right);
  return first;
}

}  // namespace vigie::console
