// The transcript: a column of turns that keeps widgets only for what is near the window.
#pragma once

#include "console/chat/message_model.h"

#include <QAbstractScrollArea>

#include <vector>

namespace vigie::console {

class Theme;
class TurnView;

/// A conversation of any length costs what its visible part costs: turns out of sight have a height (measured once,
/// estimated before) and no widget. Follows the end while it is at the end, and otherwise never moves what is read.
class TranscriptView : public QAbstractScrollArea {
  Q_OBJECT

 public:
  explicit TranscriptView(Theme& theme, QWidget* parent = nullptr);

  /// `model` must outlive the view or be replaced first.
  void setModel(MessageModel* model);
  void scrollToEnd();
  [[nodiscard]] bool atEnd() const;
  /// The widget of a row, made if it is out of sight; nullptr for no such row.
  TurnView* reveal(int row);
  [[nodiscard]] int widgets() const;
  /// Selects the next occurrence of `text` (ignoring case) after the last one; false when there is none.
  bool find(const QString& text, bool backwards);

 Q_SIGNALS:
  void citationActivated(int row, int number);
  void linkActivated(const QUrl& address);
  void copyRequested(int row);
  void regenerateRequested(int row);
  void turnChosen(int row);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Item {
    int height = 0;
    bool measured = false;
    TurnView* view = nullptr;
  };

  void rebuild();
  void insertRows(int first, int last);
  void removeRows(int first, int last);
  void updateRows(int first, int last);
  /// Makes, measures and places the turns in sight; drops those far away.
  void arrange();
  void measure(int row);
  TurnView* makeView(int row);
  [[nodiscard]] int estimate(int row) const;
  [[nodiscard]] int topOf(int row) const;
  [[nodiscard]] int totalHeight() const;
  [[nodiscard]] int columnWidth() const;

  Theme& theme_;
  MessageModel* model_ = nullptr;
  std::vector<Item> items_;
  bool following_ = true;
  bool arranging_ = false;
  int foundRow_ = -1;
};

}  // namespace vigie::console
