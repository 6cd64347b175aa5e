#include "console/explore/query_row.h"

#include "console/app/elided_label.h"
#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/dashboard/interval.h"
#include "console/explore/promql_editor.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

namespace vigie::console {
namespace {

enum KindIndex { kRangeIndex, kInstantIndex, kBothIndex };

QLabel* caption(const QString& text) {
  auto* label = new QLabel(text);
  label->setProperty("role", QStringLiteral("muted"));
  label->setFont(Theme::font(TextRole::kSmall));
  return label;
}

}  // namespace

QueryRow::QueryRow(const Theme& theme, promql::CompletionSource& source, const QueryDraft& query, QWidget* parent)
    : QFrame(parent),
      theme_(theme),
      letter_(new QLabel),
      editor_(new PromqlEditor(theme, source)),
      legend_(new QLineEdit),
      step_(new QLineEdit),
      kind_(new QComboBox),
      facts_(new ElidedLabel(Qt::AlignRight)),
      problem_(new QLabel) {
  setProperty("role", QStringLiteral("card"));
  letter_->setFont(Theme::font(TextRole::kStrong));
  letter_->setAlignment(Qt::AlignCenter);
  letter_->setFixedSize(24, 24);
  eye_ = button(QStringLiteral("eye"), tr("Show or leave out this query"));
  eye_->setCheckable(true);
  eye_->setChecked(true);
  copy_ = button(QStringLiteral("copy"), tr("Another query like this one"));
  remove_ = button(QStringLiteral("close"), tr("Remove this query"));

  legend_->setPlaceholderText(tr("{{label}} or as it is"));
  legend_->setAccessibleName(tr("Legend of the query"));
  legend_->setMinimumWidth(120);
  legend_->setMaximumWidth(240);
  step_->setPlaceholderText(tr("auto"));
  step_->setToolTip(tr("The least time between two points, for example 15s or 1m"));
  step_->setAccessibleName(tr("Least step"));
  step_->setFixedWidth(84);
  kind_->addItems({tr("Range"), tr("Instant"), tr("Both")});
  kind_->setAccessibleName(tr("Range, instant or both"));
  facts_->setProperty("role", QStringLiteral("muted"));
  facts_->setFont(Theme::font(TextRole::kSmall));
  problem_->setProperty("role", QStringLiteral("critical"));
  problem_->setWordWrap(true);
  problem_->setTextFormat(Qt::PlainText);
  problem_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  problem_->hide();

  auto* first = new QHBoxLayout;
  first->setSpacing(space::kSmall);
  first->addWidget(letter_, 0, Qt::AlignTop);
  first->addWidget(editor_, 1);
  for (QToolButton* tool : {eye_, copy_, remove_}) first->addWidget(tool, 0, Qt::AlignTop);
  auto* second = new QHBoxLayout;
  second->setSpacing(space::kSmall);
  second->addSpacing(24 + space::kSmall);
  second->addWidget(caption(tr("Legend")));
  second->addWidget(legend_, 1);
  second->addWidget(caption(tr("Min step")));
  second->addWidget(step_);
  second->addWidget(kind_);
  second->addWidget(facts_, 2);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::kMedium, space::kSmall, space::kSmall, space::kSmall);
  layout->setSpacing(space::kSmall);
  layout->addLayout(first);
  layout->addWidget(problem_);
  layout->addLayout(second);
  problem_->setIndent(24 + space::kSmall);

  connect(editor_, &PromqlEditor::runRequested, this, &QueryRow::runRequested);
  connect(editor_, &QPlainTextEdit::textChanged, this, [this] {
    // Colours change too, and are told as a change of the text.
    if (!problem_->isHidden() && editor_->expression() != problemOf_) setProblem({});
  });
  for (QLineEdit* line : {legend_, step_}) connect(line, &QLineEdit::returnPressed, this, &QueryRow::runRequested);
  connect(kind_, &QComboBox::activated, this, &QueryRow::runRequested);
  connect(eye_, &QToolButton::toggled, this, [this] {
    restyle();
    Q_EMIT hiddenChanged();
  });
  connect(copy_, &QToolButton::clicked, this, &QueryRow::copyRequested);
  connect(remove_, &QToolButton::clicked, this, &QueryRow::removeRequested);
  connect(&theme_, &Theme::changed, this, &QueryRow::restyle);
  setQuery(query);
  restyle();
}

QToolButton* QueryRow::button(const QString& iconName, const QString& words) {
  auto* made = new QToolButton;
  made->setProperty("role", QStringLiteral("ghost"));
  made->setProperty("iconName", iconName);
  made->setToolTip(words);
  made->setAccessibleName(words);
  return made;
}

void QueryRow::restyle() {
  const ThemeTokens& t = theme_.tokens();
  letter_->setStyleSheet(QStringLiteral("QLabel { background: %1; color: %2; border-radius: 4px; }")
                             .arg(t.selection.name(), t.accent.name()));
  eye_->setProperty("iconName", eye_->isChecked() ? QStringLiteral("eye") : QStringLiteral("eye-off"));
  for (QToolButton* tool : {eye_, copy_, remove_}) {
    tool->setIcon(icon(tool->property("iconName").toString(), t.muted, 16));
  }
}

QueryDraft QueryRow::query() const {
  QueryDraft query;
  query.refId = refId_;
  query.expr = editor_->expression();
  query.legend = legend_->text().trimmed();
  query.interval = step_->text().trimmed();
  query.range = kind_->currentIndex() != kInstantIndex;
  query.instant = kind_->currentIndex() != kRangeIndex;
  query.hidden = !eye_->isChecked();
  return query;
}

void QueryRow::setQuery(const QueryDraft& query) {
  refId_ = query.refId;
  letter_->setText(refId_);
  setAccessibleName(tr("Query %1").arg(refId_));
  editor_->setExpression(query.expr);
  legend_->setText(query.legend);
  legend_->setCursorPosition(0);
  step_->setText(query.interval);
  kind_->setCurrentIndex(query.instant ? (query.range ? kBothIndex : kInstantIndex) : kRangeIndex);
  const QSignalBlocker quiet(eye_);
  eye_->setChecked(!query.hidden);
  restyle();
}

void QueryRow::setProblem(const QString& message) {
  problemOf_ = editor_->expression();
  problem_->setText(message);
  problem_->setVisible(!message.isEmpty());
  editor_->setProblem(message);
  if (!message.isEmpty()) facts_->clear();
}

QString QueryRow::problem() const { return problem_->text(); }

void QueryRow::setRuns(const std::vector<QueryRun>& runs) {
  QStringList parts;
  const QLocale locale;
  for (const QueryRun& run : runs) {
    const QString what = run.query.range ? tr("step %1").arg(stepText(run.query.stepMs)) : tr("instant");
    parts.append(tr("%1 · %2 series · %3 points · %4 ms")
                     .arg(what, locale.toString(static_cast<qulonglong>(run.series)),
                          locale.toString(static_cast<qulonglong>(run.points)), locale.toString(run.elapsedMs)));
  }
  facts_->setText(parts.join(QStringLiteral("   |   ")));
}

QString QueryRow::facts() const { return facts_->text(); }

void QueryRow::setRemovable(bool removable) { remove_->setEnabled(removable); }

}  // namespace vigie::console
