#include "console/app/range_calendar.h"

#include "console/app/icon.h"
#include "console/app/theme.h"

#include <QCalendarWidget>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QTableView>
#include <QTextCharFormat>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {
constexpr int kDaysWidth = 264;
}  // namespace

/// Qt's calendar does the days, the keys and the locale; only the look is ours.
class RangeCalendar::Days : public QCalendarWidget {
 public:
  Days(const Theme& theme, RangeCalendar& range) : theme_(theme), range_(range) {
    setNavigationBarVisible(false);
    setVerticalHeaderFormat(NoVerticalHeader);
    setHorizontalHeaderFormat(ShortDayNames);
    setGridVisible(false);
    setDateEditEnabled(false);
    view()->setFrameShape(QFrame::NoFrame);
    // A column is at least as wide as the font's widest sign, which is more than a seventh of what there is: without
    // this the last day of the week is out of sight.
    view()->horizontalHeader()->setMinimumSectionSize(1);
    view()->verticalHeader()->setMinimumSectionSize(1);
  }

  [[nodiscard]] QTableView* view() const {
    return findChild<QTableView*>(QStringLiteral("qt_calendar_calendarview"));
  }
  void repaintDays() { updateCells(); }
  QDate today;

 protected:
  void paintCell(QPainter* painter, const QRect& rect, QDate date) const override {
    const ThemeTokens& t = theme_.tokens();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    // The view has drawn its own selection already, a square.
    painter->fillRect(rect, t.raised);
    const bool isEnd = date == range_.from() || date == range_.to();
    const QRectF band = QRectF(rect).adjusted(0, 3, 0, -3);
    if (range_.from().isValid() && date >= range_.from() && date <= range_.to()) painter->fillRect(band, t.selection);
    const QRectF spot(rect.center().x() - 13, band.center().y() - 13, 27, 26);
    if (isEnd) {
      painter->setBrush(t.accent);
      painter->drawRoundedRect(spot, radius::kControl, radius::kControl);
    }
    // Where the keyboard is, and today: both seen without colour.
    painter->setBrush(Qt::NoBrush);
    if (date == selectedDate() && view()->hasFocus()) {
      painter->setPen(QPen(isEnd ? t.text : t.accent, 1.5));
      painter->drawRoundedRect(spot.adjusted(0.5, 0.5, -0.5, -0.5), radius::kControl, radius::kControl);
    }
    const bool inMonth = date.month() == monthShown() && date.year() == yearShown();
    painter->setFont(Theme::font(date == today ? TextRole::kStrong : TextRole::kBody));
    painter->setPen(isEnd ? t.onAccent : inMonth ? t.text : t.muted);
    painter->drawText(rect, Qt::AlignCenter, QLocale().toString(date.day()));
    if (date == today) {
      painter->setPen(QPen(isEnd ? t.onAccent : t.accent, 1.5));
      painter->drawLine(QPointF(rect.center().x() - 5, spot.bottom() - 3),
                        QPointF(rect.center().x() + 5, spot.bottom() - 3));
    }
    painter->restore();
  }

 private:
  const Theme& theme_;
  RangeCalendar& range_;
};

