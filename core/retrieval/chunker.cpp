#include "core/retrieval/chunker.h"

#include "core/retrieval/text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace vigie {

namespace {

/// A stretch of the document that is kept together where it fits.
struct Atom {
  enum class Kind { kHeading, kProse, kItem, kCode, kRow };
  Kind kind = Kind::kProse;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t section = 0;  ///< index in `sections`
};

struct Section {
  std::vector<std::string> path;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text::isSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && text::isSpace(text.back())) text.remove_suffix(1);
  return text;
}

/// The level (1 … 6) of an ATX heading, or 0.
int headingLevel(std::string_view line) {
  std::size_t hashes = 0;
  while (hashes < line.size() && line[hashes] == '#') ++hashes;
  if (hashes == 0 || hashes > 6) return 0;
  return hashes == line.size() || line[hashes] == ' ' || line[hashes] == '\t' ? static_cast<int>(hashes) : 0;
}

std::string headingText(std::string_view line) {
  line = trimmed(line);
  while (!line.empty() && line.front() == '#') line.remove_prefix(1);
  while (!line.empty() && line.back() == '#') line.remove_suffix(1);
  return std::string(trimmed(line));
}

/// The fence ("```" or "~~~", of any length) that opens a code block, or empty.
std::string_view fence(std::string_view line) {
  const auto inner = trimmed(line);
  if (inner.size() < 3 || (inner[0] != '`' && inner[0] != '~')) return {};
  std::size_t length = 1;
  while (length < inner.size() && inner[length] == inner[0]) ++length;
  return length >= 3 ? inner.substr(0, length) : std::string_view{};
}

bool startsItem(std::string_view line) {
  line = trimmed(line);
  if (line.size() >= 2 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ') return true;
  std::size_t digits = 0;
  while (digits < line.size() && digits < 9 && line[digits] >= '0' && line[digits] <= '9') ++digits;
  return digits > 0 && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')') &&
         line[digits + 1] == ' ';
}

/// Cuts the document into atoms, line by line.
class Splitter {
 public:
  Splitter(std::string_view text, bool markdown, const ChunkerOptions& options)
      : text_(text), markdown_(markdown), options_(options) {
    sections_.emplace_back();
  }

  void run() {
    std::size_t position = 0;
    while (position < text_.size()) {
      auto end = text_.find('\n', position);
      end = end == std::string_view::npos ? text_.size() : end + 1;
      line(position, end);
      position = end;
    }
    close(text_.size());
  }

  std::vector<Atom> atoms_;
  std::vector<Section> sections_;

 private:
  void line(std::size_t begin, std::size_t end) {
    const auto line = text_.substr(begin, end - begin);
    const auto content = trimmed(line);
    if (!fence_.empty()) {
      if (content.size() >= fence_.size() && content.starts_with(fence_) &&
          content.find_first_not_of(fence_[0]) == std::string_view::npos) {
        fence_ = {};
        close(end);
      }
      return;
    }
    if (content.empty()) return close(begin);
    if (markdown_) {
      if (const auto opening = fence(line); !opening.empty()) {
        close(begin);
        open(Atom::Kind::kCode, begin);
        fence_ = opening;
        return;
      }
      if (const int level = headingLevel(line); level > 0) {
        close(begin);
        heading(level, headingText(line));
        open(Atom::Kind::kHeading, begin);
        return close(end);
      }
      if (content.front() == '|') {
        close(begin);
        open(Atom::Kind::kRow, begin);
        return close(end);
      }
    }
    if (startsItem(line)) {
      close(begin);
      return open(Atom::Kind::kItem, begin);
    }
    if (!isOpen_) open(Atom::Kind::kProse, begin);
  }

  void heading(int level, std::string title) {
    levels_.resize(std::min(levels_.size(), static_cast<std::size_t>(level - 1)));
    levels_.resize(static_cast<std::size_t>(level - 1));
    levels_.push_back(std::move(title));
    Section section;
    std::copy_if(levels_.begin(), levels_.end(), std::back_inserter(section.path),
                 [](const std::string& part) { return !part.empty(); });
    sections_.push_back(std::move(section));
  }

  void open(Atom::Kind kind, std::size_t begin) {
    kind_ = kind;
    begin_ = begin;
    isOpen_ = true;
  }

