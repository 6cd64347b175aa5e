// Transformations that choose, order and name columns and rows.
#include "console/dashboard/impl/transformers.h"
#include "console/dashboard/json_read.h"

#include <QRegularExpression>

#include <algorithm>
#include <limits>
#include <numeric>

namespace vigie::console::impl {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::intOf;
using jsonread::numberOf;
using jsonread::objectAt;
using jsonread::textAt;

/// {"names": […], "pattern": "/x/", "variable": "$v"}: whether it says anything, and about whom.
struct NameFilter {
  NameFilter(const QJsonObject& object, bool byVariable)
      : names(jsonread::textsOf(at(object, "names"))), pattern(regexPattern(textAt(object, "pattern"))) {
    if (byVariable) {
      // "{a,b}" where several are chosen.
      QString chosen = textAt(object, "variable");
      if (chosen.startsWith(QLatin1Char('{')) && chosen.endsWith(QLatin1Char('}'))) chosen = chosen.mid(1).chopped(1);
      names = chosen.split(QLatin1Char(','), Qt::SkipEmptyParts);
      pattern = QRegularExpression();
      isSet = !names.isEmpty();
      return;
    }
    isSet = at(object, "names").isArray() || !pattern.pattern().isEmpty();
  }
  [[nodiscard]] bool holds(const QString& name) const {
    return names.contains(name) || (!pattern.pattern().isEmpty() && pattern.match(name).hasMatch());
  }
  QStringList names;
  QRegularExpression pattern;
  bool isSet = false;
};

bool testValue(const DataField& field, std::size_t row, const QString& id, const QJsonObject& options) {
  const bool isText = field.type == FieldType::kText;
  const double number = isText ? std::numeric_limits<double>::quiet_NaN() : field.numbers[row];
  const QString text = field.key(row);
  const QJsonValue wanted = at(options, "value");
  const double bound = numberOf(wanted).value_or(std::numeric_limits<double>::quiet_NaN());
  if (id == QLatin1String("isNull")) return field.isNothing(row);
  if (id == QLatin1String("isNotNull")) return !field.isNothing(row);
  if (id == QLatin1String("greater")) return number > bound;
  if (id == QLatin1String("greaterOrEqual")) return number >= bound;
  if (id == QLatin1String("lower")) return number < bound;
  if (id == QLatin1String("lowerOrEqual")) return number <= bound;
  if (id == QLatin1String("equal")) return isText ? text == wanted.toVariant().toString() : number == bound;
  if (id == QLatin1String("notEqual")) return isText ? text != wanted.toVariant().toString() : number != bound;
  if (id == QLatin1String("between")) {
    return number > numberOf(at(options, "from")).value_or(0) && number < numberOf(at(options, "to")).value_or(0);
  }
  if (id == QLatin1String("substring")) return text.contains(wanted.toString(), Qt::CaseInsensitive);
  if (id == QLatin1String("notSubstring")) return !text.contains(wanted.toString(), Qt::CaseInsensitive);
  if (id == QLatin1String("regex")) return QRegularExpression(wanted.toString()).match(text).hasMatch();
  return false;
}

/// "$1 of $2" with what was captured.
QString filledIn(const QString& replacement, const QRegularExpressionMatch& match) {
  static const QRegularExpression kGroup(QStringLiteral(R"(\$(\d|&))"));
  QString result;
  qsizetype at = 0;
  for (auto it = kGroup.globalMatch(replacement); it.hasNext();) {
    const QRegularExpressionMatch group = it.next();
    result += replacement.mid(at, group.capturedStart() - at) + match.captured(group.captured(1).toInt());
    at = group.capturedEnd();
  }
  return result + replacement.mid(at);
}

std::vector<std::size_t> allRows(const DataFrame& frame) {
  std::vector<std::size_t> rows(frame.rows());
  std::iota(rows.begin(), rows.end(), 0U);
  return rows;
}

}  // namespace

