#include "server/api/handlers.h"
#include "server/api/json_reply.h"
#include "server/api/query.h"

namespace vigie::api {

namespace asio = boost::asio;

asio::awaitable<Result<net::HttpResponse>> addDocument(const Services& services, Call& call) {
  std::string& body = call.exchange.request().body;
  const auto parsed = wire::parseJson(body);
  if (!parsed) co_return parsed.error();
  body.clear();
  body.shrink_to_fit();  // up to 16 MiB, held once more in `parsed`
  auto input = wire::documentInputFromJson(*parsed);
  if (!input) co_return input.error();
  std::string owner = call.owner;
  const auto document = co_await services.ingest.add(std::move(*input), std::move(owner));
  if (!document) co_return document.error();
  co_return jsonReply(wire::toJson(*document), 202);
}

asio::awaitable<Result<net::HttpResponse>> listDocuments(const Services& services, Call& call) {
  auto page = pageQuery(call.exchange.request().head.query);
  if (!page) co_return page.error();
  std::string owner = call.owner;
  const auto found = co_await services.documents.list(std::move(owner), page->limit, std::move(page->after));
  if (!found) co_return found.error();
  co_return jsonReply(wire::toJson(*found));
}

asio::awaitable<Result<net::HttpResponse>> getDocument(const Services& services, Call& call) {
  auto id = pathId(call, "document");
  if (!id) co_return id.error();
  std::string owner = call.owner;
  const auto found = co_await services.documents.get(std::move(owner), std::move(*id));
  if (!found) co_return found.error();
  co_return jsonReply(wire::toJson(*found));
}

asio::awaitable<Result<net::HttpResponse>> deleteDocument(const Services& services, Call& call) {
  const auto id = pathId(call, "document");
  if (!id) co_return id.error();
  std::string owner = call.owner;
  std::string target = *id;
  const auto erased = co_await services.ingest.erase(std::move(target), std::move(owner));
  if (!erased) co_return erased.error();
  co_return deletedReply(*id, "document");
}

}  // namespace vigie::api
