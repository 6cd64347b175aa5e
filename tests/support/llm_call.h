// One call of a LlmClient, as a strand of the server would make it.
#pragma once

#include "core/llm/llm_client.h"

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace vigie::test {

/// An io_context with two threads, as the server has, from construction to destruction.
class IoThreads {
 public:
  IoThreads();
  ~IoThreads();
  boost::asio::io_context io{2};

 private:
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::vector<std::thread> threads_;
};

/// Starts at construction; an unfinished call is cancelled by destruction. Members are called from the test's thread.
class LlmCall {
 public:
  LlmCall(boost::asio::io_context& io, LlmClient& client, LlmRequest request);
  ~LlmCall();
  LlmCall(const LlmCall&) = delete;
  LlmCall& operator=(const LlmCall&) = delete;

  /// The ending; kInternal "the call never ended" after 20 s.
  Result<LlmResult> wait();
  /// False when this text, and no more, was not received within 20 s.
  bool waitForText(const std::string& text);
  void cancel(boost::asio::cancellation_type type);
  /// Makes the sink hold the model up for so long from now on, as a slow client does.
  void stallSink(std::chrono::milliseconds time);

  [[nodiscard]] std::vector<std::string> deltas() const;
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::chrono::steady_clock::time_point firstDelta() const;
  [[nodiscard]] std::chrono::steady_clock::duration took() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// A question to "mock-model".
LlmRequest llmRequest(const std::string& question = "What now?");

}  // namespace vigie::test
