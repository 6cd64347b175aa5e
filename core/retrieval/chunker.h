// Chunker: cuts a document into passages of a size that a search can rank and a reader can take in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vigie {

struct ChunkerOptions {
  std::size_t target = 900;   ///< bytes; a chunk is closed at the first boundary past it would go over `most`
  std::size_t most = 1500;    ///< bytes; only a single code point can make a chunk longer
  std::size_t least = 500;    ///< bytes; a shorter section shares its chunk with the next one
  std::size_t overlap = 160;  ///< bytes; a sentence up to this long is repeated at the start of the next chunk
};

struct Chunk {
  int ordinal = 0;
  std::string heading;    ///< the headings above its start, joined by " › "; empty outside any
  std::string text;       ///< the document's own bytes, trimmed
  std::size_t begin = 0;  ///< where `text` starts in the document, in bytes
};

/// Chunks in the document's order. Every byte that is not white space is in one; a chunk never splits a code point,
/// and a fenced code block or a list item only when it is longer than `most`; prose is split between sentences where
/// it can be. With `markdown`, a heading starts a new chunk. Deterministic, in time linear in the text; any thread.
std::vector<Chunk> chunkText(std::string_view text, bool markdown, const ChunkerOptions& options = {});

/// The ends (exclusive offsets, ascending, the last is text.size()) of the sentences of a piece of prose, in English
/// or French: after . ! ? … and a space and something that can start a sentence; not after "e.g.", "p. ex.", "1.".
std::vector<std::size_t> sentenceEnds(std::string_view text);

}  // namespace vigie
