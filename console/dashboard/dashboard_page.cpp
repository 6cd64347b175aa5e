#include "console/dashboard/dashboard_page.h"

#include "console/app/context.h"
#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/dashboard/dashboard_tools.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/links.h"
#include "console/dashboard/time_range.h"
#include "console/settings/console_options.h"
#include "console/settings/endpoints.h"

#include <QActionGroup>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace vigie::console {
namespace {

QWidget* noticeView(const QString& heading, const QString& text) {
  auto* view = new QWidget;
  auto* layout = new QVBoxLayout(view);
  layout->setContentsMargins(space::kHuge, space::kHuge, space::kHuge, space::kHuge);
  auto* headingLabel = new QLabel(heading);
  headingLabel->setFont(Theme::font(TextRole::kPageTitle));
  auto* textLabel = new QLabel(text);
  textLabel->setWordWrap(true);
  textLabel->setTextFormat(Qt::PlainText);
  textLabel->setProperty("role", QStringLiteral("muted"));
  textLabel->setTextInteractionFlags(Qt::TextSelectableByMouse);
  layout->addWidget(headingLabel);
  layout->addWidget(textLabel);
  layout->addStretch();
  return view;
}

/// What stands over the panels while Prometheus is away.
class OfflineBar : public QFrame {
 public:
  OfflineBar(Theme& theme, PrometheusClient& prometheus) : theme_(theme) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::kLarge, space::kTiny, space::kLarge, space::kTiny);
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    layout->addWidget(icon_);
    layout->addWidget(text_, 1);
    auto* retry = new QPushButton(DashboardPage::tr("Try now"));
    connect(retry, &QPushButton::clicked, this, [&prometheus] { prometheus.retryNow(); });
    layout->addWidget(retry);
    const auto follow = [this, &prometheus] {
      setVisible(!prometheus.isReachable());
      text_->setText(DashboardPage::tr("%1 What is drawn is the last that was known; the console keeps trying.")
                         .arg(prometheus.unreachableReason()));
    };
    connect(&prometheus, &PrometheusClient::reachableChanged, this, follow);
    connect(&theme_, &Theme::changed, this, [this] { restyle(); });
    restyle();
    follow();
  }

 private:
  void restyle() {
    const ThemeTokens& t = theme_.tokens();
    setStyleSheet(
        QStringLiteral("QFrame { background: %1; border: none; }").arg(blend(t.surface, t.warning, 0.14).name()));
    icon_->setPixmap(iconPixmap(QStringLiteral("warning"), t.warning, 18, devicePixelRatioF()));
  }

  Theme& theme_;
  QLabel* icon_ = new QLabel;
  QLabel* text_ = new QLabel;
};

}  // namespace

DashboardPage::DashboardPage(const ConsoleContext& context, QWidget* parent)
    : Page({QStringLiteral("dashboards"), tr("Dashboards"), QStringLiteral("dashboards"), QLatin1Char('d'), true},
           parent),
      context_(context),
      entries_(readCatalogue(context.options.dashboardFiles, context.options.dashboardsDir)),
      views_(entries_.size(), nullptr),
      stack_(new QStackedLayout),
      offline_(new OfflineBar(context.theme, context.prometheus)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(offline_);
  layout->addLayout(stack_, 1);
  if (entries_.empty()) {
    stack_->addWidget(noticeView(tr("No dashboards"), tr("The folder holds no *.json file. Export a dashboard from "
                                                         "Grafana as classic JSON and put it there.")));
  } else {
    openIndex(0);
  }
  connect(&context_.endpoints, &Endpoints::changed, this, &Page::headingChanged);
  connect(&context_.timeRange, &TimeRange::rangeChanged, this, &Page::headingChanged);
}

QString DashboardPage::title() const {
  return index_ < 0 ? info().word : entries_[static_cast<std::size_t>(index_)].title;
}

QString DashboardPage::subtitle() const { return context_.endpoints.name(); }

