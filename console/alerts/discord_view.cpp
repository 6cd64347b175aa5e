#include "console/alerts/discord_view.h"

#include "console/alerts/discord_text.h"
#include "console/app/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

namespace vigie::console {
namespace {

constexpr int kAvatar = 40;
constexpr int kBar = 4;

/// Discord's own: background, embed, text, muted text, and what discordHtml() needs.
struct DiscordLook {
  QColor background, embed, text, muted;
  DiscordColours colours;
};

const DiscordLook& lookOf(bool dark) {
  static const DiscordLook darkLook{
      QColor(0x31, 0x33, 0x38),
      QColor(0x2b, 0x2d, 0x31),
      QColor(0xdb, 0xde, 0xe1),
      QColor(0xa8, 0xac, 0xb3),
      {QStringLiteral("#4db5ff"), QStringLiteral("#3d4270"), QStringLiteral("#d6daff"), QStringLiteral("#232428")}};
  static const DiscordLook lightLook{
      QColor(0xff, 0xff, 0xff),
      QColor(0xf2, 0xf3, 0xf5),
      QColor(0x31, 0x33, 0x38),
      QColor(0x5c, 0x5e, 0x66),
      {QStringLiteral("#0060aa"), QStringLiteral("#e0e3ff"), QStringLiteral("#3a41a8"), QStringLiteral("#e3e5e8")}};
  return dark ? darkLook : lightLook;
}

/// A round picture with Vigie's letter: what Discord shows of a webhook without an avatar of its own.
class Avatar : public QWidget {
 public:
  explicit Avatar(QChar letter) : letter_(letter) { setFixedSize(kAvatar, kAvatar); }

 protected:
  void paintEvent(QPaintEvent* event) override {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0x4f, 0x5b, 0xd5));
    painter.drawEllipse(rect());
    painter.setFont(Theme::font(TextRole::kPageTitle));
    painter.setPen(Qt::white);
    painter.drawText(rect(), Qt::AlignCenter, QString(letter_.toUpper()));
  }

 private:
  QChar letter_;
};

/// An embed's surface with the bar of its colour.
class EmbedFrame : public QWidget {
 public:
  EmbedFrame(const QColor& surface, const QColor& bar) : surface_(surface), bar_(bar) {}

 protected:
  void paintEvent(QPaintEvent* event) override {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(bar_);
    painter.drawRoundedRect(rect(), 4, 4);
    painter.setBrush(surface_);
    painter.drawRoundedRect(rect().adjusted(kBar, 0, 0, 0), 3, 3);
    painter.fillRect(QRect(kBar, 0, 4, height()), surface_);
  }

 private:
  QColor surface_;
  QColor bar_;
};

QLabel* richLabel(const QString& html, const QColor& colour, DiscordView& view) {
  auto* label = new QLabel;
  label->setTextFormat(Qt::RichText);
  label->setText(QStringLiteral("<div style='line-height:130%'>%1</div>").arg(html));
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextBrowserInteraction);
  label->setOpenExternalLinks(false);
  label->setStyleSheet(QStringLiteral("QLabel { color: %1; }").arg(colour.name()));
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  label->setSizePolicy(policy);
  QObject::connect(label, &QLabel::linkActivated, &view, &DiscordView::linkActivated);
  return label;
}

QString textOf(const QJsonObject& object, const char* key) { return object.value(QLatin1String(key)).toString(); }

}  // namespace

DiscordView::DiscordView(const Theme& theme, QWidget* parent)
    : QFrame(parent), theme_(theme), column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(space::kLarge, space::kMedium, space::kLarge, space::kMedium);
  connect(&theme_, &Theme::changed, this, &DiscordView::rebuild);
}

void DiscordView::setMessage(const QJsonObject& message, const QDateTime& at) {
  if (message == message_ && at == at_) return;
  message_ = message;
  at_ = at;
  rebuild();
}

