// Grafana's unit ids: what each counts in, and what stands after its number. Any thread.
// Source: packages/grafana-data/src/valueFormats/categories.ts.
#pragma once

#include <QString>

namespace vigie::console::impl {

enum class UnitKind { kPlain, kSi, kIec, kSeconds, kPercent, kCurrency };

struct UnitInfo {
  const char* id;
  UnitKind kind;
  const char* suffix;       ///< after the scale's prefix
  double factor;            ///< into the unit the scale counts in
  const char* description;  ///< translated in context "units"
};

/// Null for one that is not known.
const UnitInfo* findUnit(const QString& id);

}  // namespace vigie::console::impl
