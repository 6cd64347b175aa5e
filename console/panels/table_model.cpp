#include "console/panels/table_model.h"

#include "console/dashboard/display_zone.h"
#include "console/dashboard/json_read.h"
#include "console/dashboard/value_text.h"
#include "console/panels/cell_image.h"
#include "console/panels/grafana_colour.h"
#include "console/panels/series_brush.h"
#include "console/panels/trend_line.h"

#include <QGradient>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vigie::console {
namespace {

constexpr int kLeastTrendWidth = 160;

bool isColoured(const DataField& field) {
  return field.options.cellType == QLatin1String("color-background") ||
         field.options.cellType == QLatin1String("color-text");
}

bool isImage(const DataField& field) {
  return field.type == FieldType::kText && field.options.cellType == QLatin1String("image");
}

/// The least and the most of a column: what a gauge's missing min and max stand for.
std::pair<double, double> extentOf(const DataField& field) {
  const auto low = reduce(field.numbers, QStringLiteral("min"));
  const auto high = reduce(field.numbers, QStringLiteral("max"));
  return low && high ? std::pair(std::min(0.0, *low), *high) : std::pair(0.0, 100.0);
}

}  // namespace

TableModel::TableModel(const Theme& theme, QObject* parent) : QAbstractTableModel(parent), theme_(theme) {
  connect(&theme, &Theme::changed, this, &TableModel::forgetDrawings);
}

void TableModel::forgetDrawings() {
  trends_.clear();
  widest_.clear();
}

void TableModel::setData(const PanelDataPtr& data, std::size_t frame) {
  beginResetModel();
  forgetDrawings();
  data_ = data;
  frame_ = data && frame < data->frames.size() ? &data->frames[frame] : nullptr;
  columns_.clear();
  names_.clear();
  colouring_ = nullptr;
  if (frame_) {
    names_ = fieldNames(*frame_, data->frames);
    for (std::size_t i = 0; i < frame_->fields.size(); ++i) {
      const FieldOptions& options = frame_->fields[i].options;
      if (!options.hidden) columns_.push_back(i);
      if (options.colourRow && options.cellType == QLatin1String("color-background")) colouring_ = &frame_->fields[i];
    }
  }
  endResetModel();
}

