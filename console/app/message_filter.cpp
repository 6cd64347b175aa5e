#include "console/app/message_filter.h"

#include <QString>

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace vigie::console {
namespace {

const char* said = "";

/// Cron jobs and services have no runtime directory and need none; a display that is none grabs no keyboard; a request
/// that is given up while its failure is on the way from Qt's other thread has two reasons to end.
constexpr const char* kNoise[] = {"QStandardPaths: XDG_RUNTIME_DIR", "This plugin does not support",
                                  "QNetworkReplyImplPrivate::error: Internal problem"};

void report(QtMsgType type, const QMessageLogContext& context, const QString& message) {
  Q_UNUSED(type)
  Q_UNUSED(context)
  const bool isNoise = std::any_of(std::begin(kNoise), std::end(kNoise),
                                   [&message](const char* noise) { return message.startsWith(QLatin1String(noise)); });
  if (!isNoise) std::fprintf(stderr, "%s: %s\n", said, message.toUtf8().constData());
}

}  // namespace

void installMessageFilter(const char* program) {
  said = program;
  qInstallMessageHandler(report);
}

}  // namespace vigie::console
