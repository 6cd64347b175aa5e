#include "console/alerts/alert_source.h"

#include "console/settings/endpoints.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>
#include <chrono>
#include <utility>

namespace vigie::console {
namespace {

using namespace std::chrono_literals;

constexpr auto kWatchedPause = 3s;
constexpr auto kUsualPause = 10s;
constexpr auto kAnswerLimit = 6s;
constexpr qint64 kMostBytes = 8 << 20;

QUrl belowUrl(QUrl base, const QString& path) {
  base.setPath(base.path() + path);
  return base;
}

QString whoAmI() {
  const QString user = qEnvironmentVariable("USER");
  return user.isEmpty() ? QStringLiteral("vigie-console") : user + QStringLiteral(" (vigie-console)");
}

/// Go's HTTP errors quote the address they asked: a webhook's is a secret.
QString withoutAddress(QString text) {
  static const QRegularExpression address(QStringLiteral(R"(https?://[^\s"']+)"));
  return text.replace(address, QStringLiteral("…")).simplified().left(300);
}

}  // namespace

AlertSource::AlertSource(QNetworkAccessManager& network, const Endpoints& endpoints, QByteArray token, QObject* parent)
    : QObject(parent), network_(network), endpoints_(endpoints), token_(std::move(token)) {
  timer_.setInterval(kUsualPause);
  connect(&timer_, &QTimer::timeout, this, &AlertSource::refresh);
  connect(&endpoints_, &Endpoints::changed, this, &AlertSource::restart);
}

AlertSource::~AlertSource() = default;

void AlertSource::start() {
  timer_.start();
  refresh();
}

void AlertSource::setWatched(bool watched) {
  timer_.setInterval(watched ? kWatchedPause : kUsualPause);
  if (watched && timer_.isActive()) refresh();
}

/// Another service: nothing of the last one is true of it.
void AlertSource::restart() {
  ++round_;
  isAsking_ = false;
  alerts_.clear();
  contactPoints_.clear();
  answeredAt_ = {};
  problem_.clear();
  silenceProblem_.clear();
  state_ = State::kLoading;
  Q_EMIT changed();
  if (timer_.isActive()) refresh();
}

bool AlertSource::asksGrafana() const { return !endpoints_.grafana().isEmpty(); }

QString AlertSource::name() const { return asksGrafana() ? QStringLiteral("Grafana") : QStringLiteral("Prometheus"); }

QUrl AlertSource::rulesUrl() const {
  if (asksGrafana()) return belowUrl(endpoints_.grafana(), QStringLiteral("/api/prometheus/grafana/api/v1/rules"));
  QUrl url = belowUrl(endpoints_.prometheus(), QStringLiteral("/api/v1/rules"));
  url.setQuery(QStringLiteral("type=alert"));
  return url;
}

QUrl AlertSource::alertmanager() const {
  return asksGrafana() ? belowUrl(endpoints_.grafana(), QStringLiteral("/api/alertmanager/grafana"))
                       : endpoints_.alertmanager();
}

bool AlertSource::canSilence() const { return !alertmanager().isEmpty(); }

int AlertSource::firing() const {
  return static_cast<int>(std::count_if(alerts_.begin(), alerts_.end(), [](const AlertState& alert) {
    return alert.phase == AlertPhase::kFiring && !alert.isSilenced();
  }));
}

void AlertSource::refresh() {
  if (std::exchange(isAsking_, true)) return;
  ask(
      "GET", rulesUrl(), {}, [this](const QJsonDocument& answer) { takeRules(answer); },
      [this](const QString& why) { fail(why); });
}

void AlertSource::takeRules(const QJsonDocument& answer) {
  if (!answer.object().value(QLatin1String("data")).isObject()) {
    fail(tr("%1 answered something that is no list of rules.").arg(name()));
    return;
  }
  askSilences(alertsFromRules(answer.object()));
}

void AlertSource::askSilences(std::vector<AlertState> alerts) {
  if (!canSilence()) return publish(std::move(alerts));
  // Without its silences the list is worth showing all the same.
  const auto without = [this, alerts](const QString& why) {
    silenceProblem_ = why;
    publish(alerts);
  };
  ask(
      "GET", belowUrl(alertmanager(), QStringLiteral("/api/v2/alerts")), {},
      [this, alerts, without](const QJsonDocument& active) {
        ask(
            "GET", belowUrl(alertmanager(), QStringLiteral("/api/v2/silences")), {},
            [this, alerts, active](const QJsonDocument& silences) {
              std::vector<AlertState> merged = alerts;
              addSilences(merged, active.array(), silences.array());
              silenceProblem_.clear();
              publish(std::move(merged));
            },
            without);
      },
      without);
}

void AlertSource::publish(std::vector<AlertState> alerts) {
  isAsking_ = false;
  alerts_ = std::move(alerts);
  answeredAt_ = QDateTime::currentDateTimeUtc();
  problem_.clear();
  state_ = State::kReady;
  Q_EMIT changed();
  if (asksGrafana()) askContactPoints();
}

void AlertSource::askContactPoints() {
  ask(
      "GET", belowUrl(alertmanager(), QStringLiteral("/config/api/v1/receivers")), {},
      [this](const QJsonDocument& answer) {
        std::vector<ContactPoint> points;
        for (const QJsonValue& value : answer.array()) {
          const QJsonObject receiver = value.toObject();
          for (const QJsonValue& one : receiver.value(QLatin1String("integrations")).toArray()) {
            const QJsonObject integration = one.toObject();
            const QDateTime at = QDateTime::fromString(integration.value(QLatin1String("lastNotifyAttempt")).toString(),
                                                       Qt::ISODateWithMs);
            points.push_back({receiver.value(QLatin1String("name")).toString(), at.date().year() > 1 ? at : QDateTime(),
                              withoutAddress(integration.value(QLatin1String("lastNotifyAttemptError")).toString())});
          }
        }
        if (points == contactPoints_) return;
        contactPoints_ = std::move(points);
        Q_EMIT changed();
      },
      [](const QString&) {});
}

void AlertSource::fail(const QString& why) {
  isAsking_ = false;
  problem_ = why;
  state_ = answeredAt_.isValid() ? State::kStale : State::kError;
  Q_EMIT changed();
}

void AlertSource::silence(const AlertState& alert, int seconds) {
  const QJsonObject body = silenceOf(alert, seconds, QDateTime::currentDateTimeUtc(), whoAmI(),
                                     QStringLiteral("Silenced in Vigie's console"));
  ask(
      "POST", belowUrl(alertmanager(), QStringLiteral("/api/v2/silences")), body,
      [this](const QJsonDocument&) {
        Q_EMIT silenceDone({});
        refresh();
      },
      [this](const QString& why) { Q_EMIT silenceDone(why); });
}

void AlertSource::lift(const AlertState& alert) {
  for (const QString& id : alert.silencedBy) {
    ask(
        "DELETE", belowUrl(alertmanager(), QStringLiteral("/api/v2/silence/") + id), {},
        [this](const QJsonDocument&) {
          Q_EMIT silenceDone({});
          refresh();
        },
        [this](const QString& why) { Q_EMIT silenceDone(why); });
  }
}

void AlertSource::ask(const QByteArray& method, const QUrl& url, const QJsonObject& body, Then then,
                      std::function<void(const QString&)> failed) {
  QNetworkRequest request(url);
  request.setTransferTimeout(static_cast<int>(std::chrono::milliseconds(kAnswerLimit).count()));
  request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
  // A redirection would take the token along.
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
  if (asksGrafana() && !token_.isEmpty()) request.setRawHeader("Authorization", "Bearer " + token_);
  QNetworkReply* reply = network_.sendCustomRequest(
      request, method, body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact));
  reply->setParent(this);
  connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received) {
    if (received > kMostBytes) reply->abort();
  });
  const int round = round_;
  connect(reply, &QNetworkReply::finished, this,
          [this, reply, round, then = std::move(then), failed = std::move(failed)] {
            reply->deleteLater();
            if (round != round_) return;
            const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            if (reply->error() != QNetworkReply::NoError || status < 200 || status >= 300) {
              failed(wordsFor(*reply));
              return;
            }
            then(QJsonDocument::fromJson(reply->readAll()));
          });
}

QString AlertSource::wordsFor(QNetworkReply& reply) const {
  const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  const QString host =
      reply.url().host() + (reply.url().port() > 0 ? QStringLiteral(":%1").arg(reply.url().port()) : QString());
  if (status == 401) {
    return tr(
        "Grafana wants to know who asks. Give a service account's token in GRAFANA_TOKEN and start the console "
        "again.");
  }
  if (status == 403) {
    return tr("Grafana does not allow it: its service account needs the role Editor to silence, Viewer to read.");
  }
  if (status == 0) return tr("%1 cannot be reached at %2 (%3).").arg(name(), host, reply.errorString());
  return tr("%1 at %2 answered %3.").arg(name(), host, QString::number(status));
}

}  // namespace vigie::console