void TableModel::setRaw(bool raw) {
  if (raw == raw_) return;
  raw_ = raw;
  widest_.clear();
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
  if (raw_ && field.type != FieldType::kText && field.type != FieldType::kTime) {
    return QString::number(field.numbers[row], 'g', QLocale::FloatingPointShortest);
  }
  switch (field.type) {
    case FieldType::kText:
      if (isImage(field)) return imageWords(field.texts[static_cast<qsizetype>(row)], field.options.imageAlt);
      return shownText(field.options, field.texts[static_cast<qsizetype>(row)]).text.text();
    case FieldType::kTime:
      if (std::isnan(field.numbers[row])) return {};
      // Other units are of the numbers beside it. Source: getDisplayProcessor() in displayProcessor.ts.
      if (field.options.unit.startsWith(QLatin1String("dateTime")) ||
          field.options.unit.startsWith(QLatin1String("time:")))
        break;
      return QLocale().toString(inDisplayZone(static_cast<qint64>(field.numbers[row])),
                                QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    case FieldType::kNumber:
    case FieldType::kTrend:
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
  const QColor mapped = grafanaColour(mappedColour(field.options.mappings, number), theme_.tokens());
  if (mapped.isValid()) return mapped;
  return number ? valueColour(field.options, number, 0, extentOf(field), theme_.tokens()) : QColor();
}

QColor TableModel::rowColour(std::size_t row) const {
  return colouring_ ? areaColour(colourOf(*colouring_, row), theme_.tokens()) : QColor();
}

QColor TableModel::cellColour(const DataField& field, std::size_t row) const {
  const QString& type = field.options.cellType;
  if (!isColoured(field) && type != QLatin1String("gauge")) return rowColour(row);
  const QColor colour = colourOf(field, row);
  if (!colour.isValid()) return rowColour(row);
  return type == QLatin1String("color-text") ? colour : areaColour(colour, theme_.tokens());
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || !frame_) return {};
  const DataField& column = field(index.column());
  const auto row = static_cast<std::size_t>(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return textOf(column, row);
    case Qt::TextAlignmentRole:
      return QVariant::fromValue(alignment(index.column()));
    case kSortRole:
      return column.type == FieldType::kText ? QVariant(column.texts[static_cast<qsizetype>(row)].toLower())
                                             : QVariant(column.numbers[row]);
    case kGaugeRole: {
      if (column.options.cellType != QLatin1String("gauge") || column.type != FieldType::kNumber) return {};
      const auto [low, high] = extentOf(column);
      return shareOf(column.options, column.numbers[row], low, high);
    }
    case kColourRole: {
      const QColor colour = cellColour(column, row);
      return colour.isValid() ? QVariant(colour) : QVariant();
    }
    case kFilledRole:
      return column.options.cellType == QLatin1String("color-background") || colouring_ != nullptr;
    case kGradedRole:
      return column.options.cellType == QLatin1String("color-background") && colouring_ == nullptr &&
             column.options.cellMode == QLatin1String("gradient");
    case kGaugeModeRole:
      return column.options.cellMode;
    case kGaugeTextRole:
      return column.options.gaugeText;
    case kScaleRole: {
      const auto extent = extentOf(column);
      const double low = column.options.min.value_or(extent.first);
      const double high = column.options.max.value_or(extent.second);
      QGradientStops stops;
      for (const ColourStop& stop : colourStops(column.options, extent, theme_.tokens())) {
        if (high > low)
          stops.append(
              {std::clamp((stop.value - low) / (high - low), 0.0, 1.0), areaColour(stop.colour, theme_.tokens())});
      }
      return QVariant::fromValue(stops);
    }
    case kTrendRole:
      return trendOf(column, row);
    case kWidestRole:
      return column.type == FieldType::kTrend || column.options.cellType == QLatin1String("gauge")
                 ? QVariant(widestOf(column))
                 : QVariant();
    case kImageRole:
      return isImage(column) && !raw_ ? QVariant(column.texts[static_cast<qsizetype>(row)]) : QVariant();
    case Qt::ToolTipRole:
      if (const auto link = imageLinkAt(index.row(), index.column())) {
        // An address is whatever a metric says: plain text.
        return QStringLiteral("<p>%1</p>")
            .arg(tr("Images are not fetched. A click opens %1 in the browser.")
                     .arg(link->url.toString())
                     .toHtmlEscaped());
      }
      return {};
    default:
      return {};
  }
}

QVariant TableModel::trendOf(const DataField& field, std::size_t row) const {
  if (field.type != FieldType::kTrend || !field.trends[row]) return {};
  auto& model = trends_[{&field, row}];
  if (!model) model = trendModel(field.options, *field.trends[row], data_->window, data_->stepMs, theme_.tokens());
  return QVariant::fromValue(model);
}

QString TableModel::widestOf(const DataField& field) const {
  QString& widest = widest_[&field];
  if (!widest.isNull()) return widest;
  widest = QLatin1String("");
  for (std::size_t row = 0; row < field.size(); ++row) {
    const QString text = textOf(field, row).toString();
    if (text.size() > widest.size()) widest = text;
  }
  return widest;
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  if (role == Qt::DisplayRole) return names_[static_cast<qsizetype>(columns_[static_cast<std::size_t>(section)])];
  if (role == Qt::TextAlignmentRole) return QVariant::fromValue(alignment(section));
  return {};
}

Qt::Alignment TableModel::alignment(int column) const {
  const DataField& shown = field(column);
  const QString& align = shown.options.align;
  const bool right =
      align == QLatin1String("right") || (align != QLatin1String("left") && shown.type == FieldType::kNumber);
  const auto side = align == QLatin1String("center") ? Qt::AlignHCenter : right ? Qt::AlignRight : Qt::AlignLeft;
  return side | Qt::AlignVCenter;
}

QStringList TableModel::footer(const QJsonObject& options) const {
  std::vector<std::size_t> all(frame_ ? frame_->rows() : 0);
  std::iota(all.begin(), all.end(), 0U);
  return footer(options, all);
}

QStringList TableModel::footer(const QJsonObject& options, const std::vector<std::size_t>& rows) const {
  const QJsonObject footer = options.value(QLatin1String("footer")).toObject();
  const QStringList shared = jsonread::textsOf(footer.value(QLatin1String("reducer")));
  const QStringList fields = jsonread::textsOf(footer.value(QLatin1String("fields")));
  const bool show = footer.value(QLatin1String("show")).toBool(false);
  QStringList texts;
  bool any = false;
  for (int column = 0; column < columnCount(); ++column) {
    const DataField& shown = field(column);
    const QString name = headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    const bool wanted = show && (fields.isEmpty() || fields.contains(name));
    const QStringList calcs = !shown.options.footerCalcs.isEmpty() ? shown.options.footerCalcs
                              : wanted                             ? shared
                                                                   : QStringList();
    QStringList parts;
    for (const QString& calc : calcs) {
      // What counts rows counts texts as well, and has no unit.
      if (calc == QLatin1String("count") || calc == QLatin1String("countAll")) {
        parts.append(QLocale().toString(static_cast<qulonglong>(rows.size())));
        continue;
      }
      std::vector<double> numbers;
      if (shown.type == FieldType::kNumber) {
        for (const std::size_t row : rows) numbers.push_back(shown.numbers[row]);
      }
      const auto value = reduce(numbers, calc);
      if (value) parts.append(shownValue(shown.options, value).text.text());
    }
    // A number under a column says what it is, unless all of them are the same calculation.
    if (column == 0 && parts.isEmpty() && show && shared.size() == 1) parts.append(calcName(shared.front()));
    any = any || !parts.isEmpty();
    texts.append(parts.join(QStringLiteral(" · ")));
  }
  return any ? texts : QStringList();
}

std::pair<std::vector<DataLink>, LinkSubject> TableModel::linkedAt(int row, int column) const {
  LinkSubject subject;
  if (!frame_ || row < 0 || row >= rowCount() || column < 0 || column >= columnCount()) return {{}, subject};
  const DataField& shown = field(column);
  const auto at = static_cast<std::size_t>(row);
  subject.name = headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
  subject.labels = shown.labels;
  subject.text = textOf(shown, at).toString();
  if (shown.type == FieldType::kText) {
    subject.text = shown.texts[row];
  } else if (!std::isnan(shown.numbers[at])) {
    subject.number = shown.numbers[at];
  }
  for (std::size_t i = 0; i < frame_->fields.size(); ++i) {
    const DataField& other = frame_->fields[i];
    const QString value = other.type == FieldType::kText  ? other.texts[row]
                          : std::isnan(other.numbers[at]) ? QString()
                                                          : QString::number(other.numbers[at], 'g', 15);
    subject.row.emplace_back(names_[static_cast<qsizetype>(i)], value);
    if (other.type == FieldType::kText) subject.labels.emplace_back(other.name, value);
    if (other.type == FieldType::kTime && subject.timeMs == 0 && !std::isnan(other.numbers[at]))
      subject.timeMs = static_cast<qint64>(other.numbers[at]);
  }
  return {shown.options.links, subject};
}

std::optional<ResolvedLink> TableModel::imageLinkAt(int row, int column) const {
  if (!frame_ || row < 0 || row >= rowCount() || column < 0 || column >= columnCount()) return std::nullopt;
  const DataField& shown = field(column);
  return isImage(shown) ? imageLink(shown.texts[row], shown.options.imageAlt) : std::nullopt;
}

bool TableModel::isFilterable(int column) const { return field(column).options.filterable; }

int TableModel::leastWidth(int column) const {
  const DataField& shown = field(column);
  return std::max(shown.options.leastColumnWidth, shown.type == FieldType::kTrend ? kLeastTrendWidth : 0);
}

int TableModel::fixedWidth(int column) const { return field(column).options.columnWidth; }

}  // namespace vigie::console
