#include "core/wire/faults.h"

#include <algorithm>

namespace vigie::wire {

namespace {

constexpr std::int64_t kLongestDelay = 60'000;
constexpr std::int64_t kLongestLife = 900;
constexpr double kSmallestRatio = 0.001;

}  // namespace

std::string_view toString(FaultKind kind) { return kind == FaultKind::kError ? "error" : "latency"; }

Result<Fault> faultFromJson(const json::value& body) {
  const auto object = Fields::object(body, "the body");
  if (!object) return object.error();
  const Fields fields(**object);
  if (const auto known = fields.only({"endpoint", "kind", "status", "delay_ms", "ratio", "ttl_s"}); !known)
    return known.error();

  Fault out;
  auto endpoint = fields.string("endpoint");
  if (!endpoint) return endpoint.error();
  if (!*endpoint) return invalidField("endpoint", "is missing; an example is \"/v1/drill\"");
  out.endpoint = std::move(**endpoint);

  const auto kind = fields.string("kind");
  if (!kind) return kind.error();
  if (*kind != "error" && *kind != "latency") return invalidField("kind", "must be error or latency");
  out.kind = **kind == "error" ? FaultKind::kError : FaultKind::kLatency;

  const auto status = fields.integer("status", 0, 999);
  if (!status) return status.error();
  const auto delay = fields.integer("delay_ms", 1, kLongestDelay);
  if (!delay) return delay.error();
  if (out.kind == FaultKind::kError) {
    if (*delay) return invalidField("delay_ms", "goes with kind latency");
    out.status = static_cast<int>(status->value_or(out.status));
    if (std::find(kFaultStatuses.begin(), kFaultStatuses.end(), out.status) == kFaultStatuses.end()) {
      return invalidField("status", "must be 500, 502, 503 or 504");
    }
  } else {
    if (*status) return invalidField("status", "goes with kind error");
    if (!*delay) return invalidField("delay_ms", "is missing; an example is 3000");
    out.delay = std::chrono::milliseconds(**delay);
  }

  const auto ratio = fields.number("ratio", kSmallestRatio, 1);
  if (!ratio) return ratio.error();
  out.ratio = ratio->value_or(1);
  const auto life = fields.integer("ttl_s", 1, kLongestLife);
  if (!life) return life.error();
  if (!*life) return invalidField("ttl_s", "is missing: a fault ends by itself, after 1 to 900 seconds");
  out.timeToLive = std::chrono::seconds(**life);
  return out;
}

json::object toJson(const Fault& fault) {
  json::object out{{"endpoint", fault.endpoint}, {"kind", toString(fault.kind)}};
  if (fault.kind == FaultKind::kError) {
    out["status"] = fault.status;
  } else {
    out["delay_ms"] = fault.delay.count();
  }
  out["ratio"] = fault.ratio;
  out["ttl_s"] = fault.timeToLive.count();
  return out;
}

}  // namespace vigie::wire