int fieldCalled(const DataFrame& frame, const Frames& all, const QString& name) {
  const int byRule = static_cast<int>(fieldNames(frame, all).indexOf(name));
  if (byRule >= 0) return byRule;
  // Options may also use a field's own name.
  for (std::size_t i = 0; i < frame.fields.size(); ++i) {
    if (frame.fields[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

Frames organize(Frames frames, const QJsonObject& options) {
  const QJsonObject excluded = objectAt(options, "excludeByName");
  const QJsonObject included = objectAt(options, "includeByName");
  const QJsonObject order = objectAt(options, "indexByName");
  const QJsonObject renamed = objectAt(options, "renameByName");
  const Frames before = frames;
  for (std::size_t f = 0; f < frames.size(); ++f) {
    const QStringList names = fieldNames(before[f], before);
    std::vector<std::pair<int, DataField>> kept;
    for (std::size_t i = 0; i < before[f].fields.size(); ++i) {
      const QString& name = names[static_cast<qsizetype>(i)];
      if (boolOf(excluded.value(name), false)) continue;
      if (!included.isEmpty() && !boolOf(included.value(name), false)) continue;
      DataField field = before[f].fields[i];
      // The number of a doubled name belongs to the frame as it was.
      field.displayName = renamed.value(name).toString(name);
      if (field.displayName.isEmpty()) field.displayName = name;
      kept.emplace_back(intOf(order.value(name)).value_or(std::numeric_limits<int>::max()), std::move(field));
    }
    if (!order.isEmpty()) {
      std::stable_sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    }
    frames[f].fields.clear();
    for (auto& [index, field] : kept) frames[f].fields.push_back(std::move(field));
  }
  return frames;
}

Frames filterByName(Frames frames, const QJsonObject& options) {
  const bool byVariable = boolOf(at(options, "byVariable"), false);
  const NameFilter include(objectAt(options, "include"), byVariable);
  const NameFilter exclude(objectAt(options, "exclude"), byVariable);
  const Frames before = frames;
  Frames result;
  for (DataFrame& frame : frames) {
    const QStringList names = fieldNames(frame, before);
    std::vector<DataField> kept;
    for (std::size_t i = 0; i < frame.fields.size(); ++i) {
      const QString& name = names[static_cast<qsizetype>(i)];
      if ((!include.isSet || include.holds(name)) && !exclude.holds(name)) kept.push_back(std::move(frame.fields[i]));
    }
    frame.fields = std::move(kept);
    if (!frame.fields.empty()) result.push_back(std::move(frame));
  }
  return result;
}

Frames filterByRefId(Frames frames, const QJsonObject& options) {
  const QString wanted = textAt(options, "include");
  if (wanted.isEmpty()) return frames;
  const QRegularExpression pattern(QRegularExpression::anchoredPattern(regexPattern(wanted)));
  std::erase_if(frames, [&pattern](const DataFrame& frame) { return !pattern.match(frame.refId).hasMatch(); });
  return frames;
}

Frames filterByValue(Frames frames, const QJsonObject& options) {
  const QJsonArray filters = arrayAt(options, "filters");
  const bool matchAll = textAt(options, "match") != QLatin1String("any");
  const bool include = textAt(options, "type", QStringLiteral("include")) == QLatin1String("include");
  if (filters.isEmpty()) return frames;
  const Frames before = frames;
  for (DataFrame& frame : frames) {
    std::vector<std::size_t> kept;
    for (const std::size_t row : allRows(frame)) {
      int tested = 0;
      int met = 0;
      for (const QJsonValue& item : filters) {
        const QJsonObject filter = item.toObject();
        const int index = fieldCalled(frame, before, textAt(filter, "fieldName"));
        if (index < 0) continue;
        ++tested;
        const QJsonObject config = objectAt(filter, "config");
        if (testValue(frame.fields[static_cast<std::size_t>(index)], row, textAt(config, "id"),
                      objectAt(config, "options"))) {
          ++met;
        }
      }
      const bool holds = matchAll ? met == tested : met > 0;
      if (tested == 0 || holds == include) kept.push_back(row);
    }
    frame = withRows(frame, kept);
  }
  return frames;
}

Frames renameByRegex(Frames frames, const QJsonObject& options) {
  const QString written = textAt(options, "regex");
  const QRegularExpression pattern(regexPattern(written));
  const QString replacement = textAt(options, "renamePattern");
  // The first match only, as JavaScript does without its "g".
  const bool everywhere = written.startsWith(QLatin1Char('/')) &&
                          written.mid(written.lastIndexOf(QLatin1Char('/'))).contains(QLatin1Char('g'));
  if (!pattern.isValid() || pattern.pattern().isEmpty()) return frames;
  const Frames before = frames;
  for (std::size_t f = 0; f < frames.size(); ++f) {
    const QStringList names = fieldNames(before[f], before);
    for (std::size_t i = 0; i < frames[f].fields.size(); ++i) {
      const QString& name = names[static_cast<qsizetype>(i)];
      if (frames[f].fields[i].type == FieldType::kTime && frames[f].fields.size() > 1) continue;
      QString renamed;
      qsizetype done = 0;
      for (auto it = pattern.globalMatch(name); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        renamed += name.mid(done, match.capturedStart() - done) + filledIn(replacement, match);
        done = match.capturedEnd();
        if (!everywhere) break;
      }
      if (done > 0 || !renamed.isEmpty()) frames[f].fields[i].displayName = renamed + name.mid(done);
    }
  }
  return frames;
}

Frames sortBy(Frames frames, const QJsonObject& options) {
  const QJsonObject sort = arrayAt(options, "sort").at(0).toObject();
  const QString name = textAt(sort, "field");
  const bool descending = boolOf(at(sort, "desc"), false);
  const Frames before = frames;
  for (DataFrame& frame : frames) {
    const int index = fieldCalled(frame, before, name);
    if (index < 0) continue;
    const DataField& field = frame.fields[static_cast<std::size_t>(index)];
    std::vector<std::size_t> rows = allRows(frame);
    std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
      if (field.isNothing(a) || field.isNothing(b)) return !field.isNothing(a) && field.isNothing(b);
      if (descending) std::swap(a, b);
      if (field.type == FieldType::kText) {
        return field.texts[static_cast<qsizetype>(a)] < field.texts[static_cast<qsizetype>(b)];
      }
      return field.numbers[a] < field.numbers[b];
    });
    frame = withRows(frame, rows);
  }
  return frames;
}

Frames limitRows(Frames frames, const QJsonObject& options) {
  const auto limit = static_cast<std::size_t>(std::max(0, intOf(at(options, "limitField")).value_or(10)));
  for (DataFrame& frame : frames) {
    std::vector<std::size_t> rows = allRows(frame);
    if (rows.size() <= limit) continue;
    rows.resize(limit);
    frame = withRows(frame, rows);
  }
  return frames;
}

}  // namespace vigie::console::impl
