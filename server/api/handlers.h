// The handlers, one a file. Each answers one route; see router.h for what a handler promises.
#pragma once

#include "server/api/router.h"
#include "server/api/services.h"

namespace vigie::api {

#define VIGIE_HANDLER(name) boost::asio::awaitable<Result<net::HttpResponse>> name(const Services& services, Call& call)

VIGIE_HANDLER(completeChat);          // POST /v1/chat/completions
VIGIE_HANDLER(listModels);            // GET /v1/models
VIGIE_HANDLER(getModel);              // GET /v1/models/{id}
VIGIE_HANDLER(embed);                 // POST /v1/embeddings
VIGIE_HANDLER(search);                // POST /v1/search
VIGIE_HANDLER(addDocument);           // POST /v1/documents
VIGIE_HANDLER(listDocuments);         // GET /v1/documents
VIGIE_HANDLER(getDocument);           // GET /v1/documents/{id}
VIGIE_HANDLER(deleteDocument);        // DELETE /v1/documents/{id}
VIGIE_HANDLER(listChunks);            // GET /v1/documents/{id}/chunks
VIGIE_HANDLER(showIndex);             // GET /v1/index
VIGIE_HANDLER(createConversation);    // POST /v1/conversations
VIGIE_HANDLER(listConversations);     // GET /v1/conversations
VIGIE_HANDLER(getConversation);       // GET /v1/conversations/{id}
VIGIE_HANDLER(changeConversation);    // PATCH /v1/conversations/{id}
VIGIE_HANDLER(deleteConversation);    // DELETE /v1/conversations/{id}
VIGIE_HANDLER(listMessages);          // GET /v1/conversations/{id}/messages
VIGIE_HANDLER(exportConversation);    // GET /v1/conversations/{id}/export
VIGIE_HANDLER(listMessagesInWindow);  // GET /v1/messages
VIGIE_HANDLER(rateMessage);           // POST /v1/messages/{id}/feedback
VIGIE_HANDLER(listChanges);           // GET /v1/changes
VIGIE_HANDLER(journalChange);         // POST /v1/changes
VIGIE_HANDLER(listEvaluationSets);    // GET /v1/evaluation-sets
VIGIE_HANDLER(addEvaluationSet);      // POST /v1/evaluation-sets
VIGIE_HANDLER(getEvaluationSet);      // GET /v1/evaluation-sets/{id}
VIGIE_HANDLER(deleteEvaluationSet);   // DELETE /v1/evaluation-sets/{id}
VIGIE_HANDLER(startEvaluation);       // POST /v1/evaluations
VIGIE_HANDLER(getEvaluation);         // GET /v1/evaluations/{id}
VIGIE_HANDLER(chatOverWebSocket);     // GET /ws/chat
VIGIE_HANDLER(drill);                 // POST /v1/drill
VIGIE_HANDLER(listFaults);            // GET /internal/faults
VIGIE_HANDLER(putFault);              // PUT /internal/faults
VIGIE_HANDLER(clearFaults);           // DELETE /internal/faults
VIGIE_HANDLER(showContract);          // GET /openapi.json
VIGIE_HANDLER(showDocs);              // GET /docs
VIGIE_HANDLER(showLiveness);          // GET /health/live
VIGIE_HANDLER(showReadiness);         // GET /health/ready
VIGIE_HANDLER(exposeMetrics);         // GET /metrics

#undef VIGIE_HANDLER

}  // namespace vigie::api
