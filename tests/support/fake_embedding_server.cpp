#include "tests/support/fake_embedding_server.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>

#include <sstream>
#include <sys/socket.h>

namespace vigie::test {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace json = boost::json;

FakeEmbeddingServer::FakeEmbeddingServer(std::size_t dimension)
    : dimension_(dimension),
      acceptor_(io_, asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      port_(acceptor_.local_endpoint().port()),
      thread_([this] {
        for (;;) {
          boost::system::error_code failed;
          auto socket = acceptor_.accept(failed);
          if (failed) return;
          {
            const std::lock_guard lock(mutex_);
            sockets_.push_back(socket.native_handle());
          }
          connections_.emplace_back([this, s = std::move(socket)]() mutable { serve(std::move(s)); });
        }
      }) {}

FakeEmbeddingServer::~FakeEmbeddingServer() {
  ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
  thread_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
  }
  for (auto& connection : connections_) connection.join();
}

void FakeEmbeddingServer::serve(asio::ip::tcp::socket socket) {
  const int descriptor = socket.native_handle();
  boost::beast::flat_buffer buffer;
  boost::system::error_code failed;
  while (!failed) {
    http::request<http::string_body> request;
    http::read(socket, buffer, request, failed);
    if (failed) break;
    Request seen;
    boost::system::error_code bad;
    seen.body = json::parse(request.body(), bad);
    seen.target = std::string(request.target());
    seen.authorization = std::string(request[http::field::authorization]);
    const json::value body = seen.body;
    const Reply reply = next(std::move(seen));
    if (reply.silent) {
      char byte = 0;
      socket.read_some(asio::buffer(&byte, 1), failed);  // until the client leaves
      break;
    }
    http::response<http::string_body> response(static_cast<http::status>(reply.status), 11);
    response.set(http::field::content_type, "application/json");
    if (!reply.retryAfter.empty()) response.set(http::field::retry_after, reply.retryAfter);
    response.body() = reply.status == 200 && reply.body.empty() ? embeddings(body) : reply.body;
    response.prepare_payload();
    http::write(socket, response, failed);
  }
  const std::lock_guard lock(mutex_);
  std::erase(sockets_, descriptor);
}

FakeEmbeddingServer::Reply FakeEmbeddingServer::next(Request request) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(std::move(request));
  if (replies_.empty()) return default_;
  Reply reply = std::move(replies_.front());
  replies_.pop_front();
  return reply;
}

std::string FakeEmbeddingServer::embeddings(const json::value& body) const {
  const std::lock_guard lock(mutex_);
  json::array data;
  for (const auto& text : body.at("input").as_array()) {
    json::array vector(dimension_, 0.01);
    std::istringstream words{std::string(text.as_string())};
    for (std::string word; words >> word;) {
      std::size_t hash = 5381;
      for (const char c : word) hash = hash * 33 + static_cast<unsigned char>(c);
      auto& place = vector[hash % dimension_];
      place = place.as_double() + 1;
    }
    data.push_back({{"object", "embedding"}, {"index", data.size()}, {"embedding", std::move(vector)}});
  }
  return json::serialize(json::object{{"object", "list"}, {"data", std::move(data)}, {"model", body.at("model")}});
}

void FakeEmbeddingServer::enqueue(Reply reply) {
  const std::lock_guard lock(mutex_);
  replies_.push_back(std::move(reply));
}

void FakeEmbeddingServer::setDefault(Reply reply) {
  const std::lock_guard lock(mutex_);
  default_ = std::move(reply);
}

void FakeEmbeddingServer::setDimension(std::size_t dimension) {
  const std::lock_guard lock(mutex_);
  dimension_ = dimension;
}

std::vector<FakeEmbeddingServer::Request> FakeEmbeddingServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::size_t FakeEmbeddingServer::textsSeen() const {
  std::size_t count = 0;
  for (const auto& request : requests()) count += request.body.at("input").as_array().size();
  return count;
}

}  // namespace vigie::test
