// The popup under the time range: from and to as fields, the quick ranges beside them, the zone below, and on demand a
// calendar at their left.
#pragma once

#include "console/dashboard/dashboard_time.h"

#include <QFrame>
#include <QPointer>

class QAction;
class QDate;
class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace vigie::console {

class QuickRangeList;
class RangeCalendar;
class Theme;
class TimeRange;
class ZoneBox;

class RangePicker : public QFrame {
  Q_OBJECT
 public:
  RangePicker(const Theme& theme, TimeRange& timeRange, QWidget* parent = nullptr);

  /// Shows itself under `anchor` with the present range; `own` is offered before the usual ranges.
  void openBelow(QWidget& anchor, const std::vector<NamedRange>& own);

 Q_SIGNALS:
  /// Back to what the dashboard says itself.
  void ownRangeRequested();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* buildFields();
  QWidget* buildZone();
  void fillFields();
  void fillRecent();
  /// Opens it for this end, or puts it away.
  void toggleCalendar(bool atEnd);
  void markDays();
  void takeDays(const QDate& from, const QDate& to);
  void place();
  void restyle();
  void choose(const QListWidgetItem* item);
  void apply();
  /// Says what is wrong while one types; true when the range holds.
  bool check();

  const Theme& theme_;
  TimeRange& timeRange_;
  QPointer<const QWidget> anchor_;
  RangeCalendar* calendar_;
  QFrame* calendarLine_;
  QLineEdit* from_;
  QLineEdit* to_;
  QLabel* problem_;
  QLabel* meaning_;
  QList<QAction*> openers_;  ///< of the calendar, in the fields
  QPushButton* apply_;
  QPushButton* dashboardOwn_;
  QLabel* recentHeading_;
  QListWidget* recent_;
  QuickRangeList* quick_;
  ZoneBox* zone_;
};

}  // namespace vigie::console
