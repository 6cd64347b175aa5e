#include "console/dashboard/dashboard_pane.h"

#include "console/app/context.h"
#include "console/app/elided_label.h"
#include "console/app/notice_bar.h"
#include "console/app/theme.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/edit/grid_editor.h"
#include "console/dashboard/edit/panel_editor.h"
#include "console/dashboard/empty_dashboard.h"
#include "console/dashboard/time_range.h"
#include "console/explore/panel_queries.h"
#include "console/i18n/board_words.h"
#include "console/inspect/inspect_drawer.h"
#include "console/settings/console_options.h"
#include "console/settings/endpoints.h"

#include <QDateTime>
#include <QFrame>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSet>
#include <QShortcut>
#include <QUuid>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace vigie::console {
namespace {

/// What a view is built for: other variables want another one.
QJsonValue variablesIn(const Dashboard& dashboard) {
  QJsonArray variables;
  for (const Variable& variable : dashboard.variables) variables.append(variable.json);
  return variables;
}

QByteArray contentOf(const QString& path) {
  const auto file = readDashboardFile(path);
  return file ? *file : QByteArray();
}

QSet<int> idsOf(const std::vector<PanelWidget*>& panels) {
  QSet<int> ids;
  for (const PanelWidget* panel : panels) ids.insert(panel->model().id);
  return ids;
}

QString freshUid() { return QUuid::createUuid().toString(QUuid::Id128).left(14); }

}  // namespace

DashboardPane::DashboardPane(const ConsoleContext& context, const CatalogueEntry& entry, QWidget* host)
    : context_(context), host_(host), session_(new DashboardSession(entry.path, contentOf(entry.path), this)) {
  build();
  // A file that names its panels not at all, or has rows of before Grafana 5, is shown as it will be saved.
  const auto completed = session_->document().wasCompleted() ? session_->model() : entry.dashboard;
  setView(completed ? *completed : entry.dashboard);
}

DashboardPane::DashboardPane(const ConsoleContext& context, const DashboardDocument& fresh, QWidget* host)
    : context_(context), host_(host), session_(new DashboardSession(fresh, this)) {
  build();
  if (const auto model = fresh.model()) setView(*model);
}

DashboardPane::~DashboardPane() {
  // A child like any other, it ends after this; its undo stack tells of its own clearing.
  session_->undo().disconnect(this);
  session_->disconnect(this);
}

