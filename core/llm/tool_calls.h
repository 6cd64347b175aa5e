// ToolCalls: the calls of tools in an answer, out of the pieces that a stream brings.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>

namespace vigie {

/// OpenAI streams a call as a piece with its index, id, type and name, and further pieces that continue its arguments.
/// Servers that send whole calls give no index, and some no type. Not thread-safe.
class ToolCalls {
 public:
  static constexpr std::size_t kMost = 128;

  /// The pieces as they are to be handed on: with an index each, and nothing but what OpenAI's have. Nothing when one
  /// is no piece of a call, or belongs to a call beyond kMost.
  std::optional<boost::json::array> take(const boost::json::array& pieces);
  /// How much text the last take() brought.
  [[nodiscard]] std::size_t lastBytes() const { return lastBytes_; }
  /// The calls so far, without their indexes.
  [[nodiscard]] boost::json::array whole() const;

 private:
  [[nodiscard]] std::optional<std::size_t> placeOf(const boost::json::object& piece) const;

  boost::json::array calls_;  // null where a piece of a later call came first
  std::size_t lastBytes_ = 0;
};

}  // namespace vigie
