#include "console/app/range_picker.h"

#include "console/app/fuzzy_match.h"
#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/dashboard/time_range.h"

#include <QComboBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kFieldsWidth = 300;
constexpr int kQuickWidth = 220;
constexpr int kPickerHeight = 380;
constexpr int kFromRole = Qt::UserRole;
constexpr int kToRole = Qt::UserRole + 1;

QLabel* fieldHeading(const QString& text) {
  auto* label = new QLabel(text);
  label->setFont(Theme::font(TextRole::kSmallStrong));
  label->setProperty("role", QStringLiteral("muted"));
  return label;
}

void addRange(QListWidget& list, const QString& words, const RawRange& range) {
  auto* item = new QListWidgetItem(words, &list);
  item->setData(kFromRole, range.from);
  item->setData(kToRole, range.to);
}

QListWidget* rangeList(const QString& name) {
  auto* list = new QListWidget;
  list->setAccessibleName(name);
  list->setFrameShape(QFrame::NoFrame);
  list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list->setMouseTracking(true);
  return list;
}

/// The style sheet's arrow would be black in both themes.
class ZoneBox : public QComboBox {
 public:
  explicit ZoneBox(const Theme& theme) : theme_(theme) {}

 protected:
  void paintEvent(QPaintEvent* event) override {
    QComboBox::paintEvent(event);
    QPainter painter(this);
    painter.drawPixmap(width() - 24, (height() - 16) / 2,
                       iconPixmap(QStringLiteral("chevron-down"), theme_.tokens().muted, 16, devicePixelRatioF()));
  }

 private:
  const Theme& theme_;
};

}  // namespace

RangePicker::RangePicker(const Theme& theme, TimeRange& timeRange, QWidget* parent)
    : QFrame(parent, Qt::Popup), theme_(theme), timeRange_(timeRange) {
  setObjectName(QStringLiteral("rangePicker"));
  setAccessibleName(tr("Time range"));
  auto* halves = new QHBoxLayout;
  halves->setSpacing(0);
  halves->addWidget(buildFields());
  auto* line = new QFrame;
  line->setObjectName(QStringLiteral("divider"));
  line->setFixedWidth(1);
  halves->addWidget(line);
  halves->addWidget(buildQuick());
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(1, 1, 1, 1);
  layout->setSpacing(0);
  layout->addLayout(halves, 1);
  auto* rule = new QFrame;
  rule->setObjectName(QStringLiteral("divider"));
  rule->setFixedHeight(1);
  layout->addWidget(rule);
  layout->addWidget(buildZone());
}

