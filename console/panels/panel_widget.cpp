#include "console/panels/panel_widget.h"

#include "console/app/accessible_role.h"
#include "console/app/theme.h"
#include "console/dashboard/display_zone.h"
#include "console/dashboard/freshness.h"
#include "console/dashboard/offline_memory.h"
#include "console/dashboard/time_words.h"
#include "console/dashboard/unit_format.h"
#include "console/dashboard/variable_set.h"
#include "console/panels/crosshair.h"
#include "console/panels/markdown_text.h"
#include "console/panels/notice_mark.h"
#include "console/panels/panel_body.h"
#include "console/panels/panel_factory.h"
#include "console/panels/panel_header.h"
#include "console/panels/panel_menu.h"
#include "console/panels/panel_message.h"
#include "console/panels/stale_veil.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDateTime>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QRegularExpression>

#include <algorithm>
#include <map>

namespace vigie::console {
namespace {

/// Four scrapes of the slowest usual pace missed: the source is quiet, not late.
constexpr qint64 kStaleAfterMs = 60'000;
/// A refresh that is answered sooner shows no progress line: nothing flickers every five seconds.
constexpr std::chrono::milliseconds kProgressAfter{400};
constexpr int kProgressHeight = 2;

/// The first clause of the description; all of it is in the tooltip. Without one, what the unit counts.
QString subtitleOf(const PanelModel& model) {
  static const QRegularExpression kEndOfClause(QStringLiteral(R"([;:(\n]|, |\. |\.$)"));
  const QString clause = markdownWords(model.description).section(kEndOfClause, 0, 0).trimmed();
  return clause.isEmpty() ? UnitFormat(model.field.unit).description() : clause;
}

QueryContext contextOf(const VariableSet* variables, const ScopedValues& scoped) {
  if (!variables) return {};
  return {variables->lookup(scoped), variables->filters(), variables->scrapeMs()};
}

}  // namespace

QString toString(PanelState state) {
  switch (state) {
    case PanelState::kLoading:
      return PanelWidget::tr("loading");
    case PanelState::kEmpty:
      return PanelWidget::tr("no data");
    case PanelState::kReady:
      return PanelWidget::tr("ready");
    case PanelState::kStale:
      return PanelWidget::tr("stale");
    case PanelState::kOffline:
      return PanelWidget::tr("offline");
    case PanelState::kError:
      return PanelWidget::tr("error");
    case PanelState::kUnsupported:
      return PanelWidget::tr("not supported");
  }
  return {};
}

PanelWidget::PanelWidget(const PanelServices& services, const QString& dashboardUid, PanelModel model, QWidget* parent)
    : QWidget(parent),
      services_(services),
      dashboardUid_(dashboardUid),
      query_(services.prometheus, model,
             [variables = services.variables, scoped = model.scoped] { return contextOf(variables, scoped); }),
      header_(new PanelHeader(services.theme, query_.panel().title, subtitleOf(query_.panel()), this)),
      message_(new PanelMessage(this)),
      notices_(new NoticeMark(services.theme, this)),
      veil_(new StaleVeil(services.theme, this)) {
  const PanelModel& m = query_.panel();
  setFocusProxy(header_);
  setAccessibleRole(*this, QAccessible::Grouping);
  header_->setToolTip(markdownToolTip(m.description));
  followVariables();

  const QString foreign = foreignDatasource(m);
  if (foreign.isEmpty()) body_ = createPanelBody(m, services_, this);
  message_->hide();
  veil_->hide();
  veil_->raise();
  if (body_) {
    connect(body_, &PanelBody::settled, this, &PanelWidget::settled);
    connect(body_, &PanelBody::zoomRequested, this, &PanelWidget::zoomRequested);
    connect(body_, &PanelBody::zoomOutRequested, this, &PanelWidget::zoomOutRequested);
    body_->setLinkResolver([this](const std::vector<DataLink>& links, const LinkSubject& subject) {
      return resolveLinks(links, linkPlace(), &subject);
    });
  } else {
    setState(PanelState::kUnsupported,
             foreign.isEmpty()
                 ? tr("Panels of type “%1” are not drawn yet.").arg(m.type)
                 : tr("It needs a data source of type “%1”; the console asks Prometheus only.").arg(foreign));
  }

  progressDelay_.setSingleShot(true);
  connect(&progressDelay_, &QTimer::timeout, this, [this] { setProgress(true); });
  connect(header_, &QAbstractButton::clicked, this,
          [this] { openMenu(header_->mapToGlobal(QPoint(0, header_->height()))); });
  connect(header_, &PanelHeader::left, this, &PanelWidget::endWalk);
  // The ring of the focus lies around the panel.
  connect(header_, &PanelHeader::entered, this, qOverload<>(&QWidget::update));
  connect(header_, &PanelHeader::left, this, qOverload<>(&QWidget::update));
  connect(message_, &PanelMessage::retryRequested, this, [this] {
    services_.prometheus.retryNow();
    refresh(time_, PanelQuery::Mode::kSupersede);
  });
  connect(&query_, &PanelQuery::succeeded, this, &PanelWidget::handleData);
  connect(&query_, &PanelQuery::failed, this, &PanelWidget::handleFailure);
  connect(&services_.theme, &Theme::changed, this, qOverload<>(&QWidget::update));
  showState();
}

PanelWidget::~PanelWidget() {
  // Its own destructor takes the focus off the header, which says so to what is half gone.
  header_->disconnect(this);
}

bool PanelWidget::hasAnswered() const { return answered_ && (!body_ || body_->isSettled()); }

QString PanelWidget::title() const {
  const QueryContext context = contextOf(services_.variables, model().scoped);
  return context.lookup ? interpolate(model().title, context.lookup, kTextFormat) : model().title;
}

QueryContext PanelWidget::queryContext() const { return contextOf(services_.variables, model().scoped); }

void PanelWidget::followVariables() {
  const QString shown = title();
  header_->setTitle(shown);
  // Qt tells every screen reader again, also of the same name.
  if (shown != accessibleName()) setAccessibleName(shown);
  selectors_.clear();
  for (const QueryRun& run : query_.runs()) selectors_ += selectorsOf(run.query.expr);
  selectors_.removeDuplicates();
}

void PanelWidget::refresh(const LinkTime& time, PanelQuery::Mode mode) {
  if (!body_) return;
  time_ = time;
  if (query_.isBusy() && mode == PanelQuery::Mode::kSkipIfBusy) return;
  progressDelay_.start(kProgressAfter);
  // Grafana counts a point a pixel of the panel, not of the plot.
  query_.refresh(time.window, width(), mode);
  refreshGhost(mode);
  followVariables();
}

void PanelWidget::refreshGhost(PanelQuery::Mode mode) {
  if (!body_->showsGhost()) return;
  if (time_.compareMs <= 0) {
    ghost_.reset();
    body_->setGhost(nullptr, 0);
    return;
  }
  if (!ghost_) {
    ghost_ = std::make_unique<PanelQuery>(
        services_.prometheus, model(),
        [variables = services_.variables, scoped = model().scoped] { return contextOf(variables, scoped); });
    connect(ghost_.get(), &PanelQuery::succeeded, this,
            [this](const PanelDataPtr& answer) { body_->setGhost(answer, time_.compareMs); });
    // The past is an extra: without it the panel stays as it is, and says so.
    connect(ghost_.get(), &PanelQuery::failed, this, [this](const Error& error) {
      body_->setGhost(std::make_shared<PanelData>(), time_.compareMs);
      header_->setToolTip(
          tr("The compared time is not known: %1").arg(QString::fromStdString(error.message)).toHtmlEscaped());
    });
  }
  ghost_->refresh({time_.window.fromMs - time_.compareMs, time_.window.toMs - time_.compareMs}, width(), mode);
}

void PanelWidget::cancel() {
  query_.cancel();
  if (ghost_) ghost_->cancel();
  setProgress(false);
}

void PanelWidget::setProgress(bool shown) {
  progressDelay_.stop();
  if (shown == showsProgress_) return;
  showsProgress_ = shown;
  // Only its line: the body paints itself when it has something new.
  update(0, 0, width(), kProgressHeight);
}

void PanelWidget::handleData(const PanelDataPtr& answer) {
  setProgress(false);
  answered_ = true;
  sourceAway_ = false;
  data_ = answer;
  answeredAtMs_ = QDateTime::currentMSecsSinceEpoch();
  body_->setData(answer);
  if (notices_->setNotices(answer->notices)) placeHeader();
  remember();
  if (answer->isEmpty() && !body_->standsAlone()) {
    setState(PanelState::kEmpty, answer->unusable);
  } else {
    const bool stale = time_.followsClock && ageMs_.value_or(0) > kStaleAfterMs;
    setState(stale ? PanelState::kStale : PanelState::kReady);
    describe();
  }
}

void PanelWidget::remember() {
  if (!services_.memory || !time_.followsClock) return;
  RememberedPanel remembered{answeredAtMs_, data_->window, {}};
  for (const QueryAnswer& answer : query_.answers()) {
    const PlannedQuery& planned = answer.planned;
    remembered.answers.push_back({planned.target, model().targets[planned.target].expr, planned.query, answer.frame});
  }
  if (!remembered.answers.empty()) {
    services_.memory->keep(services_.memoryKey, rememberedKey(model()), std::move(remembered));
  }
}

void PanelWidget::showRemembered(const RememberedPanel& remembered) {
  // A wrong query has no old data that would be true.
  if (!body_ || data_ || (answered_ && !sourceAway_)) return;
  std::vector<QueryAnswer> answers;
  auto data = std::make_shared<PanelData>();
  for (const RememberedAnswer& answer : remembered.answers) {
    // The dashboard may have been changed since.
    const std::vector<Target>& targets = model().targets;
    if (answer.target >= targets.size() || targets[answer.target].expr != answer.written) return;
    answers.push_back({{answer.target, answer.query}, answer.frame});
    data->stepMs = std::max(data->stepMs, answer.query.stepMs);
  }
  data->window = remembered.window;
  fillPanelData(model(), answers, contextOf(services_.variables, model().scoped).lookup, *data);
  if (data->isEmpty() || data->window.lengthMs() <= 0) return;
  answeredAtMs_ = remembered.answeredAtMs;
  data_ = data;
  body_->setData(data);
  setState(PanelState::kOffline, reason_);
}

void PanelWidget::handleFailure(const Error& error) {
  setProgress(false);
  answered_ = true;
  const QString reason = QString::fromStdString(error.message);
  // A source that is away keeps its last drawing; a query that is wrong has nothing true to show.
  sourceAway_ = error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kTimeout ||
                error.code == ErrorCode::kUpstreamFailed;
  const bool canKeep = data_ && !data_->isEmpty() && sourceAway_;
  setState(canKeep ? PanelState::kOffline : PanelState::kError, reason);
}

void PanelWidget::setAge(std::optional<qint64> ageMs) {
  ageMs_ = ageMs;
  if (state_ == PanelState::kReady && ageMs_.value_or(0) > kStaleAfterMs) {
    setState(PanelState::kStale);
  } else if (state_ == PanelState::kStale && ageMs_.value_or(0) <= kStaleAfterMs) {
    setState(PanelState::kReady);
  }
  showHeader();
}

void PanelWidget::setState(PanelState state, const QString& reason) {
  const bool changed = state != state_ || reason != reason_;
  state_ = state;
  reason_ = reason;
  if (changed) showState();
  Q_EMIT stateChanged();
}

void PanelWidget::showState() {
  message_->hide();
  switch (state_) {
    case PanelState::kLoading:
    case PanelState::kReady:
    case PanelState::kStale:
    case PanelState::kOffline:
      break;
    case PanelState::kEmpty:
      showEmpty();
      break;
    case PanelState::kError:
      message_->show(PanelMessage::Tone::kAlarming, tr("No answer to this panel's query"), reason_, {}, true);
      break;
    case PanelState::kUnsupported:
      message_->show(PanelMessage::Tone::kCalm, reason_, {}, expressions().join(QStringLiteral("\n\n")), false);
      break;
  }
  if (body_) body_->setVisible(!message_->isVisibleTo(this));
  const bool old = state_ == PanelState::kStale || state_ == PanelState::kOffline;
  veil_->setVisible(old);
  header_->setDimmed(old);
  header_->setToolTip(state_ == PanelState::kOffline && !reason_.isEmpty() ? reason_.toHtmlEscaped()
                                                                           : markdownToolTip(model().description));
  describe();
  showHeader();
}

void PanelWidget::describe() {
  const QString spoken = state_ == PanelState::kReady && body_ ? body_->spokenSummary()
                         : reason_.isEmpty()                   ? toString(state_)
                                                               : toString(state_) + QStringLiteral(": ") + reason_;
  if (spoken != accessibleDescription()) setAccessibleDescription(spoken);
}

void PanelWidget::showEmpty() {
  const PanelModel& m = model();
  if (!reason_.isEmpty()) {
    message_->show(PanelMessage::Tone::kCalm, tr("Nothing this panel can draw"), reason_, {}, false);
    return;
  }
  if (expressions().isEmpty()) {
    message_->show(PanelMessage::Tone::kCalm, tr("No query yet"),
                   tr("Edit the panel to say what it asks Prometheus for."), {}, false);
    return;
  }
  message_->show(PanelMessage::Tone::kCalm,
                 m.field.noValue.isEmpty() ? tr("No data in this time range") : m.field.noValue,
                 m.type == QLatin1String("stat")
                     ? QString()
                     : tr("Its queries matched no series. Nothing has happened yet, or its source is not scraped: "
                          "choose a longer range, or look at the targets in Prometheus."),
                 {}, false);
}

void PanelWidget::showHeader() {
  if (state_ == PanelState::kOffline) {
    const QString moment = momentWords(answeredAtMs_);
    header_->setAge(!answered_                           ? tr("data of %1").arg(moment)
                    : services_.prometheus.isReachable() ? tr("no answer · data of %1").arg(moment)
                                                         : tr("offline · data of %1").arg(moment),
                    true);
  } else if (state_ == PanelState::kStale) {
    header_->setAge(ageMs_ ? tr("no new data for %1").arg(formatAge(*ageMs_ / 1000)) : tr("no new data"), true);
  } else if (state_ == PanelState::kReady && ageMs_) {
    header_->setAge(formatAge(*ageMs_ / 1000), false);
  } else {
    header_->setAge({}, false);
  }
}

void PanelWidget::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const ThemeTokens& t = services_.theme.tokens();
  painter.setPen(QPen(header_->hasFocus() ? t.accent : t.line, 1));
  painter.setBrush(t.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius::kPanel, radius::kPanel);
  if (showsProgress_) {
    painter.fillRect(QRectF(radius::kPanel, 0, width() - 2 * radius::kPanel, kProgressHeight), t.accent);
  }
}

