#include "core/llm/passage_units.h"

#include "core/retrieval/chunker.h"

#include <algorithm>

namespace vigie {

namespace {

std::string_view withoutBlanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The length of a list marker ("- ", "12. ") at the start of a trimmed line, or 0.
std::size_t markerLength(std::string_view line, bool& numbered) {
  numbered = false;
  if (line.size() > 2 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ') return 2;
  std::size_t digits = 0;
  while (digits < line.size() && digits < 3 && line[digits] >= '0' && line[digits] <= '9') ++digits;
  if (digits == 0 || digits + 1 >= line.size() || (line[digits] != '.' && line[digits] != ')') ||
      line[digits + 1] != ' ') {
    return 0;
  }
  numbered = true;
  return digits + 2;
}

class Reader {
 public:
  std::vector<PassageUnit> read(std::string_view markdown) {
    while (!markdown.empty()) {
      const auto end = markdown.find('\n');
      line(markdown.substr(0, end));
      markdown = end == std::string_view::npos ? std::string_view{} : markdown.substr(end + 1);
    }
    if (inCode_) endCode();
    flush();
    return std::move(units_);
  }

 private:
  void line(std::string_view raw) {
    const auto content = withoutBlanks(raw);
    if (content.starts_with("```") || content.starts_with("~~~")) {
      if (inCode_) return endCode();
      flush();
      inCode_ = true;
      code_ = std::string(content) + "\n";
      return;
    }
    if (inCode_) {
      code_ += std::string(raw) + "\n";
      return;
    }
    if (content.empty()) {
      flush();
      return;
    }
    if (content.front() == '#') {
      flush();
      heading_ = std::string(withoutBlanks(content.substr(std::min(content.find_first_not_of('#'), content.size()))));
      ++list_;
      return;
    }
    if (content.front() == '|') return row(content);
    if (content.front() == '>') return line(content.substr(1));
    bool numbered = false;
    if (const auto marker = markerLength(content, numbered); marker > 0) {
      flush();
      if (!inList_) ++list_;
      inList_ = true;
      kind_ = numbered ? PassageUnit::Kind::kStep : PassageUnit::Kind::kBullet;
      text_ = std::string(withoutBlanks(content.substr(marker)));
      return;
    }
    // An indented line goes on with its item; one at the margin after a blank line is a new paragraph.
    if (text_.empty()) {
      const bool indented = raw.front() == ' ' || raw.front() == '\t';
      if (!(inList_ && indented)) inList_ = false;
      kind_ = PassageUnit::Kind::kSentence;
    }
    if (!text_.empty()) text_ += ' ';
    text_ += content;
  }

  void row(std::string_view content) {
    flush();
    if (content.find_first_not_of("|-: \t") == std::string_view::npos) {  // the rule below a header
      if (!units_.empty() && fromHeader_) units_.pop_back();
      fromHeader_ = false;
      return;
    }
    std::string text;
    std::size_t cells = 0;
    while (!content.empty()) {
      content.remove_prefix(1);
      const auto bar = content.find('|');
      const auto cell = withoutBlanks(content.substr(0, bar));
      if (!cell.empty()) text += (cells == 0 ? "" : cells == 1 ? ": " : "; ") + std::string(cell);
      if (!cell.empty()) ++cells;
      content = bar == std::string_view::npos ? std::string_view{} : content.substr(bar);
      if (content.size() <= 1) break;
    }
    if (text.empty()) return;
    if (!inTable_) ++list_;
    fromHeader_ = !inTable_;
    inTable_ = true;
    units_.push_back({PassageUnit::Kind::kBullet, std::move(text), heading_, {}, list_});
  }

  void flush() {
    if (text_.empty()) return;
    inTable_ = false;
    if (kind_ == PassageUnit::Kind::kSentence) {
      std::size_t from = 0;
      for (const auto end : sentenceEnds(text_)) {
        const auto sentence = withoutBlanks(std::string_view(text_).substr(from, end - from));
        if (!sentence.empty()) units_.push_back({kind_, std::string(sentence), heading_, {}, -1});
        from = end;
      }
    } else {
      units_.push_back({kind_, std::move(text_), heading_, {}, list_});
    }
    text_.clear();
    kind_ = PassageUnit::Kind::kSentence;
  }

  void endCode() {
    inCode_ = false;
    code_ += "```";
    if (!units_.empty() && units_.back().code.empty() && std::count(code_.begin(), code_.end(), '\n') <= 8) {
      units_.back().code = code_;
    }
  }

  std::vector<PassageUnit> units_;
  std::string heading_;
  std::string text_;
  std::string code_;
  PassageUnit::Kind kind_ = PassageUnit::Kind::kSentence;
  int list_ = 0;
  bool inCode_ = false;
  bool inList_ = false;
  bool inTable_ = false;
  bool fromHeader_ = false;
};

}  // namespace

std::vector<PassageUnit> passageUnits(std::string_view markdown) { return Reader().read(markdown); }

}  // namespace vigie
