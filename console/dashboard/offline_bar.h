// What stands over the panels while Prometheus is away.
#pragma once

#include <QFrame>

#include <functional>

class QLabel;

namespace vigie::console {

class PrometheusClient;
class Theme;

class OfflineBar : public QFrame {
  Q_OBJECT
 public:
  /// `showsData` says whether anything known is drawn; follow() asks it again. The others outlive the bar.
  OfflineBar(const Theme& theme, PrometheusClient& prometheus, std::function<bool()> showsData,
             QWidget* parent = nullptr);

  void follow();

 private:
  void restyle();

  const Theme& theme_;
  PrometheusClient& prometheus_;
  std::function<bool()> showsData_;
  QLabel* icon_;
  QLabel* text_;
};

}  // namespace vigie::console
