// A scripted Prometheus on a thread of its own: what it costs is not the user interface's time.
#pragma once

#include "tests/support/fake_prometheus.h"

#include <QThread>
#include <QUrl>

#include <functional>
#include <semaphore>

namespace vigie::test {

class ThreadedPrometheus : private QThread {
 public:
  using Respond = std::function<FakePrometheus::Reply(const FakePrometheus::Request&)>;

  /// `respond` is called on the server's thread. Listens when the constructor returns.
  explicit ThreadedPrometheus(Respond respond) : respond_(std::move(respond)) {
    start();
    listens_.acquire();
  }
  ~ThreadedPrometheus() override {
    quit();
    wait();
  }
  [[nodiscard]] const QUrl& url() const { return url_; }

 protected:
  void run() override {
    FakePrometheus server;
    server.respond = respond_;
    server.recordsRequests = false;
    url_ = server.url();
    listens_.release();
    exec();
  }

 private:
  Respond respond_;
  QUrl url_;
  std::binary_semaphore listens_{0};
};

/// `series` lines of a wave over the range a request asks for, its step apart. `phase` moves them, `height` is their
/// amplitude.
QByteArray waveBody(const FakePrometheus::Request& request, int series, double phase, double height);

}  // namespace vigie::test
