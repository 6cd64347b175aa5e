// The rows of a table panel: one frame, its hidden columns left out, values mapped and in their units.
#pragma once

#include "console/app/theme.h"
#include "console/dashboard/data_links.h"
#include "console/dashboard/panel_data.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QJsonObject>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace vigie::console {

struct ChartModel;

class TableModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Roles {
    kSortRole = Qt::UserRole,  ///< a number, or a text in lower case
    kGaugeRole,                ///< 0 … 1 where the column draws gauges
    kColourRole,               ///< of the value, where the column is coloured
    kFilledRole,               ///< the colour fills the cell
    kGradedRole,               ///< and runs out towards the next cell
    kGaugeModeRole,            ///< basic, gradient, lcd
    kGaugeTextRole,            ///< color, text, hidden
    kScaleRole,                ///< of a gauge: QGradientStops of its whole scale; empty: one colour
    kTrendRole,                ///< of a trend: std::shared_ptr<const ChartModel>; its gauge text "hidden": no number
    kWidestRole,               ///< the longest number of a column of trends or gauges
    kImageRole                 ///< of a cell of images: the value itself
  };

  explicit TableModel(const Theme& theme, QObject* parent = nullptr);

  /// `frame` of the data's frames; all rows change.
  void setData(const PanelDataPtr& data, std::size_t frame);

  /// Every digit of the numbers, without units and mappings.
  void setRaw(bool raw);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  /// Pixels a dashboard fixes for a column; 0: by its content.
  [[nodiscard]] int fixedWidth(int column) const;
  /// At least so many pixels; 0: as the table has it.
  [[nodiscard]] int leastWidth(int column) const;
  [[nodiscard]] Qt::Alignment alignment(int column) const;

  /// What stands under the columns, one text a column; empty where nothing does. `options` are the panel's.
  [[nodiscard]] QStringList footer(const QJsonObject& options) const;
  /// The same of some of the rows.
  [[nodiscard]] QStringList footer(const QJsonObject& options, const std::vector<std::size_t>& rows) const;

  /// The value of a cell, with the links of its column.
  [[nodiscard]] std::pair<std::vector<DataLink>, LinkSubject> linkedAt(int row, int column) const;
  /// The address of an image that is not drawn.
  [[nodiscard]] std::optional<ResolvedLink> imageLinkAt(int row, int column) const;
  /// The header of the column offers which of its values are listed.
  [[nodiscard]] bool isFilterable(int column) const;

 private:
  [[nodiscard]] const DataField& field(int column) const;
  [[nodiscard]] QVariant textOf(const DataField& field, std::size_t row) const;
  [[nodiscard]] QColor colourOf(const DataField& field, std::size_t row) const;
  /// The colour that a cell gives its whole row; invalid: none does.
  [[nodiscard]] QColor rowColour(std::size_t row) const;
  [[nodiscard]] QColor cellColour(const DataField& field, std::size_t row) const;
  [[nodiscard]] QVariant trendOf(const DataField& field, std::size_t row) const;
  [[nodiscard]] QString widestOf(const DataField& field) const;
  void forgetDrawings();

  const Theme& theme_;
  PanelDataPtr data_;
  const DataFrame* frame_ = nullptr;
  std::vector<std::size_t> columns_;
  QStringList names_;
  const DataField* colouring_ = nullptr;  ///< the column whose colour is that of the row
  bool raw_ = false;
  // Made when first asked for; of the current data and theme.
  mutable QHash<std::pair<const DataField*, std::size_t>, std::shared_ptr<const ChartModel>> trends_;
  mutable QHash<const DataField*, QString> widest_;
};

}  // namespace vigie::console
