// A row of a dashboard: its title over the panels, which it folds away.
#pragma once

#include <QAbstractButton>

namespace vigie::console {

class Theme;

class RowHeading : public QAbstractButton {
  Q_OBJECT
 public:
  RowHeading(const Theme& theme, const QString& title, bool collapsed, QWidget* parent = nullptr);
  void setCollapsed(bool collapsed);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& theme_;
  bool collapsed_;
};

}  // namespace vigie::console
