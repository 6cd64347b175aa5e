// A sheet that slides over the right of a page: details of something, or a form. The page behind it stays in sight.
//
// Esc, the cross and a click beside it close it. Owned by its host; deletes itself when closed. UI thread.
#pragma once

#include <QPointer>
#include <QWidget>

class QFrame;
class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace vigie::console {

class Theme;

class Drawer : public QWidget {
  Q_OBJECT
 public:
  /// Covers `host` and follows its size; takes the focus. `share` of its width, at least 520 pixels.
  Drawer(const Theme& theme, const QString& heading, QWidget* host, double share = 0.55);

  void setHeading(const QString& heading, const QString& subtitle = {});
  /// The one that is open over `host`; null: none.
  static Drawer* openOver(const QWidget* host);

 public Q_SLOTS:
  /// Asks mayClose() first.
  void dismiss();

 Q_SIGNALS:
  void closed();

 protected:
  [[nodiscard]] QVBoxLayout& body() { return *body_; }
  /// Buttons at the bottom right; hidden while it is empty.
  [[nodiscard]] QHBoxLayout& footer() { return *footer_; }
  [[nodiscard]] const Theme& theme() const { return theme_; }
  /// False keeps it open: something would be lost.
  virtual bool mayClose() { return true; }

  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void place();
  void restyle();

  const Theme& theme_;
  double share_;
  QFrame* sheet_;
  QLabel* heading_;
  QLabel* subtitle_;
  QToolButton* close_;
  QVBoxLayout* body_;
  QHBoxLayout* footer_;
  QPointer<QWidget> before_;  ///< had the focus
  bool isClosed_ = false;     ///< goes with the next turn of the event loop
};

}  // namespace vigie::console
