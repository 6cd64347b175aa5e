// Small helpers that every JSON handler shares.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "server/api/router.h"

#include <boost/json.hpp>

#include <string>
#include <utility>

namespace vigie::api {

inline net::HttpResponse jsonReply(const boost::json::value& value, int status = 200) {
  return {status, boost::json::serialize(value)};
}

/// The id in the path. What is not a UUID answers exactly as a missing object.
inline Result<std::string> pathId(const Call& call, std::string_view what) {
  const std::string_view id = call.params.empty() ? std::string_view() : call.params.front();
  if (!isId(id)) return Error(ErrorCode::kNotFound, "there is no such " + std::string(what));
  return std::string(id);
}

/// {"id", "object": "<what>.deleted", "deleted": true}, OpenAI's answer to a deletion.
inline net::HttpResponse deletedReply(const std::string& id, std::string_view what) {
  boost::json::string object(what);
  object += ".deleted";
  return jsonReply({{"id", id}, {"object", std::move(object)}, {"deleted", true}});
}

}  // namespace vigie::api