void PanelWidget::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const QRect inside = rect().adjusted(space::kMedium, space::kSmall, -space::kMedium, -space::kSmall);
  placeHeader();
  const QRect rest(inside.left(), inside.top() + 26, inside.width(), std::max(1, inside.height() - 26));
  if (body_) body_->setGeometry(rest);
  message_->setGeometry(rest);
  veil_->setGeometry(rect().adjusted(1, inside.top() + 24, -1, -radius::kPanel / 2));
}

void PanelWidget::placeHeader() {
  const QRect inside = rect().adjusted(space::kMedium, space::kSmall, -space::kMedium, -space::kSmall);
  header_->setGeometry(inside.left(), inside.top(), inside.width() - notices_->room(), 22);
  notices_->setGeometry(inside.right() - NoticeMark::kSide + 1, inside.top() + 2, NoticeMark::kSide, NoticeMark::kSide);
}

void PanelWidget::contextMenuEvent(QContextMenuEvent* event) { openMenu(event->globalPos()); }

QStringList PanelWidget::expressions() const {
  QStringList texts;
  if (body_) {
    for (const PlannedQuery& planned : query_.plan(time_.window, width())) texts.append(planned.query.expr);
  } else {
    for (const Target& target : model().targets) {
      if (!target.expr.isEmpty()) texts.append(target.expr);
    }
  }
  texts.removeDuplicates();
  return texts;
}