  void close(std::size_t end) {
    if (!isOpen_) return;
    isOpen_ = false;
    const auto content = trimmed(text_.substr(begin_, end - begin_));
    if (content.empty()) return;
    const auto begin = static_cast<std::size_t>(content.data() - text_.data());
    end = begin + content.size();
    if (kind_ == Atom::Kind::kProse || (kind_ == Atom::Kind::kItem && content.size() > options_.most)) {
      std::size_t from = begin;
      for (const auto sentence : sentenceEnds(content)) {
        push(from, begin + sentence);
        from = begin + sentence;
      }
    } else {
      push(begin, end);
    }
  }

  /// Adds [begin, end), in pieces where it is longer than a chunk may be.
  void push(std::size_t begin, std::size_t end) {
    while (end - begin > options_.most) {
      const auto piece = text_.substr(begin, options_.most);
      auto cut = piece.rfind('\n');
      if (cut == std::string_view::npos || cut < options_.most / 2) cut = piece.rfind(' ');
      std::size_t next = cut == std::string_view::npos || cut < options_.most / 2
                             ? text::floorToCodePoint(text_, begin + options_.most)
                             : begin + cut + 1;
      if (next <= begin) next = begin + options_.most;
      add(begin, next);
      begin = next;
    }
    add(begin, end);
  }

  void add(std::size_t begin, std::size_t end) {
    const auto content = trimmed(text_.substr(begin, end - begin));
    if (content.empty()) return;
    const auto from = static_cast<std::size_t>(content.data() - text_.data());
    atoms_.push_back({kind_, from, from + content.size(), sections_.size() - 1});
  }

  std::string_view text_;
  bool markdown_;
  const ChunkerOptions& options_;
  std::vector<std::string> levels_;
  std::string_view fence_;
  Atom::Kind kind_ = Atom::Kind::kProse;
  std::size_t begin_ = 0;
  bool isOpen_ = false;
};

std::string joinPath(const std::vector<std::string>& path) {
  std::string out;
  for (const auto& part : path) {
    if (!out.empty()) out += " › ";
    out += part;
  }
  return out;
}

/// Packs atoms into chunks. A chunk is the stretch of the document from its first atom to its last.
class Packer {
 public:
  Packer(std::string_view text, const std::vector<Atom>& atoms, const std::vector<Section>& sections,
         const ChunkerOptions& options)
      : text_(text), atoms_(atoms), sections_(sections), options_(options), sectionEnds_(atoms.size()) {
    std::size_t end = text.size();
    for (std::size_t i = atoms.size(); i-- > 0;) {
      sectionEnds_[i] = end;
      if (atoms[i].kind == Atom::Kind::kHeading) end = atoms[i].begin;
    }
  }

  std::vector<Chunk> run() {
    for (std::size_t i = 0; i < atoms_.size(); ++i) {
      while (first_ < i && mustClose(i)) close(i);
    }
    if (first_ < atoms_.size()) emit(first_, atoms_.size());
    return std::move(chunks_);
  }

 private:
  [[nodiscard]] std::size_t span(std::size_t from, std::size_t last) const {
    return atoms_[last].end - atoms_[from].begin;
  }

  [[nodiscard]] bool mustClose(std::size_t next) const {
    if (span(first_, next) > options_.most) return true;
    const auto size = span(first_, next - 1);
    if (atoms_[next].kind == Atom::Kind::kHeading && atoms_[next - 1].kind != Atom::Kind::kHeading) {
      // A short section goes on with the next one, where all of that fits too.
      return size >= options_.least || sectionEnds_[next] - atoms_[first_].begin > options_.most;
    }
    return size >= options_.target && atoms_[next].kind != Atom::Kind::kRow && atoms_[next].kind != Atom::Kind::kItem;
  }

  /// Closes the chunk before atom `next` and decides where the following one starts.
  void close(std::size_t next) {
    std::size_t end = next;
    while (end > first_ + 1 && atoms_[end - 1].kind == Atom::Kind::kHeading) --end;  // a heading goes with what follows
    if (atoms_[end - 1].kind == Atom::Kind::kHeading) end = next;
    emit(first_, end);
    first_ = end;
    const auto& last = atoms_[end - 1];
    if (end == next && last.kind == Atom::Kind::kProse && atoms_[next].kind == Atom::Kind::kProse && end - 1 > start_ &&
        last.section == atoms_[next].section && last.end - last.begin <= options_.overlap &&
        span(end - 1, next) <= options_.most) {
      first_ = end - 1;
    }
    start_ = first_;
  }

