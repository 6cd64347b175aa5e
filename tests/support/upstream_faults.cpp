#include "tests/support/upstream_faults.h"

#include <stdexcept>

namespace vigie::test {

namespace {

using Ending = UpstreamFault::Ending;

constexpr const char* kEventStream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
constexpr const char* kChoice = R"({"choices":[{"index":0,"delta":{"content":"Half"},"finish_reason":null}]})";

/// A stream that has begun with the text "Half".
Script half() {
  Script script;
  script.streamHead().delta("Half");
  return script;
}

Script begun() {
  Script script;
  script.streamHead();
  return script;
}

class Table {
 public:
  /// Refused for good: one attempt, one status for the client.
  void refused(std::string name, int status, Script script) { add(std::move(name), std::move(script)).status = status; }

  /// Fails before the first text, and may not fail the next time.
  UpstreamFault& accident(std::string name, Script script, int status = 502) {
    UpstreamFault& fault = add(std::move(name), std::move(script));
    fault.transient = true;
    fault.status = status;
    return fault;
  }

  /// Fails before the first text with something that is no completion.
  void garbled(std::string name, Script script) { add(std::move(name), std::move(script)); }

  /// Fails behind the text "Half".
  UpstreamFault& partial(std::string name, Script script) {
    UpstreamFault& fault = add(std::move(name), std::move(script));
    fault.ending = Ending::kPartial;
    fault.text = "Half";
    return fault;
  }

  /// Odd, and yet a whole answer.
  void whole(std::string name, Script script, std::string text = "Whole") {
    UpstreamFault& fault = add(std::move(name), std::move(script));
    fault.ending = Ending::kComplete;
    fault.status = 200;
    fault.text = std::move(text);
  }

  std::vector<UpstreamFault> faults;

