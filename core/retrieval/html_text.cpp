#include "core/retrieval/html_text.h"

#include "core/retrieval/text.h"

#include <algorithm>
#include <array>
#include <libxml/HTMLparser.h>
#include <memory>
#include <mutex>
#include <vector>

namespace vigie {

namespace {

constexpr std::size_t kMostDepth = 512;
constexpr std::size_t kPiece = std::size_t{64} * 1024;  ///< libxml2 takes an int

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool isUnseen(std::string_view name) {
  return isOneOf(name, {"head", "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "canvas",
                        "audio", "video", "select", "textarea"});
}

bool isBlock(std::string_view name) {
  return isOneOf(name,
                 {"p",       "div",        "section",  "article",    "main",    "header",  "footer", "nav",  "aside",
                  "table",   "ul",         "ol",       "dl",         "dd",      "dt",      "figure", "form", "address",
                  "caption", "figcaption", "fieldset", "blockquote", "details", "summary", "hr",     "body", "html"});
}

/// The level of h1 … h6, or 0.
int headingLevelOf(std::string_view name) {
  return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' ? name[1] - '0' : 0;
}

/// Writes the page as it is read: a SAX reader holds no tree, so a page that nests a million elements costs nothing.
class TextWriter {
 public:
  void startElement(std::string_view name, const xmlChar** attributes) {
    unseen_.push_back((!unseen_.empty() && unseen_.back()) || isUnseen(name) || isHidden(attributes));
    if (unseen_.back()) return;
    if (const int level = headingLevelOf(name); level > 0) {
      paragraph();
      out_.append(static_cast<std::size_t>(level), '#').push_back(' ');
      inHeading_ = true;
      spaceBefore_ = false;
    } else if (name == "pre") {
      paragraph();
      out_ += "```\n";
      inPre_ = true;
    } else if (name == "br") {
      if (inHeading_ || inRow_) {
        spaceBefore_ = true;
      } else {
        line();
      }
    } else if (name == "li") {
      line();
      out_ += "- ";
      spaceBefore_ = false;
    } else if (name == "tr") {
      line();
      out_ += "|";
      inRow_ = true;
      spaceBefore_ = true;
    } else if (name == "img") {
      text(attribute(attributes, "alt"));
    } else if (isBlock(name) && !inRow_ && !inHeading_ && !atItemStart()) {
      paragraph();
    } else if (isBlock(name)) {
      spaceBefore_ = !atItemStart();
    }
  }

  void endElement(std::string_view name) {
    if (unseen_.empty()) return;
    const bool unseen = unseen_.back();
    unseen_.pop_back();
    if (unseen) return;
    if (headingLevelOf(name) > 0) {
      inHeading_ = false;
      paragraph();
    } else if (name == "pre" && inPre_) {
      inPre_ = false;
      if (!out_.ends_with('\n')) out_ += '\n';
      out_ += "```";
      paragraph();
    } else if (name == "td" || name == "th") {
      out_ += " |";
      spaceBefore_ = true;
    } else if (name == "tr") {
      inRow_ = false;
      line();
    } else if (name == "li") {
      line();
    } else if (isBlock(name) && !inRow_ && !inHeading_) {
      paragraph();
    } else if (isBlock(name)) {
      spaceBefore_ = true;
    }
  }

  void text(std::string_view piece) {
    if (!unseen_.empty() && unseen_.back()) return;
    if (inPre_) {
      out_ += piece;
      return;
    }
    for (std::size_t i = 0; i < piece.size(); ++i) {
      const bool noBreak = piece.substr(i, 2) == "\xC2\xA0";
      if (noBreak || text::isSpace(piece[i])) {
        spaceBefore_ = true;
        if (noBreak) ++i;
        continue;
      }
      if (spaceBefore_ && !out_.empty() && out_.back() != '\n' && out_.back() != ' ') out_ += ' ';
      spaceBefore_ = false;
      out_ += piece[i];
    }
  }

  [[nodiscard]] std::size_t depth() const { return unseen_.size(); }
  std::string finish() {
    while (!out_.empty() && text::isSpace(out_.back())) out_.pop_back();
    return std::move(out_);
  }

 private:
  static std::string_view attribute(const xmlChar** attributes, std::string_view name) {
    for (const xmlChar** at = attributes; at != nullptr && *at != nullptr; at += 2) {
      if (name == reinterpret_cast<const char*>(at[0])) {
        return at[1] == nullptr ? std::string_view() : reinterpret_cast<const char*>(at[1]);
      }
    }
    return {};
  }

  static bool isHidden(const xmlChar** attributes) {
    for (const xmlChar** at = attributes; at != nullptr && *at != nullptr; at += 2) {
      if (std::string_view("hidden") == reinterpret_cast<const char*>(at[0])) return true;
    }
    return attribute(attributes, "aria-hidden") == "true";
  }

  [[nodiscard]] bool atItemStart() const { return out_.ends_with("\n- ") || out_ == "- "; }

  void line() {
    while (out_.ends_with(' ') && !atItemStart()) out_.pop_back();
    if (!out_.empty() && out_.back() != '\n') out_ += '\n';
    spaceBefore_ = false;
  }

  void paragraph() {
    line();
    if (!out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
  }

  std::string out_;
  std::vector<bool> unseen_;  ///< of each open element
  bool spaceBefore_ = false;
  bool inHeading_ = false;
  bool inRow_ = false;
  bool inPre_ = false;
};

struct Reading {
  TextWriter writer;
  htmlParserCtxtPtr parser = nullptr;
  bool tooDeep = false;
};

std::string_view viewOf(const xmlChar* name) { return reinterpret_cast<const char*>(name); }

void onStart(void* context, const xmlChar* name, const xmlChar** attributes) {
  auto& reading = *static_cast<Reading*>(context);
  if (reading.writer.depth() >= kMostDepth) {
    reading.tooDeep = true;
    xmlStopParser(reading.parser);
    return;
  }
  reading.writer.startElement(viewOf(name), attributes);
}
void onEnd(void* context, const xmlChar* name) { static_cast<Reading*>(context)->writer.endElement(viewOf(name)); }
void onText(void* context, const xmlChar* text, int length) {
  static_cast<Reading*>(context)->writer.text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
}

}  // namespace

Result<std::string> htmlToMarkdown(std::string_view html) {
  static std::once_flag once;
  std::call_once(once, [] { xmlInitParser(); });

  Reading reading;
  htmlSAXHandler handler{};
  handler.startElement = &onStart;
  handler.endElement = &onEnd;
  handler.characters = &onText;
  handler.ignorableWhitespace = &onText;
  handler.cdataBlock = &onText;
  const std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> parser(
      htmlCreatePushParserCtxt(&handler, &reading, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8), &htmlFreeParserCtxt);
  if (parser == nullptr) return Error(ErrorCode::kInternal, "there is no memory to read the page");
  reading.parser = parser.get();
  htmlCtxtUseOptions(parser.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                       HTML_PARSE_IGNORE_ENC);
  for (std::size_t at = 0; at < html.size() && !reading.tooDeep; at += kPiece) {
    const auto piece = html.substr(at, kPiece);
    htmlParseChunk(parser.get(), piece.data(), static_cast<int>(piece.size()), 0);
  }
  if (!reading.tooDeep) htmlParseChunk(parser.get(), nullptr, 0, 1);
  if (reading.tooDeep) {
    return Error(ErrorCode::kUnprocessable, "the page nests its elements deeper than 512; send its text instead");
  }
  return reading.writer.finish();
}

}  // namespace vigie
