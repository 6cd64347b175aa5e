#include "core/base/ids.h"
#include "server/api/handlers.h"
#include "server/api/json_reply.h"
#include "server/api/query.h"

namespace vigie::api {

namespace asio = boost::asio;

namespace {
constexpr std::size_t kLongestSearch = 200;
}

asio::awaitable<Result<net::HttpResponse>> createConversation(const Services& services, Call& call) {
  const auto parsed = wire::parseJson(call.exchange.request().body);
  if (!parsed) co_return parsed.error();
  auto input = wire::conversationInputFromJson(*parsed);
  if (!input) co_return input.error();
  std::string owner = call.owner;
  std::string id = newId();
  const auto made = co_await services.conversations.create(std::move(owner), std::move(id), std::move(input->title));
  if (!made) co_return made.error();
  co_return jsonReply(wire::toJson(*made), 201);
}

asio::awaitable<Result<net::HttpResponse>> listConversations(const Services& services, Call& call) {
  const auto query = call.exchange.request().head.query;
  auto search = queryValue(query, "q");
  if (!search) co_return search.error();
  std::string words = std::move(*search).value_or("");
  if (words.size() > kLongestSearch) {
    co_return Error(ErrorCode::kInvalidArgument, "'q' must be at most 200 bytes long", "q");
  }
  auto page = pageQuery(query);
  if (!page) co_return page.error();
  std::string owner = call.owner;
  const auto found =
      co_await services.conversations.list(std::move(owner), std::move(words), page->limit, std::move(page->after));
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

asio::awaitable<Result<net::HttpResponse>> changeConversation(const Services& services, Call& call) {
  auto id = pathId(call, "conversation");
  if (!id) co_return id.error();
  const auto parsed = wire::parseJson(call.exchange.request().body);
  if (!parsed) co_return parsed.error();
  auto change = wire::conversationChangeFromJson(*parsed);
  if (!change) co_return change.error();
  std::string owner = call.owner;
  const auto changed = co_await services.conversations.change(std::move(owner), std::move(*id), std::move(*change));
  if (!changed) co_return changed.error();
  co_return jsonReply(wire::toJson(*changed));
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
