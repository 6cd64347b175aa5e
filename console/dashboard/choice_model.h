// The values of a variable as a list to choose from: searched, ticked, and not yet applied. Qt Core only; UI thread.
#pragma once

#include "console/dashboard/variable.h"

#include <QAbstractListModel>
#include <QSet>

#include <vector>

namespace vigie::console {

class ChoiceModel : public QAbstractListModel {
  Q_OBJECT
 public:
  /// A copy of what the variable offers and has chosen. Values that are chosen and not offered are listed first.
  explicit ChoiceModel(const Variable& variable, QObject* parent = nullptr);

  [[nodiscard]] bool isMulti() const { return multi_; }
  /// Only what contains `text`, whatever the case; All stays while nothing is looked for.
  void setFilter(const QString& text);
  /// In the order of the list; {kAllValue} for All; empty for nothing.
  [[nodiscard]] QStringList chosen() const;
  /// Of one value: takes the place of the one before.
  void toggle(int row);
  void chooseOnly(int row);
  /// Everything there is as All, where the variable has that and nothing is looked for; else each that is listed.
  void chooseAll();
  void clear();
  /// The row to begin at: the first that is chosen, else the first; -1 for an empty list.
  [[nodiscard]] int firstChosenRow() const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  [[nodiscard]] const VariableOption* optionAt(int row) const;
  void tellTicks();

  bool multi_;
  bool includeAll_;
  std::vector<VariableOption> options_;  ///< All first, where there is one
  QSet<QString> chosen_;
  std::vector<int> shown_;  ///< indices of options_
  QString filter_;
};

}  // namespace vigie::console
