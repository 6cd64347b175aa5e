// The line under every page: how the service is, and what the console itself costs.
#pragma once

#include <QWidget>

#include <functional>
#include <vector>

class QLabel;

namespace vigie::console {

class HealthMonitor;
class PrometheusClient;
class Theme;
struct HealthItem;

class StatusStrip : public QWidget {
  Q_OBJECT
 public:
  /// `frameMs` says how long the slowest recent frame took.
  StatusStrip(const Theme& theme, const HealthMonitor& health, const PrometheusClient& prometheus,
              std::function<double()> frameMs, QWidget* parent = nullptr);

 private:
  struct Item {
    QLabel* dot;
    QLabel* text;
  };
  Item addItem();
  void show(const Item& item, const HealthItem& health);
  void update();
  void updateMeters();

  const Theme& theme_;
  const HealthMonitor& health_;
  const PrometheusClient& prometheus_;
  std::function<double()> frameMs_;
  Item server_{};
  Item prometheusItem_{};
  Item grafana_{};
  Item database_{};
  QLabel* meters_;
};

}  // namespace vigie::console
