#include "console/dashboard/transform.h"

#include "console/dashboard/impl/transformers.h"
#include "console/dashboard/json_read.h"

#include <QHash>
#include <QRegularExpression>

namespace vigie::console {
namespace {

using Transformer = impl::Frames (*)(impl::Frames, const QJsonObject&);

const QHash<QString, Transformer>& transformers() {
  static const QHash<QString, Transformer> kTransformers = {
      {QStringLiteral("organize"), impl::organize},
      {QStringLiteral("filterFieldsByName"), impl::filterByName},
      {QStringLiteral("filterByRefId"), impl::filterByRefId},
      {QStringLiteral("filterByValue"), impl::filterByValue},
      {QStringLiteral("renameByRegex"), impl::renameByRegex},
      {QStringLiteral("sortBy"), impl::sortBy},
      {QStringLiteral("limit"), impl::limitRows},
      {QStringLiteral("joinByField"), impl::joinByField},
      {QStringLiteral("seriesToColumns"), impl::joinByField},
      {QStringLiteral("merge"), impl::merge},
      {QStringLiteral("seriesToRows"), impl::seriesToRows},
      {QStringLiteral("labelsToFields"), impl::labelsToFields},
      {QStringLiteral("timeSeriesTable"), impl::timeSeriesTable},
      {QStringLiteral("reduce"), impl::reduceFields},
      {QStringLiteral("calculateField"), impl::calculateField},
      {QStringLiteral("groupBy"), impl::groupBy},
      {QStringLiteral("concatenate"), impl::concatenate},
      {QStringLiteral("joinByLabels"), impl::joinByLabels},
      {QStringLiteral("rowsToFields"), impl::rowsToFields},
      {QStringLiteral("groupingToMatrix"), impl::groupingToMatrix},
      {QStringLiteral("transpose"), impl::transpose},
      {QStringLiteral("partitionByValues"), impl::partitionByValues},
      {QStringLiteral("prepareTimeSeries"), impl::prepareTimeSeries},
      {QStringLiteral("histogram"), impl::histogramFrame},
      {QStringLiteral("convertFieldType"), impl::convertFieldType},
      {QStringLiteral("formatTime"), impl::formatTime},
      {QStringLiteral("formatString"), impl::formatString},
      {QStringLiteral("extractFields"), impl::extractFields},
      {QStringLiteral("configFromData"), impl::configFromData},
  };
  return kTransformers;
}

/// A step may be limited to the frames of some queries; the others pass.
impl::Frames applyTo(impl::Frames frames, const Transformation& step, Transformer transform) {
  const QString refIds = jsonread::textAt(step.filter, "options");
  if (refIds.isEmpty()) return transform(std::move(frames), step.options);
  const QRegularExpression pattern(QRegularExpression::anchoredPattern(regexPattern(refIds)));
  impl::Frames chosen;
  impl::Frames others;
  for (DataFrame& frame : frames) {
    (pattern.match(frame.refId).hasMatch() ? chosen : others).push_back(std::move(frame));
  }
  impl::Frames result = transform(std::move(chosen), step.options);
  for (DataFrame& frame : others) result.push_back(std::move(frame));
  return result;
}

}  // namespace

std::vector<DataFrame> transformed(std::vector<DataFrame> frames, const std::vector<Transformation>& steps,
                                   QStringList* unknown) {
  for (const Transformation& step : steps) {
    if (const Transformer transform = transformers().value(step.id, nullptr)) {
      frames = applyTo(std::move(frames), step, transform);
    } else if (unknown) {
      unknown->append(step.id);
    }
  }
  return frames;
}

}  // namespace vigie::console
