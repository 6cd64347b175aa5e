// A message for Discord, within its limits (https://discord.com/developers/docs/resources/webhook#execute-webhook).
#pragma once

#include <QJsonObject>
#include <QString>
#include <QUrl>

namespace vigie::stack {

struct RenderedMessage {
  QString title;
  QString content;
};

/// The body of a post in Grafana's shape: the title in an embed of the state's colour that links to `link`, the rest as
/// content. Too long texts are cut. `link` is left out where Discord would refuse it (a host without a dot). Nobody is
/// called but who stands in `mention` (<@&ROLE> or <@USER>), whatever a label says.
QJsonObject discordMessage(const RenderedMessage& rendered, bool firing, const QUrl& link, const QString& mention);

/// `text` of at most `limit` UTF-16 units; what is cut ends with an ellipsis and never in half a character.
QString cutTo(const QString& text, qsizetype limit);

}  // namespace vigie::stack
