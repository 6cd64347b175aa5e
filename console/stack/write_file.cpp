#include "console/stack/write_file.h"

#include <QSaveFile>

namespace vigie::stack {

Result<void> writeFile(const QString& path, const QByteArray& text) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit()) {
    return Error(ErrorCode::kUnavailable,
                 QString("cannot write %1: %2. Is the disk full?").arg(path, file.errorString()).toStdString());
  }
  return {};
}

}  // namespace vigie::stack
