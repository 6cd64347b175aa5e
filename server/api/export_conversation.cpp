#include "server/api/handlers.h"
#include "server/api/json_reply.h"
#include "server/api/query.h"

#include <utility>
#include <vector>

namespace vigie::api {

namespace asio = boost::asio;

namespace {
constexpr std::size_t kPageSize = 500;
}

asio::awaitable<Result<net::HttpResponse>> exportConversation(const Services& services, Call& call) {
  const auto id = pathId(call, "conversation");
  if (!id) co_return id.error();
  const auto given = queryValue(call.exchange.request().head.query, "format");
  if (!given) co_return given.error();
  const std::string format = given->value_or("json");
  if (format != "json" && format != "md") {
    co_return Error(ErrorCode::kInvalidArgument, "'format' must be json or md", "format");
  }

  std::string owner = call.owner;
  std::string target = *id;
  const auto conversation = co_await services.conversations.get(std::move(owner), std::move(target));
  if (!conversation) co_return conversation.error();
  std::vector<wire::Message> messages;
  std::string after;
  do {
    owner = call.owner;
    target = *id;
    std::string from = std::move(after);
    auto page =
        co_await services.conversations.messages(std::move(owner), std::move(target), kPageSize, std::move(from));
    if (!page) co_return page.error();
    messages.insert(messages.end(), std::make_move_iterator(page->data.begin()),
                    std::make_move_iterator(page->data.end()));
    after = std::move(page->nextCursor);
  } while (!after.empty());

  net::HttpResponse response = format == "json" ? jsonReply(wire::exportJson(*conversation, messages))
                                                : net::HttpResponse(200, wire::exportMarkdown(*conversation, messages),
                                                                    "text/markdown; charset=utf-8");
  // The id and not the title: a header is no place for what somebody wrote.
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"conversation-" + *id + "." + format + "\"");
  co_return response;
}

}  // namespace vigie::api
