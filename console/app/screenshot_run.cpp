#include "console/app/screenshot_run.h"

#include "console/app/command_registry.h"
#include "console/app/health_monitor.h"
#include "console/app/main_window.h"
#include "console/app/overlay.h"
#include "console/app/page.h"
#include "console/app/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace vigie::console {
namespace {
/// A page that is complete may still have a layout to do, and the meters tick once a second: it must stay complete for
/// this long.
constexpr qint64 kSettleMs = 1'200;
}  // namespace

ScreenshotRun::ScreenshotRun(MainWindow& window, Theme& theme, const HealthMonitor& health, const QString& folder,
                             const QString& onlyPage, std::chrono::seconds deadline, QObject* parent)
    : QObject(parent),
      window_(window),
      theme_(theme),
      health_(health),
      folder_(folder),
      onlyPage_(onlyPage),
      deadline_(deadline) {
  poll_.setInterval(50);
  connect(&poll_, &QTimer::timeout, this, &ScreenshotRun::check);
}

void ScreenshotRun::start() {
  if (!QDir().mkpath(folder_.path())) {
    complain(QStringLiteral("the folder cannot be made"));
    Q_EMIT finished(1);
    return;
  }
  for (Page* page : window_.pages()) {
    if (!onlyPage_.isEmpty() && page->info().id != onlyPage_) continue;
    for (const QString& scene : page->scenes()) shots_.push_back({page, scene, {}});
  }
  const auto timed =
      std::find_if(shots_.begin(), shots_.end(), [](const Shot& shot) { return shot.page->info().usesTimeRange; });
  if (timed != shots_.end()) {
    const std::vector<Shot> frame = frameShots(*timed->page);
    // Before another scene of the page leaves something open.
    shots_.insert(std::next(timed), frame.begin(), frame.end());
  }
  next();
}

std::vector<ScreenshotRun::Shot> ScreenshotRun::frameShots(Page& page) {
  return {{&page, QStringLiteral("range"), QStringLiteral("time.pick")},
          {&page, QStringLiteral("range-calendar"), QStringLiteral("time.pick")},
          {&page, QStringLiteral("palette"), QStringLiteral("console.palette")},
          {&page, QStringLiteral("help"), QStringLiteral("console.help")}};
}

void ScreenshotRun::next() {
  if (at_ == shots_.size()) {
    Q_EMIT finished(failures_ == 0 ? 0 : 1);
    return;
  }
  const Shot& shot = shots_[at_];
  window_.showPage(shot.page->info().id);
  if (shot.command.isEmpty()) {
    shot.page->showScene(shot.scene);
  } else {
    shot.page->showScene(shot.page->scenes().constFirst());
    if (!window_.commands().run(shot.command)) complain(QStringLiteral("%1 cannot be shown").arg(shot.scene));
    const QWidget* popup = QApplication::activePopupWidget();
    QWidget* field = popup ? popup->focusWidget() : nullptr;
    if (shot.scene == QLatin1String("range-calendar") && field) {
      QKeyEvent opens(QEvent::KeyPress, Qt::Key_Down, Qt::AltModifier);
      QCoreApplication::sendEvent(field, &opens);
    }
  }
  since_.start();
  readySince_.invalidate();
  poll_.start();
}

void ScreenshotRun::check() {
  const Shot& shot = shots_[at_];
  if (shot.page->isReady() && health_.isComplete()) {
    if (!readySince_.isValid()) readySince_.start();
    if (readySince_.elapsed() < kSettleMs) return;
  } else {
    readySince_.invalidate();
    if (since_.elapsed() < deadline_.count()) return;
    complain(QStringLiteral("%1 is not complete after %2 s").arg(shot.scene).arg(deadline_.count() / 1000));
  }
  poll_.stop();
  take();
}

void ScreenshotRun::take() {
  const Shot& shot = shots_[at_];
  for (const bool dark : {true, false}) {
    theme_.setChoice(dark ? ThemeChoice::kDark : ThemeChoice::kLight);
    QCoreApplication::sendPostedEvents();
    const QString name =
        QStringLiteral("%1-%2.png").arg(shot.scene, dark ? QStringLiteral("dark") : QStringLiteral("light"));
    if (!picture().save(folder_.filePath(name), "PNG")) complain(QStringLiteral("%1 cannot be written").arg(name));
  }
  // What the frame's command opened goes as it came.
  if (!shot.command.isEmpty()) {
    if (QWidget* popup = QApplication::activePopupWidget()) popup->close();
    while (Overlay* overlay = window_.findChild<Overlay*>()) delete overlay;
  }
  ++at_;
  next();
}

QPixmap ScreenshotRun::picture() const {
  QPixmap all = window_.grab();
  QPainter painter(&all);
  for (QWidget* top : QApplication::topLevelWidgets()) {
    const bool isOver = top->windowType() == Qt::Popup || top->windowType() == Qt::ToolTip;
    if (top->isVisible() && isOver)
      painter.drawPixmap(window_.mapFromGlobal(top->mapToGlobal(QPoint(0, 0))), top->grab());
  }
  return all;
}

void ScreenshotRun::complain(const QString& what) {
  ++failures_;
  std::fprintf(stderr, "vigie-console: screenshots: %s\n", what.toUtf8().constData());
}

}  // namespace vigie::console
