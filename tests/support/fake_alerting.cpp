#include "tests/support/fake_alerting.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QUuid>

#include <algorithm>

namespace vigie::test {
namespace {

QByteArray jsonText(const QJsonArray& array) { return QJsonDocument(array).toJson(QJsonDocument::Compact); }
QByteArray jsonText(const QJsonObject& object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }
QJsonObject said(const char* words) { return {{QStringLiteral("message"), QString::fromLatin1(words)}}; }

}  // namespace

FakeAlerting::FakeAlerting(Kind kind, QObject* parent) : QObject(parent), kind_(kind) {
  setLastAttempt(QStringLiteral("0001-01-01T00:00:00.000Z"), {});
  server_.listen(QHostAddress::LocalHost);
  port_ = server_.serverPort();
  connect(&server_, &QTcpServer::newConnection, this, [this] {
    while (QTcpSocket* socket = server_.nextPendingConnection()) {
      connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
      connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        buffers_.remove(socket);
        socket->deleteLater();
      });
    }
  });
}

FakeAlerting::~FakeAlerting() {
  for (QTcpSocket* socket : server_.findChildren<QTcpSocket*>()) socket->disconnect(this);
}

QUrl FakeAlerting::url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port_)); }

QUrl FakeAlerting::alertmanager() const {
  QUrl base = url();
  base.setPath(kind_ == Kind::kGrafana ? QStringLiteral("/api/alertmanager/grafana") : QStringLiteral("/secret"));
  return base;
}

void FakeAlerting::setRule(const QString& name, const QString& state, const QJsonObject& labels,
                           const QJsonObject& annotations) {
  const bool isGrafana = kind_ == Kind::kGrafana;
  QJsonObject rule{{QStringLiteral("name"), name},
                   {QStringLiteral("state"), state},
                   {QStringLiteral("query"), QStringLiteral("(up) < 1")},
                   {QStringLiteral("duration"), 60},
                   {QStringLiteral("labels"), labels},
                   {QStringLiteral("annotations"), annotations},
                   {QStringLiteral("health"), QStringLiteral("ok")},
                   {QStringLiteral("type"), QStringLiteral("alerting")}};
  if (isGrafana) rule.insert(QStringLiteral("uid"), QString(QStringLiteral("vigie-") + name.toLower()));
  QJsonObject all = labels;
  all.insert(QStringLiteral("alertname"), name);
  if (isGrafana) all.insert(QStringLiteral("grafana_folder"), QStringLiteral("AI API"));
  QString word = state;
  if (isGrafana) {
    word = state == QLatin1String("firing")    ? QStringLiteral("Alerting")
           : state == QLatin1String("pending") ? QStringLiteral("Pending")
                                               : QStringLiteral("Normal (MissingSeries)");
  }
  // Prometheus lists active ones only; Grafana all.
  QJsonArray active;
  if (isGrafana || state != QLatin1String("inactive")) {
    active.append(QJsonObject{
        {QStringLiteral("labels"), all},
        {QStringLiteral("annotations"), annotations},
        {QStringLiteral("state"), word},
        {QStringLiteral("activeAt"), QDateTime::currentDateTimeUtc().addSecs(-130).toString(Qt::ISODateWithMs)},
        {QStringLiteral("value"), QStringLiteral("1e+00")}});
  }
  rule.insert(QStringLiteral("alerts"), active);
  rules_.removeIf([&name](const QJsonObject& one) { return one.value(QLatin1String("name")).toString() == name; });
  rules_.append(rule);
}

void FakeAlerting::setLastAttempt(const QString& at, const QString& error) {
  integration_ = {{QStringLiteral("name"), QStringLiteral("discord")},
                  {QStringLiteral("sendResolved"), true},
                  {QStringLiteral("lastNotifyAttempt"), at},
                  {QStringLiteral("lastNotifyAttemptDuration"), QStringLiteral("12ms")}};
  if (!error.isEmpty()) integration_.insert(QStringLiteral("lastNotifyAttemptError"), error);
}

void FakeAlerting::stop() {
  server_.close();
  const QList<QTcpSocket*> sockets = buffers_.keys();
  for (QTcpSocket* socket : sockets) socket->abort();
}

void FakeAlerting::restart() { server_.listen(QHostAddress::LocalHost, port_); }

void FakeAlerting::read(QTcpSocket& socket) {
  QByteArray& buffer = buffers_[&socket];
  buffer += socket.readAll();
  const qsizetype headEnd = buffer.indexOf("\r\n\r\n");
  if (headEnd < 0) return;
  QHash<QByteArray, QByteArray> headers;
  const QList<QByteArray> lines = buffer.left(headEnd).split('\n');
  for (const QByteArray& line : lines.mid(1)) {
    headers.insert(line.left(line.indexOf(':')).trimmed().toLower(), line.mid(line.indexOf(':') + 1).trimmed());
  }
  const qsizetype length = headers.value("content-length").toLongLong();
  if (buffer.size() < headEnd + 4 + length) return;
  const QByteArray body = buffer.mid(headEnd + 4, length);
  buffer.remove(0, headEnd + 4 + length);
  ++requests_;
  if (silent) return;
  const QList<QByteArray> start = lines.first().trimmed().split(' ');
  Answer answer;
  if (failWith != 0) {
    answer = {failWith, "no"};
  } else if (!token.isEmpty() && headers.value("authorization") != "Bearer " + token) {
    answer = {401, jsonText(said("Unauthorized"))};
  } else if (kind_ == Kind::kPrometheus && headers.contains("authorization")) {
    violations_.append("a token for somebody else");
    answer = {400, {}};
  } else {
    answer = respond(start.value(0), start.value(1), body);
  }
  socket.write("HTTP/1.1 " + QByteArray::number(answer.status) +
               " Status\r\nContent-Type: application/json\r\nContent-Length: " +
               QByteArray::number(answer.body.size()) + "\r\n\r\n" + answer.body);
}

