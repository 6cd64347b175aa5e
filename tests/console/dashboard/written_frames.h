// Frames as text, for tests of what is done to them.
#pragma once

#include "console/dashboard/transform.h"

#include <QJsonDocument>
#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console::written {

inline QString q(const char* text) { return QString::fromUtf8(text); }

/// "Time:t|host:s|Value:n / 1000|a|1 / 2000|b|-": names with their types, then rows; "-" is nothing.
inline DataFrame frameOf(const char* refId, const char* text) {
  DataFrame frame;
  frame.refId = q(refId);
  const QStringList rows = q(text).split(q(" / "));
  for (const QString& head : rows.front().split(q("|"))) {
    DataField field;
    field.name = head.section(QLatin1Char(':'), 0, 0);
    const QString type = head.section(QLatin1Char(':'), 1);
    field.type = type == q("t") ? FieldType::kTime : type == q("s") ? FieldType::kText : FieldType::kNumber;
    frame.fields.push_back(field);
  }
  for (qsizetype row = 1; row < rows.size(); ++row) {
    const QStringList cells = rows[row].split(q("|"));
    for (std::size_t f = 0; f < frame.fields.size(); ++f) {
      const QString& cell = cells[static_cast<qsizetype>(f)];
      if (frame.fields[f].type == FieldType::kText) {
        frame.fields[f].texts.append(cell == q("-") ? QString() : cell);
      } else {
        frame.fields[f].numbers.push_back(cell == q("-") ? std::nan("") : cell.toDouble());
      }
    }
  }
  return frame;
}

/// A series of one number with labels.
inline DataFrame seriesOf(const char* refId, const char* text, const Labels& labels, const char* shownAs = "") {
  DataFrame frame = frameOf(refId, text);
  frame.name = q(shownAs);
  frame.fields.back().labels = labels;
  frame.fields.back().displayName = q(shownAs);
  return frame;
}

inline QString textOf(const std::vector<DataFrame>& frames) {
  QStringList texts;
  for (const DataFrame& frame : frames) {
    QStringList lines{fieldNames(frame, frames).join(q("|"))};
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      QStringList cells;
      for (const DataField& field : frame.fields) {
        const bool text = field.type == FieldType::kText;
        cells.append(field.isNothing(row) ? q("-")
                     : text               ? field.key(row)
                                          : QString::number(field.numbers[row], 'g', 15));
      }
      lines.append(cells.join(q("|")));
    }
    texts.append(lines.join(q(" / ")));
  }
  return texts.join(q(" // "));
}

inline std::vector<DataFrame> after(std::vector<DataFrame> frames, const char* id, const char* options) {
  const QJsonObject read = QJsonDocument::fromJson(options).object();
  QStringList unknown;
  std::vector<DataFrame> result = transformed(std::move(frames), {{q(id), read, {}}}, &unknown);
  EXPECT_EQ(unknown, QStringList()) << id;
  return result;
}

inline QJsonValue configOf(const DataField& field, const char* key) {
  QJsonValue found(QJsonValue::Undefined);
  for (const auto& [id, value] : field.config) {
    if (id == q(key)) found = value;
  }
  return found;
}

}  // namespace vigie::console::written
