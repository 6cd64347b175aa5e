#include "core/retrieval/snapshot_file.h"

#include "core/retrieval/byte_codec.h"
#include "core/retrieval/content_hash.h"
#include "core/retrieval/file_bytes.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <span>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace vigie {

namespace fs = std::filesystem;

namespace {

// Do not change or reuse: a file of another layout has another one.
constexpr std::string_view kMagic = "VIGIEIX1";
constexpr std::size_t kPrefix = sizeof(std::uint32_t) + sizeof(Digest);  ///< of a record: its length, its digest
constexpr std::uint32_t kLongestHeader = 4096;
constexpr std::size_t kWriteBuffer = 1U << 20U;
constexpr Digest kErased{};

Error unusable(std::string reason) { return {ErrorCode::kInvalidArgument, std::move(reason)}; }
Error damaged() { return unusable("it is damaged"); }
Error unwritten() { return {ErrorCode::kUnavailable, "the disk does not take it"}; }

std::string_view bytesOf(const std::uint32_t& number) {
  return {reinterpret_cast<const char*>(&number), sizeof number};
}

Digest recordDigest(std::uint32_t length, std::string_view body) { return sha256({bytesOf(length), body}); }

/// What a document's numbers were made of: title, headings and texts, each told apart from the next by its length.
template <class Passages>
Digest textDigest(std::string_view title, const Passages& passages) {
  std::vector<std::uint32_t> lengths;
  lengths.reserve(1 + 2 * passages.size());
  std::vector<std::string_view> parts;
  parts.reserve(2 + 4 * passages.size());
  const auto add = [&](std::string_view part) {
    lengths.push_back(static_cast<std::uint32_t>(part.size()));
    parts.push_back(bytesOf(lengths.back()));
    parts.push_back(part);
  };
  add(title);
  for (const auto& passage : passages) {
    add(passage.heading);
    add(passage.text);
  }
  return sha256(parts);
}

std::string headerOf(const SnapshotMaker& maker, std::size_t dimension, std::uint64_t documents, std::uint64_t bytes) {
  ByteWriter rest;
  rest.number(static_cast<std::uint32_t>(dimension));
  rest.number(documents);
  rest.number(bytes);
  rest.text(maker.model);
  rest.text(maker.analyser);
  ByteWriter header;
  header.out = kMagic;
  header.number(static_cast<std::uint32_t>(kMagic.size() + kPrefix + rest.out.size()));
  header.digest(sha256({rest.out}));
  header.out += rest.out;
  return header.out;
}

std::string bodyOf(const IndexedDocument& document, std::span<const float> rows) {
  ByteWriter body;
  body.text(document.id);
  body.number(document.sequence);
  body.digest(textDigest(document.title, document.passages));
  body.number(static_cast<std::uint32_t>(document.passages.size()));
  for (const auto& passage : document.passages) {
    body.number(static_cast<std::uint8_t>(passage.language));
    body.number(passage.terms.length);
    body.number(static_cast<std::uint32_t>(passage.terms.counts.size()));
    for (const auto& [key, count] : passage.terms.counts) {
      body.number(key);
      body.number(count);
    }
  }
  body.numbers(rows);
  return std::move(body.out);
}

}  // namespace

SnapshotFile::~SnapshotFile() { ::close(descriptor_); }

void SnapshotFile::note(Place place) { places_.push_back(std::move(place)); }

