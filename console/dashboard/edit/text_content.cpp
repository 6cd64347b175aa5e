#include "console/dashboard/edit/text_content.h"

#include "console/app/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace vigie::console {
namespace {
constexpr int kContentHeight = 260;
}  // namespace

TextContent::TextContent(QWidget* parent) : QWidget(parent), mode_(new QComboBox), content_(new QPlainTextEdit) {
  mode_->addItem(QStringLiteral("Markdown"), QStringLiteral("markdown"));
  mode_->addItem(QStringLiteral("HTML"), QStringLiteral("html"));
  mode_->addItem(tr("Code, as it is written"), QStringLiteral("code"));
  mode_->setAccessibleName(tr("How the text is read"));
  content_->setAccessibleName(tr("Text"));
  content_->setFont(Theme::font(TextRole::kCode));
  content_->setMinimumHeight(kContentHeight);
  content_->setTabChangesFocus(true);
  content_->setPlaceholderText(tr("Markdown; variables such as $job are filled in"));
  auto* row = new QHBoxLayout;
  row->addWidget(mode_);
  row->addStretch();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::kSmall);
  layout->addLayout(row);
  layout->addWidget(content_, 1);
  connect(mode_, &QComboBox::currentIndexChanged, this, &TextContent::changed);
  connect(content_, &QPlainTextEdit::textChanged, this, &TextContent::changed);
}

void TextContent::set(const TextDraft& text) {
  const QString mode = text.mode.isEmpty() ? QStringLiteral("markdown") : text.mode;
  // One that is not known stays what it is.
  if (mode_->findData(mode) < 0) mode_->addItem(mode, mode);
  mode_->setCurrentIndex(mode_->findData(mode));
  content_->setPlainText(text.content);
}

TextDraft TextContent::text() const { return {mode_->currentData().toString(), content_->toPlainText()}; }

}  // namespace vigie::console
