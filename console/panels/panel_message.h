// What a panel says instead of a drawing: a heading, a sentence, PromQL where it helps, and Retry.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace vigie::console {

class PanelMessage : public QWidget {
  Q_OBJECT
 public:
  explicit PanelMessage(QWidget* parent = nullptr);

  enum class Tone { kCalm, kAlarming };
  void show(Tone tone, const QString& heading, const QString& text, const QString& code, bool canRetry);

 Q_SIGNALS:
  void retryRequested();

 private:
  void build();

  // Made with the first message.
  QLabel* heading_ = nullptr;
  QLabel* text_ = nullptr;
  QLabel* code_ = nullptr;
  QPushButton* retry_ = nullptr;
};

}  // namespace vigie::console
