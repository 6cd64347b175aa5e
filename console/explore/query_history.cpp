#include "console/explore/query_history.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr std::size_t kMostRemembered = 300;

QString usersFile() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
         QStringLiteral("/vigie/explore-history.json");
}

}  // namespace

QueryHistory::QueryHistory(const QString& file, QObject* parent)
    : QObject(parent), file_(file.isEmpty() ? usersFile() : file) {
  read();
}

void QueryHistory::read() {
  QFile file(file_);
  if (file_ == nowhere() || !file.exists()) return;
  if (!file.open(QIODevice::ReadOnly)) {
    problem_ = tr("The history cannot be read: %1.").arg(file.errorString());
    return;
  }
  const QJsonArray list = QJsonDocument::fromJson(file.readAll()).array();
  for (const QJsonValue& item : list) {
    const QString expr = item.toObject().value(QLatin1String("expr")).toString();
    if (expr.isEmpty() || queries_.size() == kMostRemembered) continue;
    queries_.push_back(
        {expr, QDateTime::fromString(item.toObject().value(QLatin1String("at")).toString(), Qt::ISODate)});
  }
}

void QueryHistory::add(const QString& expr, const QDateTime& at) {
  const QString text = expr.trimmed();
  if (text.isEmpty()) return;
  std::erase_if(queries_, [&text](const PastQuery& query) { return query.expr == text; });
  queries_.insert(queries_.begin(), {text, at});
  if (queries_.size() > kMostRemembered) queries_.resize(kMostRemembered);
  write();
  Q_EMIT changed();
}

void QueryHistory::forgetAll() {
  queries_.clear();
  write();
  Q_EMIT changed();
}

void QueryHistory::write() {
  if (file_ == nowhere()) return;
  QJsonArray list;
  for (const PastQuery& query : queries_) {
    list.append(QJsonObject{{QStringLiteral("expr"), query.expr},
                            {QStringLiteral("at"), query.at.toUTC().toString(Qt::ISODate)}});
  }
  QDir().mkpath(QFileInfo(file_).path());
  QSaveFile file(file_);
  problem_.clear();
  if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(list).toJson(QJsonDocument::Compact)) < 0 ||
      !file.commit()) {
    problem_ = tr("The history cannot be written: %1.").arg(file.errorString());
    return;
  }
  // A label's value may name a customer.
  QFile::setPermissions(file_, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

}  // namespace vigie::console
