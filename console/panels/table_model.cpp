#include "console/panels/table_model.h"

#include "console/dashboard/display_zone.h"
#include "console/dashboard/value_text.h"
#include "console/panels/grafana_colour.h"

#include <QLocale>

#include <cmath>

namespace vigie::console {
namespace {

bool isColoured(const DataField& field) {
  return field.options.cellType == QLatin1String("color-background") ||
         field.options.cellType == QLatin1String("color-text");
}

/// The least and the most of a column: what a gauge's missing min and max stand for.
std::pair<double, double> extentOf(const DataField& field) {
  const auto low = reduce(field.numbers, QStringLiteral("min"));
  const auto high = reduce(field.numbers, QStringLiteral("max"));
  return low && high ? std::pair(std::min(0.0, *low), *high) : std::pair(0.0, 100.0);
}

}  // namespace

TableModel::TableModel(const Theme& theme, QObject* parent) : QAbstractTableModel(parent), theme_(theme) {}

void TableModel::setData(const PanelDataPtr& data, std::size_t frame) {
  beginResetModel();
  data_ = data;
  frame_ = data && frame < data->frames.size() ? &data->frames[frame] : nullptr;
  columns_.clear();
  names_.clear();
  if (frame_) {
    names_ = fieldNames(*frame_, data->frames);
    for (std::size_t i = 0; i < frame_->fields.size(); ++i) {
      if (!frame_->fields[i].options.hidden) columns_.push_back(i);
    }
  }
  endResetModel();
}

void TableModel::setRaw(bool raw) {
  if (raw == raw_) return;
  raw_ = raw;
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int TableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !frame_ ? 0 : static_cast<int>(frame_->rows());
}

int TableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

const DataField& TableModel::field(int column) const {
  return frame_->fields[columns_[static_cast<std::size_t>(column)]];
}

QVariant TableModel::textOf(const DataField& field, std::size_t row) const {
  if (raw_ && field.type == FieldType::kText) return field.texts[static_cast<qsizetype>(row)];
  if (raw_ && field.type == FieldType::kNumber) {
    return QString::number(field.numbers[row], 'g', QLocale::FloatingPointShortest);
  }
  switch (field.type) {
    case FieldType::kText:
      return shownText(field.options, field.texts[static_cast<qsizetype>(row)]).text.text();
    case FieldType::kTime:
      if (std::isnan(field.numbers[row])) return {};
      return QLocale().toString(inDisplayZone(static_cast<qint64>(field.numbers[row])),
                                QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    case FieldType::kNumber:
      break;
  }
  const double value = field.numbers[row];
  return shownValue(field.options, std::isnan(value) ? std::nullopt : std::optional(value)).text.text();
}

QColor TableModel::colourOf(const DataField& field, std::size_t row) const {
  if (field.type == FieldType::kText) {
    return grafanaColour(shownText(field.options, field.texts[static_cast<qsizetype>(row)]).colour, theme_.tokens());
  }
  const double value = field.numbers[row];
  const std::optional<double> number = std::isnan(value) ? std::nullopt : std::optional(value);
  const QColor mapped = grafanaColour(shownValue(field.options, number).colour, theme_.tokens());
  if (mapped.isValid()) return mapped;
  return number ? valueColour(field.options, number, 0, extentOf(field), theme_.tokens()) : QColor();
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || !frame_) return {};
  const DataField& column = field(index.column());
  const auto row = static_cast<std::size_t>(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return textOf(column, row);
    case Qt::TextAlignmentRole: {
      const QString& align = column.options.align;
      const bool right =
          align == QLatin1String("right") || (align != QLatin1String("left") && column.type == FieldType::kNumber);
      const auto side = align == QLatin1String("center") ? Qt::AlignHCenter : right ? Qt::AlignRight : Qt::AlignLeft;
      return QVariant::fromValue(Qt::Alignment(side | Qt::AlignVCenter));
    }
    case kSortRole:
      return column.type == FieldType::kText ? QVariant(column.texts[static_cast<qsizetype>(row)].toLower())
                                             : QVariant(column.numbers[row]);
    case kGaugeRole: {
      if (column.options.cellType != QLatin1String("gauge") || column.type != FieldType::kNumber) return {};
      const auto [low, high] = extentOf(column);
      return shareOf(column.options, column.numbers[row], low, high);
    }
    case kColourRole: {
      const bool gauge = column.options.cellType == QLatin1String("gauge");
      const QColor colour = isColoured(column) || gauge ? colourOf(column, row) : QColor();
      if (!colour.isValid()) return {};
      return column.options.cellType == QLatin1String("color-text") ? colour : areaColour(colour, theme_.tokens());
    }
    case kFilledRole:
      return column.options.cellType == QLatin1String("color-background");
    default:
      return {};
  }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  if (role == Qt::DisplayRole) return names_[static_cast<qsizetype>(columns_[static_cast<std::size_t>(section)])];
  if (role == Qt::TextAlignmentRole) {
    const bool number = field(section).type == FieldType::kNumber;
    return QVariant::fromValue(Qt::Alignment((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
  }
  return {};
}

int TableModel::fixedWidth(int column) const { return field(column).options.columnWidth; }

}  // namespace vigie::console
