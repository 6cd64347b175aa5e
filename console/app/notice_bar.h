// One line over a page that asks for attention, with what can be done about it. Hidden while there is nothing to say.
// It stays until it is answered, and the page below gives way: good news is a Toast's.
#pragma once

#include <QFrame>

#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;

namespace vigie::console {

class Theme;

class NoticeBar : public QFrame {
  Q_OBJECT
 public:
  struct Choice {
    QString word;
    std::function<void()> act;
  };

  explicit NoticeBar(const Theme& theme, QWidget* parent = nullptr);

  /// Takes the place of an earlier one. A choice takes the notice away and acts; a cross is always there.
  void tell(const QString& text, std::vector<Choice> choices = {});
  void clear();
  [[nodiscard]] QString text() const;
  /// The choice with this word, as if it was clicked: false when there is none.
  bool choose(const QString& word);

 private:
  void restyle();

  const Theme& theme_;
  QLabel* icon_;
  QLabel* text_;
  QHBoxLayout* buttons_;
};

}  // namespace vigie::console