void DashboardPane::build() {
  layout_ = new QVBoxLayout(this);
  layout_->setContentsMargins(0, 0, 0, 0);
  layout_->setSpacing(0);
  notice_ = new NoticeBar(context_.theme);
  bar_ = new QFrame;
  bar_->setObjectName(QStringLiteral("editBar"));
  auto* row = new QHBoxLayout(bar_);
  row->setContentsMargins(space::kLarge, space::kTiny, space::kLarge, space::kTiny);
  row->setSpacing(space::kSmall);
  hint_ = new ElidedLabel;
  hint_->setProperty("role", QStringLiteral("muted"));
  row->addWidget(hint_, 1);
  const auto add = [this, row](const QString& word, const QString& help, void (DashboardPane::*act)()) {
    auto* button = new QPushButton(word);
    button->setToolTip(help);
    connect(button, &QPushButton::clicked, this, act);
    row->addWidget(button);
    return button;
  };
  auto* panel = new QPushButton(tr("Add panel"));
  connect(panel, &QPushButton::clicked, this, &DashboardPane::beginPanel);
  row->addWidget(panel);
  undo_ = new QPushButton(tr("Undo"));
  redo_ = new QPushButton(tr("Redo"));
  row->addWidget(undo_);
  row->addWidget(redo_);
  add(tr("Save as…"), tr("As one of your own dashboards"), &DashboardPane::saveAs);
  QPushButton* save = add(tr("Save"), tr("Ctrl+S"), &DashboardPane::save);
  save->setProperty("role", QStringLiteral("primary"));
  auto* done = new QPushButton(tr("Done"));
  connect(done, &QPushButton::clicked, this, [this] { setEditing(false); });
  row->addWidget(done);
  layout_->addWidget(notice_);
  layout_->addWidget(bar_);
  bar_->hide();
  empty_ = new EmptyDashboard(this);
  empty_->hide();
  connect(empty_, &EmptyDashboard::panelRequested, this, &DashboardPane::beginPanel);
  const auto restyle = [this] {
    const ThemeTokens& t = context_.theme.tokens();
    bar_->setStyleSheet(QStringLiteral("QFrame#editBar { background: %1; border: none; border-bottom: 1px solid %2; }")
                            .arg(t.surface.name(), t.line.name()));
  };
  connect(&context_.theme, &Theme::changed, this, restyle);
  restyle();

  QUndoStack& stack = session_->undo();
  connect(undo_, &QPushButton::clicked, &stack, &QUndoStack::undo);
  connect(redo_, &QPushButton::clicked, &stack, &QUndoStack::redo);
  const auto follow = [this, save, &stack] {
    save->setEnabled(session_->isDirty());
    undo_->setEnabled(stack.canUndo());
    undo_->setToolTip(stack.canUndo() ? tr("Undo: %1 (Ctrl+Z)").arg(stack.undoText()) : QString());
    redo_->setEnabled(stack.canRedo());
    redo_->setToolTip(stack.canRedo() ? tr("Redo: %1 (Ctrl+Shift+Z)").arg(stack.redoText()) : QString());
  };
  connect(&stack, &QUndoStack::indexChanged, this, follow);
  connect(&stack, &QUndoStack::cleanChanged, this, follow);
  follow();
  connect(new QShortcut(QKeySequence::Undo, this), &QShortcut::activated, this, [this, &stack] {
    if (isEditing()) stack.undo();
  });
  connect(new QShortcut(QKeySequence::Redo, this), &QShortcut::activated, this, [this, &stack] {
    if (isEditing()) stack.redo();
  });
  connect(new QShortcut(QKeySequence::Save, this), &QShortcut::activated, this, &DashboardPane::save);
  connect(session_, &DashboardSession::documentChanged, this, &DashboardPane::showDocument);
  connect(session_, &DashboardSession::dirtyChanged, this, &DashboardPane::headingChanged);
  connect(session_, &DashboardSession::reloaded, this, &DashboardPane::showReloaded);
  connect(session_, &DashboardSession::changedOnDisk, this, [this] {
    notice_->tell(tr("Another program changed the file of this dashboard, and you have changes that are not saved."),
                  {{tr("Reload, drop mine"), [this] { report(session_->reload()); }}});
  });
}

void DashboardPane::setView(const Dashboard& dashboard) {
  DashboardView* const old = view_;
  // A form or an inspection over the old view borrows from it.
  if (old) delete Drawer::openOver(host_);
  view_ = new DashboardView(dashboard, context_.theme, context_.prometheus, context_.timeRange,
                            context_.endpoints.grafana(), context_.memory);
  view_->annotations().setServer(context_.endpoints.server());
  connect(&context_.endpoints, &Endpoints::changed, view_,
          [view = view_, this] { view->annotations().setServer(context_.endpoints.server()); });
  view_->installEventFilter(this);
  view_->variables().setScrapeMs(context_.options.scrapeMs);
  connect(view_, &DashboardView::readinessChanged, this, &DashboardPane::readinessChanged);
  connect(view_, &DashboardView::panelMenuOpening, this, &DashboardPane::fillPanelMenu);
  connect(view_, &DashboardView::copied, this, &DashboardPane::copied);
  connect(view_, &DashboardView::viewedChanged, this, &DashboardPane::stateChosen);
  connect(&view_->variables(), &VariableSet::chosenByHand, this, &DashboardPane::stateChosen);
  connect(&view_->variables(), &VariableSet::resolved, this, &DashboardPane::stateSettled);
  if (old) {
    // Chosen values stay where the new dashboard still has such a variable.
    view_->variables().restore(old->variables().urlState());
    const int scroll = old->verticalScrollBar()->value();
    connect(
        view_, &DashboardView::arranged, this, [this, scroll] { view_->verticalScrollBar()->setValue(scroll); },
        Qt::SingleShotConnection);
    const bool editing = isEditing();
    if (editing) setEditing(false);
    layout_->removeWidget(old);
    old->hide();
    old->deleteLater();
    layout_->addWidget(view_, 1);
    if (editing) setEditing(true);
    followPanels();
    Q_EMIT headingChanged();
    return;
  }
  layout_->addWidget(view_, 1);
  followPanels();
}

void DashboardPane::followPanels() {
  view_->setAccessibleName(title());
  const bool empty = view_->dashboard().panels.empty();
  // There is nothing to drag.
  hint_->setText(empty ? QString()
                       : tr("Drag panels to move them, their corner to resize; Enter changes, Delete removes."));
  empty_->setVisible(empty);
  if (empty) placeEmpty();
}

