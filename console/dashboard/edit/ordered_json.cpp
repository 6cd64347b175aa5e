#include "console/dashboard/edit/ordered_json.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>

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

bool operator==(const OrderedJson& a, const OrderedJson& b) {
  if (a.node_ == b.node_) return true;
  if (a.kind() != b.kind()) return false;
  return a.toBool() == b.toBool() && a.toText() == b.toText() && a.items() == b.items() && a.members() == b.members();
}

}  // namespace vigie::console
