#include "server/api/routes.h"

#include "server/api/dispatcher.h"
#include "server/api/handlers.h"

#include <algorithm>
#include <utility>

namespace vigie::api {

namespace {

using Body = Route::Body;

/// What any served route can end with: no key, a foreign Host or Origin, over a rate, a client that left, a defect, an
/// overload or a dependency.
const std::vector<int> kServed{200, 400, 401, 403, 429, 499, 500, 503, 504};
const std::vector<int> kChatEndings{404, 409, 422, 501, 502};

std::vector<int> with(std::vector<int> statuses, const std::vector<int>& more) {
  statuses.insert(statuses.end(), more.begin(), more.end());
  return statuses;
}

Route served(const char* method, const char* pattern, Handler handler, Body body = Body::kNone,
             const std::vector<int>& more = {}) {
  Route route;
  route.method = method;
  route.pattern = pattern;
  route.handler = handler;
  route.body = body;
  route.statuses = with(kServed, more);
  if (body != Body::kNone) route.statuses = with(std::move(route.statuses), {413, 415});
  return route;
}

/// Health for probes, and the internal listener.
Route uncounted(const char* method, const char* pattern, Handler handler) {
  Route route;
  route.open = true;
  route.method = method;
  route.pattern = pattern;
  route.handler = handler;
  return route;
}

/// What anyone may read: the contract.
Route open(Route route) {
  route.open = true;
  std::erase_if(route.statuses, [](int status) { return status == 401 || status == 429 || status == 503; });
  return route;
}

}  // namespace

std::vector<Route> publicRoutes(bool drills) {
  std::vector<Route> routes{
      served("POST", "/v1/chat/completions", completeChat, Body::kJson, kChatEndings),
      served("POST", "/v1/embeddings", embed, Body::kJson, {404, 422, 502}),
      served("GET", "/v1/models", listModels),
      served("GET", "/v1/models/{id}", getModel, Body::kNone, {404}),
      served("POST", "/v1/search", search, Body::kJson, {501, 502}),
      served("POST", "/v1/documents", addDocument, Body::kDocument, {202, 409, 422}),
      served("GET", "/v1/documents", listDocuments),
      served("GET", "/v1/documents/{id}", getDocument, Body::kNone, {404}),
      served("DELETE", "/v1/documents/{id}", deleteDocument, Body::kNone, {404}),
      served("GET", "/v1/documents/{id}/chunks", listChunks, Body::kNone, {404}),
      served("GET", "/v1/index", showIndex),
      served("GET", "/v1/conversations", listConversations),
      served("POST", "/v1/conversations", createConversation, Body::kJson, {201}),
      served("GET", "/v1/conversations/{id}", getConversation, Body::kNone, {404}),
      served("PATCH", "/v1/conversations/{id}", changeConversation, Body::kJson, {404}),
      served("DELETE", "/v1/conversations/{id}", deleteConversation, Body::kNone, {404}),
      served("GET", "/v1/conversations/{id}/messages", listMessages, Body::kNone, {404}),
      served("GET", "/v1/conversations/{id}/export", exportConversation, Body::kNone, {404}),
      served("GET", "/v1/messages", listMessagesInWindow),
      served("POST", "/v1/messages/{id}/feedback", rateMessage, Body::kJson, {404, 422}),
      served("GET", "/v1/changes", listChanges),
      served("POST", "/v1/changes", journalChange, Body::kJson, {201}),
      served("GET", "/v1/evaluation-sets", listEvaluationSets),
      served("POST", "/v1/evaluation-sets", addEvaluationSet, Body::kJson, {201, 404}),
      served("GET", "/v1/evaluation-sets/{id}", getEvaluationSet, Body::kNone, {404}),
      served("DELETE", "/v1/evaluation-sets/{id}", deleteEvaluationSet, Body::kNone, {404}),
      served("POST", "/v1/evaluations", startEvaluation, Body::kJson, {202, 404}),
      served("GET", "/v1/evaluations/{id}", getEvaluation, Body::kNone, {404}),
      served("GET", "/ws/chat", chatOverWebSocket, Body::kNone, {426}),
      open(served("GET", "/openapi.json", showContract)),
      open(served("GET", "/docs", showDocs)),
      uncounted("GET", "/health/live", showLiveness),
      uncounted("GET", "/health/ready", showReadiness),
  };
  if (drills) routes.push_back(served("POST", "/v1/drill", drill, Body::kNone, {502}));
  return routes;
}

std::vector<Route> internalRoutes(bool drills) {
  std::vector<Route> routes{
      uncounted("GET", "/metrics", exposeMetrics),
      uncounted("GET", "/health/live", showLiveness),
      uncounted("GET", "/health/ready", showReadiness),
  };
  if (drills) {
    routes.push_back(uncounted("GET", "/internal/faults", listFaults));
    routes.push_back(uncounted("PUT", "/internal/faults", putFault));
    routes.back().body = Body::kJson;
    routes.push_back(uncounted("DELETE", "/internal/faults", clearFaults));
  }
  return routes;
}

std::vector<HttpMetrics::Route> countedRoutes() {
  std::vector<HttpMetrics::Route> out;
  for (const Route& route : publicRoutes(true)) {
    if (!route.statuses.empty()) out.push_back({route.method, route.pattern, route.statuses});
  }
  out.push_back({"WS", "/ws/chat", with(kServed, kChatEndings)});
  for (const char* method : kMethodLabels) {
    std::vector<int> statuses{400, 403, 404, 405, 413, 500};
    if (std::string_view(method) == "OPTIONS") statuses.push_back(204);
    out.push_back({method, "unmatched", std::move(statuses)});
  }
  return out;
}

bool isCounted(std::string_view pattern) {
  const auto routes = publicRoutes(true);
  return std::any_of(routes.begin(), routes.end(),
                     [pattern](const Route& route) { return !route.statuses.empty() && route.pattern == pattern; });
}

void resolveSeries(std::vector<Route>& routes, HttpMetrics& metrics) {
  for (Route& route : routes) {
    if (!route.statuses.empty()) route.series = &metrics.series(route.method, route.pattern);
  }
}

}  // namespace vigie::api
