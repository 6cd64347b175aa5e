// The shape of every list: {"object":"list","data":[…],"has_more":…,"next_cursor":…}.
#pragma once

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <vector>

#include "core/wire/json_fields.h"

namespace vigie::wire {

/// One page. `nextCursor` is opaque and goes back as `after`; empty on the last page.
template <class T>
struct Page {
  std::vector<T> data;
  std::string nextCursor;

  [[nodiscard]] bool hasMore() const { return !nextCursor.empty(); }
};

/// Needs toJson(const T&).
template <class T>
json::object toJson(const Page<T>& page) {
  json::array data;
  data.reserve(page.data.size());
  for (const T& item : page.data) data.emplace_back(toJson(item));
  json::object out{{"object", "list"}, {"data", std::move(data)}, {"has_more", page.hasMore()}};
  out["next_cursor"] = page.hasMore() ? json::value(page.nextCursor) : json::value(nullptr);
  return out;
}

/// Reads a page with `readItem`: Result<T>(const json::value&).
template <class T, class ReadItem>
Result<Page<T>> pageFromJson(const json::value& value, ReadItem readItem) {
  const auto object = Fields::object(value, "a list");
  if (!object) return object.error();
  const Fields fields(**object);
  const auto data = fields.array("data");
  if (!data) return data.error();
  if (*data == nullptr) return Error(ErrorCode::kInvalidArgument, "a list must have 'data'", "data");
  Page<T> page;
  for (const json::value& item : **data) {
    auto read = readItem(item);
    if (!read) return read.error();
    page.data.push_back(std::move(*read));
  }
  const auto cursor = fields.string("next_cursor");
  if (!cursor) return cursor.error();
  page.nextCursor = cursor->value_or("");
  return page;
}

}  // namespace vigie::wire
