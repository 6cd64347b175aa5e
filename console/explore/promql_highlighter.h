// Colours of PromQL in an editor, of the current theme.
#pragma once

#include <QSyntaxHighlighter>

namespace vigie::console {

class Theme;

class PromqlHighlighter : public QSyntaxHighlighter {
  Q_OBJECT
 public:
  PromqlHighlighter(const Theme& theme, QTextDocument* document);

 protected:
  void highlightBlock(const QString& text) override;

 private:
  const Theme& theme_;
};

}  // namespace vigie::console
