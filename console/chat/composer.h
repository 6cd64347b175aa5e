// Where the question is written.
#pragma once

#include <QPlainTextEdit>
#include <QWidget>

class QLabel;
class QPushButton;

namespace vigie::console {

class Theme;

/// A box that grows with its text up to a third of the page. Enter sends, Shift+Enter breaks the line, ↑ in an empty
/// box brings back the last prompt, Esc stops the answer under way.
class Composer : public QWidget {
  Q_OBJECT

 public:
  explicit Composer(Theme& theme, QWidget* parent = nullptr);

  [[nodiscard]] QString text() const { return edit_->toPlainText(); }
  void setText(const QString& text);
  /// What ↑ brings back.
  void setLastPrompt(const QString& text) { lastPrompt_ = text; }
  /// While an answer is under way: Stop in place of Send.
  void setAnswering(bool answering);
  void focusText() { edit_->setFocus(); }
  [[nodiscard]] QPlainTextEdit& edit() { return *edit_; }

 Q_SIGNALS:
  void sendRequested(const QString& text);
  void stopRequested();
  void textEdited(const QString& text);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  bool handleKey(QKeyEvent& key);
  void send();
  void fit();
  void restyle();
  void updateHint();

  Theme& theme_;
  QPlainTextEdit* edit_;
  QLabel* hint_;
  QPushButton* send_;
  QPushButton* stop_;
  QString lastPrompt_;
  bool answering_ = false;
};

}  // namespace vigie::console
