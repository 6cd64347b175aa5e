#include "console/alerts/alerts_page.h"

#include "console/alerts/alert_detail.h"
#include "console/alerts/alert_items.h"
#include "console/alerts/alert_list_panel.h"
#include "console/alerts/alert_source.h"
#include "console/alerts/drill_drawer.h"
#include "console/alerts/drill_run.h"
#include "console/alerts/inbox_follower.h"
#include "console/alerts/message_detail.h"
#include "console/alerts/runbooks.h"
#include "console/app/context.h"
#include "console/app/theme.h"
#include "console/dashboard/time_words.h"
#include "console/dashboard/unit_format.h"
#include "console/settings/console_options.h"
#include "console/settings/endpoints.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace vigie::console {
namespace {

constexpr int kListWidth = 400;
constexpr qint64 kMostRows = 300;

QScrollArea* scrolled(QWidget* content) {
  auto* area = new QScrollArea;
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setProperty("role", QStringLiteral("bare"));
  area->setWidget(content);
  return area;
}

QFrame* cardAround(QWidget* content) {
  auto* card = new QFrame;
  card->setProperty("role", QStringLiteral("card"));
  auto* layout = new QVBoxLayout(card);
  layout->setContentsMargins(1, 1, 1, 1);
  layout->addWidget(content);
  return card;
}

QString reportsFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/vigie/drills");
}

}  // namespace

AlertsPage::AlertsPage(const ConsoleContext& context, AlertSource& source, const InboxFollower* inbox, QWidget* parent)
    : Page({QStringLiteral("alerts"), tr("Alerts"), QStringLiteral("bell"), QLatin1Char('a'), false}, parent),
      context_(context),
      source_(source),
      inbox_(inbox),
      drill_(std::make_unique<DrillRun>(QCoreApplication::applicationDirPath() + QStringLiteral("/vigie-stack"),
                                        reportsFolder())),
      list_(new AlertListPanel(context.theme)),
      right_(new QStackedWidget),
      alert_(new AlertDetail(context.theme)),
      message_(new MessageDetail(context.theme)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
  row->setSpacing(space::kMedium);
  list_->setMinimumWidth(280);
  list_->setMaximumWidth(kListWidth);
  row->addWidget(list_, 2);
  auto* nothing = new QLabel(tr("Choose an alert or a message on the left."));
  nothing->setAlignment(Qt::AlignCenter);
  nothing->setWordWrap(true);
  nothing->setMargin(space::kLarge);
  nothing->setProperty("role", QStringLiteral("muted"));
  right_->setProperty("role", QStringLiteral("bare"));
  right_->addWidget(nothing);
  right_->addWidget(scrolled(alert_));
  right_->addWidget(scrolled(message_));
  row->addWidget(cardAround(right_), 3);
  connectDetails();
  connect(right_, &QStackedWidget::currentChanged, this, &AlertsPage::layOutDetail);
  connect(list_, &AlertListPanel::tabChanged, this, &AlertsPage::update);
  connect(list_, &AlertListPanel::choiceChanged, this, &AlertsPage::updateDetail);
  connect(list_, &AlertListPanel::retryRequested, &source_, &AlertSource::refresh);
  connect(&source_, &AlertSource::changed, this, &AlertsPage::update);
  if (inbox_) connect(inbox_, &InboxFollower::changed, this, &AlertsPage::update);
  connect(&context_.endpoints, &Endpoints::changed, this, &Page::headingChanged);
  connect(drill_.get(), &DrillRun::finished, this, &AlertsPage::updateNote);
  connect(&second_, &QTimer::timeout, this, &AlertsPage::update);
  update();
}

AlertsPage::~AlertsPage() = default;

