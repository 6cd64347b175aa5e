// One source of an answer: its number, title, place and score, and how it begins.
#pragma once

#include "core/wire/chat.h"

#include <QAbstractButton>

namespace vigie::console {

class Theme;

/// "passage 3 · score 0.87", as every place names one.
QString passageLine(const wire::Citation& citation);

class SourceCard : public QAbstractButton {
  Q_OBJECT

 public:
  SourceCard(Theme& theme, int number, const wire::Citation& citation, QWidget* parent = nullptr);

  void setHighlighted(bool on);
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override { return {200, heightForWidth(200)}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Theme& theme_;
  int number_;
  QString title_;
  QString line_;
  QString quote_;
  bool highlighted_ = false;
};

}  // namespace vigie::console
