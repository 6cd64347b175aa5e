// One dashboard drawn into files: asks, waits for every panel, writes pictures, data and the report. UI thread.
#pragma once

#include "console/dashboard/dashboard.h"
#include "console/dashboard/time_range.h"
#include "console/settings/render_options.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <memory>

namespace vigie::console {

class DashboardView;
class PanelWidget;
class PrometheusClient;
class Theme;

class RenderRun : public QObject {
  Q_OBJECT
 public:
  /// What it is given outlives it.
  RenderRun(const RenderOptions& options, Dashboard dashboard, Theme& theme, PrometheusClient& prometheus,
            QObject* parent = nullptr);
  ~RenderRun() override;

  void start();

 Q_SIGNALS:
  /// 0, 1 or 3, as the command's help says.
  void finished(int exitCode);

 private:
  void check();
  void write(bool complete);
  [[nodiscard]] QJsonObject writePanel(PanelWidget& panel, bool complete);
  [[nodiscard]] QString fileNameOf(const PanelWidget& panel);
  void complain(const QString& what);

  RenderOptions options_;
  Theme& theme_;
  PrometheusClient& prometheus_;
  QDir folder_;
  TimeWindow window_;
  TimeRange timeRange_;
  std::unique_ptr<DashboardView> view_;
  QSet<QString> names_;
  QElapsedTimer since_;
  QTimer poll_;
  bool failedToWrite_ = false;
  bool panelFailed_ = false;
};

}  // namespace vigie::console
