#include "console/explore/explore_page.h"

#include "console/app/context.h"
#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/dashboard/links.h"
#include "console/dashboard/time_range.h"
#include "console/explore/explore_results.h"
#include "console/explore/history_panel.h"
#include "console/explore/promql_editor.h"
#include "console/explore/query_row.h"
#include "console/settings/console_options.h"
#include "console/settings/endpoints.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kHistoryWidth = 320;

QToolButton* toolButton(const QString& text) {
  auto* button = new QToolButton;
  // Room between the icon and the word.
  button->setText(QLatin1Char(' ') + text);
  button->setAccessibleName(text);
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  return button;
}

}  // namespace

// Pictures are taken of examples, not of what the user did, and leave nothing behind.
ExplorePage::ExplorePage(const ConsoleContext& context, QWidget* parent)
    : ExplorePage(context, context.options.screenshotDir.isEmpty() ? QString() : QueryHistory::nowhere(), parent) {}

ExplorePage::ExplorePage(const ConsoleContext& context, const QString& historyFile, QWidget* parent)
    : Page({QStringLiteral("explore"), tr("Explore"), QStringLiteral("explore"), QLatin1Char('e'), true}, parent),
      context_(context),
      metadata_(context.network, context.prometheus.baseUrl()),
      source_(metadata_),
      history_(historyFile),
      rowsLayout_(new QVBoxLayout),
      splitter_(new QSplitter(Qt::Vertical)),
      results_(new ExploreResults(context)),
      historyPanel_(new HistoryPanel(context.theme, history_)),
      add_(new QPushButton(tr("Add query"))),
      run_(new QPushButton(tr("Run"))),
      historyButton_(toolButton(tr("History"))),
      toDashboard_(toolButton(tr("Add to dashboard"))) {
  auto* list = new QWidget;
  rowsLayout_->setContentsMargins(0, 0, 0, 0);
  rowsLayout_->setSpacing(space::kSmall);
  rowsLayout_->addStretch();
  list->setLayout(rowsLayout_);
  auto* scroll = new QScrollArea;
  scroll->setWidget(list);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

  run_->setProperty("role", QStringLiteral("primary"));
  run_->setToolTip(tr("Run the queries (Ctrl+Enter)"));
  historyButton_->setCheckable(true);
  toDashboard_->setPopupMode(QToolButton::InstantPopup);
  auto* menu = new QMenu(toDashboard_);
  toDashboard_->setMenu(menu);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillDashboards(*menu); });
  auto* actions = new QHBoxLayout;
  actions->setSpacing(space::kSmall);
  actions->addWidget(run_);
  actions->addWidget(add_);
  actions->addStretch();
  actions->addWidget(toDashboard_);
  actions->addWidget(historyButton_);

  auto* top = new QWidget;
  auto* topLayout = new QVBoxLayout(top);
  topLayout->setContentsMargins(0, 0, 0, 0);
  topLayout->setSpacing(space::kSmall);
  topLayout->addWidget(scroll, 1);
  topLayout->addLayout(actions);
  splitter_->addWidget(top);
  splitter_->addWidget(results_);
  splitter_->setChildrenCollapsible(false);
  splitter_->setHandleWidth(space::kSmall);
  splitter_->setStretchFactor(1, 1);
  historyPanel_->setFixedWidth(kHistoryWidth);
  historyPanel_->hide();
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
  layout->setSpacing(space::kMedium);
  layout->addWidget(splitter_, 1);
  layout->addWidget(historyPanel_);

  connect(add_, &QPushButton::clicked, this, [this] {
    QueryDraft query;
    query.refId = freeRefId(queries());
    addRow(query)->editor().setFocus();
  });
  connect(run_, &QPushButton::clicked, this, &ExplorePage::run);
  connect(historyButton_, &QToolButton::toggled, this, &ExplorePage::toggleHistory);
  connect(historyPanel_, &HistoryPanel::closeRequested, this, [this] { historyButton_->setChecked(false); });
  connect(historyPanel_, &HistoryPanel::chosen, this, &ExplorePage::useExpression);
  connect(results_, &ExploreResults::settledChanged, this, &Page::readinessChanged);
  connect(results_, &ExploreResults::answered, this,
          [this](const QString& refId, const std::vector<QueryRun>& runs, const QString& problem) {
            for (QueryRow* row : rows_) {
              if (row->refId() != refId) continue;
              row->setRuns(runs);
              if (row->problem() != problem) row->setProblem(problem);
            }
            fitRows();
          });
  connect(&refresh_, &QTimer::timeout, this, [this] { results_->refresh(PanelQuery::Mode::kSkipIfBusy); });
  connect(&context_.timeRange, &TimeRange::refreshEveryChanged, this, &ExplorePage::restartTimer);
  connect(&context_.timeRange, &TimeRange::rangeChanged, this, [this] {
    if (isVisible()) results_->refresh(PanelQuery::Mode::kSupersede);
    Q_EMIT headingChanged();
  });
  connect(&context_.endpoints, &Endpoints::changed, this, [this] {
    metadata_.setBaseUrl(context_.prometheus.baseUrl());
    source_.forget();
    Q_EMIT headingChanged();
  });
  connect(&context_.prometheus, &PrometheusClient::baseUrlChanged, this, [this] {
    if (isVisible()) results_->refresh(PanelQuery::Mode::kSupersede);
  });
  connect(&context_.prometheus, &PrometheusClient::reachableChanged, this, [this](bool reachable) {
    if (reachable && isVisible()) results_->refresh(PanelQuery::Mode::kSupersede);
  });
  connect(&context_.theme, &Theme::changed, this, &ExplorePage::restyle);
  QueryDraft first;
  first.refId = QStringLiteral("A");
  addRow(first);
  restyle();
}

