// One turn in the transcript: the reader's words in a bubble at the right, an answer at full measure with its facts.
#pragma once

#include "console/chat/chat_turn.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace vigie::console {

class MessageText;
class Theme;

class TurnView : public QWidget {
  Q_OBJECT

 public:
  TurnView(Theme& theme, Speaker speaker, QWidget* parent = nullptr);

  void setTurn(const ChatTurn& turn);
  /// Lays itself out for a width and says how high it is.
  int layoutFor(int width);
  [[nodiscard]] MessageText& text() { return *text_; }
  [[nodiscard]] QString facts() const;

 Q_SIGNALS:
  void citationActivated(int number);
  void linkActivated(const QUrl& address);
  void copyRequested();
  void regenerateRequested();
  /// The reader turned to this answer: the side column is about it.
  void chosen();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  int layoutQuestion(int width);
  int layoutAnswer(int width);
  void moveToLeft();
  void restyle();
  [[nodiscard]] int measure() const;

  Theme& theme_;
  Speaker speaker_;
  TurnState state_ = TurnState::kComplete;
  MessageText* text_;
  QRect bubble_;
  // Of answers only:
  QLabel* waiting_ = nullptr;
  QLabel* facts_ = nullptr;
  QLabel* problem_ = nullptr;
  QLabel* problemDetail_ = nullptr;
  QPushButton* retry_ = nullptr;
  QToolButton* copy_ = nullptr;
  QToolButton* regenerate_ = nullptr;
};

}  // namespace vigie::console
