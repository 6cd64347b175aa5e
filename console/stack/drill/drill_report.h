// What a drill found, in Markdown for people and in JSON for programs.
#pragma once

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace vigie::stack {

/// One step from the fault to the last message, in seconds since the fault.
struct DrillLeg {
  QString
      name;  ///< fault, metric moved, pending, firing, delivered, acknowledged, recovered, resolved, resolve delivered
  std::optional<double> at;            ///< empty: it did not come
  std::optional<double> limitSeconds;  ///< it must come within so many seconds of `limitFrom`
  QString limitFrom;
  QString note;
  bool skipped = false;  ///< could not be tried; `note` says why, and what it takes
};

struct DrillReport {
  QString name;
  QString alert;
  QDateTime startedAt;  ///< the fault
  bool quick = false;
  QString ground;  ///< where: "the local stack", "compose"
  QString source;  ///< who was asked how far the alert is
  QList<DrillLeg> legs;
  QJsonArray history;  ///< AlertWatch::history()
  QString error;       ///< why it ended early; empty: it did not

  /// Every leg that could be tried came, within its limit.
  [[nodiscard]] bool passed() const;
  [[nodiscard]] QString toMarkdown() const;
  [[nodiscard]] QJsonObject toJson() const;
  /// One of its legs; with `in_time`, as far as the legs before it tell.
  [[nodiscard]] QJsonObject toJson(const DrillLeg& leg) const;

 private:
  [[nodiscard]] bool isInTime(const DrillLeg& leg) const;
};

}  // namespace vigie::stack
