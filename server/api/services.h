// Services: what the handlers borrow. Everything outlives the listeners.
#pragma once

#include "core/base/log.h"
#include "core/chat/chat_pipeline.h"
#include "core/evaluation/evaluation_runner.h"
#include "core/llm/llm_client.h"
#include "core/metrics/change_metrics.h"
#include "core/metrics/chat_metrics.h"
#include "core/metrics/http_metrics.h"
#include "core/retrieval/document_ingest.h"
#include "core/retrieval/embedder.h"
#include "core/retrieval/retriever.h"
#include "core/store/conversation_store.h"
#include "core/store/document_store.h"
#include "core/store/feedback_loop_store.h"
#include "core/store/idempotency_store.h"
#include "server/auth/api_keys.h"
#include "server/health_board.h"
#include "server/limits/in_flight_limit.h"
#include "server/limits/rate_limits.h"

#include <boost/asio/thread_pool.hpp>
#include <prometheus/collectable.h>

#include <chrono>
#include <cstddef>
#include <vector>

namespace vigie::drills {
class FaultBoard;
}

namespace vigie::api {

class LiveChats;

struct Services {
  ChatPipeline& chat;
  LlmClient& models;
  Retriever& retriever;
  ConversationStore& conversations;
  IdempotencyStore& idempotency;
  FeedbackLoopStore& feedbackLoop;
  DocumentStore& documents;
  DocumentIngest& ingest;
  HealthBoard& health;
  HttpMetrics& metrics;
  ChatMetrics& chatMetrics;
  ChangeMetrics& changeMetrics;
  std::vector<const prometheus::Collectable*> metricSources;  ///< what /metrics shows
  boost::asio::thread_pool& scrapePool;
  bool hasUpstream = false;
  const auth::ApiKeys* keys = nullptr;              ///< nullptr: the public API asks for none
  limits::RateLimits* rates = nullptr;              ///< nullptr: none
  limits::InFlightLimit* inFlight = nullptr;        ///< nullptr: none
  LiveChats* live = nullptr;                        ///< never null while the public listener serves
  std::chrono::milliseconds slowestReader{30'000};  ///< a WebSocket that takes nothing for so long is dropped
  EvaluationRunner* evaluations = nullptr;
  drills::FaultBoard* faults = nullptr;             ///< nullptr: no drills
  Embedder* embedder = nullptr;                     ///< what /v1/embeddings asks
  limits::InFlightLimit* embeddedTexts = nullptr;   ///< a place for each text of /v1/embeddings; nullptr: no limit
  std::size_t bodyLimit = 1024 * 1024;
  std::size_t documentBodyLimit = 16 * 1024 * 1024;
};

}  // namespace vigie::api
