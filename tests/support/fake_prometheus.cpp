#include "tests/support/fake_prometheus.h"

#include <QTcpSocket>

#include <algorithm>

namespace vigie::test {

FakePrometheus::FakePrometheus(QObject* parent) : QObject(parent) {
  respond = [](const Request&) { return Reply{200, vectorBody("1")}; };
  server_.listen(QHostAddress::LocalHost);
  port_ = server_.serverPort();
  connect(&server_, &QTcpServer::newConnection, this, &FakePrometheus::accept);
}

FakePrometheus::~FakePrometheus() {
  // The sockets end with the server, after what their signals would touch.
  for (QTcpSocket* socket : server_.findChildren<QTcpSocket*>()) socket->disconnect(this);
}

QUrl FakePrometheus::url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port_)); }

void FakePrometheus::accept() {
  while (QTcpSocket* socket = server_.nextPendingConnection()) {
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
      if (held_.removeOne(socket)) {
        ++abandoned_;
        --open_;
      }
      buffers_.remove(socket);
      socket->deleteLater();
    });
  }
}

void FakePrometheus::read(QTcpSocket& socket) {
  QByteArray& buffer = buffers_[&socket];
  buffer += socket.readAll();
  const qsizetype headEnd = buffer.indexOf("\r\n\r\n");
  if (headEnd < 0) return;
  const QList<QByteArray> lines = buffer.left(headEnd).split('\n');
  QHash<QByteArray, QByteArray> headers;
  for (const QByteArray& line : lines.mid(1)) {
    headers.insert(line.left(line.indexOf(':')).trimmed().toLower(), line.mid(line.indexOf(':') + 1).trimmed());
  }
  const qsizetype length = headers.value("content-length").toLongLong();
  if (buffer.size() < headEnd + 4 + length) return;
  const QByteArray body = buffer.mid(headEnd + 4, length);
  buffer.remove(0, headEnd + 4 + length);

  const QList<QByteArray> start = lines.first().trimmed().split(' ');
  Request request;
  const qsizetype question = start.value(1).indexOf('?');
  request.path = start.value(1).left(question < 0 ? start.value(1).size() : question);
  const bool isMetadata = request.path == "/api/v1/labels" || request.path == "/api/v1/series" ||
                          request.path == "/api/v1/metadata" || request.path.startsWith("/api/v1/label/");
  for (const QByteArray& field : (isMetadata ? start.value(1).mid(question + 1) : body).split('&')) {
    request.form.insert(QByteArray::fromPercentEncoding(field.left(field.indexOf('='))),
                        QByteArray::fromPercentEncoding(field.mid(field.indexOf('=') + 1)));
  }
  const bool isRange = request.path == "/api/v1/query_range";
  const auto complain = [this](const QByteArray& what) { violations_.append(what); };
  if (isMetadata) {
    // Label values are read by GET only.
    if (start.value(0) != "GET") complain("method " + start.value(0));
  } else {
    if (start.value(0) != "POST") complain("method " + start.value(0));
    if (!isRange && request.path != "/api/v1/query") complain("path " + request.path);
    if (headers.value("content-type") != "application/x-www-form-urlencoded") complain("content type");
    if (request.form.value("query").isEmpty()) complain("no query");
  }
  if (isRange && (!request.form.contains("start") || !request.form.contains("end") || !request.form.contains("step"))) {
    complain("a range without start, end or step");
  }
  if (recordsRequests) requests_.append(request);
  mostAtOnce_ = std::max(mostAtOnce_, ++open_);
  answer(socket, respond(request));
}

void FakePrometheus::answer(QTcpSocket& socket, const Reply& reply) {
  if (reply.silent) {
    held_.append(&socket);
    return;
  }
  --open_;
  // Without the length that Qt puts in front, this is what HTTP calls deflate.
  const QByteArray whole = reply.packed ? qCompress(reply.body).mid(4) : reply.body;
  const QByteArray body = reply.cutAfter < 0 ? whole : whole.left(reply.cutAfter);
  socket.write("HTTP/1.1 " + QByteArray::number(reply.status) + " Status\r\nContent-Type: " + reply.contentType);
  if (reply.packed) socket.write("\r\nContent-Encoding: deflate");
  if (reply.chunked) {
    socket.write("\r\nTransfer-Encoding: chunked\r\n\r\n");
    socket.write(QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n0\r\n\r\n");
  } else {
    socket.write("\r\nContent-Length: " + QByteArray::number(whole.size()) + "\r\n\r\n" + body);
  }
  if (reply.cutAfter >= 0) socket.disconnectFromHost();
}

void FakePrometheus::release(const Reply& reply) {
  const QList<QTcpSocket*> held = std::exchange(held_, {});
  for (QTcpSocket* socket : held) answer(*socket, reply);
}

void FakePrometheus::stop() {
  server_.close();
  const QList<QTcpSocket*> sockets = buffers_.keys();
  for (QTcpSocket* socket : sockets) socket->abort();
}

void FakePrometheus::restart() { server_.listen(QHostAddress::LocalHost, port_); }

QByteArray matrixBody(const QByteArray& labels, const QList<QByteArray>& values, qint64 start, qint64 step) {
  QByteArray pairs;
  for (qsizetype i = 0; i < values.size(); ++i) {
    if (i > 0) pairs += ',';
    pairs += '[' + QByteArray::number(start + i * step) + ",\"" + values[i] + "\"]";
  }
  return R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":)" + labels + R"(,"values":[)" +
         pairs + "]}]}}";
}

QByteArray vectorBody(const QByteArray& value, qint64 time) {
  return R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[)" +
         QByteArray::number(time) + ",\"" + value + "\"]}]}}";
}

}  // namespace vigie::test
