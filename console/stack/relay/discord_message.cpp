#include "console/stack/relay/discord_message.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace vigie::stack {
namespace {

constexpr qsizetype kMostContent = 2'000;
constexpr qsizetype kMostTitle = 256;
// Grafana's colours: the two paths look alike.
constexpr int kFiringColour = 0xD63232;
constexpr int kResolvedColour = 0x36A64F;

}  // namespace

QString cutTo(const QString& text, qsizetype limit) {
  if (text.size() <= limit) {
    return text;
  }
  qsizetype end = limit - 1;
  if (text.at(end).isLowSurrogate()) {
    --end;
  }
  return text.first(end) + QChar(0x2026);
}

QJsonObject discordMessage(const RenderedMessage& rendered, bool firing, const QUrl& link, const QString& mention) {
  QJsonArray roles;
  QJsonArray users;
  static const QRegularExpression called("<@(&?)([0-9]{1,20})>");
  for (auto found = called.globalMatch(mention); found.hasNext();) {
    const QRegularExpressionMatch one = found.next();
    (one.captured(1).isEmpty() ? users : roles).append(one.captured(2));
  }
  QJsonObject embed{{"title", cutTo(rendered.title.simplified(), kMostTitle)},
                    {"type", "rich"},
                    {"color", firing ? kFiringColour : kResolvedColour}};
  if (link.isValid() && link.host().contains('.')) {
    embed.insert("url", QString::fromUtf8(link.toEncoded()));
  }
  return {{"username", "Vigie"},
          {"content", cutTo(rendered.content.trimmed(), kMostContent)},
          {"embeds", QJsonArray{embed}},
          {"allowed_mentions", QJsonObject{{"parse", QJsonArray{}}, {"roles", roles}, {"users", users}}}};
}

}  // namespace vigie::stack
