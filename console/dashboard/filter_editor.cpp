#include "console/dashboard/filter_editor.h"

#include "console/app/theme.h"
#include "console/prometheus/metadata_client.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRegularExpression>
#include <QScreen>
#include <QSortFilterProxyModel>
#include <QStringListModel>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kFilterWidth = 340;
constexpr int kFilterListHeight = 192;
constexpr int kFilterListRows = 8;

QString operatorWords(const QString& op) {
  if (op == QLatin1String("=")) return FilterEditor::tr("is");
  if (op == QLatin1String("!=")) return FilterEditor::tr("is not");
  if (op == QLatin1String("=~")) return FilterEditor::tr("matches the regular expression");
  if (op == QLatin1String("!~")) return FilterEditor::tr("does not match the regular expression");
  if (op == QLatin1String("<")) return FilterEditor::tr("is less than");
  if (op == QLatin1String(">")) return FilterEditor::tr("is greater than");
  return op;
}

/// What a label may be called (Prometheus' data model).
bool isLabelName(const QString& text) {
  static const QRegularExpression kName(QStringLiteral(R"(^[a-zA-Z_][a-zA-Z0-9_]*$)"));
  return kName.match(text).hasMatch();
}

}  // namespace

FilterEditor::FilterEditor(const Theme& theme, MetadataClient& metadata, const TimeWindow& window,
                           const AdHocFilter& filter, const std::vector<AdHocFilter>& others, bool isNew,
                           QWidget* parent)
    : QFrame(parent, Qt::Popup),
      metadata_(metadata),
      window_(window),
      others_(others),
      before_(filter),
      key_(new QLineEdit),
      ops_(new QButtonGroup(this)),
      value_(new QLineEdit),
      list_(new QListView),
      offered_(new QStringListModel(this)),
      fitting_(new QSortFilterProxyModel(this)),
      note_(new QLabel),
      apply_(new QPushButton(tr("Apply"))) {
  Q_UNUSED(theme)
  setAttribute(Qt::WA_DeleteOnClose);
  setObjectName(QStringLiteral("choicePopup"));
  setAccessibleName(isNew ? tr("Add a filter") : tr("Change the filter"));
  setFixedWidth(kFilterWidth);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::kMedium, space::kMedium, space::kMedium, space::kMedium);
  layout->setSpacing(space::kSmall);
  addFields(filter);
  fitting_->setSourceModel(offered_);
  fitting_->setFilterCaseSensitivity(Qt::CaseInsensitive);
  list_->setModel(fitting_);
  list_->setUniformItemSizes(true);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setFixedHeight(kFilterListHeight);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setTextElideMode(Qt::ElideMiddle);
  list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  list_->installEventFilter(this);
  connect(list_, &QListView::clicked, this, &FilterEditor::pick);
  layout->addWidget(list_);
  note_->setWordWrap(true);
  note_->setTextFormat(Qt::PlainText);
  note_->setFont(Theme::font(TextRole::kSmall));
  layout->addWidget(note_);
  addButtons(isNew);
  check();
}

void FilterEditor::addFields(const AdHocFilter& filter) {
  key_->setPlaceholderText(tr("Label, for example job"));
  key_->setAccessibleName(tr("Label"));
  key_->setText(filter.key);
  value_->setPlaceholderText(tr("Value"));
  value_->setAccessibleName(tr("Value"));
  value_->setText(filter.values.isEmpty() ? filter.value : filter.values.join(QLatin1Char('|')));
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->addWidget(key_);
  auto* row = new QHBoxLayout;
  row->setSpacing(space::kTiny);
  QStringList operators = filterOperators();
  if (!operators.contains(filter.op)) operators.append(filter.op);
  for (qsizetype i = 0; i < operators.size(); ++i) {
    auto* button = new QToolButton;
    button->setText(operators[i]);
    button->setCheckable(true);
    button->setChecked(operators[i] == filter.op);
    button->setFont(Theme::font(TextRole::kCode));
    button->setToolTip(operatorWords(operators[i]));
    button->setAccessibleName(operatorWords(operators[i]));
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    ops_->addButton(button, static_cast<int>(i));
    row->addWidget(button);
  }
  column->addLayout(row);
  column->addWidget(value_);
  for (QLineEdit* field : {key_, value_}) {
    field->installEventFilter(this);
    connect(field, &QLineEdit::textChanged, this, [this, field] {
      if (field == field_) fitting_->setFilterFixedString(field->text().trimmed());
      check();
    });
  }
  connect(ops_, &QButtonGroup::idClicked, this, &FilterEditor::check);
}

