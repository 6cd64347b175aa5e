#include "console/dashboard/dashboard_catalogue.h"

#include "console/dashboard/edit/dashboard_files.h"
#include "console/i18n/board_words.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace vigie::console {

CatalogueEntry readCatalogueEntry(const QString& path, DashboardOrigin origin) {
  CatalogueEntry entry;
  entry.path = path;
  entry.origin = origin;
  entry.id = entry.title = QFileInfo(path).completeBaseName();
  const auto file = readDashboardFile(path);
  if (!file) {
    entry.problem = QString::fromStdString(file.error().message);
    return entry;
  }
  auto dashboard = parseDashboard(*file);
  if (!dashboard) {
    entry.problem = QString::fromStdString(dashboard.error().message);
    return entry;
  }
  entry.dashboard = std::move(*dashboard);
  if (!entry.dashboard.uid.isEmpty()) entry.id = entry.dashboard.uid;
  if (!entry.dashboard.title.isEmpty()) entry.title = entry.dashboard.title;
  entry.description = entry.dashboard.description;
  if (!isBuiltIn(path)) return entry;
  entry.title = boardWords(entry.title);
  entry.description = boardWords(entry.description);
  return entry;
}

std::vector<CatalogueEntry> readCatalogue(const QStringList& files, const QString& folder, const QString& own) {
  std::vector<CatalogueEntry> entries;
  const auto add = [&entries](CatalogueEntry entry) {
    const auto same = [&entry](const CatalogueEntry& other) { return other.id == entry.id; };
    // Two of one uid: the second goes by its file's name.
    if (std::any_of(entries.begin(), entries.end(), same)) entry.id = QFileInfo(entry.path).completeBaseName();
    if (std::none_of(entries.begin(), entries.end(), same)) entries.push_back(std::move(entry));
  };
  const auto addFolder = [&add](const QString& path, DashboardOrigin origin) {
    const QDir directory(path);
    for (const QString& name : directory.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
      add(readCatalogueEntry(directory.filePath(name), origin));
    }
  };
  for (const QString& file : files) add(readCatalogueEntry(file, DashboardOrigin::kOpened));
  addFolder(folder.isEmpty() ? QStringLiteral(":/dashboards") : folder, DashboardOrigin::kProduct);
  if (!own.isEmpty()) addFolder(own, DashboardOrigin::kOwn);
  return entries;
}

}  // namespace vigie::console
