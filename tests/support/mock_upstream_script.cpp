#include "tests/support/mock_upstream.h"

#include <boost/json.hpp>

#include <cstdio>

namespace vigie::test {

namespace json = boost::json;

namespace {

json::object completionChunk(json::object delta, json::value finishReason) {
  json::object choice{{"index", 0}, {"delta", std::move(delta)}, {"finish_reason", std::move(finishReason)}};
  return {{"id", "chatcmpl-mock"},
          {"object", "chat.completion.chunk"},
          {"created", 1'700'000'000},
          {"model", "mock-model"},
          {"choices", json::array{std::move(choice)}}};
}

std::string reasonPhrase(int status) { return status == 200 ? "OK" : "Mock"; }

std::string headText(int status, const std::string& contentType, const Script::Headers& headers) {
  std::string head = "HTTP/1.1 " + std::to_string(status) + " " + reasonPhrase(status) + "\r\nServer: mock\r\n";
  if (!contentType.empty()) head += "Content-Type: " + contentType + "\r\n";
  for (const auto& [name, value] : headers) head += name + ": " + value + "\r\n";
  return head;
}

}  // namespace

Script& Script::add(Step::Kind kind) {
  Step step;
  step.kind = kind;
  steps_.push_back(std::move(step));
  return *this;
}

Script& Script::send(std::string bytes) {
  add(Step::Kind::kSend);
  steps_.back().bytes = std::move(bytes);
  return *this;
}

Script& Script::streamHead(const std::string& contentType, const Headers& headers) {
  return send(headText(200, contentType, headers) + "Transfer-Encoding: chunked\r\n\r\n");
}

Script& Script::chunk(std::string_view body) {
  char size[20];
  std::snprintf(size, sizeof size, "%zx\r\n", body.size());
  return send(size + std::string(body) + "\r\n");
}

Script& Script::event(std::string_view data) { return chunk("data: " + std::string(data) + "\n\n"); }

Script& Script::delta(std::string_view text) {
  return event(json::serialize(completionChunk({{"content", text}}, nullptr)));
}

Script& Script::toolCalls(std::string_view pieces) {
  return event(json::serialize(completionChunk({{"tool_calls", json::parse(pieces)}}, nullptr)));
}

Script& Script::refusal(std::string_view text) {
  return event(json::serialize(completionChunk({{"refusal", text}}, nullptr)));
}

Script& Script::finish(const std::string& reason) {
  return event(json::serialize(completionChunk({}, json::value(reason))));
}

Script& Script::usage(int prompt, int completion) {
  json::object last = completionChunk({}, nullptr);
  last["choices"] = json::array{};
  last["usage"] = {{"prompt_tokens", prompt}, {"completion_tokens", completion}, {"total_tokens", prompt + completion}};
  return event(json::serialize(last));
}

Script& Script::done() { return event("[DONE]"); }
Script& Script::end() { return send("0\r\n\r\n"); }

Script& Script::pause(std::chrono::microseconds time) {
  add(Step::Kind::kPause);
  steps_.back().pause = time;
  return *this;
}

Script& Script::hold() { return add(Step::Kind::kHold); }
Script& Script::hang() { return add(Step::Kind::kHang); }
Script& Script::flood(std::string bytes) {
  add(Step::Kind::kFlood);
  steps_.back().bytes = std::move(bytes);
  return *this;
}
Script& Script::reset() { return add(Step::Kind::kReset); }
Script& Script::close() { return add(Step::Kind::kClose); }

Script& Script::coalesce() {
  std::vector<Step> joined;
  for (Step& step : steps_) {
    const bool follows = !joined.empty() && joined.back().kind == Step::Kind::kSend && step.kind == Step::Kind::kSend;
    if (follows) {
      joined.back().bytes += step.bytes;
    } else {
      joined.push_back(std::move(step));
    }
  }
  steps_ = std::move(joined);
  return *this;
}

Script Script::answer(const std::vector<std::string>& deltas, std::chrono::microseconds between) {
  Script script;
  script.streamHead().event(json::serialize(completionChunk({{"role", "assistant"}, {"content", ""}}, nullptr)));
  for (const std::string& text : deltas) {
    if (between.count() > 0) script.pause(between);
    script.delta(text);
  }
  script.finish("stop").usage(7, static_cast<int>(deltas.size())).done();
  // In one write with [DONE], so that a client which goes on at [DONE] finds its connection at the response's end.
  script.steps_.back().bytes += "0\r\n\r\n";
  return script;
}

Script Script::completion(const std::string& content) {
  const json::object body{
      {"id", "chatcmpl-mock"},
      {"object", "chat.completion"},
      {"model", "mock-model"},
      {"choices",
       json::array{json::object{
           {"index", 0}, {"message", {{"role", "assistant"}, {"content", content}}}, {"finish_reason", "stop"}}}},
      {"usage", {{"prompt_tokens", 7}, {"completion_tokens", 3}, {"total_tokens", 10}}}};
  return whole(200, "application/json", json::serialize(body));
}

Script Script::error(int status, const std::string& message, const Headers& headers, const std::string& code,
                     const std::string& param) {
  json::object inner{{"message", message}, {"type", "mock_error"}};
  inner["code"] = code.empty() ? json::value(nullptr) : json::value(code);
  inner["param"] = param.empty() ? json::value(nullptr) : json::value(param);
  return whole(status, "application/json", json::serialize(json::object{{"error", std::move(inner)}}), headers);
}

Script Script::whole(int status, const std::string& contentType, const std::string& body, const Headers& headers) {
  Script script;
  script.send(headText(status, contentType, headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
              body);
  return script;
}

}  // namespace vigie::test
