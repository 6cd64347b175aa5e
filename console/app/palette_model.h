// What the palette lists: everything that fits what was typed, best first.
#pragma once

#include "console/app/command.h"

#include <QAbstractListModel>

#include <optional>
#include <vector>

namespace vigie::console {

struct PaletteItem {
  QString group;
  QString word;
  QString detail;
  QString keys;
  std::function<void()> run;
  QString alias = {};  ///< other words that find it; not shown
};

class PaletteModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { kGroupRole = Qt::UserRole, kDetailRole, kKeysRole, kPositionsRole };
  /// What is typed may be something by itself, a time range say: an item for it, listed first.
  using TypedItems = std::function<std::vector<PaletteItem>(const QString& typed)>;

  PaletteModel(std::vector<PaletteItem> items, TypedItems typed, QObject* parent = nullptr);

  void setFilter(const QString& typed);
  /// Null for a row that is not there.
  [[nodiscard]] const PaletteItem* itemAt(int row) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  struct Hit {
    PaletteItem item;
    int score = 0;
    QList<int> positions;
  };

  [[nodiscard]] static std::optional<Hit> match(const PaletteItem& item, const QString& typed);

  std::vector<PaletteItem> items_;
  TypedItems typed_;
  std::vector<Hit> hits_;
};

}  // namespace vigie::console
