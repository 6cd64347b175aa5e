#include "core/store/impl/message_rows.h"

#include <boost/json.hpp>

#include <utility>
#include <vector>

namespace vigie::impl {

namespace {

std::vector<wire::Citation> citationsOf(const pqxx::field& field) {
  std::vector<wire::Citation> out;
  if (field.is_null()) return out;
  const auto value = boost::json::parse(textOf(field));
  for (const auto& item : value.as_array()) {
    if (auto citation = wire::citationFromJson(item)) out.push_back(std::move(*citation));
  }
  return out;
}

}  // namespace

wire::Message messageOf(const pqxx::row& row, const std::string& conversationId) {
  wire::Message out;
  out.id = textOf(row[0]);
  out.conversationId = conversationId;
  if (!row[1].is_null()) out.parentId = textOf(row[1]);
  out.role = textOf(row[2]);
  out.content = textOf(row[3]);
  out.status = textOf(row[4]);
  out.createdAt = timeOf(row[5]);
  out.model = textOf(row[6]);
  out.finishReason = textOf(row[7]);
  if (!row[8].is_null()) {
    wire::Usage usage;
    usage.promptTokens = row[8].as<std::int64_t>();
    usage.completionTokens = row[9].as<std::int64_t>();
    usage.estimated = row[10].as<bool>();
    out.usage = usage;
  }
  if (!row[11].is_null()) {
    const auto timings = wire::timingsFromJson(boost::json::parse(textOf(row[11])));
    if (timings) out.timings = *timings;
  }
  out.citations = citationsOf(row[12]);
  if (!row[14].is_null()) out.openaiMessages = boost::json::parse(textOf(row[14])).as_array();
  return out;
}

}  // namespace vigie::impl
