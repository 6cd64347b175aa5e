#include "console/dashboard/dashboard_catalogue.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr qint64 kMaxFileBytes = 16 * 1024 * 1024;

CatalogueEntry readEntry(const QString& path) {
  CatalogueEntry entry;
  entry.id = entry.title = QFileInfo(path).completeBaseName();
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    entry.problem = QCoreApplication::translate("catalogue", "The file cannot be read: %1.").arg(file.errorString());
    return entry;
  }
  if (file.size() > kMaxFileBytes) {
    entry.problem = QCoreApplication::translate("catalogue", "The file is over 16 MiB: that is no dashboard.");
    return entry;
  }
  auto dashboard = parseDashboard(file.readAll());
  if (!dashboard) {
    entry.problem = QString::fromStdString(dashboard.error().message);
    return entry;
  }
  entry.dashboard = std::move(*dashboard);
  if (!entry.dashboard.uid.isEmpty()) entry.id = entry.dashboard.uid;
  if (!entry.dashboard.title.isEmpty()) entry.title = entry.dashboard.title;
  return entry;
}

}  // namespace

std::vector<CatalogueEntry> readCatalogue(const QStringList& files, const QString& folder) {
  std::vector<CatalogueEntry> entries;
  const auto add = [&entries](CatalogueEntry entry) {
    const auto same = [&entry](const CatalogueEntry& other) { return other.id == entry.id; };
    if (std::none_of(entries.begin(), entries.end(), same)) entries.push_back(std::move(entry));
  };
  for (const QString& file : files) add(readEntry(file));
  const QDir directory(folder.isEmpty() ? QStringLiteral(":/dashboards") : folder);
  for (const QString& name : directory.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
    add(readEntry(directory.filePath(name)));
  }
  return entries;
}

}  // namespace vigie::console
