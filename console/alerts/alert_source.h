// The alerts that are there now, asked where they are told from: Grafana where one is configured, else Prometheus and
// the local stack's Alertmanager.
#pragma once

#include "console/alerts/alert_state.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>

class QNetworkAccessManager;
class QNetworkReply;

namespace vigie::console {

class Endpoints;

/// Who tells, and how its last attempt went; Grafana only.
struct ContactPoint {
  QString name;
  QDateTime lastAttempt;  ///< invalid: none yet
  QString failure;        ///< of the last attempt, without any address; empty: it went well
  friend bool operator==(const ContactPoint&, const ContactPoint&) = default;
};

class AlertSource : public QObject {
  Q_OBJECT
 public:
  enum class State {
    kLoading,  ///< nothing was answered yet
    kReady,
    kStale,  ///< the last answer stands, and problem() says why there is no newer one
    kError,  ///< nothing was ever answered
  };

  /// References outlive it. `token` is Grafana's; it is sent there and nowhere else.
  AlertSource(QNetworkAccessManager& network, const Endpoints& endpoints, QByteArray token, QObject* parent = nullptr);
  ~AlertSource() override;

  /// Asks at once, and then every few seconds; more often while somebody looks.
  void start();
  void setWatched(bool watched);
  void refresh();

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] const std::vector<AlertState>& alerts() const { return alerts_; }
  /// Of the last answer; invalid: none.
  [[nodiscard]] const QDateTime& answeredAt() const { return answeredAt_; }
  [[nodiscard]] const QString& problem() const { return problem_; }
  /// Why nobody may be told, though alerts are evaluated; empty while all is well.
  [[nodiscard]] const QString& silenceProblem() const { return silenceProblem_; }
  [[nodiscard]] const std::vector<ContactPoint>& contactPoints() const { return contactPoints_; }
  /// Who is asked, for headings: "Grafana", "Prometheus".
  [[nodiscard]] QString name() const;
  /// Whether there is something that takes silences.
  [[nodiscard]] bool canSilence() const;
  [[nodiscard]] int firing() const;  ///< those that are not silenced

  /// silenceDone() follows.
  void silence(const AlertState& alert, int seconds);
  void lift(const AlertState& alert);

 Q_SIGNALS:
  /// Something of the above is new.
  void changed();
  /// `problem` empty: it was done, and changed() follows.
  void silenceDone(const QString& problem);

 private:
  using Then = std::function<void(const QJsonDocument&)>;
  void restart();
  void ask(const QByteArray& method, const QUrl& url, const QJsonObject& body, Then then,
           std::function<void(const QString&)> failed);
  void takeRules(const QJsonDocument& answer);
  void askSilences(std::vector<AlertState> alerts);
  void askContactPoints();
  void publish(std::vector<AlertState> alerts);
  void fail(const QString& why);
  [[nodiscard]] bool asksGrafana() const;
  [[nodiscard]] QUrl rulesUrl() const;
  [[nodiscard]] QUrl alertmanager() const;
  [[nodiscard]] QString wordsFor(QNetworkReply& reply) const;

  QNetworkAccessManager& network_;
  const Endpoints& endpoints_;
  QByteArray token_;
  QTimer timer_;
  State state_ = State::kLoading;
  std::vector<AlertState> alerts_;
  std::vector<ContactPoint> contactPoints_;
  QDateTime answeredAt_;
  QString problem_;
  QString silenceProblem_;
  bool isAsking_ = false;
  int round_ = 0;  ///< answers of an earlier one are not wanted any more
};

}  // namespace vigie::console
