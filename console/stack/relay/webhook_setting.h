// The operator's settings of the relay, from the environment.
#pragma once

#include "core/base/result.h"

#include <QProcessEnvironment>
#include <QString>
#include <QUrl>

namespace vigie::stack {

struct WebhookSetting {
  QUrl url;  ///< DISCORD_WEBHOOK_URL; empty: none is set, messages are kept and not sent. A secret: never print it
  QString mention;   ///< DISCORD_CRITICAL_MENTION, as Discord writes a role: <@&ID>
  QString runbooks;  ///< VIGIE_RUNBOOK_BASE_URL, without a slash at its end; empty: messages have no link to a runbook
};

/// The variables that webhookSetting() reads.
QStringList webhookVariables();

/// Reads DISCORD_WEBHOOK_URL, or the file that DISCORD_WEBHOOK_URL_FILE names. Compose's sentinel
/// (https://discord.invalid/not-configured) counts as none. The Error is one line without the value.
Result<WebhookSetting> webhookSetting(const QProcessEnvironment& environment);

}  // namespace vigie::stack
