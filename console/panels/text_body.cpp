#include "console/panels/text_body.h"

#include "console/app/theme.h"
#include "console/dashboard/data_links.h"
#include "console/dashboard/variable_set.h"
#include "console/panels/link_menu.h"
#include "console/panels/markdown_text.h"

#include <QCursor>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextList>
#include <QTextTable>

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

/// What a rich text has no place for is left out, a picture but for the words that stand for it (ADR 122).
QString quietHtml(QString html) {
  static const auto kAny = QRegularExpression::DotMatchesEverythingOption | QRegularExpression::CaseInsensitiveOption;
  static const QRegularExpression kUnshown(QStringLiteral(R"(<(script|style|iframe|object|video)\b.*?</\1\s*>)"), kAny);
  static const QRegularExpression kPicture(QStringLiteral(R"(<img\b[^>]*>)"), kAny);
  static const QRegularExpression kWords(QStringLiteral(R"re(\balt\s*=\s*(?:"([^"]*)"|'([^']*)'))re"), kAny);
  html.remove(kUnshown);
  QString result;
  qsizetype at = 0;
  for (auto it = kPicture.globalMatch(html); it.hasNext();) {
    const QRegularExpressionMatch match = it.next();
    const QRegularExpressionMatch words = kWords.match(match.captured());
    result += html.mid(at, match.capturedStart() - at) + words.captured(1) + words.captured(2);
    at = match.capturedEnd();
  }
  return result + html.mid(at);
}

/// Tables as Grafana shows them: thin lines, and room between them.
void tidyTables(const QTextDocument& document, const QColor& lines) {
  for (QTextFrame* frame : document.rootFrame()->childFrames()) {
    auto* table = qobject_cast<QTextTable*>(frame);
    if (!table) continue;
    QTextTableFormat format = table->format();
    format.setBorderCollapse(true);
    format.setBorder(1);
    format.setBorderBrush(lines);
    format.setCellSpacing(0);
    format.setCellPadding(space::kSmall / 2.0);
    table->setFormat(format);
  }
}

/// Room between paragraphs and before headings, as on a page; a quotation stands back.
void tidyBlocks(QTextDocument& document, const QColor& quiet) {
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
    QTextCursor cursor(block);
    // Inside a table the cells have their own.
    if (cursor.currentTable()) continue;
    QTextBlockFormat format = block.blockFormat();
    const bool listed = block.textList() != nullptr;
    const bool heads = format.headingLevel() > 0;
    format.setTopMargin(heads && block.previous().isValid() ? space::kMedium : 0);
    format.setBottomMargin(listed && block.next().textList() == block.textList() ? 2 : space::kSmall);
    const bool quoted = format.intProperty(QTextFormat::BlockQuoteLevel) > 0;
    if (quoted) format.setLeftMargin(space::kLarge);
    cursor.setBlockFormat(format);
    if (!quoted) continue;
    QTextCharFormat words;
    words.setForeground(quiet);
    cursor.select(QTextCursor::BlockUnderCursor);
    cursor.mergeCharFormat(words);
  }
}

}  // namespace

TextBody::TextBody(const PanelServices& services, PanelModel panel, QWidget* parent)
    : PanelBody(parent), services_(services), panel_(std::move(panel)), view_(new QuietBrowser(this)) {
  view_->setFrameShape(QFrame::NoFrame);
  view_->setOpenLinks(false);
  view_->document()->setDocumentMargin(0);
  view_->setStyleSheet(QStringLiteral("QTextBrowser { background: transparent; border: none; padding: 0; }"));
  connect(&services_.theme, &Theme::changed, this, &TextBody::fill);
  connect(view_, &QTextBrowser::anchorClicked, this, [this](const QUrl& address) {
    LinkPlace place;
    place.grafana = services_.grafana;
    offerLinks(*view_, {resolveLink({{}, address.toString(), true}, place)}, QCursor::pos());
  });
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
  const ThemeTokens& t = services_.theme.tokens();
  view_->document()->setDefaultStyleSheet(
      QStringLiteral("body { color: %1; } a { color: %2; }").arg(t.text.name(), t.accent.name()));
  if (mode == QLatin1String("markdown")) {
    view_->document()->setMarkdown(quietHtml(withoutPictures(text)), QTextDocument::MarkdownDialectGitHub);
  } else if (mode == QLatin1String("html")) {
    view_->setHtml(quietHtml(text));
  } else {
    view_->setPlainText(text);
  }
  tidyTables(*view_->document(), t.line);
  if (mode == QLatin1String("markdown")) tidyBlocks(*view_->document(), t.muted);
}

}  // namespace vigie::console
