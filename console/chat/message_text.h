// The text of one turn: selectable, keyboard-navigable, as high as it needs.
#pragma once

#include "console/chat/markdown_writer.h"

#include <QPointer>
#include <QTextBrowser>
#include <QUrl>

#include <optional>
#include <vector>

class QToolButton;

namespace vigie::console {

class Theme;

/// Loads nothing: no image, no style sheet, no file, wherever a text may point. A streaming answer grows block by
/// block: what is complete is laid out once, only the last block again.
class MessageText : public QTextBrowser {
  Q_OBJECT

 public:
  explicit MessageText(Theme& theme, QWidget* parent = nullptr);

  /// The reader's own words, as typed.
  void setWords(const QString& text);
  /// Markdown; `growing` draws a caret at its end and takes a longer text as a continuation.
  void setMarkdown(const QString& text, int citations, bool growing);

  /// How wide the text would like to be, at most `most`.
  [[nodiscard]] int idealWidth(int most) const;
  [[nodiscard]] int heightFor(int width) const;
  [[nodiscard]] const QString& source() const { return source_; }

  QVariant loadResource(int, const QUrl&) override { return {}; }

 Q_SIGNALS:
  void citationActivated(int number);
  /// A web or mail address was chosen; nothing was opened yet.
  void linkActivated(const QUrl& address);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  QMimeData* createMimeDataFromSelection() const override;

 private:
  void restyle();
  void render(bool anew);
  void activate(const QUrl& address);
  void placeCopyButtons();
  void drawMarks(QPainter& painter) const;
  [[nodiscard]] MarkdownStyle style() const;
  [[nodiscard]] std::vector<QRectF> rectsOf(const QTextBlock& block, int from, int length) const;

  Theme& theme_;
  QString source_;
  bool markdown_ = false;
  int citations_ = 0;
  bool growing_ = false;
  std::optional<MarkdownWriter> writer_;
  MarkdownWriter::Mark stable_;
  qsizetype stableSource_ = 0;
  std::vector<QToolButton*> copyButtons_;
};

}  // namespace vigie::console
