#include "server/api/handlers.h"
#include "server/api/json_reply.h"
#include "server/api/query.h"

namespace vigie::api {

namespace asio = boost::asio;

namespace {

Result<SystemTime> timeOf(std::string_view query, std::string_view name) {
  const auto text = queryValue(query, name);
  if (!text) return text.error();
  const auto time = fromIso8601(text->value_or(""));
  if (time) return *time;
  return Error(ErrorCode::kInvalidArgument,
               "'" + std::string(name) + "' must be an ISO 8601 time; an example is 2026-03-01T12:00:00Z",
               std::string(name));
}

Result<MessageWindow> windowOf(std::string_view query) {
  MessageWindow out;
  const auto from = timeOf(query, "from");
  if (!from) return from.error();
  out.from = *from;
  const auto to = timeOf(query, "to");
  if (!to) return to.error();
  out.to = *to;
  if (out.to <= out.from) return Error(ErrorCode::kInvalidArgument, "'to' must be later than 'from'", "to");
  const auto role = queryValue(query, "role");
  if (!role) return role.error();
  out.role = role->value_or("");
  if (*role && out.role != "user" && out.role != "assistant" && out.role != "system" && out.role != "tool") {
    return Error(ErrorCode::kInvalidArgument, "'role' must be one of user, assistant, system, tool", "role");
  }
  const auto include = queryValue(query, "include");
  if (!include) return include.error();
  if (*include && **include != "content") {
    return Error(ErrorCode::kInvalidArgument, "'include' must be \"content\" or left out", "include");
  }
  out.withContent = include->has_value();
  return out;
}

}  // namespace

asio::awaitable<Result<net::HttpResponse>> listMessagesInWindow(const Services& services, Call& call) {
  const auto query = call.exchange.request().head.query;
  auto window = windowOf(query);
  if (!window) co_return window.error();
  auto page = pageQuery(query);
  if (!page) co_return page.error();
  std::string owner = call.owner;
  const auto found = co_await services.conversations.messagesInWindow(std::move(owner), std::move(*window), page->limit,
                                                                      std::move(page->after));
  if (!found) co_return found.error();
  co_return jsonReply(wire::toJson(*found));
}

}  // namespace vigie::api