void DiscordView::rebuild() {
  if (content_) {
    content_->hide();
    content_->deleteLater();
  }
  const DiscordLook& look = lookOf(theme_.tokens().dark);
  content_ = new QWidget;
  auto* row = new QHBoxLayout(content_);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space::kLarge);
  const QString who = textOf(message_, "username");
  row->addWidget(new Avatar(who.isEmpty() ? QChar(u'V') : who.front()), 0, Qt::AlignTop);
  auto* lines = new QVBoxLayout;
  lines->setSpacing(space::kTiny);
  // Discord's word for a webhook is the same in every language.
  lines->addWidget(richLabel(
      QStringLiteral("<b>%1</b>&nbsp; <span style='background:#5865f2; color:#ffffff; font-size:10px'>&nbsp;APP&nbsp;"
                     "</span>&nbsp; <span style='color:%2; font-size:11px'>%3</span>")
          .arg(who.toHtmlEscaped(), look.muted.name(),
               QLocale().toString(at_.toLocalTime(), QLocale::ShortFormat).toHtmlEscaped()),
      look.text, *this));
  const QDateTime now = QDateTime::currentDateTime();
  if (const QString text = textOf(message_, "content"); !text.isEmpty()) {
    lines->addWidget(richLabel(discordHtml(text, look.colours, now), look.text, *this));
  }
  row->addLayout(lines, 1);
  column_->addWidget(content_);
  for (const QJsonValue& embed : message_.value(QLatin1String("embeds")).toArray()) addEmbed(embed.toObject());
  setAccessibleName(tr("The message on Discord"));
  setAccessibleDescription(spoken());
  update();
}

void DiscordView::addEmbed(const QJsonObject& embed) {
  const DiscordLook& look = lookOf(theme_.tokens().dark);
  const QDateTime now = QDateTime::currentDateTime();
  const int colour = embed.value(QLatin1String("color")).toInt(0x1e1f22);
  auto* frame = new EmbedFrame(look.embed, QColor::fromRgb(static_cast<QRgb>(colour)));
  auto* inside = new QVBoxLayout(frame);
  inside->setContentsMargins(space::kLarge, space::kMedium, space::kLarge, space::kMedium);
  inside->setSpacing(space::kSmall);
  if (const QString title = textOf(embed, "title"); !title.isEmpty()) {
    const QString url = textOf(embed, "url");
    const QString words = QStringLiteral("<b>%1</b>").arg(title.toHtmlEscaped());
    inside->addWidget(richLabel(
        url.isEmpty() ? words
                      : QStringLiteral("<a style='color:%1; text-decoration:none' href='%2'>%3</a>")
                            .arg(look.colours.link, url.toHtmlEscaped().replace(u'\'', QLatin1String("&#39;")), words),
        look.text, *this));
  }
  if (const QString text = textOf(embed, "description"); !text.isEmpty()) {
    inside->addWidget(richLabel(discordHtml(text, look.colours, now), look.text, *this));
  }
  auto* fields = new QGridLayout;
  fields->setHorizontalSpacing(space::kLarge);
  int at = 0;
  for (const QJsonValue& value : embed.value(QLatin1String("fields")).toArray()) {
    const QJsonObject field = value.toObject();
    const bool isInline = field.value(QLatin1String("inline")).toBool();
    if (!isInline && at % 3 != 0) at += 3 - at % 3;
    fields->addWidget(richLabel(QStringLiteral("<b>%1</b><br>%2")
                                    .arg(textOf(field, "name").toHtmlEscaped(),
                                         discordHtml(textOf(field, "value"), look.colours, now)),
                                look.text, *this),
                      at / 3, at % 3, 1, isInline ? 1 : 3);
    at += isInline ? 1 : 3;
  }
  if (at > 0) {
    inside->addLayout(fields);
  } else {
    delete fields;
  }
  if (const QString footer = textOf(embed.value(QLatin1String("footer")).toObject(), "text"); !footer.isEmpty()) {
    inside->addWidget(richLabel(QStringLiteral("<span style='font-size:11px'>%1</span>").arg(footer.toHtmlEscaped()),
                                look.muted, *this));
  }
  auto* lines = static_cast<QVBoxLayout*>(static_cast<QHBoxLayout*>(content_->layout())->itemAt(1)->layout());
  lines->addSpacing(space::kTiny);
  lines->addWidget(frame);
}

QString DiscordView::spoken() const {
  QStringList said{textOf(message_, "content")};
  for (const QJsonValue& value : message_.value(QLatin1String("embeds")).toArray()) {
    const QJsonObject embed = value.toObject();
    said << textOf(embed, "title") << textOf(embed, "description");
    for (const QJsonValue& field : embed.value(QLatin1String("fields")).toArray()) {
      said << textOf(field.toObject(), "name") << textOf(field.toObject(), "value");
    }
  }
  said.removeAll(QString());
  return said.join(QLatin1Char('\n'));
}

void DiscordView::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme_.tokens().line, 1));
  painter.setBrush(lookOf(theme_.tokens().dark).background);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius::kPanel, radius::kPanel);
}

}  // namespace vigie::console
