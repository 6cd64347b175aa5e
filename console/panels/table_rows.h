// Which rows of a table panel are listed, and in which order: sorted by a column, and only those whose values the user
// left ticked. By the names of columns, so that a choice outlives new data.
#pragma once

#include <QHash>
#include <QSet>
#include <QSortFilterProxyModel>
#include <QString>
#include <QStringList>

#include <vector>

namespace vigie::console {

class TableRows : public QSortFilterProxyModel {
  Q_OBJECT
 public:
  explicit TableRows(QObject* parent = nullptr);

  /// Only rows whose text in `column` is one of `texts`; none: whatever it is.
  void setListed(const QString& column, const QStringList& texts);
  void listAll();
  [[nodiscard]] bool isFiltered() const { return !listed_.isEmpty(); }
  [[nodiscard]] bool isFiltered(const QString& column) const { return listed_.contains(column); }
  [[nodiscard]] QStringList listed(const QString& column) const;
  /// The different texts of a column, sorted as the column is. Of those rows that the other columns let through.
  [[nodiscard]] QStringList offered(int column) const;
  /// The rows of the source that are listed.
  [[nodiscard]] std::vector<std::size_t> sourceRows() const;

 Q_SIGNALS:
  void listedChanged();

 protected:
  [[nodiscard]] bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;

 private:
  [[nodiscard]] QString nameOf(int column) const;
  [[nodiscard]] bool accepts(int sourceRow, const QString& exceptColumn) const;

  QHash<QString, QSet<QString>> listed_;
};

}  // namespace vigie::console
