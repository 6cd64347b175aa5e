#include "console/app/palette_model.h"

#include "console/app/fuzzy_match.h"

#include <algorithm>

namespace vigie::console {
namespace {

/// What it is called first, then what it is and how it is reached; nothing that is not there.
QString spokenItem(const PaletteItem& item) {
  QStringList parts{item.word, item.group, item.detail, item.keys};
  parts.removeAll(QString());
  return parts.join(QStringLiteral(", "));
}

}  // namespace

PaletteModel::PaletteModel(std::vector<PaletteItem> items, TypedItems typed, QObject* parent)
    : QAbstractListModel(parent), items_(std::move(items)), typed_(std::move(typed)) {
  setFilter({});
}

std::optional<PaletteModel::Hit> PaletteModel::match(const PaletteItem& item, const QString& typed) {
  using Kind = FuzzyMatch::Kind;
  auto found = fuzzyMatch(typed, item.word);
  std::optional<Hit> best;
  if (found) best = Hit{item, found->score, found->positions};
  if (found && found->kind <= Kind::kBeginning) return best;
  // By what else it may be called, and "dash ai", by what stands around it: there only words and their beginnings mean
  // something, because there are many.
  const auto consider = [&](const QString& text, int less, qsizetype wordAt) {
    const auto match = fuzzyMatch(typed, text);
    if (!match || match->kind > Kind::kBeginning || (best && best->score >= match->score - less)) return;
    best = Hit{item, match->score - less, {}};
    for (const int at : match->positions) {
      if (at >= wordAt && at < wordAt + item.word.size()) best->positions.append(at - static_cast<int>(wordAt));
    }
  };
  if (!item.alias.isEmpty()) consider(item.word + QLatin1Char(' ') + item.alias, 500, 0);
  const QString around = item.group + QLatin1Char(' ') + item.word + QLatin1Char(' ') + item.detail;
  consider(around, 1500, item.group.size() + 1);
  return best;
}

void PaletteModel::setFilter(const QString& typed) {
  beginResetModel();
  hits_.clear();
  for (const PaletteItem& item : items_) {
    if (auto hit = match(item, typed)) hits_.push_back(std::move(*hit));
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
      return spokenItem(hit.item);
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
