// Data in columns, Grafana's way: what transformations work on and tables show. Plain values; any thread.
#pragma once

#include "console/dashboard/field_options.h"
#include "console/dashboard/panel_model.h"
#include "console/prometheus/frame.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace vigie::console {

enum class FieldType { kTime, kNumber, kText, kTrend };

/// How a row's value came about; null: nothing is known of it.
using Trend = std::shared_ptr<const Series>;

/// One column. Numbers and times (milliseconds) are in `numbers`, NaN where there is none; texts in `texts`. Of a trend
/// `numbers` has what it comes to, and `trends` the line itself.
struct DataField {
  QString name;
  FieldType type = FieldType::kNumber;
  Labels labels;
  std::optional<Bucket> bucket = {};  ///< of a native histogram
  std::vector<double> numbers;
  QStringList texts;
  std::vector<Trend> trends = {};
  QString displayName;  ///< fixed by a legend or a renaming; empty: by the rules of fieldNames()
  /// What the data itself says of how it is shown, as overrides spell it: before the panel's defaults, after which its
  /// overrides come.
  std::vector<std::pair<QString, QJsonValue>> config = {};
  FieldOptions options;

  [[nodiscard]] std::size_t size() const {
    return type == FieldType::kText ? static_cast<std::size_t>(texts.size()) : numbers.size();
  }
  /// A row as an identity: what joins compare.
  [[nodiscard]] QString key(std::size_t row) const;
  void append(const DataField& from, std::size_t row);
  void appendNothing();
  /// The same column, empty.
  [[nodiscard]] DataField withoutRows() const;
  [[nodiscard]] bool isNothing(std::size_t row) const;
};

struct DataFrame {
  QString name;
  QString refId;
  std::vector<DataField> fields;
  [[nodiscard]] std::size_t rows() const { return fields.empty() ? 0 : fields.front().size(); }
};

/// "number", "time", "string", "frame": as overrides and filters spell it.
QString typeName(FieldType type);

/// What each field of a frame is called: its fixed name, else its name with its labels, numbered where two are alike
/// ("Time 1", "Time 2").
QStringList fieldNames(const DataFrame& frame, const std::vector<DataFrame>& all);
/// The same for each of them, in one pass.
std::vector<QStringList> fieldNames(const std::vector<DataFrame>& all);

/// An answer in the form its target asks for. `targets` is how many of the panel's queries were answered: with more
/// than one a table's value column is called "Value #A".
std::vector<DataFrame> framesOf(const Frame& answer, const Target& target, std::size_t targets);

/// Buckets of a histogram (label "le"), each without those below it, in rising order.
std::vector<Series> withoutLowerBuckets(std::vector<Series> buckets);

/// The rows of `frame` in another order, or fewer of them.
DataFrame withRows(const DataFrame& frame, const std::vector<std::size_t>& rows);

}  // namespace vigie::console
