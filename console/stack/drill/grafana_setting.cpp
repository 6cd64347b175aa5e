#include "console/stack/drill/grafana_setting.h"

#include <QFile>

namespace vigie::stack {
namespace {

Error wrongGrafana(const QString& why) { return {ErrorCode::kInvalidArgument, why.toStdString()}; }

Result<QByteArray> tokenFrom(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return wrongGrafana(QString("the file of Grafana's token cannot be read (%1)").arg(file.errorString()));
  }
  return file.read(4'096).trimmed();
}

}  // namespace

Result<GrafanaSetting> grafanaSetting(const QString& url, const QString& tokenFile,
                                      const QProcessEnvironment& environment) {
  GrafanaSetting setting;
  const QString text = url.isEmpty() ? environment.value("GRAFANA_URL").trimmed() : url;
  if (!text.isEmpty()) {
    setting.url = QUrl(text, QUrl::StrictMode);
    const bool isHttp = setting.url.scheme() == "http" || setting.url.scheme() == "https";
    if (!setting.url.isValid() || !isHttp || setting.url.host().isEmpty() || setting.url.hasQuery()) {
      return wrongGrafana("Grafana's address must be like http://127.0.0.1:3000 (--grafana, GRAFANA_URL)");
    }
    while (setting.url.path().endsWith('/')) {
      setting.url.setPath(setting.url.path().chopped(1));
    }
  }
  const QString path = tokenFile.isEmpty() ? environment.value("GRAFANA_TOKEN_FILE") : tokenFile;
  setting.token = environment.value("GRAFANA_TOKEN").trimmed().toUtf8();
  if (!path.isEmpty() && (setting.token.isEmpty() || !tokenFile.isEmpty())) {
    auto token = tokenFrom(path);
    if (!token) {
      return token.error();
    }
    setting.token = *token;
  }
  // It becomes a header.
  if (setting.token.contains('\n') || setting.token.contains('\r')) {
    return wrongGrafana("Grafana's token must be one line");
  }
  return setting;
}

}  // namespace vigie::stack