void DashboardPane::placeEmpty() {
  // As large as it is and no larger: the variables over it are to be reached.
  empty_->adjustSize();
  const QRect room = view_->geometry();
  empty_->move(room.left() + (room.width() - empty_->width()) / 2,
               room.top() + std::max(0, (room.height() - empty_->height()) * 2 / 5));
  empty_->raise();
}

bool DashboardPane::eventFilter(QObject* watched, QEvent* event) {
  if (watched == view_ && (event->type() == QEvent::Resize || event->type() == QEvent::Move)) {
    placeEmpty();
  }
  return QWidget::eventFilter(watched, event);
}

QString DashboardPane::title() const {
  const QString title = view_->dashboard().title;
  if (title.isEmpty()) return session_->document().title();
  return isBuiltIn(session_->path()) ? boardWords(title) : title;
}

LinkTime DashboardPane::time() const { return view_->linkTime(); }

void DashboardPane::showDocument() {
  const auto model = session_->document().model();
  if (!model) return notice_->tell(QString::fromStdString(model.error().message));
  if (variablesIn(*model) == variablesIn(view_->dashboard())) {
    const QSet<int> before = idsOf(view_->panels());
    view_->setDashboard(*model);
    followPanels();
    // What an undo brings back is what one looks for.
    const QSet<int> fresh = idsOf(view_->panels()) - before;
    if (grid_ && fresh.size() == 1) grid_->choose(*fresh.begin());
  } else {
    setView(*model);
  }
  Q_EMIT headingChanged();
}

void DashboardPane::showReloaded() {
  const auto model = session_->model();
  if (!model) {
    notice_->tell(tr("The file is no dashboard any more; what is shown is the last that was. %1")
                      .arg(QString::fromStdString(model.error().message)));
    return;
  }
  notice_->clear();
  if (variablesIn(*model) == variablesIn(view_->dashboard())) {
    view_->setDashboard(*model);
    followPanels();
  } else {
    setView(*model);
  }
  Q_EMIT headingChanged();
}

void DashboardPane::setEditing(bool editing) {
  if (editing == isEditing()) return;
  if (editing && !session_->whyNot().isEmpty()) return notice_->tell(session_->whyNot());
  view_->setEditing(editing);
  bar_->setVisible(editing);
  if (!editing) {
    delete std::exchange(grid_, nullptr);
    Q_EMIT headingChanged();
    return;
  }
  grid_ = new GridEditor(context_.theme, *view_);
  connect(grid_, &GridEditor::arrangementChanged, this, [this](const GridArrangement& arrangement, bool resized) {
    session_->apply(resized ? tr("Resize panel") : tr("Move panel"), session_->document().withArrangement(arrangement));
  });
  connect(grid_, &GridEditor::changeRequested, this, &DashboardPane::changePanel);
  connect(grid_, &GridEditor::copyRequested, this, &DashboardPane::copyPanel);
  connect(grid_, &GridEditor::removeRequested, this, &DashboardPane::removePanel);
  grid_->setFocus();
  Q_EMIT headingChanged();
}

void DashboardPane::addPanel(const OrderedJson& panel) {
  setEditing(true);
  if (!isEditing()) return;
  const int id = session_->document().freePanelId();
  session_->apply(tr("Add panel"), session_->document().withAdded(panel));
  grid_->choose(id);
}

void DashboardPane::beginPanel() {
  PanelDraft draft;
  draft.title = tr("New panel");
  addPanel(newPanel(draft));
  if (!grid_) return;
  const int id = grid_->chosen();
  PanelEditor* const form = openForm(id);
  if (!form) return;
  const int added = session_->undo().index();
  const auto applied = std::make_shared<bool>(false);
  connect(form, &PanelEditor::accepted, this, [applied] { *applied = true; });
  connect(form, &Drawer::closed, this, [this, id, added, applied] {
    if (*applied) return;
    // Nobody wanted it: as if it had not been asked for.
    if (session_->undo().index() == added) {
      session_->undo().undo();
    } else {
      removePanel(id);
    }
  });
}

void DashboardPane::changePanel(int id) { openForm(id); }

