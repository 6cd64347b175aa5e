#include "console/dashboard/panel_data.h"

#include <QDateTime>

#include <cmath>
#include <limits>
#include <map>

namespace vigie::console {
namespace {

QString csvCell(QString text) {
  // A cell that starts like a formula is one to a spreadsheet.
  if (!text.isEmpty() && QStringLiteral("=+-@\t\r").contains(text.front())) text.prepend(QLatin1Char('\''));
  if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n'))) {
    return text;
  }
  return QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
}

QString csvTime(double ms) {
  if (std::isnan(ms)) return {};
  return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(ms), Qt::UTC).toString(Qt::ISODateWithMs);
}

QString csvNumber(double value) { return std::isnan(value) ? QString() : QString::number(value, 'g', 17); }

QString frameCsv(const DataFrame& frame, const std::vector<DataFrame>& all) {
  QStringList cells;
  for (const QString& name : fieldNames(frame, all)) cells.append(csvCell(name));
  QString csv = cells.join(QLatin1Char(',')) + QLatin1Char('\n');
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    cells.clear();
    for (const DataField& field : frame.fields) {
      cells.append(field.type == FieldType::kText   ? csvCell(field.texts[static_cast<qsizetype>(row)])
                   : field.type == FieldType::kTime ? csvTime(field.numbers[row])
                                                    : csvNumber(field.numbers[row]));
    }
    csv += cells.join(QLatin1Char(',')) + QLatin1Char('\n');
  }
  return csv;
}

/// Every frame is a time and values: one table over the union of their times.
bool isOverTime(const std::vector<DataFrame>& frames) {
  for (const DataFrame& frame : frames) {
    if (frame.fields.size() != 2 || frame.fields.front().type != FieldType::kTime) return false;
  }
  return true;
}

QString seriesCsv(const std::vector<NamedSeries>& all) {
  QString csv = QStringLiteral("time");
  std::map<qint64, std::vector<double>> rows;
  const double none = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t s = 0; s < all.size(); ++s) {
    csv += QLatin1Char(',') + csvCell(all[s].name);
    const Series& series = all[s].data;
    for (std::size_t i = 0; i < series.timesMs.size(); ++i) {
      rows.try_emplace(series.timesMs[i], all.size(), none).first->second[s] = series.values[i];
    }
  }
  csv += QLatin1Char('\n');
  for (const auto& [timeMs, row] : rows) {
    csv += csvTime(static_cast<double>(timeMs));
    for (const double value : row) csv += QLatin1Char(',') + csvNumber(value);
    csv += QLatin1Char('\n');
  }
  return csv;
}

}  // namespace

QString toCsv(const PanelData& data) {
  if (isOverTime(data.frames)) return seriesCsv(data.series);
  QStringList parts;
  for (const DataFrame& frame : data.frames) parts.append(frameCsv(frame, data.frames));
  return parts.join(QLatin1Char('\n'));
}

}  // namespace vigie::console
