#include "console/app/palette_items.h"

#include "console/app/command_registry.h"
#include "console/app/main_window.h"
#include "console/app/page.h"
#include "console/dashboard/time_range.h"
#include "console/dashboard/time_words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDesktopServices>
#include <QRegularExpression>

#include <iterator>

namespace vigie::console {

std::vector<PaletteItem> paletteItems(MainWindow& window, TimeRange& timeRange) {
  std::vector<PaletteItem> items;
  // Places first: that is what one mostly looks for.
  for (Page* page : window.pages()) {
    for (const Destination& there : page->destinations()) {
      const auto go = [&window, page, act = there.go] {
        window.showPage(page->info().id);
        act();
      };
      items.push_back({there.group, there.word, there.detail, {}, go, there.alias});
    }
  }
  CommandRegistry& commands = window.commands();
  std::vector<PaletteItem> elsewhere;
  for (const CommandRegistry::Entry& entry : commands.entries()) {
    const Command& command = entry.command;
    if (command.id == QLatin1String("console.palette")) continue;
    if (command.isPossible && !command.isPossible()) continue;
    const bool here = commands.isInScope(entry);
    const auto run = [&window, &commands, id = command.id, scope = entry.scope] {
      if (!scope.isEmpty()) window.showPage(scope);
      commands.run(id);
    };
    // Keys of another page do nothing here.
    (here ? items : elsewhere)
        .push_back(
            {command.group, command.word, {}, here ? keyWords(command.keys) : QString(), run, command.alias});
  }
  const Page* page = window.currentPage();
  if (page && !page->externalLink().isEmpty()) {
    items.push_back({QCoreApplication::translate("commands", "View"), page->externalLinkText(), {}, {},
                     [url = page->externalLink()] { QDesktopServices::openUrl(url); },
                     QCoreApplication::translate("commands", "browser web link")});
  }
  if (page && page->info().usesTimeRange) {
    const QString group = QCoreApplication::translate("commands", "Time range");
    for (const NamedRange& range : quickRanges()) {
      items.push_back({group, range.words, {}, {}, [&timeRange, range] { timeRange.choose(range.range); }});
    }
  }
  items.insert(items.end(), std::make_move_iterator(elsewhere.begin()), std::make_move_iterator(elsewhere.end()));
  return items;
}

PaletteModel::TypedItems typedRangeItems(TimeRange& timeRange) {
  return [&timeRange](const QString& typed) -> std::vector<PaletteItem> {
    // A lone word of letters is a name that is looked for, not a time.
    if (!typed.contains(QRegularExpression(QStringLiteral("[0-9/{]")))) return {};
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const auto range = readTypedRange(typed, now, timeRange.rules());
    if (!range) return {};
    const auto window = readRange(*range, now, timeRange.rules());
    if (!window) return {};
    return {{QCoreApplication::translate("commands", "Time range"),
             rangeWords(*range, *window),
             windowWords(*window),
             {},
             [&timeRange, chosen = *range] { timeRange.choose(chosen); }}};
  };
}

}  // namespace vigie::console
