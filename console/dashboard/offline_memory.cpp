#include "console/dashboard/offline_memory.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QRunnable>
#include <QSaveFile>
#include <QStandardPaths>

#include <chrono>
#include <utility>

namespace vigie::console {
namespace {

constexpr std::chrono::seconds kWriteEvery{30};
/// Panels that are gone from their dashboard leave its file after this.
constexpr std::chrono::milliseconds kForgetAfter{std::chrono::hours(30 * 24)};
constexpr QFileDevice::Permissions kOwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QString defaultFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/vigie/panels");
}

/// Runs on the disk's thread.
void writeFile(const QDir& folder, const QString& name, const RememberedDashboard& dashboard, const Log& log) {
  const QByteArray bytes = encodeRemembered(dashboard);
  if (bytes.size() > OfflineMemory::kMaxBytesInAll / 2) {
    log.warning("the last data of a dashboard is too large to keep", {{"bytes", bytes.size()}});
    return;
  }
  if (!folder.mkpath(QStringLiteral("."))) {
    log.warning("the cache directory cannot be made: last data is not kept");
    return;
  }
  QFile::setPermissions(folder.path(), kOwnerOnly | QFileDevice::ExeOwner);
  QSaveFile file(folder.filePath(name));
  const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(kOwnerOnly) &&
                       file.write(bytes) == bytes.size() && file.commit();
  if (!written) log.warning("last data cannot be written", {{"reason", file.errorString().toStdString()}});

  qint64 total = 0;
  for (const QFileInfo& info : folder.entryInfoList({QStringLiteral("*.last")}, QDir::Files, QDir::Time)) {
    total += info.size();
    if (total > OfflineMemory::kMaxBytesInAll) QFile::remove(info.filePath());
  }
}

/// Runs on the disk's thread.
std::shared_ptr<const RememberedDashboard> readFile(const QString& path, const Log& log) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return nullptr;
  const char* reason = "too large";
  if (file.size() <= OfflineMemory::kMaxBytesInAll) {
    if (auto dashboard = decodeRemembered(file.readAll(), &reason)) return dashboard;
  }
  log.warning("last data of a dashboard is not used", {{"reason", reason}});
  return nullptr;
}

}  // namespace

OfflineMemory::OfflineMemory(const QString& folder, QObject* parent)
    : QObject(parent), folder_(folder.isEmpty() ? defaultFolder() : folder) {
  disk_.setMaxThreadCount(1);
  later_.setSingleShot(true);
  connect(&later_, &QTimer::timeout, this, &OfflineMemory::flush);
}

OfflineMemory::~OfflineMemory() {
  flush();
  disk_.waitForDone();
}

void OfflineMemory::setSource(const QString& source) { source_ = source; }

QString OfflineMemory::fileOf(const QString& dashboard) const {
  const QByteArray identity = source_.toUtf8() + '\n' + dashboard.toUtf8();
  return QString::fromLatin1(QCryptographicHash::hash(identity, QCryptographicHash::Sha256).toHex().left(32)) +
         QStringLiteral(".last");
}

void OfflineMemory::keep(const QString& dashboard, const QString& panel, RememberedPanel answers) {
  if (sampleCount(answers) > kMaxSamplesAPanel) return;
  const QString file = fileOf(dashboard);
  kept_[file].insert_or_assign(panel, std::move(answers));
  changed_.insert(file);
  if (!later_.isActive()) later_.start(kWriteEvery);
}

void OfflineMemory::recall(const QString& dashboard, QObject* context, Callback callback) {
  const QString name = fileOf(dashboard);
  std::erase_if(reads_, [](const auto& job) { return !job->isRunning(); });
  reads_.push_back(std::make_unique<BackgroundJob>(disk_));
  reads_.back()->start([path = folder_.filePath(name), log = log_] { return readFile(path, log); },
                       [this, name, context = QPointer<QObject>(context),
                        callback = std::move(callback)](const std::shared_ptr<const RememberedDashboard>& found) {
                         if (!found) return;
                         // What was answered meanwhile is newer; the others must not be lost with the next write.
                         const qint64 oldest = QDateTime::currentMSecsSinceEpoch() - kForgetAfter.count();
                         for (const auto& [panel, answers] : *found) {
                           if (answers.answeredAtMs >= oldest) kept_[name].emplace(panel, answers);
                         }
                         if (context) callback(*found);
                       });
}

void OfflineMemory::flush() {
  later_.stop();
  for (const QString& name : std::exchange(changed_, {})) {
    // A copy of shared pointers: the samples themselves are immutable.
    QRunnable* const writing = QRunnable::create([folder = folder_, name, dashboard = kept_[name], log = log_] {
      orderThreads();
      writeFile(folder, name, dashboard, log);
    });
    orderThreads();
    disk_.start(writing);
  }
}

}  // namespace vigie::console
