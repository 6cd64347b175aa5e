// A health check: connect on loopback or a unix socket, say one thing, judge the first bytes of the answer.
//
// Written on sockets instead of QNetworkAccessManager, which would give the supervisor a second thread: children must
// be started from the thread that lives as long as the process (PR_SET_PDEATHSIG is bound to a thread).
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <memory>

class QIODevice;

namespace vigie::stack {

struct ProbeSpec {
  QString unixSocket;  ///< a path; or
  quint16 port = 0;    ///< a port of 127.0.0.1
  QByteArray request;
  QByteArray accepted;  ///< the answer must begin with this
  QByteArray farewell;  ///< sent before the connection is closed

  /// GET `path` answered 200.
  static ProbeSpec http(quint16 port, const QByteArray& path);
  /// PostgreSQL lets `user` into `database`: the first messages of its protocol (version 3.0), so that a server that
  /// listens but is still starting or recovering does not pass.
  static ProbeSpec postgres(const QString& socketDirectory, const QByteArray& user, const QByteArray& database);
};

/// One check at a time. Any number of checks one after another; the object's thread.
class Probe : public QObject {
  Q_OBJECT

 public:
  explicit Probe(QObject* parent = nullptr);
  ~Probe() override;

  /// Starts a check; a running one is given up without a word.
  void check(const ProbeSpec& spec, std::chrono::milliseconds limit);
  void cancel();

 Q_SIGNALS:
  void finished(bool passed);

 private:
  template <class Socket>
  void watch(Socket* socket);
  void judge();
  void finish(bool passed);

  ProbeSpec spec_;
  std::unique_ptr<QIODevice> socket_;
  QByteArray answer_;
  QTimer limit_;
};

}  // namespace vigie::stack