QUrl PanelWidget::externalLink() const {
  if (!services_.grafana.isEmpty() && !dashboardUid_.isEmpty()) {
    return grafanaDashboardUrl(services_.grafana, dashboardUid_, model().id, time_,
                               services_.variables ? services_.variables->urlState() : LinkVariables());
  }
  return prometheusGraphUrl(services_.prometheus.baseUrl(), expressions(), time_);
}

QUrl PanelWidget::exploreLink() const {
  if (services_.grafana.isEmpty()) return {};
  const QueryContext context = contextOf(services_.variables, model().scoped);
  const QString source =
      context.lookup ? interpolate(model().datasource, context.lookup, kTextFormat) : model().datasource;
  // A name that is still a variable, or Grafana's word for the default, is left to Grafana.
  const bool known = !source.startsWith(QLatin1Char('$')) && source != QLatin1String("default");
  return grafanaExploreUrl(services_.grafana, known ? source : QString(), expressions(), time_);
}

void PanelWidget::openMenu() { openMenu(header_->mapToGlobal(QPoint(0, header_->height()))); }

void PanelWidget::openMenu(const QPoint& globalPosition) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  addPanelActions(*menu, *this);
  Q_EMIT menuOpening(*menu);
  addPanelLinks(*menu, *this);
  menu->popup(globalPosition);
}

