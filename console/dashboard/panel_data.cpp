#include "console/dashboard/panel_data.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace vigie::console {
namespace {

QString csvCell(QString text) {
  // A cell that starts like a formula is one to a spreadsheet.
  if (!text.isEmpty() && QStringLiteral("=+-@").contains(text.front())) text.prepend(QLatin1Char('\''));
  if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n'))) {
    return text;
  }
  return QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
}

}  // namespace

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

std::optional<double> reduce(const std::vector<double>& values, const QString& calc) {
  std::vector<double> finite;
  finite.reserve(values.size());
  for (const double value : values) {
    if (!std::isnan(value)) finite.push_back(value);
  }
  if (calc == QLatin1String("count")) return static_cast<double>(finite.size());
  if (finite.empty()) return std::nullopt;
  const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
  const double total = std::accumulate(finite.begin(), finite.end(), 0.0);
  if (calc == QLatin1String("mean")) return total / static_cast<double>(finite.size());
  if (calc == QLatin1String("min")) return *low;
  if (calc == QLatin1String("max")) return *high;
  if (calc == QLatin1String("sum") || calc == QLatin1String("total")) return total;
  if (calc == QLatin1String("range")) return *high - *low;
  if (calc == QLatin1String("delta") || calc == QLatin1String("diff")) return finite.back() - finite.front();
  if (calc == QLatin1String("firstNotNull") || calc == QLatin1String("first")) return finite.front();
  return finite.back();
}

QString toCsv(const PanelData& data) {
  QString csv = QStringLiteral("time");
  std::map<qint64, std::vector<double>> rows;
  const double none = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t s = 0; s < data.series.size(); ++s) {
    csv += QLatin1Char(',') + csvCell(data.series[s].name);
    const Series& series = data.series[s].data;
    for (std::size_t i = 0; i < series.timesMs.size(); ++i) {
      auto& row = rows.try_emplace(series.timesMs[i], data.series.size(), none).first->second;
      row[s] = series.values[i];
    }
  }
  csv += QLatin1Char('\n');
  for (const auto& [timeMs, row] : rows) {
    csv += QDateTime::fromMSecsSinceEpoch(timeMs, Qt::UTC).toString(Qt::ISODateWithMs);
    for (const double value : row) {
      csv += QLatin1Char(',');
      if (!std::isnan(value)) csv += QString::number(value, 'g', 17);
    }
    csv += QLatin1Char('\n');
  }
  return csv;
}

}  // namespace vigie::console
