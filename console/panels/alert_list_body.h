// The alerts that Prometheus knows to be firing or pending, as a list.
#pragma once

#include "console/panels/drawn_body.h"
#include "console/panels/panel_services.h"
#include "console/prometheus/prometheus_client.h"

namespace vigie::console {

class AlertListBody : public DrawnBody {
  Q_OBJECT
 public:
  AlertListBody(const PanelServices& services, PanelModel panel, QWidget* parent = nullptr);

  /// Asks for the alerts of the data's end.
  void setData(const PanelDataPtr& answer) override;
  [[nodiscard]] bool standsAlone() const override { return true; }
  [[nodiscard]] bool isSettled() const override { return answered_; }
  [[nodiscard]] QString spokenSummary() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Alert {
    QString name;
    QString severity;
    QString where;
    bool firing = false;
  };
  void take(const Result<FramePtr>& answer);

  PrometheusClient& prometheus_;
  QueryTicket ticket_;
  std::vector<Alert> alerts_;
  QString problem_;
  bool answered_ = false;
};

}  // namespace vigie::console
