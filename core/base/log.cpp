#include "core/base/log.h"

#include "core/base/clock.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <charconv>
#include <cmath>

namespace vigie {

namespace {

std::atomic<LogLevel> leastLevel{LogLevel::kInfo};
std::atomic<void (*)(std::string_view)> customSink{nullptr};

spdlog::logger& standardError() {
  static const std::shared_ptr<spdlog::logger> logger = [] {
    auto made = std::make_shared<spdlog::logger>("vigie", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->flush_on(spdlog::level::trace);
    return made;
  }();
  return *logger;
}

std::string_view name(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug: return "debug";
    case LogLevel::kInfo: return "info";
    case LogLevel::kWarning: return "warning";
    case LogLevel::kError: return "error";
  }
  return "info";
}

void appendUnicodeEscape(std::string& out, unsigned codePoint) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(codePoint >> shift) & 0xFU];
}

/// JSON string escaping that also escapes DEL, C1 controls, bidi controls and line separators, and replaces bytes
/// that are not UTF-8: a terminal or a log viewer must show one record as one harmless line.
void appendJsonString(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '"' || byte == '\\') {
      out += '\\';
      out += text[i++];
    } else if (byte < 0x20 || byte == 0x7F) {
      appendUnicodeEscape(out, byte);
      ++i;
    } else if (byte < 0x80) {
      out += text[i++];
    } else {
      const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
      unsigned codePoint = byte & (0x7FU >> length);
      bool valid = byte >= 0xC2 && byte <= 0xF4 && i + length <= text.size();
      for (std::size_t k = 1; valid && k < length; ++k) {
        const auto next = static_cast<unsigned char>(text[i + k]);
        valid = (next & 0xC0U) == 0x80U;
        codePoint = (codePoint << 6U) | (next & 0x3FU);
      }
      valid = valid && !(length == 3 && (codePoint < 0x800 || (codePoint >= 0xD800 && codePoint <= 0xDFFF))) &&
              !(length == 4 && (codePoint < 0x10000 || codePoint > 0x10FFFF));
      if (!valid) {
        appendUnicodeEscape(out, 0xFFFD);
        ++i;
        continue;
      }
      const bool hidden = codePoint < 0xA0 || (codePoint >= 0x200B && codePoint <= 0x200F) ||
                          (codePoint >= 0x2028 && codePoint <= 0x202E) ||
                          (codePoint >= 0x2060 && codePoint <= 0x206F) || codePoint == 0xFEFF || codePoint == 0x61C;
      if (hidden) {
        appendUnicodeEscape(out, codePoint);
      } else {
        out.append(text.substr(i, length));
      }
      i += length;
    }
  }
  out += '"';
}

void appendNumber(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
  out.append(buffer, end);
}

}  // namespace

void setLogLevel(LogLevel level) { leastLevel.store(level, std::memory_order_relaxed); }
void setLogSink(void (*sink)(std::string_view line)) { customSink.store(sink); }

void Log::debug(std::string_view event, std::initializer_list<LogField> fields) const {
  write(LogLevel::kDebug, event, fields);
}
void Log::info(std::string_view event, std::initializer_list<LogField> fields) const {
  write(LogLevel::kInfo, event, fields);
}
void Log::warning(std::string_view event, std::initializer_list<LogField> fields) const {
  write(LogLevel::kWarning, event, fields);
}
void Log::error(std::string_view event, std::initializer_list<LogField> fields) const {
  write(LogLevel::kError, event, fields);
}

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) const {
  if (level < leastLevel.load(std::memory_order_relaxed)) return;
  std::string line;
  line.reserve(256);
  line += R"({"time":")";
  line += toIso8601(SystemClock().now());
  line += R"(","level":")";
  line += name(level);
  line += R"(","channel":)";
  appendJsonString(line, channel_);
  line += R"(,"event":)";
  appendJsonString(line, event);
  for (const LogField& field : fields) {
    line += ',';
    appendJsonString(line, field.key);
    line += ':';
    std::visit(
        [&line](const auto& value) {
          using V = std::decay_t<decltype(value)>;
          if constexpr (std::is_same_v<V, std::string>) {
            appendJsonString(line, value);
          } else if constexpr (std::is_same_v<V, bool>) {
            line += value ? "true" : "false";
          } else if constexpr (std::is_same_v<V, double>) {
            appendNumber(line, value);
          } else {
            line += std::to_string(value);
          }
        },
        field.value);
  }
  line += '}';
  if (auto* const sink = customSink.load()) {
    sink(line);
  } else {
    standardError().info("{}", line);
  }
}

}  // namespace vigie
