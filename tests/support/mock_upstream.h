// MockUpstream: an OpenAI-compatible server that does to its client what a test's script says.
#pragma once

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::test {

/// What the server does with one request, step by step. A new fault is a new combination of steps.
class Script {
 public:
  struct Step {
    enum class Kind {
      kSend,   ///< bytes, as they are, in one write
      kPause,  ///< for `pause`
      kHold,   ///< until MockUpstream::release()
      kHang,   ///< until the client leaves
      kFlood,  ///< bytes again and again, until the client leaves
      kReset,  ///< TCP RST
      kClose   ///< FIN; over TLS without close_notify
    };
    Kind kind = Kind::kSend;
    std::string bytes;
    std::chrono::microseconds pause{0};
  };
  using Headers = std::vector<std::pair<std::string, std::string>>;

  // Whole replies.
  /// A stream as OpenAI sends it: role, deltas, finish_reason "stop", usage, [DONE].
  static Script answer(const std::vector<std::string>& deltas, std::chrono::microseconds between = {});
  /// The answer of a server that ignores `stream`.
  static Script completion(const std::string& content);
  /// An OpenAI error object.
  static Script error(int status, const std::string& message, const Headers& headers = {}, const std::string& code = {},
                      const std::string& param = {});
  static Script whole(int status, const std::string& contentType, const std::string& body, const Headers& headers = {});

  // Pieces of a reply.
  Script& send(std::string bytes);
  Script& streamHead(const std::string& contentType = "text/event-stream", const Headers& headers = {});
  Script& chunk(std::string_view body);  ///< one HTTP chunk
  Script& event(std::string_view data);  ///< a chunk with one SSE event
  Script& delta(std::string_view text);  ///< an event with choices[0].delta.content
  /// An event with choices[0].delta.tool_calls, given as JSON: one array of pieces.
  Script& toolCalls(std::string_view pieces);
  Script& refusal(std::string_view text);     ///< an event with choices[0].delta.refusal
  Script& finish(const std::string& reason);  ///< an event with finish_reason
  Script& usage(int prompt, int completion);
  Script& done();  ///< data: [DONE]
  Script& end();   ///< the last HTTP chunk
  Script& pause(std::chrono::microseconds time);
  Script& hold();
  Script& hang();
  Script& flood(std::string bytes);
  Script& reset();
  Script& close();
  /// Joins sends that follow each other, for benchmarks: one write instead of one a token.
  Script& coalesce();

  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }

 private:
  Script& add(Step::Kind kind);
  std::vector<Step> steps_;
};

struct RecordedRequest {
  int connection = 0;  ///< which accepted connection it came on, from 1
  std::string target;
  std::map<std::string, std::string> headers;  ///< names in lower case
  boost::json::object body;
};

/// Listens on a loopback port, on a thread of its own, from construction to destruction. Any thread may call any
/// member. Strict: a request that OpenAI would refuse (path, content type, JSON, roles, stream_options without stream)
/// is answered 400 whatever the script, and noted as a violation.
class MockUpstream {
 public:
  struct Options {
    bool tls = false;
    std::string tlsName = "localhost";  ///< the certificate's name (127.0.0.1 is always in it); "" for none but it
    std::string requiredKey;            ///< demanded as a bearer token where set
    std::uint16_t port = 0;             ///< 0: a free one
    bool record = true;                 ///< false for benchmarks: nothing is kept, nothing checked
  };

  MockUpstream();
  explicit MockUpstream(const Options& options);
  ~MockUpstream();
  MockUpstream(const MockUpstream&) = delete;
  MockUpstream& operator=(const MockUpstream&) = delete;

  /// "http://127.0.0.1:PORT/v1", or "https://localhost:PORT/v1".
  [[nodiscard]] std::string baseUrl() const;
  [[nodiscard]] std::uint16_t port() const;
  /// The PEM of the authority that signed the server's certificate; empty without TLS.
  [[nodiscard]] std::string authorityPem() const;

  /// For the next request without one; in order. Without any left the default is used.
  void enqueue(Script script);
  void setDefault(Script script);
  /// For the requests that ask this model, before anything enqueued: in order, the last again and again. Empty: as any
  /// other model. For tests that run many requests at once.
  void setForModel(const std::string& model, std::vector<Script> scripts);
  /// Lets every hold() in progress, and the next one where none is, go on.
  void release();
  /// Closes the idle keep-alive connections, as servers do between two requests.
  void closeIdleConnections();

  [[nodiscard]] std::vector<RecordedRequest> requests() const;
  [[nodiscard]] std::vector<std::string> violations() const;
  [[nodiscard]] int connections() const;

  // Waits for an event; false when it did not come in time.
  [[nodiscard]] bool waitForRequests(std::size_t count, std::chrono::milliseconds limit = kLimit) const;
  /// A client that left while its script was not at its end.
  [[nodiscard]] bool waitForDisconnects(int count, std::chrono::milliseconds limit = kLimit) const;
  /// When the last of them left.
  [[nodiscard]] std::chrono::steady_clock::time_point lastDisconnect() const;
  /// When the first delta of the last request was written.
  [[nodiscard]] std::chrono::steady_clock::time_point lastFirstDelta() const;

  static constexpr std::chrono::milliseconds kLimit{20'000};

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vigie::test
