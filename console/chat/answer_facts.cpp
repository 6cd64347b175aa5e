#include "console/chat/answer_facts.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace vigie::console {

namespace {

struct Text {
  Q_DECLARE_TR_FUNCTIONS(vigie::console::AnswerFacts)
};

/// Under this, tokens a second says how fast text was copied and not how fast a model writes.
constexpr double kShortestRateMs = 50;
constexpr QChar kNarrowNoBreakSpace(0x202F);

QString quantity(const QString& number, const QString& unit) { return number + kNarrowNoBreakSpace + unit; }

QString ending(const ChatTurn& turn, const QLocale& locale) {
  const bool timed = turn.timings && turn.timings->totalMs > 0;
  switch (turn.state) {
    case TurnState::kStopped:
      return timed ? Text::tr("stopped after %1").arg(formatDuration(turn.timings->totalMs, locale))
                   : Text::tr("stopped");
    case TurnState::kPartial:
      return Text::tr("partial: it broke off");
    case TurnState::kRunning:
      return Text::tr("still being written");
    default:
      break;
  }
  if (turn.finishReason == u"length") return Text::tr("cut off at the model's length limit");
  if (turn.finishReason == u"content_filter") return Text::tr("cut off by the model's content filter");
  return {};
}

/// From the first token to the last. `generateMs` is the model's whole time, its wait for the first token included.
double writingMs(const wire::Timings& timings) {
  return std::clamp(timings.totalMs - timings.firstTokenMs, 0.0, std::max(0.0, timings.generateMs));
}

QString tokens(const wire::Usage& usage, const QLocale& locale) {
  const QString both = Text::tr("%1 + %2 tokens")
                           .arg(locale.toString(static_cast<qlonglong>(usage.promptTokens)),
                                locale.toString(static_cast<qlonglong>(usage.completionTokens)));
  return usage.estimated ? QChar(0x2248) + QString(kNarrowNoBreakSpace) + both : both;
}

}  // namespace

QString formatDuration(double milliseconds, const QLocale& locale) {
  const double ms = std::max(0.0, milliseconds);
  if (ms < 9.95) return quantity(locale.toString(ms, 'f', 1), Text::tr("ms"));
  if (ms < 999.5) return quantity(locale.toString(ms, 'f', 0), Text::tr("ms"));
  if (ms < 9'995) return quantity(locale.toString(ms / 1000, 'f', 2), Text::tr("s"));
  if (ms < 59'950) return quantity(locale.toString(ms / 1000, 'f', 1), Text::tr("s"));
  const auto seconds = static_cast<qlonglong>(std::llround(ms / 1000));
  const QString rest = QStringLiteral("%1").arg(seconds % 60, 2, 10, QLatin1Char('0'));
  return quantity(locale.toString(seconds / 60), Text::tr("min")) + u' ' + quantity(rest, Text::tr("s"));
}

QStringList answerFacts(const ChatTurn& turn, const QLocale& locale) {
  if (turn.speaker != Speaker::kAssistant || turn.underWay() || turn.state == TurnState::kFailed) return {};
  QStringList facts;
  if (const QString end = ending(turn, locale); !end.isEmpty()) facts << end;
  if (turn.timings && turn.timings->totalMs > 0) {
    if (turn.timings->firstTokenMs > 0) {
      facts << Text::tr("%1 to first token").arg(formatDuration(turn.timings->firstTokenMs, locale));
    }
    if (turn.state == TurnState::kComplete) facts << formatDuration(turn.timings->totalMs, locale);
  }
  if (turn.usage && turn.usage->promptTokens + turn.usage->completionTokens > 0) facts << tokens(*turn.usage, locale);
  if (turn.state == TurnState::kComplete && turn.usage && turn.timings && turn.usage->completionTokens > 0 &&
      writingMs(*turn.timings) >= kShortestRateMs) {
    const double rate = static_cast<double>(turn.usage->completionTokens) * 1000 / writingMs(*turn.timings);
    facts << quantity(locale.toString(rate, 'f', rate < 10 ? 1 : 0), Text::tr("tok/s"));
  }
  if (!turn.saved) facts << Text::tr("not saved");
  return facts;
}

QString modelLabel(const ChatTurn& turn) {
  if (turn.model == u"extractive") return Text::tr("extractive, no language model");
  if (!turn.fallbackFrom.isEmpty()) return Text::tr("%1, in place of %2").arg(turn.model, turn.fallbackFrom);
  return turn.model;
}

std::vector<StageBar> stageBars(const wire::Timings& timings) {
  std::vector<StageBar> bars;
  double at = 0;
  const auto add = [&](const QString& name, double length) {
    bars.push_back({name, at, std::max(0.0, length)});
    at += std::max(0.0, length);
  };
  add(Text::tr("queue"), timings.queueMs);
  add(Text::tr("embed"), timings.embedMs);
  add(Text::tr("retrieve"), timings.retrieveMs);
  // firstTokenMs runs from the request's arrival: the bar is what is left of it after the stages before.
  add(Text::tr("first token"), timings.firstTokenMs - at);
  add(Text::tr("generate"), writingMs(timings));
  // Part of it ran beside the search; what the reader waited for is its end.
  at = std::max(0.0, timings.totalMs - timings.persistMs);
  add(Text::tr("persist"), timings.persistMs);
  return bars;
}

}  // namespace vigie::console
