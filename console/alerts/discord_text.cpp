#include "console/alerts/discord_text.h"

#include "console/dashboard/unit_format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <QUrl>

namespace vigie::console {
namespace {

QString translated(const char* text) { return QCoreApplication::translate("DiscordText", text); }

bool isWeb(const QString& address) {
  const QUrl url(address, QUrl::StrictMode);
  return url.isValid() && (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https"));
}

QString linkTo(const QString& address, const QString& words, const DiscordColours& colours) {
  return QStringLiteral("<a style='color:%1; text-decoration:none' href='%2'>%3</a>")
      .arg(colours.link, address.toHtmlEscaped().replace(QLatin1Char('\''), QLatin1String("&#39;")), words);
}

QString momentWords(qint64 seconds, const QString& form, const QDateTime& now, const QLocale& locale) {
  const QDateTime time = QDateTime::fromSecsSinceEpoch(seconds);
  if (form == QLatin1String("R")) {
    const qint64 ago = time.secsTo(now);
    return ago >= 0 ? translated(QT_TRANSLATE_NOOP("DiscordText", "%1 ago")).arg(formatAge(ago))
                    : translated(QT_TRANSLATE_NOOP("DiscordText", "in %1")).arg(formatAge(-ago));
  }
  if (form == QLatin1String("T")) return locale.toString(time.time(), QStringLiteral("HH:mm:ss"));
  if (form == QLatin1String("t")) return locale.toString(time.time(), QLocale::ShortFormat);
  return locale.toString(time, QLocale::ShortFormat);
}

/// One piece of the grammar at a time, at the place where it begins; code is tried first, since nothing in it counts.
const QRegularExpression& grammar() {
  static const QRegularExpression one(QStringLiteral(R"(```(?:\w*\n)?(?<block>[\s\S]+?)```)"
                                                     R"(|`(?<code>[^`\n]+)`)"
                                                     R"(|\[(?<words>[^\]\n]+)\]\(<?(?<target>https?://[^\s<>)]+)>?\))"
                                                     R"(|<(?<plain>https?://[^\s<>]+)>)"
                                                     R"(|(?<bare>https?://[^\s<>]+[^\s<>.,;:)]))"
                                                     R"(|<t:(?<seconds>-?\d{1,12})(?::(?<form>[tTdDfFR]))?>)"
                                                     R"(|<@(?<kind>&?!?)(?<who>\d{1,20})>)"
                                                     R"(|\*\*(?<bold>[^*\n]+)\*\*)"
                                                     R"(|\*(?<star>[^*\s](?:[^*\n]*[^*\s])?)\*)"
                                                     R"(|(?<!\w)_(?<italic>[^_\n]+)_(?!\w))"));
  return one;
}

}  // namespace

QString discordHtml(const QString& text, const DiscordColours& colours, const QDateTime& now, const QLocale& locale) {
  QString html;
  qsizetype done = 0;
  const auto plain = [&](qsizetype end) {
    html += text.mid(done, end - done).toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>"));
  };
  for (auto found = grammar().globalMatch(text); found.hasNext();) {
    const QRegularExpressionMatch match = found.next();
    plain(match.capturedStart());
    done = match.capturedEnd();
    const auto piece = [&match](const char* name) { return match.captured(QLatin1String(name)); };
    const QString code = piece("block") + piece("code");
    if (!code.isEmpty()) {
      html += QStringLiteral("<code style='background:%1'>&nbsp;%2&nbsp;</code>")
                  .arg(colours.code, code.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>")));
    } else if (const QString target = piece("target"); !target.isEmpty() && isWeb(target)) {
      html += linkTo(target, piece("words").toHtmlEscaped(), colours);
    } else if (const QString address = piece("plain") + piece("bare"); !address.isEmpty() && isWeb(address)) {
      html += linkTo(address, address.toHtmlEscaped(), colours);
    } else if (const QString seconds = piece("seconds"); !seconds.isEmpty()) {
      html += QStringLiteral("<span style='background:%1'>%2</span>")
                  .arg(colours.code, momentWords(seconds.toLongLong(), piece("form"), now, locale).toHtmlEscaped());
    } else if (!piece("who").isEmpty()) {
      const bool isRole = piece("kind").startsWith(QLatin1Char('&'));
      html += QStringLiteral("<span style='background:%1; color:%2'>@%3</span>")
                  .arg(colours.mention, colours.mentionText,
                       isRole ? translated(QT_TRANSLATE_NOOP("DiscordText", "role"))
                              : translated(QT_TRANSLATE_NOOP("DiscordText", "user")));
    } else if (const QString bold = piece("bold"); !bold.isEmpty()) {
      html += QStringLiteral("<b>%1</b>").arg(discordHtml(bold, colours, now, locale));
    } else if (const QString italic = piece("italic") + piece("star"); !italic.isEmpty()) {
      html += QStringLiteral("<i>%1</i>").arg(discordHtml(italic, colours, now, locale));
    } else {
      html += match.captured().toHtmlEscaped();
    }
  }
  plain(text.size());
  // The two pictures of our own messages; the fonts of a desktop may have none.
  html.replace(QStringLiteral("\U0001F534"), QStringLiteral("<span style='color:#d63232'>\u25CF</span>"));
  html.replace(QStringLiteral("\u2705"), QStringLiteral("<span style='color:#36a64f'>\u2714</span>"));
  return html;
}

}  // namespace vigie::console
