// Ctrl+K: everything the console can do or go to, found by a few letters, run with Enter.
#pragma once

#include "console/app/overlay.h"
#include "console/app/palette_model.h"

class QLabel;
class QLineEdit;
class QListView;

namespace vigie::console {

class CommandPalette : public Overlay {
  Q_OBJECT
 public:
  CommandPalette(const Theme& theme, std::vector<PaletteItem> items, PaletteModel::TypedItems typed, QWidget* parent);

 protected:
  [[nodiscard]] QRect cardRect() const override;
  void arrange() override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void follow();
  /// To screen readers: the entry that Enter would take.
  void tell();
  void move(int rows);
  void run(const QModelIndex& index);

  PaletteModel* model_;
  QLineEdit* edit_;
  QListView* list_;
  QLabel* nothing_;
};

}  // namespace vigie::console