Result<std::unique_ptr<SnapshotFile>> SnapshotFile::open(const fs::path& path, const SnapshotMaker& maker) {
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0) {
    if (errno == ENOENT) return Error(ErrorCode::kNotFound, "there is none");
    return unusable("it cannot be opened");
  }
  struct stat info {};
  if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) return unusable("it is no file");
  std::string head(kMagic.size() + sizeof(std::uint32_t), '\0');
  if (!readAt(file.get(), 0, head) || !head.starts_with(kMagic)) return unusable("it is of another version");
  const auto length = ByteReader(std::string_view(head).substr(kMagic.size())).number<std::uint32_t>();
  if (length <= kMagic.size() + kPrefix || length > kLongestHeader) return damaged();
  std::string header(length, '\0');
  if (!readAt(file.get(), 0, header)) return damaged();
  ByteReader reader(std::string_view(header).substr(head.size()));
  const Digest digest = reader.digest();
  if (digest != sha256({std::string_view(header).substr(kMagic.size() + kPrefix)})) return damaged();
  const auto dimension = reader.number<std::uint32_t>();
  const auto documents = reader.number<std::uint64_t>();
  const auto bytes = reader.number<std::uint64_t>();
  const auto model = reader.text();
  const auto analyser = reader.text();
  if (!reader.good() || dimension == 0) return damaged();
  if (static_cast<std::uint64_t>(info.st_size) != bytes) return unusable("it is cut short");
  if (model != maker.model) return unusable("another embedding model made it");
  if (maker.dimension != 0 && dimension != maker.dimension) return unusable("its vectors are of another length");
  if (analyser != maker.analyser) return unusable("another version of Vigie made it");
  std::unique_ptr<SnapshotFile> out(new SnapshotFile(file.release(), dimension));
  out->bytes_ = bytes;
  if (const auto read = out->scan(length, documents); !read) return read.error();
  return out;
}

Result<void> SnapshotFile::scan(std::uint64_t from, std::uint64_t documents) {
  std::string body;
  for (std::uint64_t i = 0; i < documents; ++i) {
    std::array<char, kPrefix> prefix{};
    if (from + kPrefix > bytes_ || !readAt(descriptor_, from, prefix)) return damaged();
    ByteReader reader(std::string_view(prefix.data(), prefix.size()));
    Place place;
    place.offset = from;
    place.length = reader.number<std::uint32_t>();
    const Digest digest = reader.digest();
    if (place.length > bytes_ - from - kPrefix) return damaged();
    from += kPrefix + place.length;
    body.resize(place.length);
    if (!readAt(descriptor_, place.offset + kPrefix, body)) return damaged();
    if (digest == kErased) {
      if (body.find_first_not_of('\0') != std::string::npos) return damaged();  // an erasure that a crash cut short
      continue;
    }
    if (digest != recordDigest(place.length, body)) return damaged();
    ByteReader content(body);
    place.documentId = content.text();
    place.sequence = content.number<std::int64_t>();
    if (!content.good() || (!places_.empty() && place.sequence <= places_.back().sequence)) return damaged();
    note(std::move(place));
  }
  return from == bytes_ ? Result<void>() : damaged();
}

Result<std::unique_ptr<SnapshotFile>> SnapshotFile::write(const fs::path& path, const SnapshotMaker& maker,
                                                          const IndexSnapshot& snapshot,
                                                          const std::atomic<bool>& stop) {
  std::vector<DocumentRows> documents;
  snapshot.eachDocument(
      [&documents](const std::shared_ptr<const IndexedDocument>& document, std::span<const float> rows) {
        if (document->embedded) documents.push_back({document, rows});
      });
  std::sort(documents.begin(), documents.end(),
            [](const DocumentRows& a, const DocumentRows& b) { return a.document->sequence < b.document->sequence; });
  const fs::path temporary = path.string() + ".new";
  std::error_code ignored;
  fs::remove(temporary, ignored);
  FileDescriptor file(::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.get() < 0) return unwritten();
  const auto fail = [&temporary](Error error) {
    std::error_code none;
    fs::remove(temporary, none);
    return error;
  };
  std::unique_ptr<SnapshotFile> out(new SnapshotFile(::fcntl(file.get(), F_DUPFD_CLOEXEC, 0), snapshot.dimension()));
  const std::uint64_t header = headerOf(maker, snapshot.dimension(), 0, 0).size();
  std::uint64_t flushed = header;  // its place is kept free until it is known what it says
  std::string buffer;
  for (const auto& [document, rows] : documents) {
    if (stop) return fail(Error(ErrorCode::kCancelled, "the server stops"));
    const std::string body = bodyOf(*document, rows);
    Place place;
    place.documentId = document->id;
    place.sequence = document->sequence;
    place.offset = flushed + buffer.size();
    place.length = static_cast<std::uint32_t>(body.size());
    const Digest digest = recordDigest(place.length, body);
    buffer += bytesOf(place.length);
    buffer.append(reinterpret_cast<const char*>(digest.data()), digest.size());
    buffer += body;
    out->note(std::move(place));
    if (buffer.size() < kWriteBuffer) continue;
    if (!writeAt(file.get(), flushed, buffer)) return fail(unwritten());
    flushed += buffer.size();
    buffer.clear();
  }
  out->bytes_ = flushed + buffer.size();
  if (!writeAt(file.get(), flushed, buffer) ||
      !writeAt(file.get(), 0, headerOf(maker, snapshot.dimension(), documents.size(), out->bytes_)) ||
      ::fsync(file.get()) != 0 || ::rename(temporary.c_str(), path.c_str()) != 0) {
    return fail(unwritten());
  }
  const FileDescriptor directory(::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() >= 0) ::fsync(directory.get());
  return out;
}

