// The service's journal of changes (GET /v1/changes, docs/api.yaml), newest first. UI thread; never blocks.
#pragma once

#include <QNetworkAccessManager>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QUrl>

#include <vector>

class QNetworkReply;

namespace vigie::console {

struct ServiceChange {
  qint64 atMs = 0;
  QString kind;  ///< model, prompt, k, timeout, index, other
  QString summary;
};

class ChangeJournal : public QObject {
  Q_OBJECT
 public:
  explicit ChangeJournal(QObject* parent = nullptr);

  /// Another server forgets what was known. Empty: there is none, and nothing is asked.
  void setServer(const QUrl& server);
  [[nodiscard]] bool isConfigured() const { return !server_.isEmpty(); }
  /// Asks for the newest page, at most every ten seconds; answered() follows.
  void refresh();
  void cancel();
  [[nodiscard]] const std::vector<ServiceChange>& changes() const { return changes_; }
  /// Why it could not be asked last; empty while it could.
  [[nodiscard]] const QString& problem() const { return problem_; }

 Q_SIGNALS:
  void answered();

 private:
  void take(QNetworkReply& reply);

  QNetworkAccessManager network_;
  QUrl server_;
  QPointer<QNetworkReply> reply_;
  qint64 askedAtMs_ = 0;
  std::vector<ServiceChange> changes_;
  QString problem_;
};

}  // namespace vigie::console