void FilterEditor::addButtons(bool isNew) {
  auto* row = new QHBoxLayout;
  row->setSpacing(space::kSmall);
  if (!isNew) {
    auto* remove = new QPushButton(tr("Remove"));
    connect(remove, &QPushButton::clicked, this, [this] {
      close();
      Q_EMIT removed();
    });
    row->addWidget(remove);
  }
  row->addStretch();
  apply_->setProperty("role", QStringLiteral("primary"));
  connect(apply_, &QPushButton::clicked, this, [this] {
    const AdHocFilter now = filter();
    close();
    Q_EMIT accepted(now);
  });
  row->addWidget(apply_);
  static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void FilterEditor::openBelow(const QWidget& anchor) {
  adjustSize();
  const QRect screen = anchor.screen()->availableGeometry();
  QPoint at = anchor.mapToGlobal(QPoint(0, anchor.height() + space::kTiny));
  at.setX(std::clamp(at.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
  at.setY(std::clamp(at.y(), screen.top(), std::max(screen.top(), screen.bottom() - height())));
  move(at);
  show();
  QLineEdit* first = before_.key.isEmpty() ? key_ : value_;
  first->setFocus();
  first->selectAll();
  offerFor(first);
}

AdHocFilter FilterEditor::filter() const {
  const auto* chosen = ops_->checkedButton();
  AdHocFilter filter{key_->text().trimmed(), chosen ? chosen->text() : QStringLiteral("="), value_->text()};
  if (filter.op.size() > 1 && filter.op.endsWith(QLatin1Char('|'))) {
    filter.values = filter.value.split(QLatin1Char('|'), Qt::SkipEmptyParts);
    filter.value = filter.values.value(0);
  }
  return filter;
}

void FilterEditor::offerFor(QLineEdit* field) {
  if (field == field_) return;
  field_ = field;
  list_->setAccessibleName(field == key_ ? tr("Labels") : tr("Values"));
  offered_->setStringList({});
  // The whole list at first: what stands there already is one of it.
  fitting_->setFilterFixedString(QString());
  ask();
}

void FilterEditor::ask() {
  const quint64 turn = ++asked_;
  const MetadataClient::Scope scope{filterSelector(others_), window_.fromMs, window_.toMs};
  const auto answered = [this, turn](const Result<QStringList>& texts) {
    if (turn == asked_) take(texts);
  };
  if (field_ == key_) {
    metadata_.labelNames(scope, this, answered);
  } else if (isLabelName(key_->text().trimmed())) {
    metadata_.labelValues(key_->text().trimmed(), scope, this, answered);
  }
}

void FilterEditor::take(const Result<QStringList>& answered) {
  if (!answered) {
    note_->setProperty("problem", QString::fromStdString(answered.error().message));
    check();
    return;
  }
  note_->setProperty("problem", QVariant());
  QStringList texts = *answered;
  if (field_ == key_) {
    // One filter a label, as Grafana offers them.
    texts.removeIf([this](const QString& name) {
      return std::any_of(others_.begin(), others_.end(), [&name](const AdHocFilter& f) { return f.key == name; });
    });
  }
  offered_->setStringList(texts);
  // Whole rows: half a one at the end looks like a mistake.
  if (const int row = list_->sizeHintForRow(0); row > 0) list_->setFixedHeight(kFilterListRows * row);
  list_->setCurrentIndex(fitting_->index(std::max(0, static_cast<int>(texts.indexOf(field_->text()))), 0));
  check();
}

void FilterEditor::pick(const QModelIndex& index) {
  if (!index.isValid() || !field_) return;
  field_->setText(index.data().toString());
  goOn();
}

void FilterEditor::goOn() {
  if (field_ == key_) {
    value_->setFocus();
    value_->selectAll();
    offerFor(value_);
    return;
  }
  if (apply_->isEnabled()) apply_->click();
}

void FilterEditor::check() {
  const AdHocFilter now = filter();
  const QString problem = note_->property("problem").toString();
  QString words;
  QString role = QStringLiteral("muted");
  bool holds = isCompleteFilter(now);
  if (!now.key.isEmpty() && !isLabelName(now.key)) {
    holds = false;
    role = QStringLiteral("critical");
    words = tr("“%1” is no label: letters, digits and _ only.").arg(now.key);
  } else if (!isPrometheusOperator(now.op)) {
    role = QStringLiteral("warning");
    words = tr("Prometheus compares labels with %1 only: the panels will show its error.")
                .arg(QStringLiteral("=, !=, =~, !~"));
  } else if (now.op.endsWith(QLatin1Char('~')) && !QRegularExpression(now.value).isValid()) {
    role = QStringLiteral("warning");
    words = tr("That is no regular expression: %1").arg(QRegularExpression(now.value).errorString());
  } else if (!problem.isEmpty()) {
    role = QStringLiteral("warning");
    words = tr("What there is to choose could not be asked for: %1").arg(problem);
  } else if (now.value.isEmpty() && !now.key.isEmpty()) {
    words = tr("An empty value means series without the label.");
  }
  note_->setText(words);
  note_->setVisible(!words.isEmpty());
  if (note_->property("role").toString() != role) {
    note_->setProperty("role", role);
    note_->style()->unpolish(note_);
    note_->style()->polish(note_);
  }
  apply_->setEnabled(holds);
}

bool FilterEditor::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::FocusIn && (watched == key_ || watched == value_)) {
    offerFor(static_cast<QLineEdit*>(watched));
  }
  if (event->type() == QEvent::ShortcutOverride) {
    event->accept();
    return true;
  }
  if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
  if (watched == list_) {
    if (isEnter || key == Qt::Key_Space) {
      pick(list_->currentIndex());
      return true;
    }
    if (key == Qt::Key_Up && list_->currentIndex().row() <= 0 && field_) {
      field_->setFocus();
      return true;
    }
    return QFrame::eventFilter(watched, event);
  }
  if (key == Qt::Key_Down && fitting_->rowCount() > 0) {
    list_->setFocus(Qt::TabFocusReason);
    if (!list_->currentIndex().isValid()) list_->setCurrentIndex(fitting_->index(0, 0));
    return true;
  }
  if (isEnter) {
    goOn();
    return true;
  }
  return QFrame::eventFilter(watched, event);
}

}  // namespace vigie::console
