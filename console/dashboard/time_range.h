// The time range, its zone and the refresh pace all pages share: one object, handed to every page (UI thread).
//
// The range is kept as it was written ("now-6h", "now/d", a fixed moment) and becomes a window when it is asked for.
// Every change of it can be gone back.
#pragma once

#include "console/dashboard/refresh_pace.h"
#include "console/dashboard/time_expression.h"
#include "console/dashboard/time_window.h"

#include <QList>
#include <QObject>

#include <chrono>
#include <optional>
#include <vector>

namespace vigie::console {

/// What a chart is compared with: the same length of time before.
enum class CompareWith { kNothing, kPreviousPeriod, kDayBefore, kWeekBefore };

class TimeRange : public QObject {
  Q_OBJECT
 public:
  explicit TimeRange(QObject* parent = nullptr);

  // What it is.
  [[nodiscard]] const RawRange& raw() const { return raw_; }
  /// The window at `nowMs`; never empty.
  [[nodiscard]] TimeWindow windowAt(qint64 nowMs) const;
  [[nodiscard]] std::chrono::seconds span() const;
  /// Its end is the present: what is newest is in sight.
  [[nodiscard]] bool followsClock() const;
  /// How days are counted.
  [[nodiscard]] const TimeRules& rules() const { return rules_; }

  // By hand: each step can be gone back, and stays when another dashboard is opened.
  /// A range that does not hold is refused with the reason.
  std::optional<Error> choose(const RawRange& range);
  /// "Last n", following the clock.
  void setSpan(std::chrono::seconds span);
  /// A fixed window (drag across a plot).
  void zoomTo(const TimeWindow& window);
  /// Twice or half as much around the middle; what ends now keeps ending now (ADR 100).
  void zoomOut();
  void zoomIn();
  /// By half its length; not past now when it began before.
  void shift(int direction);
  /// The window of this moment, fixed.
  void makeAbsolute();
  [[nodiscard]] bool canGoBack() const { return at_ > 0; }
  [[nodiscard]] bool canGoForward() const { return at_ + 1 < static_cast<int>(history_.size()); }
  void goBack();
  void goForward();
  /// A range of a state that is gone back to: by hand, and no step of its own.
  void revisit(const RawRange& range);
  /// Chosen by hand since it last followed a dashboard.
  [[nodiscard]] bool isChosen() const { return chosen_; }
  /// The last ones chosen by hand, newest first.
  [[nodiscard]] const QList<RawRange>& recent() const { return recent_; }
  void setRecent(const QList<RawRange>& recent) { recent_ = recent; }

  /// What a dashboard says when it opens: not by hand, nothing to go back to. A range that does not hold is left out,
  /// and a zone that was chosen by hand stays.
  void follow(const RawRange& range, const TimeRules& rules, std::chrono::milliseconds nowDelay);

  /// Nothing counts as chosen by hand any more.
  void forgetChoice() { chosen_ = zoneChosen_ = paceChosen_ = false; }

  /// By hand. An invalid zone is the system's.
  void setZone(const QTimeZone& zone);
  [[nodiscard]] bool isZoneChosen() const { return zoneChosen_; }

  // How often a live view asks anew.
  [[nodiscard]] RefreshPace pace() const { return pace_; }
  /// By hand; goes on where it was paused.
  void setPace(RefreshPace pace);
  [[nodiscard]] bool isPaceChosen() const { return paceChosen_; }
  /// What a dashboard says when it opens: left alone when one was chosen by hand.
  void followPace(RefreshPace pace);
  [[nodiscard]] bool isPaused() const { return paused_; }
  void setPaused(bool paused);
  /// Zero while it is off or paused.
  [[nodiscard]] std::chrono::milliseconds refreshEvery() const;
  /// A fixed pace; zero: off.
  void setRefreshEvery(std::chrono::seconds period) { setPace(RefreshPace::every(period)); }

  [[nodiscard]] CompareWith compareWith() const { return compareWith_; }
  void setCompareWith(CompareWith what);
  /// How far back the compared curve lies; nothing when nothing is compared.
  [[nodiscard]] std::optional<qint64> compareOffsetMs(const TimeWindow& window) const;

 Q_SIGNALS:
  /// Another range or another zone.
  void rangeChanged();
  void refreshEveryChanged();
  void compareChanged();

 private:
  void take(const RawRange& range);
  void takeWindow(qint64 fromMs, qint64 toMs);
  void changeTo(const RawRange& range);

  RawRange raw_;
  TimeRules rules_;
  std::chrono::milliseconds nowDelay_{0};
  std::vector<RawRange> history_;
  int at_ = 0;
  bool chosen_ = false;
  bool zoneChosen_ = false;
  bool paceChosen_ = false;
  QList<RawRange> recent_;
  RefreshPace pace_ = RefreshPace::every(std::chrono::seconds(5));
  bool paused_ = false;
  CompareWith compareWith_ = CompareWith::kNothing;
};

}  // namespace vigie::console
