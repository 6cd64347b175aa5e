#include "console/app/main_window.h"

#include "console/app/command_palette.h"
#include "console/app/command_registry.h"
#include "console/app/context.h"
#include "console/app/help_overlay.h"
#include "console/app/navigation.h"
#include "console/app/page.h"
#include "console/app/palette_items.h"
#include "console/app/theme.h"
#include "console/app/time_commands.h"
#include "console/app/toast.h"
#include "console/app/top_bar.h"

#include <QApplication>
#include <QCloseEvent>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {

MainWindow::MainWindow(const ConsoleContext& context, QWidget* parent)
    : QMainWindow(parent), context_(context), stack_(new QStackedWidget), commands_(new CommandRegistry(*this)) {
  setWindowTitle(QStringLiteral("Vigie"));
  resize(1440, 900);
  setMinimumSize(760, 480);

  auto* centre = new QWidget(this);
  topBar_ = new TopBar(context.theme, context.timeRange, centre);
  navigation_ = new Navigation(context.theme, centre);
  auto* middle = new QHBoxLayout;
  middle->setSpacing(0);
  middle->addWidget(navigation_);
  middle->addWidget(stack_, 1);
  outer_ = new QVBoxLayout(centre);
  outer_->setContentsMargins(0, 0, 0, 0);
  outer_->setSpacing(0);
  outer_->addWidget(topBar_);
  outer_->addLayout(middle, 1);
  setCentralWidget(centre);
  // Something must have the focus at first, and it is not a button of the bar.
  centre->setFocusPolicy(Qt::StrongFocus);
  centre->setFocus();

  connect(navigation_, &Navigation::chosen, this, &MainWindow::showIndex);
  connect(navigation_, &Navigation::collapsedChanged, this, [this] { topBar_->setBrandWidth(navigation_->width()); });
  connect(topBar_, &TopBar::refreshRequested, this, &MainWindow::refreshCurrent);
  connect(topBar_, &TopBar::helpRequested, this, &MainWindow::showHelp);
  topBar_->setBrandWidth(navigation_->width());

  connect(topBar_, &TopBar::paletteRequested, this, &MainWindow::showPalette);
  connect(topBar_, &TopBar::ownTimeRequested, this, [this] {
    if (Page* page = currentPage()) page->takeOwnTime();
  });
  addCommands();
  // Text fields take Ctrl+K for themselves; it is the palette's everywhere.
  qApp->installEventFilter(this);
}

void MainWindow::addCommands() {
  const QString view = tr("View");
  const QString general = tr("Console");
  const auto timed = [this] { return currentPage() && currentPage()->info().usesTimeRange; };
  commands_->add(
      {QStringLiteral("view.refresh"), view, tr("Refresh now"), {QKeySequence(Qt::Key_D, Qt::Key_R)}, [this] {
         refreshCurrent();
       }});
  commands_->add(
      {QStringLiteral("view.kiosk"), view, tr("Only the page (kiosk)"), {QKeySequence(Qt::Key_D, Qt::Key_K)}, [this] {
         setKiosk(!kiosk_);
       }});
  const TimeSurface surface{
      timed, [this] { topBar_->openRangePicker(); }, [this](const QString& text) { topBar_->complain(text); },
      [this](int direction) -> std::optional<bool> {
        const Page* page = currentPage();
        return page && page->keepsStates() ? std::optional(page->hasState(direction)) : std::nullopt;
      },
      [this](int direction) {
        Page* page = currentPage();
        if (!page || !page->keepsStates()) return false;
        page->goToState(direction);
        return true;
      },
      [this](const QString& text) { Toast::say(context_.theme, *stack_, text); }};
  for (Command& command : timeCommands(context_.timeRange, surface)) {
    commands_->add(std::move(command));
  }
  commands_->add({QStringLiteral("console.palette"),
                  general,
                  tr("Go to or do anything"),
                  {QKeySequence(Qt::CTRL | Qt::Key_K)},
                  [this] { showPalette(); }});
  commands_->add(
      {QStringLiteral("console.help"), general, tr("This list"), {QKeySequence(QStringLiteral("?"))}, [this] {
         showHelp();
       }});
  commands_->add(
      {QStringLiteral("console.theme"), general, tr("Light or dark"), {QKeySequence(Qt::Key_C, Qt::Key_T)}, [this] {
         context_.theme.toggle();
       }});
  commands_->add({QStringLiteral("console.navigation"),
                  general,
                  tr("Collapse the navigation, or unfold it"),
                  {},
                  [this] { setNavigationCollapsed(!isNavigationCollapsed()); },
                  {},
                  false,
                  tr("sidebar menu hide show")});
  commands_->add({QStringLiteral("console.back"),
                  general,
                  tr("Out of full screen, kiosk or a pinned tooltip"),
                  {QKeySequence(Qt::Key_Escape)},
                  [this] { leave(); },
                  {},
                  true});
  commands_->add(
      {QStringLiteral("console.quit"), general, tr("Quit"), {QKeySequence(Qt::CTRL | Qt::Key_Q)}, [this] { close(); }});
}

