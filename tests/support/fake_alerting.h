// Who evaluates alerts and tells them, over real HTTP: a Prometheus with its Alertmanager, or a Grafana. It answers
// what a test puts there, keeps silences, and refuses who may not ask, unknown paths and silences that are none.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QTcpServer>
#include <QUrl>

class QTcpSocket;

namespace vigie::test {

class FakeAlerting : public QObject {
  Q_OBJECT
 public:
  enum class Kind { kPrometheus, kGrafana };
  explicit FakeAlerting(Kind kind, QObject* parent = nullptr);
  ~FakeAlerting() override;

  [[nodiscard]] QUrl url() const;
  /// Alertmanager's address, below which is /api/v2; its own path in Prometheus' case.
  [[nodiscard]] QUrl alertmanager() const;

  /// An alerting rule; `state` is "firing", "pending" or "inactive". Replaces the one of that name.
  void setRule(const QString& name, const QString& state, const QJsonObject& labels, const QJsonObject& annotations);
  void dropRules() { rules_.clear(); }
  /// Of Grafana's contact point.
  void setLastAttempt(const QString& at, const QString& error);

  QByteArray token;        ///< who asks must send it; empty: anybody may read and silence
  bool maySilence = true;  ///< false: 403 for a silence
  int failWith = 0;        ///< every answer has this status; 0: none fails
  bool silent = false;     ///< nothing is answered

  [[nodiscard]] const QHash<QString, QJsonObject>& silences() const { return silences_; }
  /// Requests that no real one would take: a test expects none.
  [[nodiscard]] const QList<QByteArray>& violations() const { return violations_; }
  [[nodiscard]] int requests() const { return requests_; }
  void stop();
  void restart();

 private:
  struct Answer {
    int status = 200;
    QByteArray body;
  };
  void read(QTcpSocket& socket);
  Answer respond(const QByteArray& method, const QByteArray& path, const QByteArray& body);
  Answer create(const QByteArray& body);
  [[nodiscard]] QByteArray rulesBody() const;
  [[nodiscard]] QByteArray alertsBody() const;
  [[nodiscard]] QByteArray silencesBody() const;
  [[nodiscard]] bool isSilencedBy(const QJsonObject& labels, const QJsonObject& silence) const;

  Kind kind_;
  QTcpServer server_;
  quint16 port_ = 0;
  QHash<QTcpSocket*, QByteArray> buffers_;
  QList<QJsonObject> rules_;
  QHash<QString, QJsonObject> silences_;
  QJsonObject integration_;
  QList<QByteArray> violations_;
  int requests_ = 0;
};

}  // namespace vigie::test