QString ExplorePage::subtitle() const { return context_.endpoints.name(); }

QUrl ExplorePage::externalLink() const {
  QStringList expressions;
  for (const QueryDraft& query : queries()) {
    if (!query.expr.trimmed().isEmpty() && !query.hidden) expressions.append(query.expr);
  }
  const TimeRange& range = context_.timeRange;
  return prometheusGraphUrl(context_.prometheus.baseUrl(), expressions,
                            {range.followsClock(), std::chrono::milliseconds(range.span()).count(),
                             range.windowAt(QDateTime::currentMSecsSinceEpoch())});
}

QString ExplorePage::externalLinkText() const { return tr("Open in Prometheus"); }

void ExplorePage::refresh() {
  context_.prometheus.retryNow();
  results_->refresh(PanelQuery::Mode::kSupersede);
}

bool ExplorePage::isReady() const { return results_->isSettled(); }

QueryRow* ExplorePage::addRow(const QueryDraft& query) {
  auto* row = new QueryRow(context_.theme, source_, query);
  row->editor().setWindowSource([this] {
    const TimeWindow window = context_.timeRange.windowAt(QDateTime::currentMSecsSinceEpoch());
    return std::pair(window.fromMs, window.toMs);
  });
  rowsLayout_->insertWidget(static_cast<int>(rows_.size()), row);
  rows_.push_back(row);
  connect(row, &QueryRow::runRequested, this, &ExplorePage::run);
  connect(row, &QueryRow::hiddenChanged, this, [this] {
    if (everRun_) run();
  });
  connect(row, &QueryRow::removeRequested, this, [this, row] { removeRow(row); });
  connect(row, &QueryRow::copyRequested, this, [this, row] {
    QueryDraft copy = row->query();
    copy.refId = freeRefId(queries());
    addRow(copy)->editor().setFocus();
  });
  connect(&row->editor(), &PromqlEditor::grown, this, &ExplorePage::fitRows);
  for (QueryRow* each : rows_) each->setRemovable(rows_.size() > 1);
  fitRows();
  return row;
}

void ExplorePage::removeRow(QueryRow* row) {
  std::erase(rows_, row);
  row->hide();
  row->deleteLater();
  for (QueryRow* each : rows_) each->setRemovable(rows_.size() > 1);
  rows_.front()->editor().setFocus();
  fitRows();
  if (everRun_) run();
}

void ExplorePage::fitRows() {
  // The queries have the room they need, up to half of the page; what is drawn has the rest.
  QMetaObject::invokeMethod(
      this,
      [this] {
        rowsLayout_->activate();
        const int wanted = rowsLayout_->minimumSize().height() + add_->sizeHint().height() + 2 * space::kSmall;
        const int room = splitter_->height() - splitter_->handleWidth();
        const int top = std::min(wanted, room / 2);
        if (room > 0) splitter_->setSizes({top, room - top});
      },
      Qt::QueuedConnection);
}

