// What an empty conversation shows: what this is for and three questions to begin with; or why there is no server.
#pragma once

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;

namespace vigie::console {

class Theme;
struct Problem;

class ChatStart : public QWidget {
  Q_OBJECT

 public:
  explicit ChatStart(Theme& theme, QWidget* parent = nullptr);

  /// nullptr: the server is there, or not known to be away.
  void setOffline(const Problem* problem);
  [[nodiscard]] const std::vector<QPushButton*>& questions() const { return questions_; }

 Q_SIGNALS:
  void questionChosen(const QString& question);
  void retryRequested();

 private:
  QLabel* title_;
  QLabel* words_;
  std::vector<QPushButton*> questions_;
  QPushButton* retry_;
};

}  // namespace vigie::console
