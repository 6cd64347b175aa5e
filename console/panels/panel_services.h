// What panels are given by the dashboard around them.
#pragma once

#include <QString>
#include <QUrl>

namespace vigie::console {

class AnnotationSet;
class Crosshair;
class OfflineMemory;
class PrometheusClient;
class Theme;
class VariableSet;

/// What a panel borrows; all outlive it.
struct PanelServices {
  Theme& theme;
  PrometheusClient& prometheus;
  Crosshair& crosshair;
  QUrl grafana;                            ///< empty: links go to Prometheus
  const VariableSet* variables = nullptr;  ///< null: variables stay as they are written
  const AnnotationSet* annotations = nullptr;
  OfflineMemory* memory = nullptr;         ///< null: nothing is remembered
  QString memoryKey = {};                  ///< of the dashboard
};

}  // namespace vigie::console
