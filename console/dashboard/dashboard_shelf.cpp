// Which dashboards the page has: chosen from the list, made, imported, saved under a name, dropped, forgotten.
#include "console/app/context.h"
#include "console/app/notice_bar.h"
#include "console/app/toast.h"
#include "console/dashboard/dashboard_page.h"
#include "console/dashboard/dashboard_pane.h"
#include "console/dashboard/edit/dashboard_files.h"
#include "console/dashboard/edit/import_drawer.h"
#include "console/settings/console_options.h"

#include <QActionGroup>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPointer>
#include <QStackedLayout>
#include <QUuid>

#include <algorithm>
#include <memory>
#include <utility>

namespace vigie::console {

void DashboardPage::fillPicker(QMenu& menu) {
  menu.clear();
  auto* group = new QActionGroup(&menu);
  const auto add = [&](bool own) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if ((entries_[i].origin == DashboardOrigin::kOwn) != own) continue;
      QAction* action = menu.addAction(entries_[i].title);
      action->setCheckable(true);
      action->setChecked(static_cast<int>(i) == index_);
      group->addAction(action);
      connect(action, &QAction::triggered, this, [this, i] { openIndex(static_cast<int>(i)); });
    }
  };
  add(false);
  const bool anyOwn = std::any_of(entries_.begin(), entries_.end(),
                                  [](const CatalogueEntry& entry) { return entry.origin == DashboardOrigin::kOwn; });
  if (anyOwn) menu.addSeparator();
  add(true);
  menu.addSeparator();
  menu.addAction(tr("New dashboard"), this, &DashboardPage::newDashboard);
  menu.addAction(tr("Import…"), this, &DashboardPage::openImport);
  const bool own = index_ >= 0 && entries_[static_cast<std::size_t>(index_)].origin == DashboardOrigin::kOwn;
  QAction* forget = menu.addAction(tr("Move this one to the trash"), this, &DashboardPage::forgetCurrent);
  forget->setEnabled(own);
}

void DashboardPage::newDashboard() {
  addFresh(DashboardDocument::empty(QUuid::createUuid().toString(QUuid::Id128).left(14), tr("New dashboard")), false);
}

bool DashboardPage::mayClose() {
  QStringList unsaved;
  for (QWidget* view : views_) {
    auto* pane = qobject_cast<DashboardPane*>(view);
    if (pane && pane->session().isDirty()) unsaved.append(pane->title());
  }
  if (unsaved.isEmpty()) return true;
  QMessageBox question(
      QMessageBox::NoIcon, tr("Changes are not saved"),
      tr("These dashboards have changes that are not saved: %1.").arg(unsaved.join(QLatin1String(", "))),
      QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
  question.setDefaultButton(QMessageBox::Save);
  const int answer = question.exec();
  if (answer != QMessageBox::Save) return answer == QMessageBox::Discard;
  for (QWidget* view : std::vector<QWidget*>(views_)) {
    auto* pane = qobject_cast<DashboardPane*>(view);
    if (!pane || !pane->session().isDirty()) continue;
    if (pane->session().isReadOnly()) {
      pane->saveAsNamed(pane->session().document().title());
    } else {
      pane->save();
    }
    if (!pane->session().isDirty()) continue;
    // Its notice says what stands in the way.
    stack_->setCurrentWidget(pane);
    index_ = static_cast<int>(std::find(views_.begin(), views_.end(), view) - views_.begin());
    Q_EMIT headingChanged();
    return false;
  }
  return true;
}

int DashboardPage::addEntry(CatalogueEntry entry, QWidget* view) {
  // Ids are unique in the list: a second one of a uid goes by its file, or a number.
  const QString wanted = entry.id;
  const auto taken = [this](const QString& id) {
    return std::any_of(entries_.begin(), entries_.end(), [&id](const CatalogueEntry& other) { return other.id == id; });
  };
  for (int n = 2; taken(entry.id); ++n) entry.id = QStringLiteral("%1-%2").arg(wanted).arg(n);
  entries_.push_back(std::move(entry));
  views_.push_back(view);
  if (view) stack_->addWidget(view);
  return static_cast<int>(entries_.size()) - 1;
}

void DashboardPage::followSaved(DashboardPane& pane) {
  const auto at = static_cast<std::size_t>(std::find(views_.begin(), views_.end(), &pane) - views_.begin());
  if (at >= views_.size()) return;
  CatalogueEntry saved = readCatalogueEntry(pane.session().path(), DashboardOrigin::kOwn);
  if (entries_[at].path.isEmpty()) {
    entries_[at] = std::move(saved);
  } else {
    // The one it was made from is there again as it was.
    CatalogueEntry original = entries_[at];
    entries_[at] = std::move(saved);
    entries_.insert(entries_.begin() + static_cast<std::ptrdiff_t>(at), std::move(original));
    views_.insert(views_.begin() + static_cast<std::ptrdiff_t>(at), nullptr);
    index_ = static_cast<int>(at) + 1;
  }
  say(tr("Saved as %1").arg(pane.session().path()));
  Q_EMIT headingChanged();
}

std::vector<std::pair<QString, QString>> DashboardPage::editable() const {
  std::vector<std::pair<QString, QString>> found;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const auto* pane = qobject_cast<const DashboardPane*>(views_[i]);
    const bool open = pane && pane->isEditing();
    const bool writable = entries_[i].problem.isEmpty() && !isBuiltIn(entries_[i].path);
    if (open || writable) found.emplace_back(entries_[i].id, entries_[i].title);
  }
  return found;
}

