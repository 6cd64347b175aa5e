// A POST /v1/embeddings that answers, or fails, as a test says.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vigie::test {

/// Listens on a loopback port, on a thread of its own, from construction to destruction. Any thread may call any
/// member. The vector of a text is the same in every run; texts that share words are near to each other.
class FakeEmbeddingServer {
 public:
  explicit FakeEmbeddingServer(std::size_t dimension = 8);
  ~FakeEmbeddingServer();
  FakeEmbeddingServer(const FakeEmbeddingServer&) = delete;
  FakeEmbeddingServer& operator=(const FakeEmbeddingServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string baseUrl() const { return "http://127.0.0.1:" + std::to_string(port_) + "/v1"; }

  struct Reply {
    int status = 200;
    std::string body;  ///< with status 200 and no body: the embeddings
    std::string retryAfter;
    bool silent = false;  ///< no answer at all
  };
  /// For the next requests; then embeddings again.
  void enqueue(Reply reply);
  /// Every request from now on gets this; an empty reply answers again.
  void setDefault(Reply reply);
  void setDimension(std::size_t dimension);

  struct Request {
    boost::json::value body;
    std::string target;
    std::string authorization;
  };
  [[nodiscard]] std::vector<Request> requests() const;
  /// Of all requests together.
  [[nodiscard]] std::size_t textsSeen() const;

 private:
  void serve(boost::asio::ip::tcp::socket socket);
  Reply next(Request request);
  [[nodiscard]] std::string embeddings(const boost::json::value& body) const;

  mutable std::mutex mutex_;  // guards what follows to requests_
  std::size_t dimension_;
  std::deque<Reply> replies_;
  Reply default_;
  std::vector<Request> requests_;

  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_;
  std::vector<std::thread> connections_;
  std::vector<int> sockets_;  // open descriptors, to be shut at the end; guarded by mutex_
  std::thread thread_;
};

}  // namespace vigie::test
