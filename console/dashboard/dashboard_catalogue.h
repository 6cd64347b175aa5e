// Which dashboards there are: the product's own (from a folder, or built in), files the user opened, and those the user
// made or imported.
#pragma once

#include "console/dashboard/dashboard.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace vigie::console {

enum class DashboardOrigin { kProduct, kOpened, kOwn };

struct CatalogueEntry {
  QString id;           ///< the dashboard's uid, else the file's name; unique in the catalogue
  QString title;        ///< in the reader's language where it comes with the console
  QString description;  ///< likewise
  Dashboard dashboard;
  QString problem;  ///< why it cannot be shown; the dashboard is empty then
  QString path;     ///< of its file; ":/…" when built in
  DashboardOrigin origin = DashboardOrigin::kProduct;
};

/// Reads `files` first, then every *.json of `folder`, or the built-in ones when `folder` is empty, then those of
/// `own`. A file that cannot be read stays in the list with its problem.
std::vector<CatalogueEntry> readCatalogue(const QStringList& files, const QString& folder, const QString& own = {});

/// One file.
CatalogueEntry readCatalogueEntry(const QString& path, DashboardOrigin origin);

}  // namespace vigie::console
