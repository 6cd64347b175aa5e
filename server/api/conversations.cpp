#include "server/api/handlers.h"
#include "server/api/json_reply.h"
#include "server/api/query.h"

namespace vigie::api {

namespace asio = boost::asio;

asio::awaitable<Result<net::HttpResponse>> listConversations(const Services& services, Call& call) {
  const auto query = call.exchange.request().head.query;
  const auto search = queryValue(query, "q");
  if (!search) co_return search.error();
  if (*search) co_return Error(ErrorCode::kNotImplemented, "searching conversations is not served yet", "q");
  auto page = pageQuery(query);
  if (!page) co_return page.error();
  std::string owner = call.owner;
  const auto found = co_await services.conversations.list(std::move(owner), page->limit, std::move(page->after));
  if (!found) co_return found.error();
  co_return jsonReply(wire::toJson(*found));
}

asio::awaitable<Result<net::HttpResponse>> getConversation(const Services& services, Call& call) {
  auto id = pathId(call, "conversation");
  if (!id) co_return id.error();
  std::string owner = call.owner;
  const auto found = co_await services.conversations.get(std::move(owner), std::move(*id));
  if (!found) co_return found.error();
  co_return jsonReply(wire::toJson(*found));
}

asio::awaitable<Result<net::HttpResponse>> deleteConversation(const Services& services, Call& call) {
  const auto id = pathId(call, "conversation");
  if (!id) co_return id.error();
  std::string owner = call.owner;
  std::string target = *id;
  const auto erased = co_await services.conversations.erase(std::move(owner), std::move(target));
  if (!erased) co_return erased.error();
  co_return deletedReply(*id, "conversation");
}

asio::awaitable<Result<net::HttpResponse>> listMessages(const Services& services, Call& call) {
  auto id = pathId(call, "conversation");
  if (!id) co_return id.error();
  auto page = pageQuery(call.exchange.request().head.query);
  if (!page) co_return page.error();
  std::string owner = call.owner;
  const auto found =
      co_await services.conversations.messages(std::move(owner), std::move(*id), page->limit, std::move(page->after));
  if (!found) co_return found.error();
  co_return jsonReply(wire::toJson(*found));
}

}  // namespace vigie::api
