// A panel's first line: title, muted subtitle, the sample's age at the right. A button: it opens the panel's menu.
#pragma once

#include <QAbstractButton>

namespace vigie::console {

class Theme;

class PanelHeader : public QAbstractButton {
  Q_OBJECT
 public:
  PanelHeader(const Theme& theme, const QString& title, const QString& subtitle, QWidget* parent = nullptr);

  /// A title with its variables filled in.
  void setTitle(const QString& title);
  /// What a screen reader says of it while it has the focus; empty: its title.
  void setSpoken(const QString& words);
  /// `alarming` draws it in the warning colour and makes it strong.
  void setAge(const QString& age, bool alarming);
  [[nodiscard]] QString age() const { return age_; }
  void setDimmed(bool dimmed);
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void entered();  ///< by the focus, as left()
  void left();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  const Theme& theme_;
  QString subtitle_;
  QString age_;
  bool alarming_ = false;
  bool dimmed_ = false;
};

}  // namespace vigie::console