FakeAlerting::Answer FakeAlerting::respond(const QByteArray& method, const QByteArray& path, const QByteArray& body) {
  const QByteArray prefix = alertmanager().path().toLatin1();
  const QByteArray rules =
      kind_ == Kind::kGrafana ? "/api/prometheus/grafana/api/v1/rules" : "/api/v1/rules?type=alert";
  if (method == "GET" && path == rules) return {200, rulesBody()};
  if (method == "GET" && path == prefix + "/api/v2/alerts") return {200, alertsBody()};
  if (method == "GET" && path == prefix + "/api/v2/silences") return {200, silencesBody()};
  const bool changes = method == "POST" || method == "DELETE";
  if (changes && path.startsWith(prefix) && !maySilence) return {403, jsonText(said("additional permissions"))};
  if (method == "POST" && path == prefix + "/api/v2/silences") return create(body);
  if (method == "DELETE" && path.startsWith(prefix + "/api/v2/silence/")) {
    const bool known = silences_.remove(QString::fromLatin1(path.mid(path.lastIndexOf('/') + 1))) > 0;
    if (!known) violations_.append("no such silence: " + path);
    return {known ? 200 : 404, "{}"};
  }
  if (kind_ == Kind::kGrafana && method == "GET" && path == prefix + "/config/api/v1/receivers") {
    return {200, jsonText(QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("discord-default")},
                                                 {QStringLiteral("active"), true},
                                                 {QStringLiteral("integrations"), QJsonArray{integration_}}}})};
  }
  violations_.append(method + " " + path);
  return {404, jsonText(said("Not found"))};
}

FakeAlerting::Answer FakeAlerting::create(const QByteArray& body) {
  QJsonObject silence = QJsonDocument::fromJson(body).object();
  const auto time = [&silence](const char* key) {
    return QDateTime::fromString(silence.value(QLatin1String(key)).toString(), Qt::ISODateWithMs);
  };
  const QJsonArray matchers = silence.value(QLatin1String("matchers")).toArray();
  const bool whole = std::all_of(matchers.begin(), matchers.end(), [](const QJsonValue& value) {
    const QJsonObject one = value.toObject();
    return one.value(QLatin1String("name")).isString() && one.value(QLatin1String("value")).isString() &&
           one.value(QLatin1String("isRegex")).isBool();
  });
  if (matchers.isEmpty() || !whole || !(time("startsAt") < time("endsAt")) ||
      silence.value(QLatin1String("createdBy")).toString().isEmpty() ||
      silence.value(QLatin1String("comment")).toString().isEmpty()) {
    violations_.append("a silence: " + body);
    return {400, jsonText(said("silence failed validation"))};
  }
  const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
  silence.insert(QStringLiteral("id"), id);
  silences_.insert(id, silence);
  return {kind_ == Kind::kGrafana ? 202 : 200, jsonText(QJsonObject{{QStringLiteral("silenceID"), id}})};
}

QByteArray FakeAlerting::rulesBody() const {
  QJsonArray rules;
  for (const QJsonObject& rule : rules_) rules.append(rule);
  const QJsonObject group{{QStringLiteral("name"), QStringLiteral("ai-api")},
                          {QStringLiteral("file"), QStringLiteral("AI API")},
                          {QStringLiteral("interval"), 10},
                          {QStringLiteral("rules"), rules}};
  return jsonText(QJsonObject{{QStringLiteral("status"), QStringLiteral("success")},
                              {QStringLiteral("data"), QJsonObject{{QStringLiteral("groups"), QJsonArray{group}}}}});
}

bool FakeAlerting::isSilencedBy(const QJsonObject& labels, const QJsonObject& silence) const {
  const QJsonArray matchers = silence.value(QLatin1String("matchers")).toArray();
  return std::all_of(matchers.begin(), matchers.end(), [&labels](const QJsonValue& value) {
    const QJsonObject one = value.toObject();
    return labels.value(one.value(QLatin1String("name")).toString()) == one.value(QLatin1String("value"));
  });
}

QByteArray FakeAlerting::alertsBody() const {
  QJsonArray alerts;
  for (const QJsonObject& rule : rules_) {
    if (rule.value(QLatin1String("state")).toString() != QLatin1String("firing")) continue;
    const QJsonObject active = rule.value(QLatin1String("alerts")).toArray().first().toObject();
    const QJsonObject labels = active.value(QLatin1String("labels")).toObject();
    QJsonArray by;
    for (const QJsonObject& silence : silences_) {
      if (isSilencedBy(labels, silence)) by.append(silence.value(QLatin1String("id")));
    }
    alerts.append(QJsonObject{
        {QStringLiteral("labels"), labels},
        {QStringLiteral("annotations"), active.value(QLatin1String("annotations"))},
        {QStringLiteral("status"),
         QJsonObject{{QStringLiteral("state"), by.isEmpty() ? QStringLiteral("active") : QStringLiteral("suppressed")},
                     {QStringLiteral("silencedBy"), by},
                     {QStringLiteral("inhibitedBy"), QJsonArray{}}}}});
  }
  return jsonText(alerts);
}

QByteArray FakeAlerting::silencesBody() const {
  QJsonArray all;
  for (const QJsonObject& silence : silences_) all.append(silence);
  return jsonText(all);
}

}  // namespace vigie::test
