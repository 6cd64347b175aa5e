// What Discord makes of a message's text, as Qt's rich text: bold, italics, code, masked links, moments, mentions.
// Pure. https://support.discord.com/hc/en-us/articles/210298617
#pragma once

#include <QLocale>
#include <QString>

class QDateTime;

namespace vigie::console {

struct DiscordColours {
  QString link;
  QString mention;  ///< behind the name of who is called
  QString mentionText;
  QString code;  ///< behind code
};

/// Everything else of `text` is shown as it is: nothing in it is HTML. Only http and https become links. `now` is what
/// relative moments (<t:SECONDS:R>) are told from.
QString discordHtml(const QString& text, const DiscordColours& colours, const QDateTime& now,
                    const QLocale& locale = QLocale());

}  // namespace vigie::console
