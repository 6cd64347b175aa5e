// A Prometheus that says what a test tells it to, over real HTTP, and refuses what a real one would.
#pragma once

#include <QHash>
#include <QList>
#include <QTcpServer>
#include <QUrl>

#include <functional>

class QTcpSocket;

namespace vigie::test {

class FakePrometheus : public QObject {
  Q_OBJECT
 public:
  struct Request {
    QByteArray path;                     ///< "/api/v1/query_range"
    QHash<QByteArray, QByteArray> form;  ///< decoded
  };
  struct Reply {
    int status = 200;
    QByteArray body;
    QByteArray contentType = "application/json";
    bool silent = false;  ///< never answers
    /// Bytes of the body that are sent before the connection is closed; -1: all of it, and it stays open.
    qsizetype cutAfter = -1;
    bool packed = false;   ///< compressed, as Prometheus does it for who takes it
    bool chunked = false;  ///< the length is not said before, as Prometheus does it for all that is large
  };

  explicit FakePrometheus(QObject* parent = nullptr);
  ~FakePrometheus() override;

  [[nodiscard]] QUrl url() const;
  /// Called for each well-formed request.
  std::function<Reply(const Request&)> respond;
  /// Off for runs of many thousands.
  bool recordsRequests = true;
  [[nodiscard]] const QList<Request>& requests() const { return requests_; }
  /// Requests that are not what Prometheus' API takes: a test expects none.
  [[nodiscard]] const QList<QByteArray>& violations() const { return violations_; }
  /// The most requests that were open at once.
  [[nodiscard]] int mostAtOnce() const { return mostAtOnce_; }
  /// Connections that were closed by the client while it waited for an answer.
  [[nodiscard]] int abandoned() const { return abandoned_; }
  /// Answers what was kept silent.
  void release(const Reply& reply);
  /// No longer listens; later connections are refused.
  void stop();
  /// Listens again on the same port.
  void restart();

 private:
  void accept();
  void read(QTcpSocket& socket);
  void answer(QTcpSocket& socket, const Reply& reply);

  QTcpServer server_;
  quint16 port_ = 0;
  QHash<QTcpSocket*, QByteArray> buffers_;
  QList<QTcpSocket*> held_;
  QList<Request> requests_;
  QList<QByteArray> violations_;
  int open_ = 0;
  int mostAtOnce_ = 0;
  int abandoned_ = 0;
};

/// {"status":"success",…} with a matrix of one series: `values` at `start`, `start` + `step` … seconds.
QByteArray matrixBody(const QByteArray& labels, const QList<QByteArray>& values, qint64 start, qint64 step);
/// One instant value.
QByteArray vectorBody(const QByteArray& value, qint64 time = 1'700'000'000);

}  // namespace vigie::test