RangeCalendar::RangeCalendar(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      earlier_(new QToolButton),
      month_(new QLabel),
      later_(new QToolButton),
      days_(new Days(theme, *this)) {
  setFixedWidth(kDaysWidth);
  setAccessibleName(tr("Calendar"));
  earlier_->setAccessibleName(tr("Month before"));
  earlier_->setToolTip(tr("Month before (Page Up)"));
  later_->setAccessibleName(tr("Month after"));
  later_->setToolTip(tr("Month after (Page Down)"));
  month_->setAlignment(Qt::AlignCenter);
  month_->setFont(Theme::font(TextRole::kStrong));
  auto* head = new QHBoxLayout;
  head->setSpacing(0);
  head->addWidget(earlier_);
  head->addWidget(month_, 1);
  head->addWidget(later_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::kMedium, space::kMedium, space::kMedium, space::kMedium);
  layout->setSpacing(space::kSmall);
  layout->addLayout(head);
  layout->addWidget(days_, 1);
  for (QToolButton* button : {earlier_, later_}) button->setProperty("role", QStringLiteral("ghost"));
  connect(earlier_, &QToolButton::clicked, this, [this] { turn(-1); });
  connect(later_, &QToolButton::clicked, this, [this] { turn(1); });
  connect(days_, &QCalendarWidget::clicked, this, &RangeCalendar::pick);
  connect(days_, &QCalendarWidget::currentPageChanged, this, &RangeCalendar::showMonth);
  connect(days_, &QCalendarWidget::selectionChanged, this, [this] {
    // Said by screen readers as the day one stands on.
    days_->setAccessibleDescription(QLocale().toString(days_->selectedDate(), QLocale::LongFormat));
  });
  days_->setAccessibleName(tr("Days"));
  days_->view()->installEventFilter(this);
  setFocusProxy(days_->view());
  connect(&theme_, &Theme::changed, this, &RangeCalendar::restyle);
  restyle();
  showMonth();
}

void RangeCalendar::mark(const QDate& from, const QDate& to, const QDate& today) {
  from_ = from;
  to_ = to;
  days_->today = today;
  days_->repaintDays();
  days_->update();
}

void RangeCalendar::setFirstDayOfWeek(Qt::DayOfWeek day) { days_->setFirstDayOfWeek(day); }

void RangeCalendar::begin(bool atEnd) {
  picksEnd_ = atEnd;
  const QDate day = atEnd ? to_ : from_;
  if (day.isValid()) days_->setSelectedDate(day);
  days_->view()->setFocus(Qt::OtherFocusReason);
}

void RangeCalendar::pick(const QDate& day) {
  if (picksEnd_ && from_.isValid()) {
    const QDate other = from_;
    from_ = std::min(other, day);
    to_ = std::max(other, day);
  } else {
    from_ = to_ = day;
  }
  picksEnd_ = !picksEnd_;
  days_->repaintDays();
  Q_EMIT picked(from_, to_);
}

void RangeCalendar::turn(int months) {
  const QDate first(days_->yearShown(), days_->monthShown(), 1);
  const QDate there = first.addMonths(months);
  days_->setCurrentPage(there.year(), there.month());
}

void RangeCalendar::showMonth() {
  QString words = QLocale().toString(QDate(days_->yearShown(), days_->monthShown(), 1), QStringLiteral("MMMM yyyy"));
  if (!words.isEmpty()) words[0] = words[0].toUpper();
  month_->setText(words);
}

void RangeCalendar::restyle() {
  const ThemeTokens& t = theme_.tokens();
  earlier_->setIcon(icon(QStringLiteral("chevron-left"), t.muted, 16));
  later_->setIcon(icon(QStringLiteral("chevron-right"), t.muted, 16));
  QTextCharFormat head;
  head.setForeground(t.muted);
  head.setBackground(Qt::transparent);
  head.setFont(Theme::font(TextRole::kSmall));
  days_->setHeaderTextFormat(head);
  for (int day = Qt::Monday; day <= Qt::Sunday; ++day)
    days_->setWeekdayTextFormat(static_cast<Qt::DayOfWeek>(day), head);
  QPalette palette = days_->palette();
  palette.setColor(QPalette::Base, t.raised);
  palette.setColor(QPalette::AlternateBase, t.raised);
  days_->setPalette(palette);
  days_->view()->setStyleSheet(
      QStringLiteral("QTableView { background: %1; alternate-background-color: %1; selection-background-color: %1; }")
          .arg(t.raised.name()));
  days_->repaintDays();
}

bool RangeCalendar::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) days_->repaintDays();
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space) {
      pick(days_->selectedDate());
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace vigie::console
