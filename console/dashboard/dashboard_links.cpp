// The Dashboards page and links: what it shows as one, what one says shown, and the way back through what was shown.
#include "console/app/context.h"
#include "console/app/notice_bar.h"
#include "console/dashboard/dashboard_page.h"
#include "console/dashboard/dashboard_pane.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/edit/import_drawer.h"
#include "console/dashboard/time_range.h"
#include "console/settings/endpoints.h"

#include <QApplication>
#include <QClipboard>
#include <QCursor>
#include <QDateTime>
#include <QMenu>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QUrlQuery>

#include <algorithm>

namespace vigie::console {
namespace {

/// Nothing for a zone that there is not.
std::optional<QTimeZone> zoneOfLink(const QString& name) {
  if (name.compare(QLatin1String("utc"), Qt::CaseInsensitive) == 0) return QTimeZone::utc();
  if (name.isEmpty() || name == QLatin1String("browser")) return QTimeZone::systemTimeZone();
  const QTimeZone zone(name.toUtf8());
  return zone.isValid() ? std::optional(zone) : std::nullopt;
}

/// Under the button that was pressed, which the pointer or the focus is on; else at the pointer.
QPoint placeOfMenu() {
  for (const QWidget* at : {QApplication::widgetAt(QCursor::pos()), QApplication::focusWidget()}) {
    const auto* const button = qobject_cast<const QToolButton*>(at);
    if (button) return button->mapToGlobal(QPoint(0, button->height()));
  }
  return QCursor::pos();
}

/// What is a step: how often it is refreshed and how the window looks are none.
DashboardLink linkStateOf(DashboardLink link) {
  link.refresh.reset();
  link.kiosk = false;
  return link;
}

}  // namespace

DashboardLink DashboardPage::currentLink() const {
  DashboardLink link;
  const DashboardView* view = currentView();
  if (!view) return link;
  const CatalogueEntry& entry = entries_[static_cast<std::size_t>(index_)];
  link.uid = entry.dashboard.uid.isEmpty() ? entry.id : entry.dashboard.uid;
  link.range = context_.timeRange.raw();
  link.zone = view->linkTime().zone;
  link.refresh = writtenPace(context_.timeRange.pace());
  link.variables = view->variables().urlState();
  link.panelId = view->viewedPanel() ? view->viewedPanel()->model().id : 0;
  link.kiosk = kiosk_;
  return link;
}

int DashboardPage::indexOf(const QString& uid) const {
  // A file that was opened may have the uid of one of ours: the open one is meant then.
  const auto is = [&uid](const CatalogueEntry& entry) { return entry.dashboard.uid == uid || entry.id == uid; };
  if (index_ >= 0 && is(entries_[static_cast<std::size_t>(index_)])) return index_;
  const auto found = std::find_if(entries_.begin(), entries_.end(), is);
  return found == entries_.end() ? -1 : static_cast<int>(found - entries_.begin());
}

bool DashboardPage::openLinkText(const QString& text) {
  const auto link = readLink(text);
  if (link) return openLink(*link);
  notice_->tell(QString::fromStdString(link.error().message));
  return false;
}

void DashboardPage::openOwn(const QUrl& url) {
  if (url.path() != QLatin1String("/dashboards")) {
    openLinkText(url.toString(QUrl::FullyEncoded | QUrl::RemoveScheme));
    return;
  }
  const QStringList tags = QUrlQuery(url).allQueryItemValues(QStringLiteral("tag"), QUrl::FullyDecoded);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const QStringList& own = entries_[i].dashboard.tags;
    const bool isOne = std::all_of(tags.begin(), tags.end(), [&own](const QString& tag) { return own.contains(tag); });
    if (isOne) menu->addAction(entries_[i].title, this, [this, i] { openIndex(static_cast<int>(i)); });
  }
  if (menu->isEmpty()) {
    menu->addAction(tr("No dashboard here has the tags %1").arg(tags.join(QStringLiteral(", "))))->setEnabled(false);
  }
  menu->popup(placeOfMenu());
}

