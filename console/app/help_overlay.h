// `?`: the keys, over the window. Any key or click closes it.
#pragma once

#include <QList>
#include <QWidget>

namespace vigie::console {

class Theme;

struct KeyHelp {
  QString keys;     ///< "g d"
  QString meaning;  ///< "Dashboards"
};

class HelpOverlay : public QWidget {
  Q_OBJECT
 public:
  HelpOverlay(const Theme& theme, QList<KeyHelp> keys, QWidget* parent);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  const Theme& theme_;
  QList<KeyHelp> keys_;
};

}  // namespace vigie::console
