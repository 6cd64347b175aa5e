// The right column: an answer's sources and its waterfall; or one passage, in full; or its whole document.
#pragma once

#include "console/chat/chat_turn.h"

#include <QFrame>

#include <vector>

class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace vigie::console {

class ConversationClient;
class MessageText;
class SourceCard;
class Theme;
class Waterfall;

class SourcesPanel : public QFrame {
  Q_OBJECT

 public:
  SourcesPanel(Theme& theme, ConversationClient& rest, QWidget* parent = nullptr);

  /// Shows what the answer stands on; nullptr clears.
  void setAnswer(const ChatTurn* turn);
  /// Opens source `number` (from 1) of the answer shown.
  void openSource(int number);
  [[nodiscard]] bool passageOpen() const;
  [[nodiscard]] QString passageText() const;

 Q_SIGNALS:
  void linkActivated(const QUrl& address);

 private:
  void buildOverview();
  void buildPassage();
  void showOverview();
  void showDocument();
  void describeDocument(const QString& document, const Problem& why);
  [[nodiscard]] bool isOpen(const QString& document) const;
  void showText(const QString& markdown);

  Theme& theme_;
  ConversationClient& rest_;
  QStackedWidget* stack_;
  // Overview
  QVBoxLayout* cardColumn_;
  std::vector<SourceCard*> cards_;
  QLabel* noSources_;
  QLabel* timeTitle_;
  Waterfall* waterfall_;
  // Passage
  QToolButton* back_;
  QLabel* passageTitle_;
  QLabel* passageLine_;
  QPushButton* documentButton_;
  QScrollArea* passageArea_;
  MessageText* passageText_;
  QLabel* passageProblem_;

  QString answerId_;
  std::vector<wire::Citation> citations_;
  int open_ = 0;  ///< the source shown in full, from 1; 0 is none
};

}  // namespace vigie::console