PanelEditor* DashboardPane::openForm(int id) {
  if (!session_->whyNot().isEmpty()) {
    notice_->tell(session_->whyNot());
    return nullptr;
  }
  const OrderedJson panel = session_->document().panel(id);
  if (panel.isNull() || view_->panels().empty()) return nullptr;
  auto* editor = new PanelEditor(
      context_, view_->panels().front()->services(), [this] { return time(); }, panel, host_);
  connect(editor, &PanelEditor::accepted, this, [this, id](const OrderedJson& changed) {
    setEditing(true);
    session_->apply(tr("Change panel"), session_->document().withPanel(id, changed));
  });
  return editor;
}

void DashboardPane::copyPanel(int id) {
  const int copy = session_->document().freePanelId();
  session_->apply(tr("Copy panel"), session_->document().withCopyOf(id));
  if (grid_) grid_->choose(copy);
}

void DashboardPane::removePanel(int id) { session_->apply(tr("Remove panel"), session_->document().withoutPanel(id)); }

void DashboardPane::inspect(PanelWidget& panel) {
  const OrderedJson json = session_->whyNot().isEmpty() ? session_->document().panel(panel.model().id) : OrderedJson();
  const QByteArray text =
      json.isNull() ? QJsonDocument(panel.model().json).toJson(QJsonDocument::Indented) : json.written();
  new InspectDrawer(panel, QString::fromUtf8(text), host_);
}

void DashboardPane::explore(const PanelWidget& panel) {
  const std::vector<QueryDraft> queries = exploreQueries(panel);
  if (!queries.empty()) Q_EMIT exploreRequested(queries);
}

void DashboardPane::fillPanelMenu(PanelWidget& panel, QMenu& menu) {
  const QPointer<PanelWidget> which(&panel);
  menu.addSeparator();
  menu.addAction(tr("Inspect") + QStringLiteral("\te"), this, [this, which] {
    if (which) inspect(*which);
  });
  QAction* explore = menu.addAction(tr("Explore") + QStringLiteral("\tx"), this, [this, which] {
    if (which) this->explore(*which);
  });
  explore->setEnabled(!exploreQueries(panel).empty());
  menu.addAction(tr("Copy link") + QStringLiteral("\tp s"), this,
                 [this, id = panel.model().id] { Q_EMIT linkRequested(id); });
  QAction* change = menu.addAction(tr("Change…"), this, [this, id = panel.model().id] { changePanel(id); });
  change->setEnabled(session_->whyNot().isEmpty());
}

void DashboardPane::save() {
  // Ctrl+S in the form of a panel means the panel.
  if (auto* editor = qobject_cast<PanelEditor*>(Drawer::openOver(host_))) return editor->accept();
  if (!session_->isDirty()) return;
  if (session_->isReadOnly()) return saveAs();
  saveIntoFile(false);
}

void DashboardPane::saveIntoFile(bool overwrite) {
  const auto saved = session_->save(overwrite);
  if (saved || saved.error().code != ErrorCode::kConflict) return report(saved);
  notice_->tell(tr("Not saved. %1").arg(QString::fromStdString(saved.error().message)),
                {{tr("Reload, drop mine"), [this] { report(session_->reload()); }},
                 {tr("Overwrite"), [this] { saveIntoFile(true); }},
                 {tr("Save as…"), [this] { saveAs(); }}});
}

void DashboardPane::report(const Result<void>& saved) {
  if (saved) {
    notice_->clear();
  } else {
    notice_->tell(QString::fromStdString(saved.error().message), {{tr("Save as…"), [this] { saveAs(); }}});
  }
}

void DashboardPane::saveAs() {
  auto* dialog = new QInputDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Save as"));
  dialog->setLabelText(isBuiltIn(session_->path())
                           ? tr("This dashboard comes with the console and stays as it is. Save yours under the title:")
                           : tr("Save among your own dashboards under the title:"));
  dialog->setTextValue(isBuiltIn(session_->path()) ? tr("%1 (mine)").arg(title()) : title());
  connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& title) {
    if (!title.trimmed().isEmpty()) saveAsNamed(title.trimmed());
  });
  dialog->open();
}

bool DashboardPane::saveAsNamed(const QString& title) {
  if (!session_->whyNot().isEmpty()) {
    notice_->tell(session_->whyNot());
    return false;
  }
  // A dashboard that was never saved keeps its uid: an imported one is the same in Grafana.
  const QString uid =
      session_->path().isEmpty() && !session_->document().uid().isEmpty() ? session_->document().uid() : freshUid();
  const auto saved = session_->saveAs(freeDashboardPath(ownDashboardsFolder(), title), uid, title);
  report(saved);
  if (saved) Q_EMIT savedAs();
  return bool(saved);
}

}  // namespace vigie::console