std::vector<QueryDraft> ExplorePage::queries() const {
  std::vector<QueryDraft> queries;
  for (const QueryRow* row : rows_) queries.push_back(row->query());
  return queries;
}

void ExplorePage::setQueries(const std::vector<QueryDraft>& queries) {
  while (rows_.size() > std::max<std::size_t>(1, queries.size())) {
    QueryRow* last = rows_.back();
    rows_.pop_back();
    last->hide();
    last->deleteLater();
  }
  for (std::size_t i = 0; i < queries.size(); ++i) {
    QueryDraft query = queries[i];
    if (query.refId.isEmpty()) query.refId = freeRefId(queries);
    if (i < rows_.size()) {
      rows_[i]->setProblem({});
      rows_[i]->setQuery(query);
    } else {
      addRow(query);
    }
  }
  for (QueryRow* each : rows_) each->setRemovable(rows_.size() > 1);
  fitRows();
  run();
}

void ExplorePage::run() {
  everRun_ = true;
  for (QueryRow* row : rows_) {
    row->setProblem({});
    if (!row->query().hidden) history_.add(row->query().expr);
  }
  results_->run(queries());
  restartTimer();
  Q_EMIT headingChanged();
}

void ExplorePage::useExpression(const QString& expression) {
  // Into the query that was written last, or the first one.
  const auto focused = std::find_if(rows_.begin(), rows_.end(), [](QueryRow* row) {
    return row->editor().hasFocus() || row->editor().expression().trimmed().isEmpty();
  });
  QueryRow* row = focused == rows_.end() ? rows_.front() : *focused;
  row->editor().setExpression(expression);
  row->editor().setFocus();
  run();
}

void ExplorePage::toggleHistory(bool shown) {
  historyPanel_->setVisible(shown);
  if (!shown) rows_.front()->editor().setFocus();
}

OrderedJson ExplorePage::panel() const {
  PanelDraft draft;
  const std::vector<QueryDraft> all = queries();
  const bool anyRange = std::any_of(all.begin(), all.end(), [](const QueryDraft& q) { return q.range && !q.hidden; });
  draft.type = anyRange ? QStringLiteral("timeseries") : QStringLiteral("table");
  for (QueryDraft query : all) {
    if (query.expr.trimmed().isEmpty()) continue;
    if (anyRange && query.range) query.instant = false;
    query.asTable = !anyRange;
    draft.queries.push_back(std::move(query));
  }
  draft.title = draft.queries.empty() ? tr("New panel") : draft.queries.front().expr.simplified().left(60);
  return newPanel(draft);
}

void ExplorePage::fillDashboards(QMenu& menu) {
  menu.clear();
  const auto dashboards = dashboards_ ? dashboards_() : std::vector<std::pair<QString, QString>>();
  for (const auto& [id, title] : dashboards) {
    menu.addAction(title, this, [this, id = id] { Q_EMIT panelOffered(panel(), id); });
  }
  if (!dashboards.empty()) menu.addSeparator();
  menu.addAction(tr("New dashboard"), this, [this] { Q_EMIT panelOffered(panel(), {}); });
}

void ExplorePage::restartTimer() {
  refresh_.stop();
  if (!isVisible() || !everRun_ || context_.timeRange.refreshEvery().count() <= 0) return;
  refresh_.start(context_.timeRange.refreshEvery());
}

void ExplorePage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  fitRows();
  restartTimer();
  if (everRun_) results_->refresh(PanelQuery::Mode::kSkipIfBusy);
  rows_.front()->editor().setFocus();
}

void ExplorePage::hideEvent(QHideEvent* event) {
  Page::hideEvent(event);
  refresh_.stop();
  results_->cancel();
}

void ExplorePage::restyle() {
  const ThemeTokens& t = context_.theme.tokens();
  add_->setIcon(icon(QStringLiteral("plus"), t.muted, 16));
  historyButton_->setIcon(icon(QStringLiteral("history"), t.muted, 16));
  toDashboard_->setIcon(icon(QStringLiteral("dashboards"), t.muted, 16));
}

}  // namespace vigie::console
