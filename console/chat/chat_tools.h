// The chat page's controls in the top bar: model, number of passages, retrieval on or off.
#pragma once

#include <QWidget>

class QToolButton;

namespace vigie::console {

class ChatSession;

class ChatTools : public QWidget {
  Q_OBJECT

 public:
  explicit ChatTools(ChatSession& session, QWidget* parent = nullptr);

 private:
  void update();
  void fillModels();

  ChatSession& session_;
  QToolButton* model_;
  QToolButton* passages_;
  QToolButton* retrieval_;
};

}  // namespace vigie::console
