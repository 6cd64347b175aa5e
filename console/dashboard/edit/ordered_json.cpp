#include "console/dashboard/edit/ordered_json.h"

#include <QJsonArray>
#include <QJsonObject>
#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <cmath>

namespace vigie::console {

struct OrderedJson::Node {
  Kind kind = Kind::kNull;
  bool truth = false;
  QByteArray digits;  ///< of a number, as written
  QString text;
  Items items;
  Members members;
};

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

void writeText(const QString& text, QByteArray& out) {
  out += '"';
  for (const char c : text.toUtf8()) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00" + QByteArray::number(static_cast<unsigned char>(c), 16).rightJustified(2, '0');
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void newLine(const JsonStyle& style, int depth, QByteArray& out) {
  if (style.indent.isEmpty()) return;
  out += '\n' + style.indent.repeated(depth);
}

void write(const OrderedJson& json, const JsonStyle& style, int depth, QByteArray& out);

void writeArray(const OrderedJson& json, const JsonStyle& style, int depth, QByteArray& out) {
  const char* between = "";
  out += '[';
  for (const OrderedJson& item : json.items()) {
    out += between;
    between = ",";
    newLine(style, depth + 1, out);
    write(item, style, depth + 1, out);
  }
  if (!json.items().empty()) newLine(style, depth, out);
  out += ']';
}

void writeObject(const OrderedJson& json, const JsonStyle& style, int depth, QByteArray& out) {
  const char* between = "";
  out += '{';
  for (const auto& [key, value] : json.members()) {
    out += between;
    between = ",";
    newLine(style, depth + 1, out);
    writeText(key, out);
    out += style.indent.isEmpty() ? ":" : ": ";
    write(value, style, depth + 1, out);
  }
  if (!json.members().empty()) newLine(style, depth, out);
  out += '}';
}

void write(const OrderedJson& json, const JsonStyle& style, int depth, QByteArray& out) {
  switch (json.kind()) {
    case OrderedJson::Kind::kNull:
      out += "null";
      break;
    case OrderedJson::Kind::kBool:
      out += json.toBool() ? "true" : "false";
      break;
    case OrderedJson::Kind::kNumber:
      out += json.toText().toLatin1();
      break;
    case OrderedJson::Kind::kString:
      writeText(json.toText(), out);
      break;
    case OrderedJson::Kind::kArray:
      writeArray(json, style, depth, out);
      break;
    case OrderedJson::Kind::kObject:
      writeObject(json, style, depth, out);
      break;
  }
}

}  // namespace

JsonStyle jsonStyleOf(const QByteArray& file) {
  JsonStyle style;
  style.finalNewline = file.endsWith('\n');
  const qsizetype line = file.trimmed().indexOf('\n');
  style.indent.clear();
  if (line < 0) return style;
  const QByteArray text = file.trimmed();
  qsizetype end = line + 1;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
  style.indent = text.mid(line + 1, end - line - 1);
  if (style.indent.isEmpty()) style.indent = "  ";
  return style;
}

OrderedJson OrderedJson::boolean(bool value) {
  Node node;
  node.kind = Kind::kBool;
  node.truth = value;
  return OrderedJson(std::make_shared<const Node>(std::move(node)));
}

OrderedJson OrderedJson::rawNumber(QByteArray digits) {
  Node node;
  node.kind = Kind::kNumber;
  node.digits = std::move(digits);
  return OrderedJson(std::make_shared<const Node>(std::move(node)));
}

OrderedJson OrderedJson::number(double value) {
  if (!std::isfinite(value)) return {};
  // As JavaScript: whole numbers without a point.
  if (value == std::floor(value) && std::abs(value) < 1e15) {
    return rawNumber(QByteArray::number(static_cast<qlonglong>(value)));
  }
  return rawNumber(QByteArray::number(value, 'g', QLocale::FloatingPointShortest));
}

OrderedJson OrderedJson::text(const QString& value) {
  Node node;
  node.kind = Kind::kString;
  node.text = value;
  return OrderedJson(std::make_shared<const Node>(std::move(node)));
}

OrderedJson OrderedJson::array(Items items) {
  Node node;
  node.kind = Kind::kArray;
  node.items = std::move(items);
  return OrderedJson(std::make_shared<const Node>(std::move(node)));
}

OrderedJson OrderedJson::object(Members members) {
  Node node;
  node.kind = Kind::kObject;
  node.members = std::move(members);
  return OrderedJson(std::make_shared<const Node>(std::move(node)));
}

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

OrderedJson OrderedJson::fromQt(const QJsonValue& value) {
  switch (value.type()) {
    case QJsonValue::Bool:
      return boolean(value.toBool());
    case QJsonValue::Double:
      return number(value.toDouble());
    case QJsonValue::String:
      return text(value.toString());
    case QJsonValue::Array: {
      Items items;
      for (const QJsonValue& item : value.toArray()) items.push_back(fromQt(item));
      return array(std::move(items));
    }
    case QJsonValue::Object: {
      Members members;
      const QJsonObject object = value.toObject();
      for (auto it = object.begin(); it != object.end(); ++it) members.emplace_back(it.key(), fromQt(it.value()));
      return OrderedJson::object(std::move(members));
    }
    default:
      return {};
  }
}

OrderedJson::Kind OrderedJson::kind() const { return node_ ? node_->kind : Kind::kNull; }

bool OrderedJson::toBool() const { return node_ && node_->truth; }

double OrderedJson::toNumber(double fallback) const {
  return kind() == Kind::kNumber ? node_->digits.toDouble() : fallback;
}

QString OrderedJson::toText() const {
  if (kind() == Kind::kNumber) return QString::fromLatin1(node_->digits);
  return node_ ? node_->text : QString();
}

const OrderedJson::Items& OrderedJson::items() const {
  static const Items kNone;
  return node_ ? node_->items : kNone;
}

const OrderedJson::Members& OrderedJson::members() const {
  static const Members kNone;
  return node_ ? node_->members : kNone;
}

OrderedJson OrderedJson::at(const QString& key) const {
  const Members& all = members();
  const auto found = std::find_if(all.rbegin(), all.rend(), [&key](const auto& member) { return member.first == key; });
  return found == all.rend() ? OrderedJson() : found->second;
}

bool OrderedJson::has(const char* key) const {
  const QString name = QString::fromLatin1(key);
  return std::any_of(members().begin(), members().end(), [&name](const auto& m) { return m.first == name; });
}

OrderedJson OrderedJson::with(const char* key, const OrderedJson& value) const {
  const QString name = QString::fromLatin1(key);
  Members changed = members();
  const auto found =
      std::find_if(changed.rbegin(), changed.rend(), [&name](const auto& member) { return member.first == name; });
  if (found == changed.rend()) {
    changed.emplace_back(name, value);
  } else {
    found->second = value;
  }
  return object(std::move(changed));
}

OrderedJson OrderedJson::without(const char* key) const {
  const QString name = QString::fromLatin1(key);
  Members changed = members();
  std::erase_if(changed, [&name](const auto& member) { return member.first == name; });
  return object(std::move(changed));
}

QJsonValue OrderedJson::toQt() const {
  switch (kind()) {
    case Kind::kNull:
      return QJsonValue::Null;
    case Kind::kBool:
      return toBool();
    case Kind::kNumber:
      return toNumber();
    case Kind::kString:
      return toText();
    case Kind::kArray: {
      QJsonArray array;
      for (const OrderedJson& item : items()) array.append(item.toQt());
      return array;
    }
    case Kind::kObject: {
      QJsonObject object;
      for (const auto& [key, value] : members()) object.insert(key, value.toQt());
      return object;
    }
  }
  return {};
}

QByteArray OrderedJson::written(const JsonStyle& style) const {
  QByteArray out;
  write(*this, style, 0, out);
  if (style.finalNewline) out += '\n';
  return out;
}

bool operator==(const OrderedJson& a, const OrderedJson& b) {
  if (a.node_ == b.node_) return true;
  if (a.kind() != b.kind()) return false;
  return a.toBool() == b.toBool() && a.toText() == b.toText() && a.items() == b.items() && a.members() == b.members();
}

}  // namespace vigie::console
