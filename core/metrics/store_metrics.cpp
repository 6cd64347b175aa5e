#include "core/metrics/store_metrics.h"

namespace vigie {

const char* toString(StoreOperation operation) noexcept {
  switch (operation) {
    case StoreOperation::kBeginTurn:
      return "begin_turn";
    case StoreOperation::kFinishAnswer:
      return "finish_answer";
    case StoreOperation::kHistory:
      return "history";
    case StoreOperation::kCheckpoint:
      return "checkpoint";
    case StoreOperation::kClaimKey:
      return "claim_key";
    case StoreOperation::kKeepResponse:
      return "keep_response";
    case StoreOperation::kListConversations:
      return "list_conversations";
    case StoreOperation::kGetConversation:
      return "get_conversation";
    case StoreOperation::kListMessages:
      return "list_messages";
    case StoreOperation::kEraseConversation:
      return "erase_conversation";
    case StoreOperation::kRenewLeases:
      return "renew_leases";
    case StoreOperation::kSweepExpired:
      return "sweep_expired";
    case StoreOperation::kReplayJournal:
      return "replay_journal";
    case StoreOperation::kInsertDocument:
      return "insert_document";
    case StoreOperation::kDocumentProgress:
      return "document_progress";
    case StoreOperation::kDocumentText:
      return "document_text";
    case StoreOperation::kSaveChunks:
      return "save_chunks";
    case StoreOperation::kListDocuments:
      return "list_documents";
    case StoreOperation::kGetDocument:
      return "get_document";
    case StoreOperation::kDocumentContent:
      return "document_content";
    case StoreOperation::kListChunks:
      return "list_chunks";
    case StoreOperation::kEraseDocument:
      return "erase_document";
    case StoreOperation::kUnfinishedDocuments:
      return "unfinished_documents";
    case StoreOperation::kIndexChanges:
      return "index_changes";
    case StoreOperation::kChangeConversation:
      return "change_conversation";
    case StoreOperation::kSearchConversations:
      return "search_conversations";
    case StoreOperation::kMessagesInWindow:
      return "messages_in_window";
    case StoreOperation::kRate:
      return "rate";
    case StoreOperation::kAddChange:
      return "add_change";
    case StoreOperation::kListChanges:
      return "list_changes";
    case StoreOperation::kAddEvaluationSet:
      return "add_evaluation_set";
    case StoreOperation::kReadEvaluationSets:
      return "read_evaluation_sets";
    case StoreOperation::kEraseEvaluationSet:
      return "erase_evaluation_set";
    case StoreOperation::kStartEvaluation:
      return "start_evaluation";
    case StoreOperation::kRenewEvaluations:
      return "renew_evaluations";
    case StoreOperation::kFinishEvaluation:
      return "finish_evaluation";
    case StoreOperation::kReadEvaluation:
      return "read_evaluation";
    case StoreOperation::kProbe:
      return "probe";
  }
  return "probe";
}

StoreMetrics::StoreMetrics(prometheus::Registry& registry)
    : poolInUse(prometheus::BuildGauge()
                    .Name("vigie_db_pool_in_use")
                    .Help("Connections to PostgreSQL that work on a call now.")
                    .Register(registry)
                    .Add({})),
      journalDepth(prometheus::BuildGauge()
                       .Name("vigie_journal_depth")
                       .Help("Writes that wait in the outage journal for PostgreSQL.")
                       .Register(registry)
                       .Add({})),
      journalRefused(prometheus::BuildGauge()
                         .Name("vigie_journal_refused")
                         .Help("Writes of the outage journal that PostgreSQL refuses, set aside for a person to look at.")
                         .Register(registry)
                         .Add({})) {
  auto& family = prometheus::BuildHistogram()
                     .Name("vigie_db_query_duration_seconds")
                     .Help("Time of a store operation on its PostgreSQL connection.")
                     .Register(registry);
  const prometheus::Histogram::BucketBoundaries bounds{.0001, .00025, .0005, .001, .0025, .005, .01,
                                                       .025,  .05,    .1,    .25,  .5,    1,    5};
  for (std::size_t i = 0; i < kStoreOperationCount; ++i) {
    durations_[i] = &family.Add({{"operation", toString(static_cast<StoreOperation>(i))}}, bounds);
  }
}

void StoreMetrics::observe(StoreOperation operation, std::chrono::steady_clock::duration elapsed) {
  durations_[static_cast<std::size_t>(operation)]->Observe(std::chrono::duration<double>(elapsed).count());
}

}  // namespace vigie
