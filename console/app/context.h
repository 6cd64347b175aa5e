// What every page is given: the collaborators main() owns. References outlive all pages.
#pragma once

#include <QUrl>

class QNetworkAccessManager;

namespace vigie::console {

class Theme;
class TimeRange;
struct ConsoleOptions;

struct ConsoleContext {
  Theme& theme;
  TimeRange& timeRange;
  QNetworkAccessManager& network;
  const ConsoleOptions& options;
};

}  // namespace vigie::console
