#include "console/chat/source_card.h"

#include "console/app/theme.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

namespace vigie::console {

namespace {

constexpr int kCardPadding = 10;
constexpr int kQuoteCharacters = 90;

QString beginning(const QString& quote) {
  // Headings and marks of Markdown say nothing in one line.
  QStringList words;
  for (const QString& part : quote.split(u'\n')) {
    const bool table = part.startsWith(u'|');
    const bool rule = table && part.contains(QStringLiteral("---"));
    if (!part.startsWith(u'#') && !rule) words << (table ? QString(part).replace(u'|', u' ') : part);
  }
  QString line = words.join(u' ').simplified();
  line.remove(u'`').remove(QStringLiteral("**"));
  if (line.isEmpty()) line = quote.simplified();
  return line.size() <= kQuoteCharacters ? line : line.left(kQuoteCharacters).trimmed() + u'…';
}

}  // namespace

QString passageLine(const wire::Citation& citation) {
  return SourceCard::tr("passage %1 · score %2")
      .arg(QLocale().toString(citation.chunk + 1), QLocale().toString(citation.score, 'f', 2));
}

SourceCard::SourceCard(Theme& theme, int number, const wire::Citation& citation, QWidget* parent)
    : QAbstractButton(parent),
      theme_(theme),
      number_(number),
      title_(QString::fromStdString(citation.title)),
      line_(passageLine(citation)),
      quote_(beginning(QString::fromStdString(citation.quote))) {
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setAttribute(Qt::WA_Hover);
  setAccessibleName(tr("Source %1: %2, %3").arg(QString::number(number_), title_, line_));
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  connect(&theme_, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void SourceCard::setHighlighted(bool on) {
  highlighted_ = on;
  update();
}

int SourceCard::heightForWidth(int width) const {
  const QFontMetrics strong(Theme::font(TextRole::kPanelTitle));
  const QFontMetrics small(Theme::font(TextRole::kSmall));
  const QFontMetrics body(Theme::font(TextRole::kBody));
  const int room = std::max(40, width - 2 * kCardPadding);
  const int title = strong.boundingRect(0, 0, room, 1000, Qt::TextWordWrap, title_).height();
  const int quote = quote_.isEmpty() ? 0 : 4 + body.boundingRect(0, 0, room, 1000, Qt::TextWordWrap, quote_).height();
  return 2 * kCardPadding + title + 2 + small.lineSpacing() + quote;
}

void SourceCard::paintEvent(QPaintEvent*) {
  const ThemeTokens& t = theme_.tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(highlighted_ || hasFocus() ? t.accent : t.line);
  painter.setBrush(highlighted_ ? t.selection : underMouse() ? blend(t.surface, t.text, 0.03) : t.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius::kControl, radius::kControl);
  QRect box = rect().adjusted(kCardPadding, kCardPadding, -kCardPadding, -kCardPadding);
  painter.setFont(Theme::font(TextRole::kSmall));
  painter.setPen(t.accent);
  painter.drawText(box, Qt::AlignRight | Qt::AlignTop, QString::number(number_));
  QRect used;
  painter.setFont(Theme::font(TextRole::kPanelTitle));
  painter.setPen(t.text);
  painter.drawText(box.adjusted(0, 0, -14, 0), Qt::TextWordWrap, title_, &used);
  box.setTop(used.bottom() + 3);
  painter.setFont(Theme::font(TextRole::kSmall));
  painter.setPen(t.muted);
  painter.drawText(box, Qt::AlignLeft | Qt::AlignTop, line_, &used);
  box.setTop(used.bottom() + 5);
  painter.setFont(Theme::font(TextRole::kBody));
  painter.setPen(blend(t.muted, t.text, 0.5));
  painter.drawText(box, Qt::TextWordWrap, quote_);
}

}  // namespace vigie::console
