// How often a live view asks anew: off, every so often, or as often as the range deserves.
#pragma once

#include <QString>

#include <chrono>
#include <optional>
#include <vector>

namespace vigie::console {

struct RefreshPace {
  bool automatic = false;              ///< from the length of the range
  std::chrono::milliseconds fixed{0};  ///< zero: off

  static RefreshPace every(std::chrono::milliseconds period) { return {false, period}; }
  static RefreshPace fromRange() { return {true, {}}; }
  friend bool operator==(const RefreshPace&, const RefreshPace&) = default;
};

/// The period at this range; zero: off. Automatic is a thousandth of it, Grafana's rule on a screen of 1000 pixels.
std::chrono::milliseconds periodOf(const RefreshPace& pace, std::chrono::milliseconds range);

/// "5s", "1m", "auto", "": as dashboards and settings write it. Nothing for anything else.
std::optional<RefreshPace> readPace(const QString& text);
QString writtenPace(const RefreshPace& pace);

/// "30 s", "5 min", "1 h"; "Off" and "Auto".
QString paceWords(const RefreshPace& pace);

/// Off, automatic, 5 s … 1 h.
std::vector<RefreshPace> usualPaces();

}  // namespace vigie::console
