#include "console/stack/rotating_log.h"

namespace vigie::stack {
namespace {

constexpr qsizetype kRecentLines = 40;
constexpr qsizetype kLongestLine = 2'000;

}  // namespace

RotatingLog::RotatingLog(const QString& path, qint64 limitBytes) : file_(path), limit_(limitBytes) {}

void RotatingLog::write(const QByteArray& output) {
  remember(output);
  if (!file_.isOpen() && !file_.open(QIODevice::WriteOnly | QIODevice::Append)) {
    return;
  }
  if (file_.size() > 0 && file_.size() + output.size() > limit_) {
    const QString older = file_.fileName() + ".1";
    file_.close();
    QFile::remove(older);
    QFile::rename(file_.fileName(), older);
    if (!file_.open(QIODevice::WriteOnly | QIODevice::Append)) {
      return;
    }
  }
  file_.write(output);
  file_.flush();
}

void RotatingLog::forgetRecentLines() {
  partial_.clear();
  recent_.clear();
  crash_.clear();
}

void RotatingLog::remember(const QByteArray& output) {
  partial_ += output;
  for (qsizetype end = partial_.indexOf('\n'); end >= 0; end = partial_.indexOf('\n')) {
    recent_.append(partial_.left(qMin(end, kLongestLine)));
    partial_.remove(0, end + 1);
    if (crash_.isEmpty() &&
        (recent_.constLast().startsWith("panic: ") || recent_.constLast().startsWith("fatal error: "))) {
      crash_ = recent_.constLast();
    }
    if (recent_.size() > kRecentLines) {
      recent_.removeFirst();
    }
  }
  if (partial_.size() > kLongestLine) {
    partial_.truncate(kLongestLine);
  }
}

}  // namespace vigie::stack
