#include "server/api/contract.h"

#include "server/api/handlers.h"

#include <string>

namespace vigie::api {

boost::asio::awaitable<Result<net::HttpResponse>> showContract(const Services&, Call&) {
  co_return net::HttpResponse(200, std::string(openApiJson()));
}

boost::asio::awaitable<Result<net::HttpResponse>> showDocs(const Services&, Call&) {
  net::HttpResponse response(200, std::string(docsPage()), "text/html; charset=utf-8");
  response.headers.emplace_back("Content-Security-Policy", docsPolicy());
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  co_return response;
}

}  // namespace vigie::api