void AlertsPage::connectDetails() {
  connect(alert_, &AlertDetail::runbookRequested, this, &AlertsPage::openRunbook);
  connect(alert_, &AlertDetail::dashboardRequested, this, &AlertsPage::dashboardRequested);
  connect(alert_, &AlertDetail::queryRequested, this, &AlertsPage::queryRequested);
  connect(alert_, &AlertDetail::silenceRequested, this, &AlertsPage::silence);
  connect(alert_, &AlertDetail::liftRequested, this, [this] { source_.lift(alert_->alert()); });
  connect(alert_, &AlertDetail::messageRequested, this, &AlertsPage::showMessage);
  connect(message_, &MessageDetail::messageRequested, this, &AlertsPage::showMessage);
  connect(message_, &MessageDetail::linkActivated, this, [this](const QString& address) {
    // A runbook is read here; what the message links to may be a page that nobody serves.
    const QString name = QUrl(address).fileName().section(QLatin1Char('.'), 0, 0);
    if (!runbookText(name, QStringLiteral("en")).isEmpty()) return openRunbook(name);
    QDesktopServices::openUrl(QUrl(address, QUrl::StrictMode));
  });
  connect(&source_, &AlertSource::silenceDone, alert_, &AlertDetail::tell);
}

QString AlertsPage::subtitle() const { return context_.endpoints.name() + QStringLiteral(" · ") + source_.name(); }

QWidget* AlertsPage::createTools() {
  drillButton_ = new QPushButton(tr("Drill…"));
  drillButton_->setToolTip(tr("Break something on purpose and follow its alert (d d)"));
  connect(drillButton_, &QPushButton::clicked, this, &AlertsPage::openDrills);
  // vigie-stack drills the stack of this machine: it must not be broken for another one that is looked at.
  const auto follow = [this] { drillButton_->setEnabled(mayDrill()); };
  connect(&context_.endpoints, &Endpoints::changed, drillButton_, follow);
  follow();
  return drillButton_;
}

QUrl AlertsPage::externalLink() const {
  const Endpoints& endpoints = context_.endpoints;
  QUrl url = endpoints.grafana().isEmpty() ? endpoints.prometheus() : endpoints.grafana();
  url.setPath(url.path() +
              (endpoints.grafana().isEmpty() ? QStringLiteral("/alerts") : QStringLiteral("/alerting/list")));
  return url;
}

QString AlertsPage::externalLinkText() const {
  return context_.endpoints.grafana().isEmpty() ? tr("Open in Prometheus") : tr("Open in Grafana");
}

void AlertsPage::refresh() { source_.refresh(); }

std::vector<Command> AlertsPage::commands() {
  const QString group = tr("Alerts");
  std::vector<Command> all;
  all.push_back(
      {QStringLiteral("alerts.filter"), group, tr("Filter the list"), {QKeySequence(QStringLiteral("/"))}, [this] {
         list_->focusSearch();
       }});
  all.push_back(
      {QStringLiteral("alerts.now"), group, tr("What is alarming now"), {QKeySequence(QStringLiteral("1"))}, [this] {
         list_->setTab(AlertListPanel::kNow);
       }});
  all.push_back(
      {QStringLiteral("alerts.messages"), group, tr("What was told"), {QKeySequence(QStringLiteral("2"))}, [this] {
         list_->setTab(AlertListPanel::kMessages);
       }});
  const auto onAlert = [this] { return right_->currentIndex() == 1; };
  all.push_back({QStringLiteral("alerts.runbook"),
                 group,
                 tr("Open the runbook"),
                 {QKeySequence(Qt::Key_R)},
                 [this] { openRunbook(alert_->alert().runbook()); },
                 onAlert});
  all.push_back({QStringLiteral("alerts.silence"),
                 group,
                 tr("Silence, or lift the silence"),
                 {QKeySequence(Qt::Key_S)},
                 [this] {
                   if (alert_->alert().isSilenced()) {
                     source_.lift(alert_->alert());
                   } else {
                     alert_->offerSilence();
                   }
                 },
                 onAlert});
  all.push_back({QStringLiteral("alerts.drill"),
                 group,
                 tr("Drills"),
                 {QKeySequence(Qt::Key_D, Qt::Key_D)},
                 [this] { openDrills(); },
                 [this] { return mayDrill(); },
                 false,
                 tr("start a drill exercise test fire alarm")});
  return all;
}

bool AlertsPage::goBack() {
  if (Drawer* drawer = Drawer::openOver(this)) {
    drawer->dismiss();
    return true;
  }
  return list_->clearSearch();
}

