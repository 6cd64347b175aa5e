// Reading JSON that people and old versions wrote: a field of the wrong type counts as missing.
#pragma once

#include "console/dashboard/interval.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>

#include <cmath>
#include <optional>

namespace vigie::console::jsonread {

/// A number, also one that is written as a string (old dashboards).
inline std::optional<double> numberOf(const QJsonValue& value) {
  if (value.isDouble()) return value.toDouble();
  if (!value.isString()) return std::nullopt;
  bool ok = false;
  const double number = value.toString().toDouble(&ok);
  return ok && std::isfinite(number) ? std::optional<double>(number) : std::nullopt;
}

inline std::optional<int> intOf(const QJsonValue& value) {
  const auto number = numberOf(value);
  if (!number || std::abs(*number) > 1e9) return std::nullopt;
  return static_cast<int>(*number);
}

/// true, and "true" as some generators write it.
inline bool boolOf(const QJsonValue& value, bool fallback) {
  if (value.isBool()) return value.toBool();
  if (!value.isString()) return fallback;
  return value.toString() == QLatin1String("true");
}

/// A PromQL duration in milliseconds; 0 for anything else.
inline qint64 durationOf(const QJsonValue& value) { return parseDuration(value.toString()).value_or(0); }

inline QJsonValue at(const QJsonObject& object, const char* key) { return object.value(QLatin1String(key)); }
inline QJsonObject objectAt(const QJsonObject& object, const char* key) { return at(object, key).toObject(); }
inline QJsonArray arrayAt(const QJsonObject& object, const char* key) { return at(object, key).toArray(); }
inline QString textAt(const QJsonObject& object, const char* key, const QString& fallback = {}) {
  return at(object, key).toString(fallback);
}

/// The strings of an array; others are left out.
inline QStringList textsOf(const QJsonValue& value) {
  QStringList texts;
  for (const QJsonValue& item : value.toArray()) {
    if (item.isString()) texts.append(item.toString());
  }
  return texts;
}

}  // namespace vigie::console::jsonread
