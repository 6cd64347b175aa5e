// The line under every page: how the service is, and what the console itself costs.
#pragma once

#include "console/app/health_monitor.h"

#include <QWidget>

#include <functional>

class QLabel;

namespace vigie::console {

class PrometheusClient;
class Theme;

class StatusStrip : public QWidget {
  Q_OBJECT
 public:
  /// `frameMs` says how long the slowest recent frame took.
  StatusStrip(const Theme& theme, const HealthMonitor& health, const PrometheusClient& prometheus,
              std::function<double()> frameMs, QWidget* parent = nullptr);

  /// Shown in front of all, as long as it is visible; taken over.
  void setNotice(QWidget* notice);
  /// Shown in front while the local stack is not all well; `item` is asked again with every update.
  void setLocalStack(std::function<HealthItem()> item);

 private:
  struct Item {
    QLabel* dot;
    QLabel* text;
  };
  Item addItem();
  void display(const Item& item, const HealthItem& health);
  void update();
  void updateMeters();

  const Theme& theme_;
  const HealthMonitor& health_;
  const PrometheusClient& prometheus_;
  std::function<double()> frameMs_;
  std::function<HealthItem()> localStack_;
  Item stack_{};
  Item server_{};
  Item prometheusItem_{};
  Item grafana_{};
  Item database_{};
  QLabel* meters_;
};

}  // namespace vigie::console
