// The ad-hoc filters of one variable in the bar: a chip each, which opens to be changed, and one to add.
#pragma once

#include "console/dashboard/ad_hoc_filter.h"

#include <QWidget>

#include <vector>

class QToolButton;

namespace vigie::console {

class Theme;
class VariableSet;

class FilterChips : public QWidget {
  Q_OBJECT
 public:
  /// Both outlive it. `name`: an ad-hoc variable's.
  FilterChips(const Theme& theme, VariableSet& variables, QString name, QWidget* parent = nullptr);

  /// As the variable has them now.
  void follow();
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] std::vector<AdHocFilter> filters() const;
  /// Of the filter at `index`; of a new one where that is past the last.
  void openEditor(std::size_t index, QWidget& anchor);
  void remove(std::size_t index);
  void restyle();

  const Theme& theme_;
  VariableSet& variables_;
  QString name_;
  std::vector<AdHocFilter> shown_;
  std::vector<QWidget*> cells_;  ///< the chips, and last the one to add
  QToolButton* add_;
};

}  // namespace vigie::console
