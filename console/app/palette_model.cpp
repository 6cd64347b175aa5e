#include "console/app/palette_model.h"

#include "console/app/fuzzy_match.h"

#include <algorithm>

namespace vigie::console {

PaletteModel::PaletteModel(std::vector<PaletteItem> items, TypedItems typed, QObject* parent)
    : QAbstractListModel(parent), items_(std::move(items)), typed_(std::move(typed)) {
  setFilter({});
}

void PaletteModel::setFilter(const QString& typed) {
  beginResetModel();
  hits_.clear();
  for (const PaletteItem& item : items_) {
    if (const auto match = fuzzyMatch(typed, item.word)) {
      hits_.push_back({item, match->score, match->positions});
      continue;
    }
    // "dash ai": the group's word counts as well, but shows nothing.
    if (const auto match =
            fuzzyMatch(typed, item.group + QLatin1Char(' ') + item.word + QLatin1Char(' ') + item.detail))
      hits_.push_back({item, match->score - 200, {}});
  }
  // Without anything typed they stay as they were given.
  if (!typed.trimmed().isEmpty()) {
    std::stable_sort(hits_.begin(), hits_.end(), [](const Hit& a, const Hit& b) { return a.score > b.score; });
  }
  if (typed_ && !typed.trimmed().isEmpty()) {
    std::vector<PaletteItem> own = typed_(typed.trimmed());
    for (auto item = own.rbegin(); item != own.rend(); ++item)
      hits_.insert(hits_.begin(), Hit{std::move(*item), 0, {}});
  }
  endResetModel();
}

const PaletteItem* PaletteModel::itemAt(int row) const {
  return row < 0 || row >= static_cast<int>(hits_.size()) ? nullptr : &hits_[static_cast<std::size_t>(row)].item;
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(hits_.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Hit& hit = hits_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
      return hit.item.word;
    case Qt::AccessibleTextRole:
      return QStringList{hit.item.word, hit.item.detail, hit.item.group, hit.item.keys}.join(QStringLiteral(", "));
    case kGroupRole:
      return hit.item.group;
    case kDetailRole:
      return hit.item.detail;
    case kKeysRole:
      return hit.item.keys;
    case kPositionsRole:
      return QVariant::fromValue(hit.positions);
    default:
      return {};
  }
}

}  // namespace vigie::console