bool PanelWidget::hasLegend() const { return body_ && body_->hasLegend(); }

bool PanelWidget::isLegendShown() const { return body_ && body_->isLegendShown(); }

void PanelWidget::setLegendShown(bool shown) {
  if (body_) body_->setLegendShown(shown);
}

bool PanelWidget::unpin() {
  if (body_ && body_->unpin()) return true;
  const bool walked = walks_;
  endWalk();
  return walked;
}

void PanelWidget::keyPressEvent(QKeyEvent* event) {
  static const std::map<int, WalkStep> kSteps = {
      {Qt::Key_Left, WalkStep::kEarlier},       {Qt::Key_Right, WalkStep::kLater},
      {Qt::Key_PageUp, WalkStep::kMuchEarlier}, {Qt::Key_PageDown, WalkStep::kMuchLater},
      {Qt::Key_Home, WalkStep::kFirst},         {Qt::Key_End, WalkStep::kLast},
      {Qt::Key_Up, WalkStep::kPreviousLine},    {Qt::Key_Down, WalkStep::kNextLine}};
  const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
  if (plain && event->key() == Qt::Key_Space) {
    if (!body_ || !body_->pinWalked()) openMenu();
    return;
  }
  const auto step = kSteps.find(event->key());
  // A page's keys scroll, until one walks.
  const bool pages = event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
  const QString words = plain && body_ && body_->isVisible() && step != kSteps.end() && (walks_ || !pages)
                            ? body_->walkBy(step->second)
                            : QString();
  if (words.isEmpty()) return QWidget::keyPressEvent(event);
  walks_ = true;
  header_->setSpoken(words);
}

