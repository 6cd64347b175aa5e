// A short word over the lower edge of a page: what was done, and perhaps a way to take it back. It moves nothing and
// goes by itself; while the pointer is on it, or the focus in it, it stays. What must be read is a NoticeBar's.
//
// UI thread. Owned by its host; deletes itself.
#pragma once

#include <QFrame>
#include <QTimer>

#include <functional>
#include <vector>

class QLabel;

namespace vigie::console {

class Theme;

class Toast : public QFrame {
  Q_OBJECT
 public:
  struct Choice {
    QString word;
    std::function<void()> act;  ///< dropped, not run, when the toast goes without it
  };

  /// Over the page that `host` is in, in place of an earlier one there. `theme` outlives it.
  static Toast* say(const Theme& theme, QWidget& host, const QString& text, std::vector<Choice> choices = {});
  /// The one over `host`'s window; null: none.
  static Toast* over(const QWidget& host);

  [[nodiscard]] QString text() const;
  /// The choice with this word, as if it was clicked: false when there is none.
  bool choose(const QString& word);
  /// Away at once.
  void dismiss();

 protected:
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  Toast(const Theme& theme, QWidget& ground, QWidget& host, const QString& text, std::vector<Choice> choices);
  void place();
  void restyle();

  const Theme& theme_;
  QWidget& host_;
  QLabel* icon_;
  QLabel* text_;
  QTimer gone_;
};

}  // namespace vigie::console