bool AlertsPage::isReady() const {
  return source_.state() != AlertSource::State::kLoading && (!inbox_ || inbox_->isRead());
}

PageBadge AlertsPage::badge() const {
  const auto& alerts = source_.alerts();
  const bool critical = std::any_of(alerts.begin(), alerts.end(),
                                    [](const AlertState& one) { return levelOf(one) == HealthLevel::kCritical; });
  return {source_.firing(), critical};
}

bool AlertsPage::mayDrill() const { return context_.endpoints.isLocalStack(); }

QStringList AlertsPage::scenes() const {
  QStringList all{QStringLiteral("alerts"), QStringLiteral("alerts-messages"), QStringLiteral("alerts-runbook")};
  if (mayDrill()) all.append(QStringLiteral("alerts-drill"));
  return all;
}

void AlertsPage::showScene(const QString& scene) {
  if (Drawer* drawer = Drawer::openOver(this)) drawer->dismiss();
  list_->setTab(scene == QLatin1String("alerts-messages") ? AlertListPanel::kMessages : AlertListPanel::kNow);
  if (scene == QLatin1String("alerts-messages") && inbox_ && !inbox_->entries().isEmpty()) {
    showMessage(inbox_->entries().constLast().id);
  } else if (!source_.alerts().empty()) {
    showAlert(source_.alerts().front().name);
  }
  if (scene == QLatin1String("alerts-runbook")) openRunbook(QStringLiteral("runbook-service-down"));
  if (scene == QLatin1String("alerts-drill")) openDrills();
}

bool AlertsPage::showAlert(const QString& name) {
  const auto& alerts = source_.alerts();
  const auto found =
      std::find_if(alerts.begin(), alerts.end(), [&name](const AlertState& alert) { return alert.name == name; });
  if (found == alerts.end()) return false;
  list_->clearSearch();
  list_->setChosen(AlertListPanel::kNow, found->key());
  list_->setTab(AlertListPanel::kNow);
  update();
  return true;
}

bool AlertsPage::showMessage(qint64 id) {
  list_->clearSearch();
  list_->setChosen(AlertListPanel::kMessages, QString::number(id));
  list_->setTab(AlertListPanel::kMessages);
  update();
  return list_->chosen() == QString::number(id);
}

void AlertsPage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  layOutDetail();
  source_.setWatched(true);
  second_.start(std::chrono::seconds(1));
}

/// What was filled while it was hidden asked nobody for the height that it needs.
void AlertsPage::layOutDetail() {
  for (QScrollArea* area : right_->findChildren<QScrollArea*>()) {
    QCoreApplication::postEvent(area, new QEvent(QEvent::LayoutRequest));
  }
}

void AlertsPage::hideEvent(QHideEvent* event) {
  Page::hideEvent(event);
  source_.setWatched(false);
  second_.stop();
}

void AlertsPage::update() {
  const QDateTime now = QDateTime::currentDateTimeUtc();
  std::vector<AlertItem> items;
  if (list_->tab() == AlertListPanel::kNow) {
    for (const AlertState& alert : source_.alerts()) items.push_back(itemOf(alert, now));
  } else if (inbox_) {
    const auto& entries = inbox_->entries();
    for (auto entry = entries.crbegin(); entry != entries.crend(); ++entry) {
      if (items.size() == kMostRows) break;
      items.push_back(itemOf(*entry));
    }
  }
  list_->setItems(std::move(items));
  list_->setTabWords(AlertListPanel::kNow, source_.firing() > 0 ? tr("Now (%1)").arg(source_.firing()) : tr("Now"));
  updateNote();
  updateDetail();
  Q_EMIT badgeChanged();
  Q_EMIT readinessChanged();
}

