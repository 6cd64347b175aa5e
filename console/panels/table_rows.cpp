#include "console/panels/table_rows.h"

#include <algorithm>

namespace vigie::console {

TableRows::TableRows(QObject* parent) : QSortFilterProxyModel(parent) {}

void TableRows::setListed(const QString& column, const QStringList& texts) {
  if (texts.isEmpty()) {
    listed_.remove(column);
  } else {
    listed_.insert(column, QSet<QString>(texts.begin(), texts.end()));
  }
  invalidateFilter();
  Q_EMIT listedChanged();
}

void TableRows::listAll() {
  if (listed_.isEmpty()) return;
  listed_.clear();
  invalidateFilter();
  Q_EMIT listedChanged();
}

QStringList TableRows::listed(const QString& column) const {
  const QSet<QString> texts = listed_.value(column);
  return {texts.begin(), texts.end()};
}

QString TableRows::nameOf(int column) const {
  return sourceModel()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
}

QStringList TableRows::offered(int column) const {
  std::vector<QModelIndex> cells;
  QSet<QString> seen;
  const QString name = nameOf(column);
  for (int row = 0; row < sourceModel()->rowCount(); ++row) {
    const QModelIndex cell = sourceModel()->index(row, column);
    const QString text = cell.data().toString();
    if (seen.contains(text) || !accepts(row, name)) continue;
    seen.insert(text);
    cells.push_back(cell);
  }
  std::stable_sort(cells.begin(), cells.end(),
                   [this](const QModelIndex& a, const QModelIndex& b) { return lessThan(a, b); });
  QStringList texts;
  for (const QModelIndex& cell : cells) texts.append(cell.data().toString());
  return texts;
}

std::vector<std::size_t> TableRows::sourceRows() const {
  std::vector<std::size_t> rows;
  for (int row = 0; row < rowCount(); ++row) rows.push_back(static_cast<std::size_t>(mapToSource(index(row, 0)).row()));
  return rows;
}

bool TableRows::filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const {
  Q_UNUSED(sourceParent)
  return listed_.isEmpty() || accepts(sourceRow, {});
}

bool TableRows::accepts(int sourceRow, const QString& exceptColumn) const {
  if (listed_.isEmpty()) return true;
  for (int column = 0; column < sourceModel()->columnCount(); ++column) {
    const QString name = nameOf(column);
    const auto wanted = listed_.find(name);
    if (wanted == listed_.end() || name == exceptColumn) continue;
    if (!wanted->contains(sourceModel()->index(sourceRow, column).data().toString())) return false;
  }
  return true;
}

}  // namespace vigie::console
