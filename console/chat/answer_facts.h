// The muted line under an answer, and how it writes numbers.
#pragma once

#include "console/chat/chat_turn.h"

#include <QLocale>
#include <QString>
#include <QStringList>

#include <vector>

namespace vigie::console {

/// "0.4 ms", "381 ms", "1.52 s", "2 min 05 s": milliseconds as a reader wants them, in the locale's digits, with a
/// no-break space before the unit.
QString formatDuration(double milliseconds, const QLocale& locale);

/// What is known of an answer, most important first: its ending where that is not the usual one, time to first token,
/// total, prompt + completion tokens, tokens a second (completion tokens over the time from the first token to the
/// last; only of a complete answer, and only where that time is long enough to mean something). Empty while the answer
/// is under way.
QStringList answerFacts(const ChatTurn& turn, const QLocale& locale);

/// What an answer is labelled with: the model's name, and for the embedded extractive model what it is.
QString modelLabel(const ChatTurn& turn);

/// One bar of "Where the time went": from `startMs` for `lengthMs` on the answer's own time axis.
struct StageBar {
  QString name;
  double startMs = 0;
  double lengthMs = 0;
};
/// queue, embed, retrieve, first token, generate, persist, as they ran.
std::vector<StageBar> stageBars(const wire::Timings& timings);

}  // namespace vigie::console
