// How an OrderedJson becomes text again, in the indent of the file it comes from.
#include "console/dashboard/edit/ordered_json.h"

namespace vigie::console {
namespace {

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

QByteArray OrderedJson::written(const JsonStyle& style) const {
  QByteArray out;
  write(*this, style, 0, out);
  if (style.finalNewline) out += '\n';
  return out;
}

}  // namespace vigie::console