  void emit(std::size_t from, std::size_t to) {
    Chunk chunk;
    chunk.ordinal = static_cast<int>(chunks_.size());
    chunk.begin = atoms_[from].begin;
    chunk.text = std::string(text_.substr(chunk.begin, atoms_[to - 1].end - chunk.begin));
    // A chunk of several sections is named by what they share, or by the first where that is nothing.
    auto path = sections_[atoms_[from].section].path;
    std::size_t common = path.size();
    for (std::size_t i = from; i < to; ++i) {
      const auto& other = sections_[atoms_[i].section].path;
      std::size_t same = 0;
      while (same < std::min(common, other.size()) && path[same] == other[same]) ++same;
      common = same;
    }
    if (common > 0) path.resize(common);
    chunk.heading = joinPath(path);
    chunks_.push_back(std::move(chunk));
  }

  std::string_view text_;
  const std::vector<Atom>& atoms_;
  const std::vector<Section>& sections_;
  const ChunkerOptions& options_;
  std::vector<std::size_t> sectionEnds_;
  std::vector<Chunk> chunks_;
  std::size_t first_ = 0;  ///< the open chunk's first atom
  std::size_t start_ = 0;  ///< the same, overlap included: a repeated sentence is not repeated again
};

bool isAbbreviation(std::string_view before) {
  static constexpr auto kAbbreviations =
      std::to_array<std::string_view>({"e.g", "i.e", "etc", "vs", "cf", "mr", "mrs", "dr", "fig", "no", "p", "ex",
                                       "env", "approx", "resp", "art", "chap"});
  const auto start = before.find_last_of(" \t\n\r(«\"");
  const auto word = text::fold(start == std::string_view::npos ? before : before.substr(start + 1));
  if (word.empty()) return true;
  if (word.size() <= 3 && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return before.size() == word.size() ||
           (start != std::string_view::npos && before[start] == '\n');  // "1." of a list
  }
  return std::find(kAbbreviations.begin(), kAbbreviations.end(), word) != kAbbreviations.end();
}

}  // namespace

std::vector<std::size_t> sentenceEnds(std::string_view text) {
  std::vector<std::size_t> ends;
  std::size_t begin = 0;
  bool code = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t at = i;
    const char32_t c = text::nextCodePoint(text, i);
    if (c == '`') code = !code;
    if (code || (c != '.' && c != '!' && c != '?' && c != 0x2026)) continue;
    std::size_t end = i;
    while (end < text.size()) {  // closing quotes and brackets belong to the sentence
      std::size_t after = end;
      const char32_t closing = text::nextCodePoint(text, after);
      if (closing == '"' || closing == ')' || closing == ']' || closing == '*' || closing == '_' || closing == 0x201D ||
          closing == 0xBB || closing == '!' || closing == '?' || closing == '.') {
        end = after;
        continue;
      }
      if (closing == 0xA0 || closing == 0x202F) {  // French: a no-break space before » or !
        std::size_t beyond = after;
        if (beyond < text.size()) {
          const char32_t mark = text::nextCodePoint(text, beyond);
          if (mark == 0xBB || mark == '!' || mark == '?') {
            end = beyond;
            continue;
          }
        }
      }
      break;
    }
    i = std::max(i, end);
    if (end < text.size() && !text::isSpace(text[end])) continue;
    if (c == '.' && isAbbreviation(text.substr(begin, at - begin).substr(at - begin > 24 ? at - begin - 24 : 0)))
      continue;
    std::size_t next = end;
    while (next < text.size() && text::isSpace(text[next])) ++next;
    if (next < text.size() && text[next] >= 'a' && text[next] <= 'z' && c != '!' && c != '?') continue;
    ends.push_back(next);
    begin = next;
    i = std::max(i, next);
  }
  if (ends.empty() || ends.back() != text.size()) ends.push_back(text.size());
  return ends;
}

std::vector<Chunk> chunkText(std::string_view text, bool markdown, const ChunkerOptions& options) {
  Splitter splitter(text, markdown, options);
  splitter.run();
  return Packer(text, splitter.atoms_, splitter.sections_, options).run();
}

}  // namespace vigie
