// Which dashboards there are: the product's own (from a folder, or built in), and files the user opened.
#pragma once

#include "console/dashboard/dashboard.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace vigie::console {

struct CatalogueEntry {
  QString id;  ///< the dashboard's uid, else the file's name; unique in the catalogue
  QString title;
  Dashboard dashboard;
  QString problem;  ///< why it cannot be shown; the dashboard is empty then
};

/// Reads `files` first, then every *.json of `folder`, or the built-in ones when `folder` is empty. A file that cannot
/// be read stays in the list with its problem.
std::vector<CatalogueEntry> readCatalogue(const QStringList& files, const QString& folder);

}  // namespace vigie::console
