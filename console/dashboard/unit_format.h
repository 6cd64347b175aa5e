// Numbers as people read them: Grafana's unit ids, scaled, rounded and written in the reader's language. Any thread.
#pragma once

#include <QLocale>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace vigie::console {

/// A number and its unit apart, so that a stat can draw the unit smaller. Between them goes a narrow no-break space.
struct FormattedValue {
  QString number;
  QString unit;
  QString prefix;  ///< a currency sign that stands in front
  [[nodiscard]] QString text() const;
};

class UnitFormat {
 public:
  /// `unit` is Grafana's id ("s", "bytes", "percentunit", "reqps" …); an unknown one is shown as it is. `decimals`
  /// fixes the digits after the point; otherwise there are about three significant digits.
  explicit UnitFormat(QString unit = {}, std::optional<int> decimals = std::nullopt, QLocale locale = QLocale());

  /// NaN is "–", infinities "∞".
  [[nodiscard]] FormattedValue format(double value) const;
  [[nodiscard]] QString text(double value) const { return format(value).text(); }
  /// text() as it is said: with what is counted, where the text leaves that to the panel's subtitle ("0.32 requests/s").
  [[nodiscard]] QString spoken(double value) const;
  /// Axis labels: one scale and one number of decimals for all, just enough to tell neighbours apart.
  [[nodiscard]] QStringList ticks(const std::vector<double>& values) const;
  /// What `unit` measures, for a panel's subtitle: "seconds", "requests/s"; empty where the number says it all.
  [[nodiscard]] QString description() const;
  /// Base in which round numbers are round: 1024 for IEC bytes, else 10.
  [[nodiscard]] bool isBinary() const;
  [[nodiscard]] const QString& unit() const { return unit_; }

 private:
  QString unit_;
  QString prefix_;  ///< of "prefix:…" and "currency:…"
  std::optional<int> decimals_;
  QLocale locale_;
};

/// An age as short as an operator needs it: "4 s", "2 min 10 s", "3 h 05 min", "2 d".
QString formatAge(qint64 seconds);

}  // namespace vigie::console
