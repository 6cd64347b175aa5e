#include "console/app/main_window.h"

#include "console/app/context.h"
#include "console/app/help_overlay.h"
#include "console/app/navigation.h"
#include "console/app/page.h"
#include "console/app/theme.h"
#include "console/app/top_bar.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace vigie::console {

MainWindow::MainWindow(const ConsoleContext& context, QWidget* parent)
    : QMainWindow(parent), context_(context), stack_(new QStackedWidget) {
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

  addShortcut(QStringLiteral("D, R"), &MainWindow::refreshCurrent);
  addShortcut(QStringLiteral("C, T"), &MainWindow::toggleTheme);
  addShortcut(QStringLiteral("?"), &MainWindow::showHelp);
  auto* quit = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q), this);
  connect(quit, &QShortcut::activated, this, &QWidget::close);
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
  connect(page, &Page::headingChanged, this, [this, page] {
    if (page == currentPage()) updateHeading();
  });
  const QString keys = QStringLiteral("G, %1").arg(page->info().key.toUpper());
  auto* shortcut = new QShortcut(QKeySequence(keys), this);
  connect(shortcut, &QShortcut::activated, this, [this, index] { showIndex(index); });
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

void MainWindow::setStatusStrip(QWidget* strip) { outer_->addWidget(strip); }

void MainWindow::showIndex(int index) {
  stack_->setCurrentIndex(index);
  navigation_->setCurrent(index);
  updateHeading();
}

void MainWindow::updateHeading() {
  const Page* page = currentPage();
  if (!page) return;
  topBar_->showPage(*page, tools_.value(stack_->currentIndex(), nullptr));
  setWindowTitle(tr("%1 – Vigie").arg(page->title()));
}

void MainWindow::addShortcut(const QString& keys, void (MainWindow::*action)()) {
  auto* shortcut = new QShortcut(QKeySequence(keys), this);
  connect(shortcut, &QShortcut::activated, this, action);
}

void MainWindow::refreshCurrent() {
  if (Page* page = currentPage()) page->refresh();
}

void MainWindow::toggleTheme() { context_.theme.toggle(); }

void MainWindow::showHelp() {
  QList<KeyHelp> keys;
  for (const Page* page : pages_) {
    keys.append({QStringLiteral("g %1").arg(page->info().key), page->info().word});
  }
  keys.append({QStringLiteral("d r"), tr("Refresh now")});
  keys.append({QStringLiteral("c t"), tr("Light or dark")});
  keys.append({QStringLiteral("e"), tr("Inspect the panel under the pointer")});
  keys.append({QStringLiteral("x"), tr("Explore its queries")});
  keys.append({QStringLiteral("Ctrl+S"), tr("Save the dashboard")});
  keys.append({QStringLiteral("Ctrl+Enter"), tr("Run the queries of Explore")});
  keys.append({QStringLiteral("Tab"), tr("Next control; Enter opens a panel's menu")});
  keys.append({QStringLiteral("?"), tr("This list")});
  keys.append({QStringLiteral("Ctrl+Q"), tr("Quit")});
  new HelpOverlay(context_.theme, keys, centralWidget());
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
