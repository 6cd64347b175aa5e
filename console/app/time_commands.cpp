#include "console/app/time_commands.h"

#include "console/dashboard/time_range.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDateTime>
#include <QGuiApplication>

namespace vigie::console {
namespace {

QKeySequence timeKey(Qt::Key key) { return {Qt::Key_T, key}; }

void copyRange(const TimeRange& range, const TimeSurface& surface) {
  QGuiApplication::clipboard()->setText(copiedRange(range.raw(), QDateTime::currentMSecsSinceEpoch(), range.rules()));
  if (surface.say) surface.say(QCoreApplication::translate("commands", "Time range copied"));
}

void pasteRange(TimeRange& range, const TimeSurface& surface) {
  const QString text = QGuiApplication::clipboard()->text();
  const auto typed = readTypedRange(text.left(500), QDateTime::currentMSecsSinceEpoch(), range.rules());
  if (!typed) {
    surface.complain(QCoreApplication::translate("commands", "The clipboard holds no time range. %1")
                         .arg(QString::fromStdString(typed.error().message)));
    return;
  }
  range.choose(*typed);
}

}  // namespace

std::vector<Command> timeCommands(TimeRange& range, const TimeSurface& surface) {
  std::vector<Command> commands;
  const QString group = QCoreApplication::translate("commands", "Time range");
  const auto add = [&](const char* id, const QString& word, const QList<QKeySequence>& keys, std::function<void()> run,
                       const std::function<bool()>& also = {}) {
    const auto possible = [shown = surface.isShown, also] { return (!shown || shown()) && (!also || also()); };
    commands.push_back({QString::fromLatin1(id), group, word, keys, std::move(run), possible});
  };
  const auto alsoCalled = [&](const QString& words) { commands.back().alias = words; };
  TimeRange* const time = &range;
  add("time.pick", QCoreApplication::translate("commands", "Choose the time range"), {timeKey(Qt::Key_O)},
      surface.openPicker);
  alsoCalled(QCoreApplication::translate("commands", "calendar zone timezone from to"));
  add("time.zoom-out", QCoreApplication::translate("commands", "Zoom out"),
      {timeKey(Qt::Key_Z), timeKey(Qt::Key_Minus)}, [time] { time->zoomOut(); });
  add("time.zoom-in", QCoreApplication::translate("commands", "Zoom in"),
      {timeKey(Qt::Key_Plus), timeKey(Qt::Key_Equal)}, [time] { time->zoomIn(); });
  add("time.earlier", QCoreApplication::translate("commands", "Earlier by half the range"), {timeKey(Qt::Key_Left)},
      [time] { time->shift(-1); });
  add("time.later", QCoreApplication::translate("commands", "Later by half the range"), {timeKey(Qt::Key_Right)},
      [time] { time->shift(1); });
  const auto canStep = [time, can = surface.canStep](int direction) {
    if (const auto page = can ? can(direction) : std::nullopt) return *page;
    return direction < 0 ? time->canGoBack() : time->canGoForward();
  };
  const auto step = [time, page = surface.step](int direction) {
    if (page && page(direction)) return;
    direction < 0 ? time->goBack() : time->goForward();
  };
  add(
      "time.back", QCoreApplication::translate("commands", "Back to what was shown before"),
      {QKeySequence(Qt::ALT | Qt::Key_Left)}, [step] { step(-1); }, [canStep] { return canStep(-1); });
  add(
      "time.forward", QCoreApplication::translate("commands", "Forward to what was shown after"),
      {QKeySequence(Qt::ALT | Qt::Key_Right)}, [step] { step(1); }, [canStep] { return canStep(1); });
  add("time.absolute", QCoreApplication::translate("commands", "Hold the range where it is (absolute)"),
      {timeKey(Qt::Key_A)}, [time] { time->makeAbsolute(); });
  add("time.copy", QCoreApplication::translate("commands", "Copy the time range"), {timeKey(Qt::Key_C)},
      [time, surface] { copyRange(*time, surface); });
  add("time.paste", QCoreApplication::translate("commands", "Paste a time range"), {timeKey(Qt::Key_V)},
      [time, surface] { pasteRange(*time, surface); });
  add("time.pause", QCoreApplication::translate("commands", "Pause the refresh, or go on"),
      {QKeySequence(Qt::Key_D, Qt::Key_P)}, [time] { time->setPaused(!time->isPaused()); });
  add("time.utc", QCoreApplication::translate("commands", "Show times in UTC"), {},
      [time] { time->setZone(QTimeZone::utc()); });
  alsoCalled(QCoreApplication::translate("commands", "zone timezone"));
  add("time.local", QCoreApplication::translate("commands", "Show local times"), {},
      [time] { time->setZone(QTimeZone::systemTimeZone()); });
  alsoCalled(QCoreApplication::translate("commands", "zone timezone"));
  const auto compare = [&](const char* id, const QString& word, CompareWith what) {
    add(
        id, word, {}, [time, what] { time->setCompareWith(what); },
        [time, what] { return time->compareWith() != what; });
  };
  compare("compare.previous", QCoreApplication::translate("commands", "Compare with the period before"),
          CompareWith::kPreviousPeriod);
  compare("compare.day", QCoreApplication::translate("commands", "Compare with the day before"),
          CompareWith::kDayBefore);
  compare("compare.week", QCoreApplication::translate("commands", "Compare with the week before"),
          CompareWith::kWeekBefore);
  compare("compare.off", QCoreApplication::translate("commands", "Stop comparing"), CompareWith::kNothing);
  return commands;
}

}  // namespace vigie::console
