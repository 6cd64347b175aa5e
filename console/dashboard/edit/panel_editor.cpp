#include "console/dashboard/edit/panel_editor.h"

#include "console/app/context.h"
#include "console/app/theme.h"
#include "console/dashboard/edit/text_content.h"
#include "console/dashboard/edit/threshold_list.h"
#include "console/dashboard/time_range.h"
#include "console/dashboard/unit_format.h"
#include "console/explore/promql_editor.h"
#include "console/explore/query_row.h"
#include "console/panels/panel_factory.h"
#include "console/panels/panel_widget.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kPreviewHeight = 220;
constexpr std::chrono::milliseconds kPreviewAfter{350};

QString numberText(std::optional<double> number) {
  return number ? QLocale().toString(*number, 'g', QLocale::FloatingPointShortest) : QString();
}

}  // namespace

PanelEditor::PanelEditor(const ConsoleContext& context, const PanelServices& services, std::function<LinkTime()> time,
                         const OrderedJson& panel, QWidget* host)
    : Drawer(context.theme, tr("Change panel"), host, 0.6),
      context_(context),
      services_(services),
      time_(std::move(time)),
      panel_(panel),
      metadata_(context.network, context.prometheus.baseUrl()),
      source_(metadata_),
      previewSlot_(new QVBoxLayout),
      title_(new QLineEdit),
      description_(new QLineEdit),
      type_(new QComboBox),
      unit_(new QComboBox),
      min_(new QLineEdit),
      max_(new QLineEdit),
      thresholds_(new ThresholdList),
      text_(new TextContent),
      queries_(new QVBoxLayout),
      discard_(new QLabel) {
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, space::kSmall, 0);
  column->setSpacing(space::kSmall);
  queriesPart_ = buildQueries();
  column->addWidget(queriesPart_);
  column->addWidget(text_);
  column->addSpacing(space::kSmall);
  column->addWidget(buildForm());
  column->addStretch();
  auto* scroll = new QScrollArea;
  scroll->setWidget(content);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setProperty("role", QStringLiteral("bare"));
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  // Its edge is the form's, which keeps room for the scroll bar.
  previewSlot_->setContentsMargins(0, 0, space::kSmall, 0);
  body().addLayout(previewSlot_);
  body().addWidget(scroll, 1);
  buildFooter();

  changed_.setSingleShot(true);
  changed_.setInterval(kPreviewAfter);
  connect(&changed_, &QTimer::timeout, this, &PanelEditor::showPreview);
  const auto later = [this] { changed_.start(); };
  for (QLineEdit* line : {title_, description_, min_, max_}) connect(line, &QLineEdit::textEdited, this, later);
  connect(type_, &QComboBox::currentTextChanged, this, later);
  connect(unit_, &QComboBox::currentTextChanged, this, later);
  connect(thresholds_, &ThresholdList::changed, this, later);
  connect(text_, &TextContent::changed, this, later);
  connect(type_, &QComboBox::currentTextChanged, this, &PanelEditor::showParts);
  setDraft(draftOf(panel_));
  title_->setFocus();
}

PanelEditor::~PanelEditor() = default;

void PanelEditor::setDraft(const PanelDraft& draft) {
  setHeading(draft.title.isEmpty() ? tr("Change panel") : tr("Change: %1").arg(draft.title));
  title_->setText(draft.title);
  description_->setText(draft.description);
  description_->setCursorPosition(0);
  // A type that is not drawn stays what it is.
  if (type_->findText(draft.type) < 0) type_->addItem(draft.type);
  type_->setCurrentText(draft.type);
  unit_->setCurrentText(draft.unit);
  min_->setText(numberText(draft.min));
  max_->setText(numberText(draft.max));
  thresholds_->set(draft.thresholds);
  text_->set(draft.text);
  showParts();
  for (QueryRow* row : std::exchange(rows_, {})) delete row;
  for (const QueryDraft& query : draft.queries) addQuery(query);
  if (rows_.empty() && draft.type != QLatin1String("text")) {
    QueryDraft first;
    first.refId = QStringLiteral("A");
    addQuery(first);
  }
  showPreview();
}