QWidget* RangePicker::buildFields() {
  auto* half = new QWidget;
  half->setFixedWidth(kFieldsWidth);
  auto* layout = new QVBoxLayout(half);
  layout->setContentsMargins(space::kMedium, space::kMedium, space::kMedium, space::kMedium);
  layout->setSpacing(space::kTiny);
  from_ = new QLineEdit;
  to_ = new QLineEdit;
  problem_ = new QLabel;
  meaning_ = new QLabel;
  const auto addField = [layout](const QString& word, QLineEdit* edit) {
    layout->addWidget(fieldHeading(word));
    edit->setAccessibleName(word);
    layout->addWidget(edit);
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
  recent_ = rangeList(recentHeading_->text());
  layout->addWidget(recent_, 1);
  layout->addStretch();
  connect(from_, &QLineEdit::textEdited, this, &RangePicker::check);
  connect(to_, &QLineEdit::textEdited, this, &RangePicker::check);
  connect(from_, &QLineEdit::returnPressed, this, &RangePicker::apply);
  connect(to_, &QLineEdit::returnPressed, this, &RangePicker::apply);
  connect(apply_, &QPushButton::clicked, this, &RangePicker::apply);
  connect(dashboardOwn_, &QPushButton::clicked, this, [this] {
    close();
    Q_EMIT ownRangeRequested();
  });
  connect(recent_, &QListWidget::itemClicked, this, &RangePicker::choose);
  connect(recent_, &QListWidget::itemActivated, this, &RangePicker::choose);
  return half;
}

QWidget* RangePicker::buildQuick() {
  auto* half = new QWidget;
  half->setFixedWidth(kQuickWidth);
  auto* layout = new QVBoxLayout(half);
  layout->setContentsMargins(space::kMedium, space::kMedium, space::kTiny, space::kTiny);
  layout->setSpacing(space::kTiny);
  search_ = new QLineEdit;
  search_->setPlaceholderText(tr("Search quick ranges"));
  search_->setAccessibleName(search_->placeholderText());
  search_->setClearButtonEnabled(true);
  quick_ = rangeList(tr("Quick ranges"));
  layout->addWidget(search_);
  layout->addWidget(quick_, 1);
  setFixedHeight(kPickerHeight);
  connect(search_, &QLineEdit::textChanged, this, &RangePicker::fillQuick);
  connect(search_, &QLineEdit::returnPressed, this, [this] { choose(quick_->currentItem()); });
  connect(quick_, &QListWidget::itemClicked, this, &RangePicker::choose);
  connect(quick_, &QListWidget::itemActivated, this, &RangePicker::choose);
  return half;
}

QWidget* RangePicker::buildZone() {
  auto* foot = new QWidget;
  auto* layout = new QHBoxLayout(foot);
  layout->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kSmall);
  layout->addWidget(fieldHeading(tr("Time zone")));
  zone_ = new ZoneBox(theme_);
  zone_->setAccessibleName(tr("Time zone"));
  zone_->setMaxVisibleItems(16);
  zone_->addItem(tr("Local time (%1)").arg(QString::fromUtf8(QTimeZone::systemTimeZoneId())), QByteArray());
  zone_->addItem(QStringLiteral("UTC"), QByteArray("UTC"));
  zone_->insertSeparator(2);
  for (const QByteArray& id : QTimeZone::availableTimeZoneIds()) {
    // Without a place it is an offset or an old alias.
    if (id.contains('/') && !id.startsWith("Etc/")) zone_->addItem(QString::fromUtf8(id), id);
  }
  layout->addWidget(zone_, 1);
  connect(zone_, &QComboBox::activated, this, [this](int index) {
    const QByteArray id = zone_->itemData(index).toByteArray();
    timeRange_.setZone(id.isEmpty() ? QTimeZone::systemTimeZone() : QTimeZone(id));
    fillFields();
  });
  return foot;
}

void RangePicker::openBelow(const QWidget& anchor, const std::vector<NamedRange>& own) {
  own_ = own;
  search_->clear();
  fillFields();
  fillQuick({});
  fillRecent();
  dashboardOwn_->setVisible(timeRange_.isChosen());
  adjustSize();
  const QRect screen = anchor.screen()->availableGeometry();
  QPoint at = anchor.mapToGlobal(QPoint(anchor.width() - width(), anchor.height() + space::kTiny));
  at.setX(std::clamp(at.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
  QWidget::move(at);
  show();
  from_->setFocus();
  from_->selectAll();
}

void RangePicker::fillFields() {
  const TimeWindow window = timeRange_.windowAt(QDateTime::currentMSecsSinceEpoch());
  const QTimeZone& zone = timeRange_.rules().zone;
  const auto shown = [&zone](const QString& written, qint64 ms) {
    return isRelativeTime(written) ? written : typedTime(ms, zone);
  };
  from_->setText(shown(timeRange_.raw().from, window.fromMs));
  to_->setText(shown(timeRange_.raw().to, window.toMs));
  const QByteArray id = zone == QTimeZone::systemTimeZone() ? QByteArray() : zone.id();
  zone_->setCurrentIndex(std::max(0, zone_->findData(id)));
  check();
}

void RangePicker::fillQuick(const QString& filter) {
  quick_->clear();
  std::vector<NamedRange> all = own_;
  for (NamedRange& range : quickRanges()) all.push_back(std::move(range));
  for (const NamedRange& range : all) {
    if (!fuzzyMatch(filter, range.words)) continue;
    addRange(*quick_, range.words, range.range);
    const bool current = range.range == timeRange_.raw();
    if (current) quick_->setCurrentRow(quick_->count() - 1);
  }
  if (!filter.isEmpty()) quick_->setCurrentRow(0);
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
  const RawRange range{item->data(kFromRole).toString(), item->data(kToRole).toString()};
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

void RangePicker::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    close();
    return;
  }
  // Down from the search is the list.
  if (event->key() == Qt::Key_Down && search_->hasFocus()) {
    quick_->setFocus();
    if (quick_->currentRow() < 0) quick_->setCurrentRow(0);
    return;
  }
  QFrame::keyPressEvent(event);
}

}  // namespace vigie::console
