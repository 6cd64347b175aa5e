// Cards with one figure each: what it is, the value, and a line that explains it. As many columns as fit.
#pragma once

#include <QWidget>

#include <vector>

class QLabel;

namespace vigie::console {

class FigureGrid : public QWidget {
  Q_OBJECT
 public:
  explicit FigureGrid(QWidget* parent = nullptr);

  /// Returns the card's number, for setFigure().
  int addFigure(const QString& name);
  void setFigure(int card, const QString& value, const QString& detail);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Card {
    QWidget* frame = nullptr;
    QLabel* value = nullptr;
    QLabel* detail = nullptr;
  };
  /// Places the cards and takes the height that they need.
  void arrange();

  std::vector<Card> cards_;
};

}  // namespace vigie::console
