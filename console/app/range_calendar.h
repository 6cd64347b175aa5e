// A month of days from which both ends of a range are picked: first the beginning, then the end.
//
// Keys: arrows go by days and weeks, Page Up and Page Down by months, Enter or Space picks. Days are those of the zone
// the caller counts in; names and the first day of the week are the reader's.
#pragma once

#include <QDate>
#include <QWidget>

class QLabel;
class QToolButton;

namespace vigie::console {

class Theme;

class RangeCalendar : public QWidget {
  Q_OBJECT
 public:
  /// `theme` outlives it.
  explicit RangeCalendar(const Theme& theme, QWidget* parent = nullptr);

  /// What is marked, and what day it is there now.
  void mark(const QDate& from, const QDate& to, const QDate& today);
  void setFirstDayOfWeek(Qt::DayOfWeek day);
  /// The next day that is picked is this end; the focus goes to the days.
  void begin(bool atEnd);
  [[nodiscard]] QDate from() const { return from_; }
  [[nodiscard]] QDate to() const { return to_; }

 Q_SIGNALS:
  /// from ≤ to. After the first of two days both are that day.
  void picked(const QDate& from, const QDate& to);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  class Days;

  void pick(const QDate& day);
  void turn(int months);
  void showMonth();
  void restyle();

  const Theme& theme_;
  QToolButton* earlier_;
  QLabel* month_;
  QToolButton* later_;
  Days* days_;
  QDate from_;
  QDate to_;
  bool picksEnd_ = false;
};

}  // namespace vigie::console
