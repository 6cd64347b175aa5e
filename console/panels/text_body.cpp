#include "console/panels/text_body.h"

#include "console/app/theme.h"
#include "console/dashboard/variable_set.h"

#include <QTextBrowser>
#include <QTextDocumentFragment>

namespace vigie::console {
namespace {

/// Loads nothing: no picture of the net, and no file of this machine that a dashboard from anywhere may name.
class QuietBrowser : public QTextBrowser {
 public:
  using QTextBrowser::QTextBrowser;
  QVariant loadResource(int type, const QUrl& name) override {
    Q_UNUSED(type)
    Q_UNUSED(name)
    return {};
  }
};

}  // namespace

TextBody::TextBody(const PanelServices& services, PanelModel panel, QWidget* parent)
    : PanelBody(parent), services_(services), panel_(std::move(panel)), view_(new QuietBrowser(this)) {
  view_->setFrameShape(QFrame::NoFrame);
  view_->setOpenExternalLinks(true);
  view_->document()->setDocumentMargin(0);
  view_->setStyleSheet(QStringLiteral("QTextBrowser { background: transparent; border: none; padding: 0; }"));
  connect(&services_.theme, &Theme::changed, this, &TextBody::fill);
  fill();
}

void TextBody::setData(const PanelDataPtr& answer) {
  Q_UNUSED(answer)
  fill();
}

QString TextBody::spokenSummary() const { return view_->toPlainText(); }

void TextBody::resizeEvent(QResizeEvent* event) {
  PanelBody::resizeEvent(event);
  view_->setGeometry(rect());
}

void TextBody::fill() {
  QString text = panel_.options.value(QLatin1String("content")).toString();
  if (services_.variables) text = interpolate(text, services_.variables->lookup(panel_.scoped), kDefaultFormat);
  const QString mode = panel_.options.value(QLatin1String("mode")).toString(QStringLiteral("markdown"));
  view_->setFont(Theme::font(TextRole::kBody));
  if (mode == QLatin1String("markdown")) {
    // HTML inside Markdown is shown as text: a dashboard from anywhere is not trusted with more.
    view_->document()->setMarkdown(
        text, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML);
  } else if (mode == QLatin1String("html")) {
    view_->setPlainText(QTextDocumentFragment::fromHtml(text).toPlainText());
  } else {
    view_->setPlainText(text);
  }
}

}  // namespace vigie::console
