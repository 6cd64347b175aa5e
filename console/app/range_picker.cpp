#include "console/app/range_picker.h"

#include "console/app/accessible_role.h"
#include "console/app/icon.h"
#include "console/app/quick_range_list.h"
#include "console/app/range_calendar.h"
#include "console/app/theme.h"
#include "console/app/zone_box.h"
#include "console/dashboard/time_range.h"

#include <QAction>
#include <QDateTime>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kFieldsWidth = 300;
constexpr int kPickerHeight = 380;

QLabel* fieldHeading(const QString& text) {
  auto* label = new QLabel(text);
  label->setFont(Theme::font(TextRole::kSmallStrong));
  label->setProperty("role", QStringLiteral("muted"));
  return label;
}

QFrame* verticalLine() {
  auto* line = new QFrame;
  line->setObjectName(QStringLiteral("divider"));
  line->setFixedWidth(1);
  return line;
}

}  // namespace

RangePicker::RangePicker(const Theme& theme, TimeRange& timeRange, QWidget* parent)
    : QFrame(parent, Qt::Popup),
      theme_(theme),
      timeRange_(timeRange),
      calendar_(new RangeCalendar(theme)),
      calendarLine_(verticalLine()),
      from_(new QLineEdit),
      to_(new QLineEdit),
      problem_(new QLabel),
      meaning_(new QLabel),
      quick_(new QuickRangeList),
      zone_(new ZoneBox) {
  setAccessibleRole(*this, QAccessible::Dialog);
  setObjectName(QStringLiteral("rangePicker"));
  setAccessibleName(tr("Time range"));
  setFixedHeight(kPickerHeight);
  auto* parts = new QHBoxLayout;
  parts->setSpacing(0);
  parts->addWidget(calendar_);
  parts->addWidget(calendarLine_);
  parts->addWidget(buildFields());
  parts->addWidget(verticalLine());
  parts->addWidget(quick_);
  calendar_->hide();
  calendarLine_->hide();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(1, 1, 1, 1);
  layout->setSpacing(0);
  layout->addLayout(parts, 1);
  auto* rule = new QFrame;
  rule->setObjectName(QStringLiteral("divider"));
  rule->setFixedHeight(1);
  layout->addWidget(rule);
  layout->addWidget(buildZone());
  connect(calendar_, &RangeCalendar::picked, this, &RangePicker::takeDays);
  connect(quick_, &QuickRangeList::chosen, this, [this](const RawRange& range) {
    close();
    timeRange_.choose(range);
  });
  connect(&theme_, &Theme::changed, this, &RangePicker::restyle);
  restyle();
}

QWidget* RangePicker::buildFields() {
  auto* half = new QWidget;
  half->setFixedWidth(kFieldsWidth);
  auto* layout = new QVBoxLayout(half);
  layout->setContentsMargins(space::kMedium, space::kMedium, space::kMedium, space::kMedium);
  layout->setSpacing(space::kTiny);
  const auto addField = [this, layout](const QString& word, QLineEdit* edit) {
    const bool atEnd = edit == to_;
    layout->addWidget(fieldHeading(word));
    edit->setAccessibleName(word);
    edit->installEventFilter(this);
    QAction* opener = edit->addAction(QIcon(), QLineEdit::TrailingPosition);
    opener->setText(atEnd ? tr("Calendar for the end") : tr("Calendar for the beginning"));
    opener->setToolTip(tr("Calendar (Alt+↓)"));
    connect(opener, &QAction::triggered, this, [this, atEnd] { toggleCalendar(atEnd); });
    openers_.append(opener);
    layout->addWidget(edit);
    connect(edit, &QLineEdit::textEdited, this, &RangePicker::check);
    connect(edit, &QLineEdit::returnPressed, this, &RangePicker::apply);
  };
  addField(tr("From"), from_);
  layout->addSpacing(space::kTiny);
  addField(tr("To"), to_);
  from_->setPlaceholderText(QStringLiteral("now-6h"));
  to_->setPlaceholderText(QStringLiteral("now"));
  for (QLabel* label : {problem_, meaning_}) {
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setFont(Theme::font(TextRole::kSmall));
    layout->addWidget(label);
  }
  problem_->setProperty("role", QStringLiteral("critical"));
  meaning_->setProperty("role", QStringLiteral("muted"));
  apply_ = new QPushButton(tr("Apply time range"));
  apply_->setProperty("role", QStringLiteral("primary"));
  apply_->setDefault(true);
  layout->addSpacing(space::kTiny);
  layout->addWidget(apply_);
  dashboardOwn_ = new QPushButton(tr("As the dashboard says"));
  dashboardOwn_->setToolTip(tr("The range, refresh and zone that are saved with the dashboard"));
  layout->addWidget(dashboardOwn_);
  layout->addSpacing(space::kSmall);
  recentHeading_ = fieldHeading(tr("Recently chosen"));
  layout->addWidget(recentHeading_);
  recent_ = makeRangeList(recentHeading_->text());
  layout->addWidget(recent_, 1);
  layout->addStretch();
  connect(apply_, &QPushButton::clicked, this, &RangePicker::apply);
  connect(dashboardOwn_, &QPushButton::clicked, this, [this] {
    close();
    Q_EMIT ownRangeRequested();
  });
  connect(recent_, &QListWidget::itemClicked, this, &RangePicker::choose);
  connect(recent_, &QListWidget::itemActivated, this, &RangePicker::choose);
  return half;
}

