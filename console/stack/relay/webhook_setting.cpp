#include "console/stack/relay/webhook_setting.h"

#include <QFile>
#include <QHostAddress>

namespace vigie::stack {
namespace {

constexpr const char* kUrlVariable = "DISCORD_WEBHOOK_URL";
constexpr const char* kFileVariable = "DISCORD_WEBHOOK_URL_FILE";
constexpr const char* kMentionVariable = "DISCORD_CRITICAL_MENTION";
constexpr const char* kRunbookVariable = "VIGIE_RUNBOOK_BASE_URL";
// RFC 2606 keeps .invalid for names that resolve to nothing.
constexpr const char* kNowhere = ".invalid";

Error wrongSetting(const QString& why) { return {ErrorCode::kInvalidArgument, why.toStdString()}; }

}  // namespace

QStringList webhookVariables() { return {kUrlVariable, kFileVariable, kMentionVariable, kRunbookVariable}; }

Result<WebhookSetting> webhookSetting(const QProcessEnvironment& environment) {
  WebhookSetting setting;
  setting.mention = environment.value(kMentionVariable).trimmed();
  setting.runbooks = environment.value(kRunbookVariable).trimmed();
  while (setting.runbooks.endsWith('/')) {
    setting.runbooks.chop(1);
  }
  QString text = environment.value(kUrlVariable).trimmed();
  const QString path = environment.value(kFileVariable);
  if (text.isEmpty() && !path.isEmpty()) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
      return wrongSetting(QString("%1 names a file that cannot be read (%2)").arg(kFileVariable, file.errorString()));
    }
    text = QString::fromUtf8(file.read(4'096)).trimmed();
  }
  if (text.isEmpty()) {
    return setting;
  }
  const QUrl url(text, QUrl::StrictMode);
  const bool isLocal = QHostAddress(url.host()).isLoopback();
  if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "https" && !(url.scheme() == "http" && isLocal))) {
    return wrongSetting(
        QString("%1 must be a webhook's address, such as https://discord.com/api/webhooks/ID/TOKEN").arg(kUrlVariable));
  }
  if (!url.host().endsWith(QLatin1String(kNowhere))) {
    setting.url = url;
  }
  return setting;
}

}  // namespace vigie::stack
