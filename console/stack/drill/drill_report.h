// What a drill found, in Markdown for people and in JSON for programs.
#pragma once

#include <QDateTime>
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
};

struct DrillReport {
  QString name;
  QString alert;
  QDateTime startedAt;  ///< the fault
  bool quick = false;
  QList<DrillLeg> legs;
  QString error;  ///< why it ended early; empty: it did not

  /// Every leg came, within its limit.
  [[nodiscard]] bool passed() const;
  [[nodiscard]] QString toMarkdown() const;
  [[nodiscard]] QJsonObject toJson() const;

 private:
  [[nodiscard]] bool isInTime(const DrillLeg& leg) const;
};

}  // namespace vigie::stack
