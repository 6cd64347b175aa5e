#include "console/stack/probe.h"

#include <QLocalSocket>
#include <QTcpSocket>
#include <QtEndian>

namespace vigie::stack {

ProbeSpec ProbeSpec::http(quint16 port, const QByteArray& path) {
  ProbeSpec spec;
  spec.port = port;
  spec.request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) +
                 "\r\nUser-Agent: vigie-stack\r\nConnection: close\r\n\r\n";
  spec.accepted = "HTTP/1.1 200";
  return spec;
}

ProbeSpec ProbeSpec::postgres(const QString& socketDirectory, const QByteArray& user, const QByteArray& database) {
  QByteArray parameters = QByteArray("user") + '\0' + user + '\0' + "database" + '\0' + database + '\0' + '\0';
  constexpr quint32 kProtocol = 3U << 16U;
  QByteArray header(8, '\0');
  qToBigEndian(static_cast<quint32>(header.size() + parameters.size()), header.data());
  qToBigEndian(kProtocol, header.data() + 4);
  ProbeSpec spec;
  spec.unixSocket = socketDirectory + "/.s.PGSQL.5432";
  spec.request = header + parameters;
  spec.accepted = QByteArray("R\0\0\0\x08\0\0\0\0", 9);  // AuthenticationOk
  spec.farewell = QByteArray("X\0\0\0\x04", 5);          // Terminate
  return spec;
}

Probe::Probe(QObject* parent) : QObject(parent) {
  limit_.setSingleShot(true);
  connect(&limit_, &QTimer::timeout, this, [this] { finish(false); });
}

Probe::~Probe() { cancel(); }

template <class Socket>
void Probe::watch(Socket* socket) {
  socket_.reset(socket);
  connect(socket, &Socket::connected, this, [this] { socket_->write(spec_.request); });
  connect(socket, &Socket::readyRead, this, &Probe::judge);
  connect(socket, &Socket::disconnected, this, [this] { finish(false); });
  // Queued: an error can be reported from within connectToServer(), and finish() lets the socket go.
  connect(
      socket, &Socket::errorOccurred, this, [this] { finish(false); }, Qt::QueuedConnection);
}

void Probe::check(const ProbeSpec& spec, std::chrono::milliseconds limit) {
  cancel();
  spec_ = spec;
  answer_.clear();
  limit_.start(limit);
  if (spec_.port != 0) {
    auto* socket = new QTcpSocket;
    watch(socket);
    socket->connectToHost("127.0.0.1", spec_.port);
  } else {
    auto* socket = new QLocalSocket;
    watch(socket);
    socket->connectToServer(spec_.unixSocket);
  }
}

void Probe::cancel() {
  limit_.stop();
  if (socket_) {
    socket_->disconnect(this);
    socket_.release()->deleteLater();
  }
}

void Probe::judge() {
  answer_ += socket_->readAll();
  if (answer_.size() < spec_.accepted.size()) {
    return;
  }
  const bool passed = answer_.startsWith(spec_.accepted);
  if (passed && !spec_.farewell.isEmpty()) {
    socket_->write(spec_.farewell);
    if (auto* local = qobject_cast<QLocalSocket*>(socket_.get())) {
      local->flush();
    }
  }
  finish(passed);
}

void Probe::finish(bool passed) {
  if (!socket_) {
    return;
  }
  cancel();
  Q_EMIT finished(passed);
}

}  // namespace vigie::stack
