#include "console/app/stats_file.h"

#include "console/app/console_stats.h"

#include <QJsonDocument>
#include <QSaveFile>

#include <chrono>
#include <cstdio>

namespace vigie::console {
namespace {
constexpr std::chrono::seconds kStatsEvery{2};
}  // namespace

StatsFile::StatsFile(const StatsSource& source, QString target, QObject* parent)
    : QObject(parent), source_(source), target_(std::move(target)) {
  connect(&every_, &QTimer::timeout, this, &StatsFile::write);
}

StatsFile::~StatsFile() {
  if (target_ == QLatin1String("-")) {
    std::fputs(QJsonDocument(toJson(source_.read())).toJson(QJsonDocument::Compact).append('\n').constData(), stdout);
    std::fflush(stdout);
  } else {
    write();
  }
}

bool StatsFile::start() {
  if (target_ == QLatin1String("-")) return true;
  if (!write()) return false;
  every_.start(kStatsEvery);
  return true;
}

bool StatsFile::write() {
  QSaveFile file(target_);
  const QByteArray text = QJsonDocument(toJson(source_.read())).toJson();
  if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit()) {
    failed_ = false;
    return true;
  }
  // Once, not every two seconds.
  if (!failed_) {
    std::fprintf(stderr, "vigie-console: --stats-json: the file cannot be written: %s\n",
                 file.errorString().toUtf8().constData());
  }
  failed_ = true;
  return false;
}

}  // namespace vigie::console