std::vector<std::int64_t> SnapshotFile::sequencesAfter(std::int64_t after, std::size_t most) const {
  auto at = std::upper_bound(places_.begin(), places_.end(), after,
                             [](std::int64_t sequence, const Place& place) { return sequence < place.sequence; });
  std::vector<std::int64_t> out;
  for (; at != places_.end() && out.size() < most; ++at) out.push_back(at->sequence);
  return out;
}

bool SnapshotFile::complete(AnalysedChange& change) const {
  const auto place =
      std::lower_bound(places_.begin(), places_.end(), change.change.sequence,
                       [](const Place& candidate, std::int64_t sequence) { return candidate.sequence < sequence; });
  if (place == places_.end() || place->sequence != change.change.sequence ||
      place->documentId != change.change.documentId) {
    return false;
  }
  std::string record(kPrefix + place->length, '\0');
  if (!readAt(descriptor_, place->offset, record)) return false;
  ByteReader prefix(std::string_view(record).substr(sizeof(std::uint32_t)));
  const std::string_view body = std::string_view(record).substr(kPrefix);
  if (prefix.digest() != recordDigest(place->length, body)) return false;
  ByteReader reader(body);
  reader.text();
  reader.number<std::int64_t>();
  auto& chunks = change.change.chunks;
  if (reader.digest() != textDigest(change.change.title, chunks)) return false;
  if (reader.number<std::uint32_t>() != chunks.size()) return false;
  std::vector<PassageAnalysis> known(chunks.size());
  for (auto& passage : known) {
    passage.language = static_cast<text::Language>(std::min<std::uint8_t>(reader.number<std::uint8_t>(), 2));
    passage.terms.length = reader.number<float>();
    const auto terms = reader.number<std::uint32_t>();
    if (terms > reader.left() / (sizeof(std::uint64_t) + sizeof(float))) return false;
    passage.terms.counts.reserve(terms);
    for (std::uint32_t i = 0; i < terms; ++i) {
      const auto key = reader.number<std::uint64_t>();
      passage.terms.counts.emplace_back(key, reader.number<float>());
    }
  }
  if (!reader.good() || reader.left() != chunks.size() * dimension_ * sizeof(float)) return false;
  for (auto& chunk : chunks) {
    chunk.embedding.resize(dimension_);
    reader.numbers(std::span(chunk.embedding));
  }
  change.known = std::move(known);
  return true;
}

bool SnapshotFile::erase(const Place& place) {
  const std::string zeros(sizeof(Digest) + place.length, '\0');
  return writeAt(descriptor_, place.offset + sizeof(std::uint32_t), zeros);
}

template <class Goes>
Result<void> SnapshotFile::eraseIf(Goes goes) {
  bool written = true;
  const auto erased = std::erase_if(places_, [&](const Place& place) {
    if (!goes(place)) return false;
    written = erase(place) && written;
    return true;
  });
  if (erased == 0 || (written && ::fdatasync(descriptor_) == 0)) return {};
  return unwritten();
}

Result<void> SnapshotFile::forget(const std::vector<State>& states) {
  std::unordered_map<std::string_view, std::int64_t> newest;
  for (const auto& state : states) {
    auto& sequence = newest[state.documentId];
    sequence = std::max(sequence, state.sequence);
  }
  return eraseIf([&newest](const Place& place) {
    const auto found = newest.find(place.documentId);
    return found != newest.end() && place.sequence < found->second;
  });
}

Result<void> SnapshotFile::forgetAllBut(const std::vector<std::int64_t>& sequences) {
  return eraseIf([&sequences](const Place& place) {
    return !std::binary_search(sequences.begin(), sequences.end(), place.sequence);
  });
}

}  // namespace vigie
