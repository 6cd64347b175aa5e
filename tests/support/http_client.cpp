#include "tests/support/http_client.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <utility>
#include <sys/socket.h>
#include <unistd.h>

namespace vigie::test {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

}  // namespace

RawConnection::RawConnection(std::uint16_t port, std::chrono::milliseconds patience)
    : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), deadline_(std::chrono::steady_clock::now() + patience) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd_ < 0 || connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    const int reason = errno;
    if (fd_ >= 0) ::close(fd_);
    throw std::runtime_error("connect to port " + std::to_string(port) + ": " + std::strerror(reason));
  }
  const int on = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

RawConnection::~RawConnection() { close(); }

void RawConnection::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

void RawConnection::shutdownSend() { shutdown(fd_, SHUT_WR); }

void RawConnection::setReceiveBuffer(int bytes) { setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes); }

bool RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool RawConnection::fill() {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now()).count();
  pollfd poller{fd_, POLLIN, 0};
  const int ready = left > 0 ? poll(&poller, 1, static_cast<int>(left)) : 0;
  if (ready == 0) throw std::runtime_error("the server did not answer in time; so far: " + buffer_.substr(0, 300));
  char piece[16384];
  const ssize_t count = recv(fd_, piece, sizeof piece, 0);
  if (count <= 0) return false;
  buffer_.append(piece, static_cast<std::size_t>(count));
  return true;
}

std::string RawConnection::readSome() {
  if (buffer_.empty()) fill();
  return std::exchange(buffer_, {});
}

std::string RawConnection::readUntil(std::string_view mark) {
  while (buffer_.find(mark) == std::string::npos) {
    if (!fill()) throw std::runtime_error("the server closed before '" + std::string(mark) + "': " + buffer_);
  }
  return buffer_;
}

bool RawConnection::closed() {
  try {
    while (fill()) buffer_.clear();
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

HttpReply RawConnection::read() {
  HttpReply reply;
  while (buffer_.find("\r\n\r\n") == std::string::npos) {
    if (!fill()) return reply;
  }
  const auto headEnd = buffer_.find("\r\n\r\n");
  const std::string head = buffer_.substr(0, headEnd + 2);
  buffer_.erase(0, headEnd + 4);
  reply.status = std::stoi(head.substr(9, 3));
  for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
    const auto end = head.find("\r\n", at);
    const auto colon = head.find(':', at);
    auto value = head.substr(colon + 1, end - colon - 1);
    value.erase(0, value.find_first_not_of(' '));
    reply.headers[lower(head.substr(at, colon - at))] = value;
    at = end + 2;
  }
  if (reply.status == 100) return read();
  if (reply.headers.contains("transfer-encoding")) {
    for (;;) {
      while (buffer_.find("\r\n") == std::string::npos) {
        if (!fill()) return reply;
      }
      const auto lineEnd = buffer_.find("\r\n");
      const auto size = static_cast<std::size_t>(std::stoul(buffer_.substr(0, lineEnd), nullptr, 16));
      while (buffer_.size() < lineEnd + 2 + size + 2) {
        if (!fill()) return reply;
      }
      const auto piece = buffer_.substr(lineEnd + 2, size);
      buffer_.erase(0, lineEnd + 2 + size + 2);
      if (size == 0) break;
      reply.body += piece;
      reply.chunks.push_back(piece);
    }
  } else if (reply.headers.contains("content-length")) {
    const auto size = static_cast<std::size_t>(std::stoul(reply.headers["content-length"]));
    while (buffer_.size() < size) {
      if (!fill()) return reply;
    }
    reply.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
  }
  reply.complete = true;
  return reply;
}

std::string toRequestText(const HttpCall& call, std::uint16_t port) {
  std::vector<std::pair<std::string, std::string>> headers{{"Host", "localhost:" + std::to_string(port)}};
  if (!call.body.empty() || call.method == "POST") {
    headers.emplace_back("Content-Type", "application/json");
    headers.emplace_back("Content-Length", std::to_string(call.body.size()));
  }
  for (const auto& [name, value] : call.headers) {
    const auto same = std::find_if(headers.begin(), headers.end(),
                                   [&name = name](const auto& header) { return lower(header.first) == lower(name); });
    if (same != headers.end()) {
      same->second = value;
    } else {
      headers.emplace_back(name, value);
    }
  }
  std::string out = call.method + " " + call.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : headers) out += name + ": " + value + "\r\n";
  return out + "\r\n" + call.body;
}

HttpReply request(std::uint16_t port, const HttpCall& call) {
  RawConnection connection(port);
  connection.send(toRequestText(call, port));
  return connection.read();
}

HttpReply get(std::uint16_t port, std::string target) {
  HttpCall call;
  call.target = std::move(target);
  return request(port, call);
}

HttpReply post(std::uint16_t port, std::string target, std::string body) {
  HttpCall call;
  call.method = "POST";
  call.target = std::move(target);
  call.body = std::move(body);
  return request(port, call);
}

std::vector<std::string> sseEvents(std::string_view body) {
  std::vector<std::string> events;
  while (!body.empty()) {
    const auto end = body.find("\n\n");
    const auto event = body.substr(0, end);
    if (event.starts_with("data: ")) events.emplace_back(event.substr(6));
    body = end == std::string_view::npos ? std::string_view() : body.substr(end + 2);
  }
  return events;
}

}  // namespace vigie::test
