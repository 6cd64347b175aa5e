// What the store measures.
#pragma once

#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <chrono>
#include <cstddef>

namespace vigie {

/// What a call of the store does: the closed set of the label `operation`.
enum class StoreOperation {
  kBeginTurn,
  kFinishAnswer,
  kHistory,
  kCheckpoint,
  kClaimKey,
  kKeepResponse,
  kListConversations,
  kGetConversation,
  kListMessages,
  kEraseConversation,
  kRenewLeases,
  kSweepExpired,
  kReplayJournal,
  kInsertDocument,
  kDocumentProgress,
  kDocumentText,
  kSaveChunks,
  kListDocuments,
  kGetDocument,
  kDocumentContent,
  kListChunks,
  kEraseDocument,
  kUnfinishedDocuments,
  kIndexChanges,
  kChangeConversation,
  kSearchConversations,
  kMessagesInWindow,
  kRate,
  kAddChange,
  kListChanges,
  kAddEvaluationSet,
  kReadEvaluationSets,
  kEraseEvaluationSet,
  kStartEvaluation,
  kRenewEvaluations,
  kFinishEvaluation,
  kReadEvaluation,
  kProbe,
};
inline constexpr std::size_t kStoreOperationCount = static_cast<std::size_t>(StoreOperation::kProbe) + 1;

/// The label's value: "begin_turn" and so on.
const char* toString(StoreOperation operation) noexcept;

/// vigie_db_pool_in_use: connections that work on a call now.
/// vigie_db_query_duration_seconds{operation}: time on a connection, from its hand-over to the answer; the wait for a
/// free connection is not in it.
/// vigie_journal_depth: writes that wait in the outage journal. vigie_journal_refused: those that PostgreSQL refuses for
/// good and that were set aside, as far as this server has looked. Every series is there from the start. Any thread.
class StoreMetrics {
 public:
  /// `registry` must outlive this.
  explicit StoreMetrics(prometheus::Registry& registry);

  prometheus::Gauge& poolInUse;
  prometheus::Gauge& journalDepth;
  prometheus::Gauge& journalRefused;
  void observe(StoreOperation operation, std::chrono::steady_clock::duration elapsed);

 private:
  std::array<prometheus::Histogram*, kStoreOperationCount> durations_{};
};

}  // namespace vigie
