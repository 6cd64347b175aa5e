// JSON-lines logging. One record is one line whatever the input; no record carries content.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace vigie {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

/// One key and value of a record. Never pass a prompt, an answer, a document, a title, a file name or a key.
struct LogField {
  using Value = std::variant<std::string, std::int64_t, double, bool>;

  LogField(std::string_view fieldKey, std::string_view text) : key(fieldKey), value(std::string(text)) {}
  LogField(std::string_view fieldKey, const char* text) : key(fieldKey), value(std::string(text)) {}
  LogField(std::string_view fieldKey, const std::string& text) : key(fieldKey), value(text) {}
  LogField(std::string_view fieldKey, bool flag) : key(fieldKey), value(flag) {}
  LogField(std::string_view fieldKey, std::floating_point auto number)
      : key(fieldKey), value(static_cast<double>(number)) {}
  LogField(std::string_view fieldKey, std::integral auto number)
      : key(fieldKey), value(static_cast<std::int64_t>(number)) {}

  std::string_view key;  ///< must outlive the call; use literals
  Value value;
};

/// A named channel ("server", "store", …), held as a member by who logs. Cheap to copy; any thread.
///
/// A line: {"time":"…Z","level":"info","channel":"store","event":"migrated","version":3}. `event` is a fixed phrase:
/// what varies goes into fields, which are JSON-escaped (control characters, ANSI and bidi overrides included), so
/// that no input forges a line.
class Log {
 public:
  explicit Log(std::string_view channel) : channel_(channel) {}

  void debug(std::string_view event, std::initializer_list<LogField> fields = {}) const;
  void info(std::string_view event, std::initializer_list<LogField> fields = {}) const;
  void warning(std::string_view event, std::initializer_list<LogField> fields = {}) const;
  void error(std::string_view event, std::initializer_list<LogField> fields = {}) const;

 private:
  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) const;

  std::string channel_;
};

/// Process-wide: the least level written. Default kInfo.
void setLogLevel(LogLevel level);

/// Process-wide: where lines go. The default is standard error. `sink` must be callable from any thread.
void setLogSink(void (*sink)(std::string_view line));

}  // namespace vigie
