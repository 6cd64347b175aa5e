#include "core/base/utf8.h"
#include "server/api/handlers.h"
#include "server/api/json_reply.h"
#include "server/api/multipart.h"
#include "server/api/query.h"

#include <algorithm>

namespace vigie::api {

namespace asio = boost::asio;

namespace {

Result<wire::DocumentInput> inputFromForm(std::string_view contentType, std::string_view body) {
  const auto parts = formParts(contentType, body);
  if (!parts) return parts.error();
  wire::DocumentUpload upload;
  std::vector<std::string_view> seen;
  for (const FormPart& part : *parts) {
    if (std::find(seen.begin(), seen.end(), part.name) != seen.end()) {
      return Error(ErrorCode::kInvalidArgument, "'" + part.name + "' is there twice", part.name);
    }
    seen.push_back(part.name);
    if (part.name == "file") {
      upload.file = part.body;
      upload.filename = part.filename;
      upload.fileType = part.mediaType;
    } else if (part.name == "title") {
      upload.title = part.body;
    } else if (part.name == "media_type") {
      upload.mediaType = mediaTypeOf(part.body);
    } else {
      return Error(ErrorCode::kInvalidArgument, "the parts of a document are 'file', 'title' and 'media_type' only",
                   isUtf8(part.name) ? part.name : std::string());
    }
  }
  return wire::documentInputFromUpload(std::move(upload));
}

Result<wire::DocumentInput> inputFromBody(const net::HttpRequest& request) {
  const auto contentType = request.head.find("Content-Type");
  if (mediaTypeOf(contentType) == "multipart/form-data") return inputFromForm(contentType, request.body);
  const auto parsed = wire::parseJson(request.body);
  if (!parsed) return parsed.error();
  return wire::documentInputFromJson(*parsed);
}

}  // namespace

asio::awaitable<Result<net::HttpResponse>> addDocument(const Services& services, Call& call) {
  net::HttpRequest& request = call.exchange.request();
  auto input = inputFromBody(request);
  if (!input) co_return input.error();
  request.body.clear();
  request.body.shrink_to_fit();  // up to 16 MiB, held once more in `input`
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

asio::awaitable<Result<net::HttpResponse>> listChunks(const Services& services, Call& call) {
  auto id = pathId(call, "document");
  if (!id) co_return id.error();
  auto page = pageQuery(call.exchange.request().head.query);
  if (!page) co_return page.error();
  std::string owner = call.owner;
  const auto found =
      co_await services.documents.chunks(std::move(owner), std::move(*id), page->limit, std::move(page->after));
  if (!found) co_return found.error();
  co_return jsonReply(wire::toJson(*found));
}

}  // namespace vigie::api
