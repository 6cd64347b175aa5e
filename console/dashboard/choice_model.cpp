#include "console/dashboard/choice_model.h"

namespace vigie::console {

ChoiceModel::ChoiceModel(const Variable& variable, QObject* parent)
    : QAbstractListModel(parent),
      multi_(variable.multi),
      includeAll_(variable.includeAll),
      chosen_(variable.chosen.begin(), variable.chosen.end()) {
  if (includeAll_) options_.push_back({tr("All"), kAllValue});
  for (const QString& value : variable.chosen) {
    if (value != kAllValue && !value.isEmpty() && !variable.offers(value)) options_.push_back({value, value});
  }
  options_.insert(options_.end(), variable.options.begin(), variable.options.end());
  setFilter({});
}

void ChoiceModel::setFilter(const QString& text) {
  beginResetModel();
  filter_ = text.trimmed();
  shown_.clear();
  for (std::size_t i = 0; i < options_.size(); ++i) {
    const VariableOption& option = options_[i];
    const bool isAll = option.value == kAllValue;
    if (filter_.isEmpty() || (!isAll && (option.text.contains(filter_, Qt::CaseInsensitive) ||
                                         option.value.contains(filter_, Qt::CaseInsensitive)))) {
      shown_.push_back(static_cast<int>(i));
    }
  }
  endResetModel();
}

QStringList ChoiceModel::chosen() const {
  if (chosen_.contains(kAllValue)) return {kAllValue};
  QStringList values;
  for (const VariableOption& option : options_) {
    if (chosen_.contains(option.value)) values.append(option.value);
  }
  values.removeDuplicates();
  return values;
}

const VariableOption* ChoiceModel::optionAt(int row) const {
  if (row < 0 || row >= rowCount()) return nullptr;
  return &options_[static_cast<std::size_t>(shown_[static_cast<std::size_t>(row)])];
}

void ChoiceModel::toggle(int row) {
  const VariableOption* option = optionAt(row);
  if (!option) return;
  if (!multi_) return chooseOnly(row);
  if (option->value == kAllValue) {
    const bool was = chosen_.contains(kAllValue);
    chosen_.clear();
    if (!was) chosen_.insert(kAllValue);
  } else if (chosen_.contains(option->value)) {
    chosen_.remove(option->value);
  } else {
    chosen_.remove(kAllValue);
    chosen_.insert(option->value);
  }
  tellTicks();
}

void ChoiceModel::chooseOnly(int row) {
  const VariableOption* option = optionAt(row);
  if (!option) return;
  chosen_ = {option->value};
  tellTicks();
}

void ChoiceModel::chooseAll() {
  if (includeAll_ && filter_.isEmpty()) {
    chosen_ = {kAllValue};
  } else {
    chosen_.remove(kAllValue);
    for (int row = 0; row < rowCount(); ++row) chosen_.insert(optionAt(row)->value);
  }
  tellTicks();
}

void ChoiceModel::clear() {
  chosen_.clear();
  tellTicks();
}

int ChoiceModel::firstChosenRow() const {
  for (int row = 0; row < rowCount(); ++row) {
    if (chosen_.contains(optionAt(row)->value)) return row;
  }
  return rowCount() > 0 ? 0 : -1;
}

int ChoiceModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

QVariant ChoiceModel::data(const QModelIndex& index, int role) const {
  const VariableOption* option = index.isValid() ? optionAt(index.row()) : nullptr;
  if (!option) return {};
  const bool isChosen = chosen_.contains(option->value);
  switch (role) {
    case Qt::DisplayRole:
      return option->text;
    case Qt::ToolTipRole:
      return option->text == option->value || option->value == kAllValue ? QVariant() : QVariant(option->value);
    case Qt::CheckStateRole:
      return isChosen ? Qt::Checked : Qt::Unchecked;
    case Qt::AccessibleTextRole:
      return isChosen ? tr("%1, chosen").arg(option->text) : option->text;
    default:
      return {};
  }
}

void ChoiceModel::tellTicks() {
  if (rowCount() == 0) return;
  Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::CheckStateRole, Qt::AccessibleTextRole});
}

}  // namespace vigie::console
