// Which Grafana to ask, and who asks: from the command line and the environment.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>
#include <QUrl>

namespace vigie::stack {

struct GrafanaSetting {
  QUrl url;          ///< without a slash at its end; empty: no Grafana
  QByteArray token;  ///< a service account's; empty: asked without one. A secret: never print it
};

/// `url` empty takes GRAFANA_URL, `tokenFile` empty GRAFANA_TOKEN or the file that GRAFANA_TOKEN_FILE names. The Error
/// is one line without the token.
Result<GrafanaSetting> grafanaSetting(const QString& url, const QString& tokenFile,
                                      const QProcessEnvironment& environment);

}  // namespace vigie::stack