void PanelWidget::endWalk() {
  if (!walks_) return;
  walks_ = false;
  header_->setSpoken({});
  if (body_) body_->endWalk();
}

void PanelWidget::copyPromQl() {
  QGuiApplication::clipboard()->setText(expressions().join(QLatin1Char('\n')));
  Q_EMIT copied(tr("PromQL copied"));
}

QPixmap PanelWidget::picture() {
  // Of the data, not of where the pointer happens to be; what is pinned is meant to be seen.
  const std::optional<qint64> moment = services_.crosshair.timeMs();
  services_.crosshair.moveTo(std::nullopt);
  const QPixmap picture = grab();
  if (moment) services_.crosshair.moveTo(moment);
  return picture;
}

void PanelWidget::copyImage() {
  QGuiApplication::clipboard()->setPixmap(picture());
  Q_EMIT copied(tr("Image copied"));
}

LinkPlace PanelWidget::linkPlace() const {
  return {services_.grafana, time_, services_.variables ? services_.variables->urlState() : LinkVariables(),
          queryContext().lookup};
}

void PanelWidget::copyCsv() {
  if (!data_) return;
  QGuiApplication::clipboard()->setText(toCsv(*data_));
  Q_EMIT copied(tr("Values copied as CSV"));
}

}  // namespace vigie::console
