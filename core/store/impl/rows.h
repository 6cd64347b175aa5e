// Between rows and DTOs: what both stores need.
#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/store/page_cursor.h"
#include "core/wire/list.h"

#include <pqxx/pqxx>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace vigie::impl {

/// SQL of a timestamp as microseconds since 1970, exact (extract() gives a numeric).
#define VIGIE_MICROS(column) "(extract(epoch FROM " column ") * 1000000)::bigint"
/// SQL of the timestamp that a bigint parameter of microseconds means.
#define VIGIE_TIMESTAMP(parameter) "(timestamptz 'epoch' + " parameter "::bigint * interval '1 microsecond')"

inline SystemTime timeOf(const pqxx::field& micros) {
  return SystemTime(std::chrono::microseconds(micros.as<std::int64_t>()));
}

inline std::string textOf(const pqxx::field& field) { return std::string(field.c_str(), field.size()); }

/// A parameter that is NULL when unset. `text` must outlive the statement.
inline const char* orNull(const std::optional<std::string>& text) { return text ? text->c_str() : nullptr; }

inline constexpr std::size_t kLargestPage = 1000;

/// kInvalidArgument unless a page of `limit` rows may be asked for.
inline Result<void> checkLimit(std::size_t limit) {
  if (limit >= 1 && limit <= kLargestPage) return {};
  return Error(ErrorCode::kInvalidArgument, "'limit' must be from 1 to " + std::to_string(kLargestPage), "limit");
}

/// Where a page starts: after the cursor, or at `first` when there is none.
inline Result<PageCursor> pageStart(PageOrder order, const std::string& after, PageCursor first) {
  if (after.empty()) return first;
  return decodeCursor(order, after);
}

/// Before every row of a list that goes from the newest to the oldest: the year 9999.
inline PageCursor newestFirst() {
  PageCursor cursor;
  cursor.key = 253'402'300'799'000'000;
  cursor.id = "ffffffff-ffff-ffff-ffff-ffffffffffff";
  return cursor;
}

/// A page from rows that were asked for with one more than `limit`: that one says whether there is a next page.
/// `readRow` gives a T, `cursorOf` the cursor of its row.
template <class T, class ReadRow, class CursorOf>
wire::Page<T> pageOf(const pqxx::result& rows, std::size_t limit, PageOrder order, ReadRow readRow, CursorOf cursorOf) {
  wire::Page<T> page;
  for (const auto& row : rows) {
    if (page.data.size() == limit) {
      page.nextCursor = encodeCursor(order, cursorOf(rows[static_cast<pqxx::result_size_type>(limit - 1)]));
      break;
    }
    page.data.push_back(readRow(row));
  }
  return page;
}

}  // namespace vigie::impl
