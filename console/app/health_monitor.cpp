#include "console/app/health_monitor.h"

#include "console/dashboard/unit_format.h"
#include "console/settings/endpoints.h"
#include "core/wire/health.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <boost/json/parse.hpp>

#include <cmath>

namespace vigie::console {
namespace {

constexpr std::chrono::milliseconds kEvery{5'000};
constexpr std::chrono::milliseconds kDeadline{4'000};
/// Older than this, the newest sample of all targets says that scraping has stopped.
constexpr qint64 kOldSampleMs = 60'000;

HealthItem databaseItem(const wire::Readiness& readiness) {
  for (const wire::DependencyState& dependency : readiness.dependencies) {
    if (dependency.name != "postgresql") continue;
    const QString reason = QString::fromStdString(dependency.reason);
    const HealthLevel level = dependency.status == "ok"     ? HealthLevel::kGood
                              : dependency.status == "down" ? HealthLevel::kCritical
                                                            : HealthLevel::kWarning;
    const QString text = level == HealthLevel::kGood ? QStringLiteral("PostgreSQL")
                         : level == HealthLevel::kCritical
                             ? HealthMonitor::tr("PostgreSQL down")
                             : HealthMonitor::tr("PostgreSQL %1").arg(QString::fromStdString(dependency.status));
    return {level, text, reason};
  }
  return {HealthLevel::kUnknown, QStringLiteral("PostgreSQL"), HealthMonitor::tr("The server does not say.")};
}

}  // namespace

HealthMonitor::HealthMonitor(QNetworkAccessManager& network, Endpoints& endpoints, PrometheusClient& prometheus,
                             QObject* parent)
    : QObject(parent), network_(network), endpoints_(endpoints), prometheusClient_(prometheus) {
  reset();
  timer_.setInterval(kEvery);
  connect(&timer_, &QTimer::timeout, this, &HealthMonitor::poll);
  connect(&endpoints_, &Endpoints::changed, this, [this] {
    reset();
    if (timer_.isActive()) poll();
    Q_EMIT changed();
  });
  connect(&prometheusClient_, &PrometheusClient::reachableChanged, this, [this](bool reachable) {
    if (reachable && timer_.isActive()) pollNewestSample();
    Q_EMIT changed();
  });
}

void HealthMonitor::start() {
  timer_.start();
  poll();
}

void HealthMonitor::reset() {
  if (serverReply_) serverReply_->abort();
  if (grafanaReply_) grafanaReply_->abort();
  newest_.cancel();
  newestAgeMs_.reset();
  server_ = {HealthLevel::kUnknown, tr("Server"), tr("Not asked yet.")};
  database_ = {HealthLevel::kUnknown, QStringLiteral("PostgreSQL"), tr("Not asked yet.")};
  prometheus_ = {HealthLevel::kUnknown, QStringLiteral("Prometheus"), tr("Not asked yet.")};
  grafana_ = endpoints_.grafana().isEmpty()
                 ? HealthItem{HealthLevel::kAbsent, tr("Grafana not configured"),
                              tr("Start the console with --grafana URL to open panels in Grafana.")}
                 : HealthItem{HealthLevel::kUnknown, QStringLiteral("Grafana"), tr("Not asked yet.")};
}

bool HealthMonitor::isComplete() const {
  return server_.level != HealthLevel::kUnknown && prometheus().level != HealthLevel::kUnknown &&
         grafana_.level != HealthLevel::kUnknown;
}

void HealthMonitor::poll() {
  pollServer();
  pollNewestSample();
  pollGrafana();
}

void HealthMonitor::pollServer() {
  if (endpoints_.server().isEmpty() || serverReply_) return;
  QUrl url = endpoints_.server();
  url.setPath(url.path() + QStringLiteral("/health/ready"));
  QNetworkRequest request(url);
  request.setTransferTimeout(static_cast<int>(kDeadline.count()));
  QNetworkReply* reply = network_.get(request);
  serverReply_ = reply;
  connect(reply, &QNetworkReply::finished, this, [this, reply] {
    reply->deleteLater();
    if (serverReply_ != reply) return;
    serverReply_ = nullptr;
    readReadiness(*reply);
    Q_EMIT changed();
  });
}

void HealthMonitor::readReadiness(QNetworkReply& reply) {
  const QString address = endpoints_.server().toString(QUrl::RemoveUserInfo);
  if (reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 0) {
    server_ = {HealthLevel::kCritical, tr("Server unreachable"),
               tr("The server at %1 does not answer: %2.").arg(address, reply.errorString())};
    database_ = {HealthLevel::kUnknown, QStringLiteral("PostgreSQL"), tr("Unknown while the server is unreachable.")};
    return;
  }
  const QByteArray body = reply.readAll();
  boost::system::error_code failed;
  const boost::json::value json = boost::json::parse({body.constData(), static_cast<std::size_t>(body.size())}, failed);
  const auto readiness =
      failed ? Result<wire::Readiness>(Error(ErrorCode::kUpstreamFailed, "")) : wire::readinessFromJson(json);
  if (!readiness) {
    server_ = {HealthLevel::kCritical, tr("Server unknown"),
               tr("%1 does not answer like a Vigie server.").arg(address)};
    return;
  }
  database_ = databaseItem(*readiness);
  QStringList reasons;
  for (const wire::DependencyState& dependency : readiness->dependencies) {
    if (dependency.status != "ok") {
      reasons.append(QStringLiteral("%1: %2").arg(QString::fromStdString(dependency.name),
                                                  QString::fromStdString(dependency.reason)));
    }
  }
  const QString version = QString::fromStdString(readiness->version);
  const QString status = QString::fromStdString(readiness->status);
  const HealthLevel level = status == QLatin1String("ready") ? HealthLevel::kGood
                            : readiness->servesTraffic()     ? HealthLevel::kWarning
                                                             : HealthLevel::kCritical;
  server_ = {level,
             level == HealthLevel::kGood ? tr("Server %1").arg(version) : tr("Server %1 %2").arg(version, status),
             reasons.join(QLatin1Char('\n'))};
}

void HealthMonitor::pollNewestSample() {
  if (newest_.isPending()) return;
  sinceAsked_.start();
  // `time()` in the same evaluation: the two machines' clocks need not agree.
  newest_ =
      prometheusClient_.ask({QStringLiteral("time() - max(timestamp(up))")}, [this](const Result<FramePtr>& result) {
        if (!result) {
          prometheus_ = {HealthLevel::kCritical, tr("Prometheus unreachable"),
                         QString::fromStdString(result.error().message)};
        } else if ((*result)->series.empty()) {
          newestAgeMs_.reset();
          prometheus_ = {HealthLevel::kWarning, tr("Prometheus · no samples"),
                         tr("No target has been scraped in the last five minutes.")};
        } else {
          const double seconds = (*result)->series.front().values.back();
          newestAgeMs_ = std::isfinite(seconds) ? static_cast<qint64>(std::max(0.0, seconds) * 1000) : 0;
          sinceAnswer_.start();
          prometheus_ = {HealthLevel::kGood, {}, {}};
        }
        Q_EMIT changed();
      });
}

HealthItem HealthMonitor::prometheus() const {
  if (!prometheusClient_.isReachable()) {
    return {HealthLevel::kCritical, tr("Prometheus unreachable"), prometheusClient_.unreachableReason()};
  }
  // It has not refused yet, and something is wrong already.
  if (newest_.isPending() && sinceAsked_.hasExpired(overdueAfter_.count())) {
    return {HealthLevel::kWarning, tr("Prometheus · no answer for %1").arg(formatAge(sinceAsked_.elapsed() / 1000)),
            tr("It took the question and does not answer; what is shown may be old.")};
  }
  if (prometheus_.level != HealthLevel::kGood || !newestAgeMs_) return prometheus_;
  const qint64 age = *newestAgeMs_ + sinceAnswer_.elapsed();
  const bool old = age > kOldSampleMs;
  return {old ? HealthLevel::kWarning : HealthLevel::kGood,
          tr("Prometheus · newest sample %1 ago").arg(formatAge(age / 1000)),
          old ? tr("Scraping has stopped, or every target is gone.") : QString()};
}

void HealthMonitor::pollGrafana() {
  if (endpoints_.grafana().isEmpty() || grafanaReply_) return;
  QUrl url = endpoints_.grafana();
  url.setPath(url.path() + QStringLiteral("/api/health"));
  QNetworkRequest request(url);
  request.setTransferTimeout(static_cast<int>(kDeadline.count()));
  QNetworkReply* reply = network_.get(request);
  grafanaReply_ = reply;
  connect(reply, &QNetworkReply::finished, this, [this, reply] {
    reply->deleteLater();
    if (grafanaReply_ != reply) return;
    grafanaReply_ = nullptr;
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    grafana_ = status == 200 ? HealthItem{HealthLevel::kGood, QStringLiteral("Grafana"), {}}
               : status == 0 ? HealthItem{HealthLevel::kCritical, tr("Grafana unreachable"), reply->errorString()}
                             : HealthItem{HealthLevel::kWarning, QStringLiteral("Grafana"),
                                          tr("Its health check answered HTTP %1.").arg(status)};
    Q_EMIT changed();
  });
}

}  // namespace vigie::console
