// One turn of a transcript as the console holds it. Plain data.
#pragma once

#include "console/chat/problem.h"
#include "core/wire/conversations.h"

#include <QDateTime>
#include <QMetaType>
#include <QString>

#include <optional>
#include <vector>

namespace vigie::console {

enum class Speaker { kUser, kAssistant };

/// How far an answer got. A user's turn is always kComplete.
enum class TurnState {
  kWaiting,    ///< asked, no text yet
  kStreaming,  ///< text is arriving
  kComplete,
  kStopped,  ///< the reader stopped it: the text is what had arrived
  kPartial,  ///< it broke off: the text is what had arrived, `problem` says why where that is known
  kFailed,   ///< it broke off before any text
  kRunning,  ///< read from the server while another client was having it answered
};

struct ChatTurn {
  QString id;        ///< the server's; empty until it has named it
  QString parentId;  ///< the turn this one follows; empty for the first
  Speaker speaker = Speaker::kUser;
  TurnState state = TurnState::kComplete;
  QString text;
  QDateTime at;
  QString model;
  QString fallbackFrom;
  QString finishReason;
  QString requestId;
  std::vector<wire::Citation> citations;
  std::optional<wire::Usage> usage;
  std::optional<wire::Timings> timings;
  bool saved = true;  ///< false: the server kept nothing of it
  std::optional<Problem> problem;

  [[nodiscard]] bool underWay() const { return state == TurnState::kWaiting || state == TurnState::kStreaming; }
};

ChatTurn turnFromMessage(const wire::Message& message);

/// The branch that ends at the newest message, oldest first: what a reader saw last. Branches that were left stay on
/// the server. A repeated question directly under its equal (how a first question is asked again) is shown once.
std::vector<ChatTurn> newestBranch(const std::vector<wire::Message>& messages);

}  // namespace vigie::console
