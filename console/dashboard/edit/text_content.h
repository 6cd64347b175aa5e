// What a text panel says, in the panel's form: how it is read, and the text.
#pragma once

#include "console/dashboard/edit/panel_draft.h"

#include <QWidget>

class QComboBox;
class QPlainTextEdit;

namespace vigie::console {

class TextContent : public QWidget {
  Q_OBJECT
 public:
  explicit TextContent(QWidget* parent = nullptr);

  void set(const TextDraft& text);
  [[nodiscard]] TextDraft text() const;

 Q_SIGNALS:
  void changed();

 private:
  QComboBox* mode_;
  QPlainTextEdit* content_;
};

}  // namespace vigie::console
