// Where PromQL is written: colours, matching brackets, completion, and the place where Prometheus found an error.
//
// Ctrl+Enter or Shift+Enter runs; Ctrl+Space completes; Tab takes what is offered, or goes on to the next control.
#pragma once

#include "console/promql/completion_source.h"

#include <QPlainTextEdit>
#include <QTimer>

#include <functional>
#include <utility>

namespace vigie::console {

class CompletionPopup;
class Theme;

class PromqlEditor : public QPlainTextEdit {
  Q_OBJECT
 public:
  /// Both outlive the editor.
  PromqlEditor(const Theme& theme, promql::CompletionSource& source, QWidget* parent = nullptr);
  ~PromqlEditor() override;

  [[nodiscard]] QString expression() const { return toPlainText(); }
  void setExpression(const QString& expression);
  /// Where completion looks for series (milliseconds): nothing is asked for yet, it is called when it is.
  void setWindowSource(std::function<std::pair<qint64, qint64>()> window) { window_ = std::move(window); }
  /// Underlines what Prometheus complains about; the next change takes it away. Empty: nothing is wrong.
  void setProblem(const QString& message);
  /// The part of the text that is underlined; empty when none is.
  [[nodiscard]] QString markedText() const;
  /// Ctrl+Space: offers what fits at the cursor.
  void completeNow();
  [[nodiscard]] bool isCompleting() const;
  [[nodiscard]] const CompletionPopup* popup() const { return popup_; }
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void runRequested();
  /// It needs another height.
  void grown();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool focusNextPrevChild(bool next) override;
  void focusOutEvent(QFocusEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  void complete();
  void takeOffer(const promql::CompletionContext& context, const std::vector<promql::Completion>& completions);
  void insertCurrent();
  bool typeBracket(const QString& text);
  void eraseEmptyPair();
  void mark();
  void followSize();
  void hidePopup();
  [[nodiscard]] QChar characterAt(int position) const;

  const Theme& theme_;
  promql::CompletionSource& source_;
  std::function<std::pair<qint64, qint64>()> window_;
  CompletionPopup* popup_ = nullptr;
  promql::CompletionContext context_;
  QTimer typing_;
  QTimer resize_;  ///< a layout that is being done takes no new sizes: later
  QString problem_;
  QString problemOf_;   ///< the text it is about
  bool asked_ = false;  ///< an offer is awaited
  bool forced_ = false;
};

}  // namespace vigie::console