QWidget* DashboardPage::createTools() {
  tools_ = new DashboardTools(context_.theme, context_.timeRange);
  tools_->setAnnotations(currentView() ? &currentView()->annotations() : nullptr);
  if (entries_.size() < 2) return tools_;
  picker_ = new QToolButton;
  picker_->setPopupMode(QToolButton::InstantPopup);
  picker_->setText(tr("Switch dashboard"));
  picker_->setToolTip(picker_->text());
  picker_->setAccessibleName(tr("Switch dashboard"));
  picker_->setIcon(icon(QStringLiteral("dashboards"), context_.theme.tokens().muted, 16));
  auto* menu = new QMenu(picker_);
  auto* group = new QActionGroup(menu);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    QAction* action = menu->addAction(entries_[i].title);
    action->setCheckable(true);
    group->addAction(action);
    const auto index = static_cast<int>(i);
    connect(action, &QAction::triggered, this, [this, index] { openIndex(index); });
    connect(menu, &QMenu::aboutToShow, action, [this, action, index] { action->setChecked(index == index_); });
  }
  picker_->setMenu(menu);
  connect(&context_.theme, &Theme::changed, picker_,
          [this] { picker_->setIcon(icon(QStringLiteral("dashboards"), context_.theme.tokens().muted, 16)); });
  tools_->addFirst(picker_);
  return tools_;
}

QUrl DashboardPage::externalLink() const {
  if (index_ < 0) return {};
  const QUrl& grafana = context_.endpoints.grafana();
  const QString& uid = entries_[static_cast<std::size_t>(index_)].dashboard.uid;
  if (grafana.isEmpty() || uid.isEmpty()) return context_.endpoints.prometheus();
  if (!currentView()) return grafanaDashboardUrl(grafana, uid, 0, {});
  return grafanaDashboardUrl(grafana, uid, 0, currentView()->linkTime(), currentView()->variables().urlState());
}

QString DashboardPage::externalLinkText() const {
  return context_.endpoints.grafana().isEmpty() ? tr("Open in Prometheus") : tr("Open in Grafana");
}

DashboardView* DashboardPage::currentView() const { return qobject_cast<DashboardView*>(stack_->currentWidget()); }

void DashboardPage::refresh() {
  context_.prometheus.retryNow();
  if (currentView()) currentView()->refreshNow();
}

bool DashboardPage::goBack() { return currentView() && currentView()->goBack(); }

const DashboardTime* DashboardPage::timeOptions() const {
  return currentView() ? &currentView()->dashboard().time : nullptr;
}

void DashboardPage::takeOwnTime() {
  if (!currentView()) return;
  const DashboardTime& own = currentView()->dashboard().time;
  context_.timeRange.forgetChoice();
  context_.timeRange.followPace(own.refresh);
  context_.timeRange.follow(own.range, own.rules, own.nowDelay);
}

bool DashboardPage::isReady() const { return !currentView() || currentView()->isReady(); }

QStringList DashboardPage::scenes() const {
  QStringList ids;
  for (const CatalogueEntry& entry : entries_) ids.append(entry.id);
  return ids;
}

void DashboardPage::showScene(const QString& scene) { open(scene); }

bool DashboardPage::open(const QString& id) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].id != id) continue;
    openIndex(static_cast<int>(i));
    return true;
  }
  return false;
}

QString DashboardPage::current() const {
  return index_ < 0 ? QString() : entries_[static_cast<std::size_t>(index_)].id;
}

void DashboardPage::openIndex(int index) {
  const auto at = static_cast<std::size_t>(index);
  const CatalogueEntry& entry = entries_[at];
  if (!views_[at]) {
    if (!entry.problem.isEmpty()) {
      views_[at] = noticeView(tr("“%1” cannot be shown").arg(entry.title), entry.problem);
    } else if (entry.dashboard.panels.empty()) {
      views_[at] = noticeView(tr("“%1” has no panels").arg(entry.title), tr("Add panels to it in Grafana."));
    } else {
      auto* view = new DashboardView(entry.dashboard, context_.theme, context_.prometheus, context_.timeRange,
                                     context_.endpoints.grafana());
      view->variables().setScrapeMs(context_.options.scrapeMs);
      view->annotations().setServer(context_.endpoints.server());
      connect(view, &DashboardView::readinessChanged, this, &Page::readinessChanged);
      connect(&context_.endpoints, &Endpoints::changed, view,
              [this, view] { view->annotations().setServer(context_.endpoints.server()); });
      views_[at] = view;
    }
    stack_->addWidget(views_[at]);
  }
  index_ = index;
  // Before it is shown, so that it asks once. What was chosen by hand is what one is looking at: it goes along.
  if (auto* next = qobject_cast<DashboardView*>(views_[at])) {
    const DashboardTime& own = next->dashboard().time;
    context_.timeRange.followPace(own.refresh);
    if (!context_.timeRange.isChosen()) context_.timeRange.follow(own.range, own.rules, own.nowDelay);
  }
  stack_->setCurrentWidget(views_[at]);
  if (tools_) tools_->setAnnotations(currentView() ? &currentView()->annotations() : nullptr);
  Q_EMIT headingChanged();
}

}  // namespace vigie::console
