// What stands under the columns of a table panel: sums, means, counts. Follows the columns as they are sized and
// scrolled.
#pragma once

#include "console/app/theme.h"

#include <QStringList>
#include <QWidget>

class QTableView;

namespace vigie::console {

class TableFooter : public QWidget {
  Q_OBJECT
 public:
  TableFooter(const Theme& theme, QTableView& view, QWidget* parent);

  /// One text a column; none: nothing to show.
  void setTexts(const QStringList& texts);
  [[nodiscard]] bool isEmpty() const { return texts_.isEmpty(); }
  [[nodiscard]] int wantedHeight() const;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& theme_;
  QTableView& view_;
  QStringList texts_;
};

}  // namespace vigie::console
