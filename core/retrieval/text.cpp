#include "core/retrieval/text.h"

#include <algorithm>
#include <array>

namespace vigie::text {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

// U+00C0 … U+017F without their diacritics; a space is not a letter, '*' is spelt with two letters.
constexpr std::string_view kLatinBase =
    "aaaaaa*ceeeeiiii"   // C0
    "dnooooo ouuuuy**"   // D0
    "aaaaaa*ceeeeiiii"   // E0
    "dnooooo ouuuuy*y"   // F0
    "aaaaaaccccccccdd"   // 100
    "ddeeeeeeeeeegggg"   // 110
    "gggghhhhiiiiiiii"   // 120
    "ii**jjkkklllllll"   // 130
    "lllnnnnnnnnnoooo"   // 140
    "oo**rrrrrrssssss"   // 150
    "ssttttttuuuuuuuu"   // 160
    "uuuuwwyyyzzzzzzs";  // 170
static_assert(kLatinBase.size() == 0x180 - 0xC0);

constexpr bool isAsciiAlnum(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool isDigit(char32_t c) { return c >= '0' && c <= '9'; }
constexpr bool isCombining(char32_t c) { return c >= 0x300 && c <= 0x36F; }

constexpr bool isWordCodePoint(char32_t c) {
  if (c < 0x80) return isAsciiAlnum(c);
  if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
  if (c < 0x180) return c != 0xD7 && c != 0xF7;
  if (c >= 0x2000 && c <= 0x2BFF) return false;  // punctuation, symbols, arrows
  if (c >= 0x3000 && c <= 0x303F) return false;
  if (c >= 0xFE00 && c <= 0xFE0F) return false;
  return c != kReplacement && c < 0x1F000;
}

constexpr bool isUpper(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x100 && c < 0x180 && c % 2 == 0);
}

void appendUtf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (c >> 6)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (c >> 12)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (c >> 18)));
    out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

/// Appends c folded; true when it lost a diacritic.
bool appendFolded(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c));
    return false;
  }
  if (isCombining(c)) return true;
  if (c < 0xC0 || c >= 0x180) {
    if (c >= 0x391 && c <= 0x3A9)
      c += 32;  // Greek and Cyrillic capitals
    else if (c >= 0x410 && c <= 0x42F)
      c += 32;
    else if (c >= 0x400 && c <= 0x40F)
      c += 80;
    appendUtf8(out, c);
    return false;
  }
  switch (c) {
    case 0xC6:
    case 0xE6:
      out += "ae";
      return true;
    case 0x152:
    case 0x153:
      out += "oe";
      return true;
    case 0xDF:
      out += "ss";
      return true;
    case 0xDE:
    case 0xFE:
      out += "th";
      return true;
    case 0x132:
    case 0x133:
      out += "ij";
      return true;
    default:
      break;
  }
  const char base = kLatinBase[c - 0xC0];
  if (base == ' ' || base == '*') {
    appendUtf8(out, c);
    return false;
  }
  out.push_back(base);
  return true;
}

/// What joins the parts of an identifier when it stands between two word characters.
constexpr bool isJoiner(char32_t c) { return c == '_' || c == '-' || c == '.' || c == '/' || c == ':'; }

struct Letter {
  char32_t code;
  std::size_t begin;
  std::size_t end;
};

/// Where a part starts inside an identifier: after a joiner, at lower→Upper, at UPPERLower.
bool startsPart(const std::vector<Letter>& run, std::size_t i) {
  if (i == 0 || isJoiner(run[i - 1].code)) return true;
  if (!isUpper(run[i].code)) return false;
  if (!isUpper(run[i - 1].code) && !isDigit(run[i - 1].code)) return true;
  return i + 1 < run.size() && isUpper(run[i - 1].code) && !isUpper(run[i + 1].code) && !isDigit(run[i + 1].code) &&
         !isJoiner(run[i + 1].code);
}

RawWord makeWord(const std::vector<Letter>& run, std::size_t from, std::size_t to, bool whole) {
  RawWord word;
  word.begin = run[from].begin;
  word.end = run[to - 1].end;
  word.whole = whole;
  for (std::size_t i = from; i < to; ++i) {
    if (isJoiner(run[i].code)) {
      word.folded.push_back(static_cast<char>(run[i].code));
    } else if (appendFolded(word.folded, run[i].code)) {
      word.accented = true;
    }
  }
  return word;
}

void flush(std::vector<Letter>& run, std::vector<RawWord>& out) {
  while (!run.empty() && isJoiner(run.back().code)) run.pop_back();
  if (run.empty()) return;
  std::vector<RawWord> parts;
  for (std::size_t from = 0; from < run.size();) {
    if (isJoiner(run[from].code)) {
      ++from;
      continue;
    }
    std::size_t to = from + 1;
    while (to < run.size() && !isJoiner(run[to].code) && !startsPart(run, to)) ++to;
    parts.push_back(makeWord(run, from, to, false));
    from = to;
  }
  // A very long identifier (a URL, a base64 blob) is of no use whole.
  if (parts.size() > 1 && parts.size() <= 8) out.push_back(makeWord(run, 0, run.size(), true));
  std::move(parts.begin(), parts.end(), std::back_inserter(out));
  run.clear();
}

}  // namespace

char32_t nextCodePoint(std::string_view text, std::size_t& position) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(position);
  if (lead < 0x80) {
    ++position;
    return lead;
  }
  const std::size_t length = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
  if (length == 1 || lead >= 0xF5 || position + length > text.size()) {
    ++position;
    return kReplacement;
  }
  char32_t code = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(position + i) & 0xC0) != 0x80) {
      ++position;
      return kReplacement;
    }
    code = (code << 6) | (byte(position + i) & 0x3F);
  }
  constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  if (code < kLeast[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
    ++position;
    return kReplacement;
  }
  position += length;
  return code;
}

std::size_t floorToCodePoint(std::string_view text, std::size_t position) noexcept {
  if (position >= text.size()) return text.size();
  std::size_t at = position;
  // At most three continuation bytes belong to one code point: invalid UTF-8 is not walked back through.
  for (int i = 0; i < 3 && at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80; ++i) --at;
  return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80 ? position : at;
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) appendFolded(out, nextCodePoint(text, i));
  return out;
}

std::vector<RawWord> words(std::string_view text) {
  std::vector<RawWord> out;
  out.reserve(text.size() / 6);
  std::vector<Letter> run;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    const char32_t code = nextCodePoint(text, i);
    const bool inside = !run.empty() && !isJoiner(run.back().code);
    if (isWordCodePoint(code) || (inside && (isJoiner(code) || isCombining(code)))) {
      run.push_back({code, begin, i});
      if (run.size() >= 128) flush(run, out);  // no word is that long: a bound for hostile input
    } else {
      flush(run, out);
    }
  }
  flush(run, out);
  return out;
}

std::uint64_t stableHash(std::string_view bytes, std::uint64_t seed) noexcept {
  std::uint64_t hash = 0xCBF29CE484222325ULL ^ (seed * 0x9E3779B97F4A7C15ULL);
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001B3ULL;
  }
  hash ^= hash >> 33;  // murmur3's finaliser: FNV's low bits alone are poor
  hash *= 0xFF51AFD7ED558CCDULL;
  hash ^= hash >> 33;
  hash *= 0xC4CEB9FE1A85EC53ULL;
  return hash ^ (hash >> 33);
}

}  // namespace vigie::text