QueryRow* PanelEditor::addQuery(const QueryDraft& query) {
  auto* row = new QueryRow(context_.theme, source_, query);
  row->editor().setWindowSource([this] {
    const TimeWindow window = time_().window;
    return std::pair(window.fromMs, window.toMs);
  });
  queries_->addWidget(row);
  rows_.push_back(row);
  connect(row, &QueryRow::runRequested, this, &PanelEditor::showPreview);
  connect(row, &QueryRow::hiddenChanged, this, &PanelEditor::showPreview);
  connect(row, &QueryRow::removeRequested, this, [this, row] {
    std::erase(rows_, row);
    row->hide();
    row->deleteLater();
    showPreview();
  });
  connect(row, &QueryRow::copyRequested, this, [this, row] {
    QueryDraft copy = row->query();
    copy.refId = freeRefId(draft().queries);
    addQuery(copy);
    showPreview();
  });
  return row;
}

PanelDraft PanelEditor::draft() const {
  const PanelDraft old = draftOf(panel_);
  PanelDraft draft;
  draft.type = type_->currentText();
  draft.title = title_->text();
  draft.description = description_->text();
  draft.unit = unit_->currentText().trimmed();
  draft.min = readNumber(min_->text());
  draft.max = readNumber(max_->text());
  draft.thresholds = thresholds_->thresholds();
  if (draft.type == QLatin1String("text")) draft.text = text_->text();
  for (const QueryRow* row : rows_) {
    QueryDraft query = row->query();
    const auto same = std::find_if(old.queries.begin(), old.queries.end(),
                                   [&query](const QueryDraft& q) { return q.refId == query.refId; });
    query.asTable = same != old.queries.end() && same->asTable;
    // An empty one that was not there before is none.
    if (query.expr.trimmed().isEmpty() && same == old.queries.end()) continue;
    draft.queries.push_back(std::move(query));
  }
  return draft;
}

OrderedJson PanelEditor::edited() const { return withDraft(panel_, draft()); }

void PanelEditor::accept() {
  const OrderedJson panel = edited();
  mayDiscard_ = true;
  Q_EMIT accepted(panel);
  dismiss();
}

bool PanelEditor::mayClose() {
  if (mayDiscard_ || edited() == panel_) return true;
  // Once more: then it is meant.
  mayDiscard_ = true;
  discard_->setText(tr("The changes are not applied. Close once more to drop them."));
  QTimer::singleShot(std::chrono::seconds(6), this, [this] {
    mayDiscard_ = false;
    discard_->clear();
  });
  return false;
}

void PanelEditor::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_S && (event->modifiers() & Qt::ControlModifier)) return accept();
  Drawer::keyPressEvent(event);
}

void PanelEditor::showPreview() {
  if (preview_) {
    preview_->cancel();
    preview_->disconnect(this);
    previewSlot_->removeWidget(preview_);
    preview_->hide();
    preview_->deleteLater();
  }
  preview_ = new PanelWidget(services_, {}, readPanel(edited().toQt().toObject()), this);
  preview_->setFixedHeight(kPreviewHeight);
  previewSlot_->addWidget(preview_);
  connect(preview_, &PanelWidget::stateChanged, this, &PanelEditor::showFacts);
  connect(preview_, &PanelWidget::settled, this, &PanelEditor::showFacts);
  preview_->refresh(time_(), PanelQuery::Mode::kSupersede);
}

void PanelEditor::showFacts() {
  if (!preview_ || !preview_->hasAnswered()) return;
  for (QueryRow* row : rows_) {
    std::vector<QueryRun> runs;
    QString problem;
    for (const QueryRun& run : preview_->runs()) {
      if (run.refId != row->refId()) continue;
      runs.push_back(run);
      if (!run.problem.isEmpty()) problem = run.problem;
    }
    if (problem.isEmpty()) row->setRuns(runs);
    if (row->problem() != problem) row->setProblem(problem);
  }
}

}  // namespace vigie::console