void AlertsPage::updateDetail() {
  const QString key = list_->chosen();
  static const QList<stack::InboxEntry> none;
  const QList<stack::InboxEntry>& messages = inbox_ ? inbox_->entries() : none;
  if (list_->tab() == AlertListPanel::kNow) {
    const auto& alerts = source_.alerts();
    const auto found =
        std::find_if(alerts.begin(), alerts.end(), [&key](const AlertState& alert) { return alert.key() == key; });
    if (found == alerts.end()) return right_->setCurrentIndex(0);
    alert_->display(*found, messages, source_.canSilence());
    right_->setCurrentIndex(1);
    return;
  }
  const auto found = std::find_if(messages.begin(), messages.end(),
                                  [&key](const stack::InboxEntry& entry) { return QString::number(entry.id) == key; });
  if (found == messages.end()) return right_->setCurrentIndex(0);
  message_->display(*found, messages);
  right_->setCurrentIndex(2);
}

QString AlertsPage::emptyWords() const {
  if (list_->tab() == AlertListPanel::kMessages) {
    if (!context_.endpoints.grafana().isEmpty()) {
      return tr("Grafana tells the alerts and keeps no message. How its contact points fare is said below.");
    }
    if (!inbox_) return tr("Messages are kept by the local stack; this service is another one.");
    if (!inbox_->isRead()) return tr("Reading the messages…");
    return tr("No alert was told yet. A drill shows what a message looks like.");
  }
  switch (source_.state()) {
    case AlertSource::State::kLoading:
      return tr("Asking %1…").arg(source_.name());
    case AlertSource::State::kError:
      return source_.problem();
    case AlertSource::State::kReady:
    case AlertSource::State::kStale:
      break;
  }
  return tr("%1 evaluates no alert rule.").arg(source_.name());
}

void AlertsPage::updateNote() {
  const bool failed = source_.state() == AlertSource::State::kError && list_->tab() == AlertListPanel::kNow;
  QStringList notes;
  if (drill_->isRunning()) notes.append(tr("A drill is under way."));
  if (source_.state() == AlertSource::State::kStale) {
    notes.append(tr("As of %1 ago. %2")
                     .arg(formatAge(source_.answeredAt().secsTo(QDateTime::currentDateTimeUtc())), source_.problem()));
  }
  if (source_.state() == AlertSource::State::kReady && !source_.canSilence()) {
    notes.append(tr("Silencing needs Alertmanager or Grafana (--grafana)."));
  }
  const bool untold = source_.state() == AlertSource::State::kReady && !source_.silenceProblem().isEmpty();
  if (untold) notes.append(tr("Nobody may be told: Alertmanager does not answer. %1").arg(source_.silenceProblem()));
  for (const ContactPoint& point : source_.contactPoints()) {
    if (!point.lastAttempt.isValid()) continue;
    const QString at = momentWords(point.lastAttempt.toMSecsSinceEpoch());
    notes.append(point.failure.isEmpty() ? tr("%1 told last at %2.").arg(point.name, at)
                                         : tr("%1 failed at %2: %3").arg(point.name, at, point.failure));
  }
  list_->say(emptyWords(), notes.join(QLatin1Char('\n')), failed || untold);
}

void AlertsPage::silence(int seconds) { source_.silence(alert_->alert(), seconds); }

void AlertsPage::openRunbook(const QString& name) {
  const QString text = runbookText(name, QLocale().name().left(2));
  if (text.isEmpty()) return;
  if (Drawer* open = Drawer::openOver(this)) open->dismiss();
  const QString heading = text.section(QLatin1Char('\n'), 0, 0).remove(0, 1).trimmed();
  new RunbookDrawer(context_.theme, heading, text, this);
}

void AlertsPage::openDrills() {
  if (!mayDrill()) return;
  if (Drawer* open = Drawer::openOver(this)) open->dismiss();
  const bool mayBeQuick = !context_.endpoints.alertmanager().isEmpty() && context_.endpoints.grafana().isEmpty();
  new DrillDrawer(
      context_.theme, *drill_, mayBeQuick, [this](const QString& name, bool quick) { startDrill(name, quick); }, this);
}

void AlertsPage::startDrill(const QString& name, bool quick) {
  QStringList arguments;
  if (quick) arguments.append(QStringLiteral("--quick"));
  const QUrl grafana = context_.endpoints.grafana();
  if (!grafana.isEmpty()) arguments << QStringLiteral("--grafana") << grafana.toString(QUrl::RemoveUserInfo);
  drill_->start(name, arguments, context_.options.grafanaToken);
}

}  // namespace vigie::console
