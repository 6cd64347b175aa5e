// How a JSON text becomes an OrderedJson: Boost's parser reads and hands over the digits.
#include "console/dashboard/edit/ordered_json.h"

#include <boost/json/basic_parser_impl.hpp>

#include <utility>

namespace vigie::console {

/// What Boost's parser tells, put together.
struct OrderedJsonHandler {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  using Code = boost::system::error_code;
  using View = boost::json::string_view;

  OrderedJson result;

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return open(); }
  bool on_object_end(std::size_t, Code&) {
    Level level = close();
    return take(OrderedJson::object(std::move(level.members)));
  }
  bool on_array_begin(Code&) { return open(); }
  bool on_array_end(std::size_t, Code&) {
    Level level = close();
    return take(OrderedJson::array(std::move(level.items)));
  }
  bool on_key_part(View part, std::size_t, Code&) { return add(part); }
  bool on_key(View part, std::size_t, Code&) {
    add(part);
    levels_.back().key = QString::fromUtf8(std::exchange(buffer_, {}));
    levels_.back().hasKey = true;
    return true;
  }
  bool on_string_part(View part, std::size_t, Code&) { return add(part); }
  bool on_string(View part, std::size_t, Code&) {
    add(part);
    return take(OrderedJson::text(QString::fromUtf8(std::exchange(buffer_, {}))));
  }
  bool on_number_part(View part, Code&) { return add(part); }
  bool on_int64(std::int64_t, View part, Code&) { return number(part); }
  bool on_uint64(std::uint64_t, View part, Code&) { return number(part); }
  bool on_double(double, View part, Code&) { return number(part); }
  bool on_bool(bool value, Code&) { return take(OrderedJson::boolean(value)); }
  bool on_null(Code&) { return take(OrderedJson()); }
  bool on_comment_part(View, Code&) { return true; }
  bool on_comment(View, Code&) { return true; }

 private:
  struct Level {
    QString key;
    bool hasKey = false;
    OrderedJson::Items items;
    OrderedJson::Members members;
  };

  bool add(View part) {
    buffer_.append(part.data(), static_cast<qsizetype>(part.size()));
    return true;
  }
  bool number(View part) {
    add(part);
    return take(OrderedJson::rawNumber(std::exchange(buffer_, {})));
  }
  bool open() {
    levels_.emplace_back();
    return true;
  }
  Level close() {
    Level level = std::move(levels_.back());
    levels_.pop_back();
    return level;
  }
  bool take(OrderedJson value) {
    if (levels_.empty()) {
      result = std::move(value);
    } else if (Level& level = levels_.back(); level.hasKey) {
      level.members.emplace_back(std::exchange(level.key, {}), std::move(value));
      level.hasKey = false;
    } else {
      level.items.push_back(std::move(value));
    }
    return true;
  }

  QByteArray buffer_;
  std::vector<Level> levels_;
};

namespace {
constexpr std::size_t kMaxJsonDepth = 200;
}  // namespace

Result<OrderedJson> OrderedJson::parse(const QByteArray& json) {
  QByteArray text = json.startsWith("\xef\xbb\xbf") ? json.mid(3) : json;
  while (!text.isEmpty() && QByteArray(" \t\r\n").contains(text.back())) text.chop(1);
  boost::json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  boost::json::basic_parser<OrderedJsonHandler> parser(options);
  boost::system::error_code failed;
  const std::size_t read = parser.write_some(false, text.constData(), static_cast<std::size_t>(text.size()), failed);
  const bool extra = !failed && read != static_cast<std::size_t>(text.size());
  if (failed || extra || !parser.done()) {
    const qsizetype line = text.left(static_cast<qsizetype>(read)).count('\n') + 1;
    return Error(ErrorCode::kInvalidArgument, "Not valid JSON: line " + std::to_string(line) + ": " +
                                                  (failed ? failed.message() : "something stands behind its end") +
                                                  ".");
  }
  return parser.handler().result;
}

}  // namespace vigie::console
