// A text that is as high as its words need at the width it gets, for columns that scroll as a whole.
#pragma once

#include "console/chat/message_text.h"

#include <QResizeEvent>

namespace vigie::console {

class FittedText : public MessageText {
 public:
  using MessageText::MessageText;

 protected:
  void resizeEvent(QResizeEvent* event) override {
    MessageText::resizeEvent(event);
    const int height = heightFor(event->size().width());
    if (minimumHeight() != height) setFixedHeight(height);
  }
};

}  // namespace vigie::console