void DashboardPage::addPanel(const OrderedJson& panel, const QString& id) {
  if (id.isEmpty()) {
    addFresh(DashboardDocument::empty(QUuid::createUuid().toString(QUuid::Id128).left(14), tr("New dashboard"))
                 .withAdded(panel),
             false);
    return;
  }
  if (open(id) && currentPane()) currentPane()->addPanel(panel);
}

void DashboardPage::addFresh(const DashboardDocument& document, bool saveNow) {
  auto* pane = new DashboardPane(context_, document, this);
  connectPane(*pane);
  CatalogueEntry entry;
  entry.origin = DashboardOrigin::kOwn;
  entry.id = document.uid();
  entry.title = document.title();
  if (const auto model = document.model()) entry.dashboard = *model;
  openIndex(addEntry(std::move(entry), pane));
  if (saveNow) {
    pane->saveAsNamed(document.title());
  } else {
    pane->setEditing(true);
  }
}

ImportDrawer* DashboardPage::openImport() {
  auto* drawer = new ImportDrawer(context_, context_.options.grafanaToken, this);
  connect(drawer, &ImportDrawer::imported, this,
          [this](const DashboardDocument& document) { addFresh(document, true); });
  return drawer;
}

/// Lives in what brings it back: when that is gone, so is the view.
struct DashboardPage::Forgotten {
  CatalogueEntry entry;
  QPointer<QWidget> view;
  int index = 0;
  QString trashed;  ///< where its file is now; empty where it had none

  ~Forgotten() {
    if (view) view->deleteLater();
  }
};

void DashboardPage::forgetCurrent() {
  if (index_ < 0) return;
  const auto at = static_cast<std::size_t>(index_);
  if (entries_[at].origin != DashboardOrigin::kOwn) return;
  const QString path = entries_[at].path;
  QString trashed;
  // Not there to be brought back where a desktop has no trash: then it stays.
  if (!path.isEmpty() && QFile::exists(path) && !QFile::moveToTrash(path, &trashed)) {
    notice_->tell(tr("“%1” could not be moved to the trash; its file is %2.").arg(entries_[at].title, path));
    return;
  }
  const auto forgotten = std::make_shared<Forgotten>();
  forgotten->entry = entries_[at];
  forgotten->view = views_[at];
  forgotten->index = index_;
  forgotten->trashed = trashed;
  entries_.erase(entries_.begin() + index_);
  views_.erase(views_.begin() + index_);
  index_ = -1;
  if (!entries_.empty()) openIndex(0);
  if (forgotten->view) {
    stack_->removeWidget(forgotten->view);
    forgotten->view->hide();
  }
  Q_EMIT headingChanged();
  const QString title = forgotten->entry.title;
  Toast::say(context_.theme, *this,
             trashed.isEmpty() ? tr("“%1” taken off the list").arg(title) : tr("“%1” moved to the trash").arg(title),
             {{tr("Undo"), [this, forgotten] { bringBack(*forgotten); }}});
}

void DashboardPage::bringBack(Forgotten& forgotten) {
  const QString& path = forgotten.entry.path;
  if (!forgotten.trashed.isEmpty()) {
    if (QFile::exists(path) || !QFile::rename(forgotten.trashed, path)) {
      notice_->tell(
          tr("“%1” could not be brought back; its file is %2.").arg(forgotten.entry.title, forgotten.trashed));
      return;
    }
    // The trash's note of where it came from (freedesktop.org, Trash specification).
    const QFileInfo file(forgotten.trashed);
    QFile::remove(file.path() + QStringLiteral("/../info/") + file.fileName() + QStringLiteral(".trashinfo"));
  }
  const int index = std::min(forgotten.index, static_cast<int>(entries_.size()));
  QWidget* const view = std::exchange(forgotten.view, nullptr);
  entries_.insert(entries_.begin() + index, forgotten.entry);
  views_.insert(views_.begin() + index, view);
  if (view) stack_->addWidget(view);
  index_ = -1;
  openIndex(index);
}

void DashboardPage::dragEnterEvent(QDragEnterEvent* event) {
  const QMimeData* mime = event->mimeData();
  const bool file = mime->hasUrls() && mime->urls().constFirst().toString().endsWith(QLatin1String(".json"));
  if (file || mime->hasText()) event->acceptProposedAction();
}

void DashboardPage::dropEvent(QDropEvent* event) {
  const QMimeData* mime = event->mimeData();
  event->acceptProposedAction();
  const bool isFile = mime->hasUrls() && mime->urls().constFirst().isLocalFile();
  // A link to what is here already is opened; anything else comes to be imported.
  if (!isFile && looksLikeLink(mime->text())) {
    const auto link = readLink(mime->text());
    if (link && (link->uid.isEmpty() || indexOf(link->uid) >= 0)) {
      openLink(*link);
      return;
    }
  }
  delete Drawer::openOver(this);
  ImportDrawer* drawer = openImport();
  if (isFile) {
    drawer->takeFile(mime->urls().constFirst().toLocalFile());
  } else {
    drawer->take(mime->text());
  }
}

}  // namespace vigie::console
