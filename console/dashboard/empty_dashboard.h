// What stands where panels would be while a dashboard has none: how to get the first one.
#pragma once

#include <QWidget>

namespace vigie::console {

class EmptyDashboard : public QWidget {
  Q_OBJECT
 public:
  explicit EmptyDashboard(QWidget* parent = nullptr);

 Q_SIGNALS:
  void panelRequested();
};

}  // namespace vigie::console
