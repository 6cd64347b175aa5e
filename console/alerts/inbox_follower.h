// The alert messages of the local stack's relay, followed on disk: what Discord was sent, and what became of it.
#pragma once

#include "console/prometheus/background_job.h"
#include "console/stack/relay/alert_inbox.h"

#include <QObject>
#include <QTimer>

namespace vigie::console {

class InboxFollower : public QObject {
  Q_OBJECT
 public:
  /// `directory` is StackPaths::alertInbox(); it need not be there yet.
  explicit InboxFollower(QString directory, QObject* parent = nullptr);

  void start();
  /// Whether the file was read at least once, or is not there.
  [[nodiscard]] bool isRead() const { return isRead_; }
  /// Oldest first.
  [[nodiscard]] const QList<stack::InboxEntry>& entries() const { return entries_; }

 Q_SIGNALS:
  void changed();

 private:
  void look();

  QString directory_;
  QTimer timer_;
  BackgroundJob job_;
  QList<stack::InboxEntry> entries_;
  qint64 size_ = -1;
  QDateTime writtenAt_;
  bool isRead_ = false;
};

/// The message that tells the end of the incident that `entry` tells of; the other way round for a resolved one. Null:
/// there is none.
const stack::InboxEntry* counterpart(const QList<stack::InboxEntry>& all, const stack::InboxEntry& entry);

/// Whether it says DRILL.
bool isDrill(const stack::InboxEntry& entry);

}  // namespace vigie::console