void MainWindow::addPage(Page* page) {
  const int index = static_cast<int>(pages_.size());
  pages_.append(page);
  stack_->addWidget(page);
  QWidget* tools = page->createTools();
  if (tools) {
    tools->setParent(topBar_);
    tools->hide();
  }
  tools_.append(tools);
  navigation_->addEntry(page->info());
  setTabOrder(navigation_->lastInTabOrder(), page);  // it was made before its entry
  connect(page, &Page::headingChanged, this, [this, page] {
    if (page == currentPage()) updateHeading();
  });
  connect(page, &Page::badgeChanged, this, [this, page, index] { navigation_->setBadge(index, page->badge()); });
  navigation_->setBadge(index, page->badge());
  const PageInfo& info = page->info();
  commands_->add({QStringLiteral("page.") + info.id,
                  tr("Pages"),
                  info.word,
                  {QKeySequence(QStringLiteral("G, %1").arg(info.key.toUpper()))},
                  [this, index] { showIndex(index); }});
  for (Command& command : page->commands()) commands_->add(std::move(command), info.id);
  if (index == 0) showIndex(0);
}

Page* MainWindow::currentPage() const { return pages_.value(stack_->currentIndex(), nullptr); }

bool MainWindow::showPage(const QString& id) {
  for (int i = 0; i < pages_.size(); ++i) {
    if (pages_[i]->info().id == id) {
      showIndex(i);
      return true;
    }
  }
  return false;
}

void MainWindow::setStatusStrip(QWidget* strip) {
  strip_ = strip;
  outer_->addWidget(strip);
  strip_->setVisible(!kiosk_);
}

void MainWindow::setKiosk(bool kiosk) {
  kiosk_ = kiosk;
  topBar_->setVisible(!kiosk);
  navigation_->setVisible(!kiosk);
  if (strip_) strip_->setVisible(!kiosk);
  for (Page* page : pages_) page->showKiosk(kiosk);
}

void MainWindow::leave() {
  Page* page = currentPage();
  if (page && page->goBack()) return;
  if (kiosk_) setKiosk(false);
}

void MainWindow::showIndex(int index) {
  stack_->setCurrentIndex(index);
  navigation_->setCurrent(index);
  commands_->setScope(pages_[index]->info().id);
  updateHeading();
}

void MainWindow::updateHeading() {
  const Page* page = currentPage();
  if (!page) return;
  topBar_->showPage(*page, tools_.value(stack_->currentIndex(), nullptr));
  setWindowTitle(tr("%1 – Vigie").arg(page->title()));
}

void MainWindow::refreshCurrent() {
  if (Page* page = currentPage()) page->refresh();
}

void MainWindow::showHelp() {
  // In the order in which the groups were first named.
  std::vector<KeyGroup> groups;
  for (const CommandRegistry::Entry& entry : commands_->entries()) {
    if (entry.command.keys.isEmpty() || !commands_->isInScope(entry)) continue;
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const KeyGroup& known) { return known.heading == entry.command.group; });
    if (group == groups.end()) group = groups.insert(groups.end(), {entry.command.group, {}});
    group->keys.append({keyWords(entry.command.keys), entry.command.word});
  }
  groups.push_back({tr("Everywhere"),
                    {{keyWords(QKeySequence(Qt::CTRL | Qt::Key_Enter)), tr("Run the queries of Explore")},
                     {keyWords(QKeySequence(Qt::Key_Tab)), tr("Next control; Enter opens a panel's menu")}}});
  new HelpOverlay(context_.theme, std::move(groups), centralWidget());
}

void MainWindow::showPalette() {
  // Its key again puts it away.
  if (auto* open = centralWidget()->findChild<CommandPalette*>(); open && open->isVisible()) {
    open->close();
    return;
  }
  new CommandPalette(context_.theme, paletteItems(*this, context_.timeRange), typedRangeItems(context_.timeRange),
                     centralWidget());
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  // Comes here when nothing with the focus had a use for it.
  if (event->key() == Qt::Key_Escape) return leave();
  QMainWindow::keyPressEvent(event);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* key = static_cast<QKeyEvent*>(event);
    // Not accepted, so that it goes on to the shortcuts.
    if (key->key() == Qt::Key_K && key->modifiers() == Qt::ControlModifier && watched->isWidgetType()) return true;
  }
  return QMainWindow::eventFilter(watched, event);
}

bool MainWindow::isNavigationCollapsed() const { return navigation_->isCollapsed(); }

void MainWindow::setNavigationCollapsed(bool collapsed) { navigation_->setCollapsed(collapsed); }

void MainWindow::closeEvent(QCloseEvent* event) {
  for (Page* page : pages_) {
    if (page->mayClose()) continue;
    event->ignore();
    return;
  }
  Q_EMIT closing();
  QMainWindow::closeEvent(event);
}

}  // namespace vigie::console