 private:
  UpstreamFault& add(std::string name, Script script) {
    UpstreamFault fault;
    fault.name = std::move(name);
    fault.script = std::move(script);
    faults.push_back(std::move(fault));
    return faults.back();
  }
};

void addStatuses(Table& table) {
  table.refused("400", 400, Script::error(400, "'top_p' is odd", {}, "", "top_p"));
  table.refused("400_page", 400, Script::whole(400, "text/html", "<html>Bad</html>"));
  table.refused("401", 502, Script::error(401, "no key"));
  table.refused("403", 502, Script::error(403, "not yours"));
  table.refused("404_model", 404, Script::error(404, "no such model", {}, "model_not_found"));
  table.refused("404_route", 502, Script::whole(404, "text/plain", "404 page not found"));
  table.refused("413", 413, Script::error(413, "too long"));
  table.refused("422", 400, Script::error(422, "no"));
  table.refused("redirect", 502, Script::whole(302, "text/html", "", {{"Location", "http://127.0.0.1:1/"}}));
  table.accident("408", Script::error(408, "too slow"), 504);
  table.accident("409", Script::error(409, "locked"));
  table.accident("429", Script::error(429, "slow down"), 429);
  UpstreamFault& later = table.accident("429_retry_after", Script::error(429, "later", {{"Retry-After", "3600"}}), 429);
  later.transient = false;  // not within the deadline
  table.accident("500", Script::error(500, "boom"));
  table.accident("502_page", Script::whole(502, "text/html", "<html>Bad gateway</html>"));
  table.accident("503", Script::error(503, "loading"));
  table.accident("503_retry_after", Script::error(503, "loading", {{"Retry-After", "3600"}})).transient = false;
  table.accident("504", Script::error(504, "slow"));
  table.accident("529", Script::error(529, "overloaded"));
  Script endless;
  endless.send("HTTP/1.1 500 Mock\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
      .flood("400\r\n" + std::string(1024, 'x') + "\r\n");
  table.accident("500_endless_body", std::move(endless));
}

void addConnections(Table& table) {
  table.accident("hang_before_headers", Script().hang(), 504).needsPatience = true;
  table.accident("hang_within_headers", Script().send("HTTP/1.1 200 OK\r\nContent-Ty").hang(), 504).needsPatience =
      true;
  table.accident("hang_after_headers", begun().hang(), 504).needsPatience = true;
  UpstreamFault& silent = table.partial("hang_mid_stream", half().hang());
  silent.needsPatience = true;
  silent.status = 504;
  table.accident("reset_before_headers", Script().reset());
  table.accident("reset_after_headers", begun().reset());
  // Held until the client has read the text: a reset may overtake bytes that were sent before it.
  table.partial("reset_mid_stream", half().pause(std::chrono::milliseconds(50)).reset());
  table.accident("close_before_headers", Script().close());
  table.accident("close_within_headers", Script().send("HTTP/1.1 200 OK\r\nContent-Ty").close());
  table.accident("close_after_headers", begun().close());
  table.partial("close_mid_stream", half().close());
  table.accident("end_without_text", begun().end());
  table.partial("end_without_finish", half().end());
  table.partial("end_by_close_without_finish", Script()
                                                   .send(std::string(kEventStream) + "Connection: close\r\n\r\n")
                                                   .send("data: " + std::string(kChoice) + "\n\n")
                                                   .close());
  table.partial("truncated_chunk", half().send("ff\r\ndata: {\"choi").close());
  table.accident(
      "truncated_body",
      Script().send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"choi").close());
}

void addFraming(Table& table) {
  table.garbled("not_http", Script().send("SSH-2.0-OpenSSH_9.2\r\n").hang());
  table.garbled("huge_header", Script().send("HTTP/1.1 200 OK\r\nX-Long: ").flood(std::string(1024, 'x')));
  table.garbled("endless_headers",
                Script().send("HTTP/1.1 200 OK\r\n").flood("X-More: " + std::string(100, 'y') + "\r\n"));
  table.garbled("wrong_chunk_size", begun().send("zz\r\nnonsense\r\n").hang());
  table.garbled("huge_chunk_size", begun().send("fffffffffffffffff\r\nx").hang());
  table.partial("wrong_chunk_size_mid_stream", half().send("zz\r\nnonsense\r\n").hang());
  table.garbled("page_with_200", Script::whole(200, "text/html", "<html>Log in</html>"));
  table.garbled("no_content_type", Script::whole(200, "", "hello"));
  table.garbled("stream_of_wrong_type",
                Script().streamHead("application/octet-stream").delta("Whole").finish("stop").done().end());
  table.garbled("gzip_body", Script()
                                 .streamHead("text/event-stream", {{"Content-Encoding", "gzip"}})
                                 .chunk(std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00", 8))
                                 .end());
  table.whole("interim_responses",
              Script()
                  .send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
                  .streamHead()
                  .delta("Whole")
                  .finish("stop")
                  .done()
                  .end());
  table.whole("end_by_close", Script()
                                  .send(std::string(kEventStream) + "Connection: close\r\n\r\n")
                                  .send(R"(data: {"choices":[{"delta":{"content":"Whole"},"finish_reason":"stop"}]})")
                                  .send("\n\n")
                                  .close());
  // In one write: bytes that come later could meet the next run's request, and no client can tell them from its answer.
  table.whole("bytes_behind_the_answer",
              Script().streamHead().delta("Whole").finish("stop").done().end().send("HTTP/1.1 200 OK\r\n").coalesce());
}

void addEvents(Table& table) {
  table.garbled("json_is_broken", begun().event("{\"choices\":[{").done().end());
  table.partial("json_is_broken_mid_stream", half().event("{\"choices\":[{").done().end());
  table.garbled("json_is_no_object", begun().event("[1,2]").done().end());
  table.garbled("json_is_deep", begun().event(std::string(10'000, '[')).done().end());
  table.garbled("utf8_is_invalid",
                begun().event("{\"choices\":[{\"delta\":{\"content\":\"\xff\xfe\"}}]}").done().end());
  table.garbled("endless_line", begun().chunk("data: ").flood("400\r\n" + std::string(1024, 'x') + "\r\n"));
  table.garbled("endless_event", begun().flood("408\r\ndata: " + std::string(1025, 'x') + "\n\r\n"));
  table.partial("endless_event_mid_stream", half().flood("408\r\ndata: " + std::string(1025, 'x') + "\n\r\n"));
  table.accident("error_object", begun().event(R"({"error":{"message":"overloaded","type":"server_error"}})").end());
  table.accident("error_object_limited", begun().event(R"({"error":{"message":"x","type":"rate_limit_error"}})").end(),
                 429);
  table.refused("error_object_refusal", 502,
                begun().event(R"({"error":{"message":"bad","type":"invalid_request_error"}})").end());
  table.partial("error_object_mid_stream", half().event(R"({"error":{"message":"overloaded"}})").done().end());
  table.accident("error_event", begun().chunk("event: error\ndata: {\"detail\":\"boom\"}\n\n").done().end());
  table.garbled("json_without_finish",
                Script::whole(200, "application/json", R"({"choices":[{"message":{"content":"x"}}]})"));
  table.garbled("json_broken_body", Script::whole(200, "application/json", "{\"choices\":"));
  table.accident("json_error_with_200",
                 Script::whole(200, "application/json", R"({"error":{"message":"overloaded"}})"));

  table.whole("ignores_stream", Script::completion("Whole"));
  table.whole("finish_null_and_done", begun().delta("Whole").done().end());
  table.whole("no_done", begun().delta("Whole").finish("stop").end());
  table.whole("two_dones", begun().delta("Whole").finish("stop").done().done().end());
  table.whole("finish_then_reset", begun().delta("Whole").finish("stop").pause(std::chrono::milliseconds(50)).reset());
  table.whole("finish_then_hang", begun().delta("Whole").finish("stop").hang());
  table.whole("no_usage", begun().delta("Whole").finish("length").done().end());
  table.whole(
      "odd_usage",
      begun().delta("Whole").finish("stop").event(R"({"choices":[],"usage":{"prompt_tokens":-1}})").done().end());
  table.whole("empty_choices", begun().event(R"({"choices":[]})").delta("Whole").finish("stop").done().end());
  table.whole("no_text", begun().finish("stop").done().end(), "");
  table.whole("null_content", begun().event(R"({"choices":[{"delta":{"content":null}}]})").delta("Whole").done().end());
  table.whole("comments_and_names",
              begun().chunk(": ping\n\nevent: message\nid: 7\nretry: 1\n").delta("Whole").chunk(":\r\r").done().end());
  Script split = begun();
  for (const char byte :
       std::string("data: {\"choices\":[{\"delta\":{\"content\":\"h\xC3\xA9 \xF0\x9F\x97\xBC\"}}]}\r\n\r\n")) {
    split.chunk(std::string(1, byte));
  }
  table.whole("utf8_split", split.done().end(), "h\xC3\xA9 \xF0\x9F\x97\xBC");
  Script drip = begun();
  for (const char byte :
       std::string("data: {\"choices\":[{\"delta\":{\"content\":\"Whole\"},\"finish_reason\":\"stop\"}]}\n\n")) {
    drip.pause(std::chrono::milliseconds(1)).chunk(std::string(1, byte));
  }
  table.whole("slow_drip", drip.done().end());
}

std::vector<UpstreamFault> makeTable() {
  Table table;
  addStatuses(table);
  addConnections(table);
  addFraming(table);
  addEvents(table);
  return std::move(table.faults);
}

}  // namespace

const std::vector<UpstreamFault>& upstreamFaults() {
  static const std::vector<UpstreamFault> kFaults = makeTable();
  return kFaults;
}

const UpstreamFault& upstreamFault(const std::string& name) {
  for (const UpstreamFault& fault : upstreamFaults()) {
    if (fault.name == name) return fault;
  }
  throw std::runtime_error("no such fault: " + name);
}

}  // namespace vigie::test
