// The popup under the time range: from and to as fields, the quick ranges beside them, the zone below.
#pragma once

#include "console/dashboard/dashboard_time.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace vigie::console {

class Theme;
class TimeRange;

class RangePicker : public QFrame {
  Q_OBJECT
 public:
  RangePicker(const Theme& theme, TimeRange& timeRange, QWidget* parent = nullptr);

  /// Shows itself under `anchor` with the present range; `own` is offered before the usual ranges.
  void openBelow(const QWidget& anchor, const std::vector<NamedRange>& own);

 Q_SIGNALS:
  /// Back to what the dashboard says itself.
  void ownRangeRequested();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QWidget* buildFields();
  QWidget* buildQuick();
  QWidget* buildZone();
  void fillFields();
  void fillQuick(const QString& filter);
  void fillRecent();
  void choose(const QListWidgetItem* item);
  void apply();
  /// Says what is wrong while one types; true when the range holds.
  bool check();

  const Theme& theme_;
  TimeRange& timeRange_;
  std::vector<NamedRange> own_;
  QLineEdit* from_;
  QLineEdit* to_;
  QLabel* problem_;
  QLabel* meaning_;
  QPushButton* apply_;
  QPushButton* dashboardOwn_;
  QLabel* recentHeading_;
  QListWidget* recent_;
  QLineEdit* search_;
  QListWidget* quick_;
  QComboBox* zone_;
};

}  // namespace vigie::console
