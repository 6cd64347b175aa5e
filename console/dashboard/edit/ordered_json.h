// JSON as it was written: members in their order, numbers digit for digit. Qt's own type sorts keys and rounds numbers,
// so a dashboard saved through it would differ in every line from the one that was opened.
//
// A value is immutable and shares what it has in common with the values it was made from: an edit copies the path to
// it, and keeping every state for undo costs little. What does not survive: white space other than the indent, and
// escapes of characters that need none. Any thread.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonValue>
#include <QString>

#include <memory>
#include <utility>
#include <vector>

namespace vigie::console {

/// How a file is laid out: JSON.stringify's way with an indent, or all on one line.
struct JsonStyle {
  QByteArray indent = "  ";  ///< empty: on one line
  bool finalNewline = true;
};
/// Read off a file.
JsonStyle jsonStyleOf(const QByteArray& file);

class OrderedJson {
 public:
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };
  using Items = std::vector<OrderedJson>;
  using Members = std::vector<std::pair<QString, OrderedJson>>;

  OrderedJson() = default;  ///< null
  static OrderedJson boolean(bool value);
  static OrderedJson number(double value);
  static OrderedJson text(const QString& value);
  static OrderedJson array(Items items);
  static OrderedJson object(Members members);
  /// Objects and arrays at most 200 deep. An Error says what is wrong and at which line.
  static Result<OrderedJson> parse(const QByteArray& json);
  static OrderedJson fromQt(const QJsonValue& value);

  [[nodiscard]] Kind kind() const;
  [[nodiscard]] bool isNull() const { return kind() == Kind::kNull; }
  [[nodiscard]] bool isObject() const { return kind() == Kind::kObject; }
  [[nodiscard]] bool isArray() const { return kind() == Kind::kArray; }
  /// Of another kind: empty, false, 0.
  [[nodiscard]] bool toBool() const;
  [[nodiscard]] double toNumber(double fallback = 0) const;
  [[nodiscard]] QString toText() const;
  [[nodiscard]] const Items& items() const;
  [[nodiscard]] const Members& members() const;
  /// The member `key`; null when there is none. Of two with one name the last, as JavaScript has it.
  [[nodiscard]] OrderedJson at(const char* key) const { return at(QString::fromLatin1(key)); }
  [[nodiscard]] OrderedJson at(const QString& key) const;
  [[nodiscard]] bool has(const char* key) const;

  /// A copy with the member in its place, or added at the end. On what is no object: a new object.
  [[nodiscard]] OrderedJson with(const char* key, const OrderedJson& value) const;
  [[nodiscard]] OrderedJson without(const char* key) const;
  [[nodiscard]] QJsonValue toQt() const;
  [[nodiscard]] QByteArray written(const JsonStyle& style = {}) const;

  friend bool operator==(const OrderedJson& a, const OrderedJson& b);

 private:
  struct Node;
  explicit OrderedJson(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  static OrderedJson rawNumber(QByteArray digits);
  friend struct OrderedJsonHandler;

  std::shared_ptr<const Node> node_;
};

}  // namespace vigie::console
