#include "console/dashboard/impl/value_mappings.h"

#include "console/dashboard/json_read.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace vigie::console::impl {
namespace {

using jsonread::at;
using jsonread::intOf;
using jsonread::numberOf;
using jsonread::objectAt;
using jsonread::textAt;

ValueMapping mappingResult(const QJsonObject& object) {
  ValueMapping m;
  m.text = textAt(object, "text");
  m.colour = textAt(object, "color");
  return m;
}

/// The mappings before Grafana 8: {"type": 1, "value": "0", "text": "down"} and {"type": 2, "from", "to", "text"}.
void readOldMapping(const QJsonObject& mapping, std::vector<ValueMapping>& out) {
  ValueMapping m = mappingResult(mapping);
  if (intOf(at(mapping, "type")) == 2) {
    // As single stats had it by default: "null" to "null" is "N/A".
    m.matchesNull = textAt(mapping, "from") == QLatin1String("null") || textAt(mapping, "to") == QLatin1String("null");
    if (m.matchesNull) return out.push_back(m);
    m.from = numberOf(at(mapping, "from"));
    m.to = numberOf(at(mapping, "to"));
    if (m.from && m.to) out.push_back(m);
    return;
  }
  const QString value = at(mapping, "value").toVariant().toString();
  m.value = numberOf(QJsonValue(value));
  m.matchesNull = value == QLatin1String("null");
  if (!m.value && !m.matchesNull) m.literal = value;
  out.push_back(m);
}

}  // namespace

void readMapping(const QJsonObject& mapping, std::vector<ValueMapping>& out) {
  if (at(mapping, "type").isDouble()) return readOldMapping(mapping, out);
  const QString type = textAt(mapping, "type");
  const QJsonObject options = objectAt(mapping, "options");
  if (type == QLatin1String("value")) {
    std::vector<std::pair<int, ValueMapping>> values;
    for (auto it = options.begin(); it != options.end(); ++it) {
      const QJsonObject result = it.value().toObject();
      ValueMapping m = mappingResult(result);
      m.value = numberOf(QJsonValue(it.key()));
      if (!m.value) m.literal = it.key();
      values.emplace_back(intOf(at(result, "index")).value_or(0), m);
    }
    std::stable_sort(values.begin(), values.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [index, m] : values) out.push_back(std::move(m));
    return;
  }
  ValueMapping m = mappingResult(objectAt(options, "result"));
  if (type == QLatin1String("range")) {
    m.from = numberOf(at(options, "from")).value_or(-std::numeric_limits<double>::infinity());
    m.to = numberOf(at(options, "to")).value_or(std::numeric_limits<double>::infinity());
    out.push_back(m);
  } else if (type == QLatin1String("regex")) {
    m.pattern = regexPattern(textAt(options, "pattern"));
    if (!m.pattern.isEmpty()) out.push_back(m);
  } else if (type == QLatin1String("special")) {
    const QString match = textAt(options, "match");
    m.matchesNull = match.startsWith(QLatin1String("null"));
    m.matchesNan = match.endsWith(QLatin1String("nan"));
    m.matchesEmpty = match == QLatin1String("empty");
    // Only what a transformation made a truth is one: Prometheus answers numbers.
    if (match == QLatin1String("true") || match == QLatin1String("false")) m.literal = match;
    out.push_back(m);
  }
}

}  // namespace vigie::console::impl