QWidget* RangePicker::buildZone() {
  auto* foot = new QWidget;
  auto* layout = new QHBoxLayout(foot);
  layout->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kSmall);
  layout->addWidget(fieldHeading(tr("Time zone")));
  layout->addWidget(zone_, 1);
  connect(zone_, &ZoneBox::zoneChosen, this, [this](const QTimeZone& zone) {
    timeRange_.setZone(zone);
    fillFields();
  });
  return foot;
}

void RangePicker::openBelow(QWidget& anchor, const std::vector<NamedRange>& own) {
  anchor_ = &anchor;
  setAccessibleOpener(*this, anchor);
  calendar_->hide();
  calendarLine_->hide();
  fillFields();
  quick_->offer(own, timeRange_.raw());
  fillRecent();
  dashboardOwn_->setVisible(timeRange_.isChosen());
  place();
  show();
  from_->setFocus();
  from_->selectAll();
}

void RangePicker::place() {
  if (!anchor_) return;
  layout()->activate();
  adjustSize();
  const QRect screen = anchor_->screen()->availableGeometry();
  QPoint at = anchor_->mapToGlobal(QPoint(anchor_->width() - width(), anchor_->height() + space::kTiny));
  at.setX(std::clamp(at.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
  QWidget::move(at);
}

void RangePicker::toggleCalendar(bool atEnd) {
  const bool opens = calendar_->isHidden();
  calendar_->setVisible(opens);
  calendarLine_->setVisible(opens);
  if (opens) {
    markDays();
    calendar_->begin(atEnd);
  }
  place();
}

void RangePicker::markDays() {
  if (calendar_->isHidden()) return;
  // The days of the zone that is shown, whatever the machine's is.
  const TimeRules& rules = timeRange_.rules();
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  const auto dayOf = [&rules](qint64 ms) { return QDateTime::fromMSecsSinceEpoch(ms, rules.zone).date(); };
  const auto window = readRange({from_->text(), to_->text()}, now, rules);
  calendar_->setFirstDayOfWeek(rules.weekStart);
  calendar_->mark(window ? dayOf(window->fromMs) : QDate(), window ? dayOf(window->toMs) : QDate(), dayOf(now));
}

void RangePicker::takeDays(const QDate& from, const QDate& to) {
  from_->setText(from.toString(Qt::ISODate) + QStringLiteral(" 00:00:00"));
  to_->setText(to.toString(Qt::ISODate) + QStringLiteral(" 23:59:59"));
  check();
}

void RangePicker::fillFields() {
  const TimeWindow window = timeRange_.windowAt(QDateTime::currentMSecsSinceEpoch());
  const QTimeZone& zone = timeRange_.rules().zone;
  const auto shown = [&zone](const QString& written, qint64 ms) {
    return isRelativeTime(written) ? written : typedTime(ms, zone);
  };
  from_->setText(shown(timeRange_.raw().from, window.fromMs));
  to_->setText(shown(timeRange_.raw().to, window.toMs));
  zone_->setZone(zone);
  check();
}

void RangePicker::fillRecent() {
  recent_->clear();
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  for (const RawRange& range : timeRange_.recent()) {
    const auto window = readRange(range, now, timeRange_.rules());
    if (window) addRange(*recent_, rangeWords(range, *window), range);
  }
  recent_->setVisible(recent_->count() > 0);
  recentHeading_->setVisible(recent_->count() > 0);
}

void RangePicker::choose(const QListWidgetItem* item) {
  if (!item) return;
  const RawRange range = rangeOf(*item);
  close();
  timeRange_.choose(range);
}

bool RangePicker::check() {
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  const RawRange typed{from_->text(), to_->text()};
  const auto window = readRange(typed, now, timeRange_.rules());
  // "13h", or a copied range, in the first field is a range by itself.
  const auto whole = readTypedRange(typed.from, now, timeRange_.rules());
  const bool fromIsWhole = !window && window.error().param == "from" && whole.has_value();
  const bool holds = window.has_value() || fromIsWhole;
  problem_->setText(holds ? QString() : QString::fromStdString(window.error().message));
  problem_->setVisible(!holds);
  meaning_->setVisible(holds);
  if (holds) {
    const TimeWindow shown = window ? *window : *readRange(*whole, now, timeRange_.rules());
    meaning_->setText(windowWords(shown) + QStringLiteral(" · ") + zoneWords(shown.toMs));
  }
  apply_->setEnabled(holds);
  markDays();
  for (QLineEdit* edit : {from_, to_}) {
    const bool wrong = !holds && (window.error().param == "from") == (edit == from_);
    edit->setProperty("role", wrong ? QStringLiteral("wrong") : QString());
    edit->setAccessibleDescription(wrong ? problem_->text() : QString());
    edit->style()->unpolish(edit);
    edit->style()->polish(edit);
  }
  return holds;
}

void RangePicker::apply() {
  if (!check()) return;
  RawRange range{from_->text(), to_->text()};
  if (!readRange(range, QDateTime::currentMSecsSinceEpoch(), timeRange_.rules())) {
    range = *readTypedRange(range.from, QDateTime::currentMSecsSinceEpoch(), timeRange_.rules());
  }
  close();
  timeRange_.choose(range);
}

bool RangePicker::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Down && key->modifiers().testFlag(Qt::AltModifier)) {
      toggleCalendar(watched == to_);
      return true;
    }
  }
  return QFrame::eventFilter(watched, event);
}

void RangePicker::restyle() {
  const QIcon days = icon(QStringLiteral("calendar"), theme_.tokens().muted, 16);
  for (QAction* opener : openers_) opener->setIcon(days);
}

}  // namespace vigie::console