bool DashboardPage::openLink(const DashboardLink& link) {
  const int index = link.uid.isEmpty() ? index_ : indexOf(link.uid);
  if (index < 0) {
    std::vector<NoticeBar::Choice> choices;
    if (!context_.endpoints.grafana().isEmpty()) {
      DashboardLink there;
      there.uid = link.uid;
      const QString address = linkText(context_.endpoints.grafana(), there);
      choices.push_back({tr("Import from Grafana…"), [this, address] { openImport()->take(address); }});
    }
    notice_->tell(
        tr("There is no dashboard with the uid “%1” here. Import it, or open a link to one in the list.").arg(link.uid),
        std::move(choices));
    return false;
  }
  notice_->clear();
  bool holds = true;
  {
    const QScopedValueRollback guard(restoring_, true);
    if (index != index_) openIndex(index);
    holds = applyTime(link, true);
    if (DashboardView* view = currentView()) {
      view->variables().restore(link.variables);
      holds = showLinked(*view, link.panelId) && holds;
    }
  }
  history_.note(linkStateOf(currentLink()));
  if (link.kiosk != kiosk_ && link.kiosk) Q_EMIT kioskRequested(true);
  return holds;
}

bool DashboardPage::applyTime(const DashboardLink& link, bool byHand) {
  TimeRange& time = context_.timeRange;
  bool holds = true;
  if (link.zone) {
    const auto zone = zoneOfLink(*link.zone);
    if (zone && *zone != time.rules().zone) time.setZone(*zone);
    if (!zone) notice_->tell(tr("The link's time zone “%1” is not known; times stay as they were.").arg(*link.zone));
    holds = zone.has_value();
  }
  if (link.refresh && byHand) {
    if (const auto pace = readPace(*link.refresh)) time.setPace(*pace);
  }
  if (!link.range || *link.range == time.raw()) return holds;
  if (!byHand) {
    time.revisit(*link.range);
  } else if (const auto problem = time.choose(*link.range)) {
    notice_->tell(tr("The link's time range is wrong: %1").arg(QString::fromStdString(problem->message)));
    return false;
  }
  return holds;
}

bool DashboardPage::showLinked(DashboardView& view, int panelId) {
  if (panelId == 0) {
    view.viewPanel(nullptr);
    return true;
  }
  const auto& panels = view.panels();
  const auto panel = std::find_if(panels.begin(), panels.end(),
                                  [panelId](const PanelWidget* one) { return one->model().id == panelId; });
  if (panel == panels.end()) {
    notice_->tell(tr("The link names the panel %1, which is not on this dashboard.").arg(panelId));
    return false;
  }
  view.viewPanel(*panel);
  return true;
}

void DashboardPage::copyLink(int panelId) {
  DashboardLink link = currentLink();
  if (panelId > 0) link.panelId = panelId;
  QGuiApplication::clipboard()->setText(linkText(context_.endpoints.grafana(), link));
  say(panelId > 0 ? tr("Link to the panel copied") : tr("Link to this dashboard copied"));
}

void DashboardPage::openClipboard() { openLinkText(QGuiApplication::clipboard()->text().left(20'000)); }

void DashboardPage::noteState(bool settled) {
  if (restoring_ || !currentView()) return;
  if (settled) {
    history_.amend(linkStateOf(currentLink()));
  } else {
    history_.note(linkStateOf(currentLink()));
  }
}

bool DashboardPage::hasState(int direction) const { return history_.canStep(direction); }

void DashboardPage::goToState(int direction) {
  if (!hasState(direction)) return;
  const DashboardLink state = history_.step(direction);
  const int index = indexOf(state.uid);
  // It may have gone to the trash meanwhile.
  if (index < 0) return;
  const QScopedValueRollback guard(restoring_, true);
  if (index != index_) openIndex(index);
  applyTime(state, false);
  DashboardView* view = currentView();
  if (!view) return;
  view->variables().restore(state.variables);
  showLinked(*view, state.panelId);
}

}  // namespace vigie::console
