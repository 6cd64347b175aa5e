// The last data of every panel, on disk: what a dashboard shows at once after a start, and while Prometheus is away.
//
// One file a dashboard and Prometheus in the user's cache directory, readable by the user only, written whole and
// atomically on a thread of its own, at most twice a minute and at the end. A file that is damaged or of another
// version counts as none, with one line in the log. All files together are bounded; the oldest go first.
#pragma once

#include "console/dashboard/remembered_panel.h"
#include "console/prometheus/background_job.h"
#include "core/base/log.h"

#include <QDir>
#include <QObject>
#include <QSet>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace vigie::console {

/// UI thread.
class OfflineMemory : public QObject {
  Q_OBJECT
 public:
  /// A panel with more samples is not kept: it would cost more than it tells.
  static constexpr std::size_t kMaxSamplesAPanel = 500'000;
  static constexpr qint64 kMaxBytesInAll = 64ll * 1024 * 1024;

  using Callback = std::function<void(const RememberedDashboard&)>;

  /// `folder` empty: vigie/panels in the user's XDG cache directory.
  explicit OfflineMemory(const QString& folder = {}, QObject* parent = nullptr);
  /// Writes what is not written yet.
  ~OfflineMemory() override;

  /// Whose data it is: another Prometheus has other files. Credentials of an address do not matter and are not kept.
  void setSource(const QString& source);

  void keep(const QString& dashboard, const QString& panel, RememberedPanel answers);
  /// Calls back later, once, with what is on disk, unless there is nothing or `context` is gone.
  void recall(const QString& dashboard, QObject* context, Callback callback);
  /// Starts writing now; the disk is not waited for.
  void flush();

 private:
  [[nodiscard]] QString fileOf(const QString& dashboard) const;

  Log log_{"offline"};
  QDir folder_;
  QString source_;
  std::map<QString, RememberedDashboard> kept_;  ///< by file
  QSet<QString> changed_;                        ///< files to write
  QTimer later_;
  QThreadPool disk_;                                   ///< one thread: reads and writes in order
  std::vector<std::unique_ptr<BackgroundJob>> reads_;  ///< and a few that have ended
};

}  // namespace vigie::console
