// A card over the window: the shade behind it, its place, and that it closes. What is on the card is the subclass's.
#pragma once

#include <QPointer>
#include <QWidget>

namespace vigie::console {

class Theme;

class Overlay : public QWidget {
  Q_OBJECT
 public:
  /// Covers `parent` and follows its size; deletes itself when it closes, and gives the focus back.
  Overlay(const Theme& theme, QWidget* parent);

 protected:
  [[nodiscard]] const Theme& theme() const { return theme_; }
  /// Where the card is; what is outside of it closes the overlay when it is clicked.
  [[nodiscard]] virtual QRect cardRect() const = 0;
  /// The overlay has another size.
  virtual void arrange() {}

  void closeEvent(QCloseEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  const Theme& theme_;
  QPointer<QWidget> focusedBefore_;
};

}  // namespace vigie::console
