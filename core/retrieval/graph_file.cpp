#include "core/retrieval/graph_file.h"

#include "core/retrieval/byte_codec.h"
#include "core/retrieval/content_hash.h"
#include "core/retrieval/file_bytes.h"

#include <cerrno>
#include <fcntl.h>
#include <numeric>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace vigie {

namespace {

// Do not change or reuse: a file of another layout has another one.
constexpr std::string_view kGraphMagic = "VIGIEGR1";
constexpr std::size_t kGraphHead = kGraphMagic.size() + sizeof(Digest);
constexpr std::size_t kDocumentBytes = 2 * sizeof(std::uint64_t) + sizeof(std::int64_t) + sizeof(std::uint32_t);

Error unusableGraph(std::string reason) { return {ErrorCode::kInvalidArgument, std::move(reason)}; }

std::string encoded(const SnapshotMaker& maker, std::size_t dimension, const StoredGraph& graph) {
  ByteWriter body;
  body.text(maker.model);
  body.number(static_cast<std::uint32_t>(dimension));
  body.number(static_cast<std::uint64_t>(graph.quality.breadth));
  body.number(graph.quality.recall);
  body.number(static_cast<std::uint64_t>(graph.documents.size()));
  for (const auto& document : graph.documents) {
    body.number(document.id);
    body.number(document.sequence);
    body.number(document.passages);
    body.number(document.vectors);
  }
  body.number(static_cast<std::uint64_t>(graph.links.levels.size()));
  body.numbers(std::span(graph.links.levels));
  body.number(static_cast<std::uint64_t>(graph.links.neighbours.size()));
  body.numbers(std::span(graph.links.neighbours));
  return std::move(body.out);
}

/// Nothing when the bytes do not add up.
bool decode(ByteReader& body, StoredGraph& graph) {
  graph.quality.breadth = body.number<std::uint64_t>();
  graph.quality.recall = body.number<double>();
  const auto documents = body.number<std::uint64_t>();
  if (documents > body.left() / kDocumentBytes) return false;
  graph.documents.resize(documents);
  std::uint64_t passages = 0;
  for (auto& document : graph.documents) {
    document.id = body.number<std::uint64_t>();
    document.sequence = body.number<std::int64_t>();
    document.passages = body.number<std::uint32_t>();
    document.vectors = body.number<std::uint64_t>();
    passages += document.passages;
  }
  const auto rows = body.number<std::uint64_t>();
  if (rows != passages || rows > body.left()) return false;
  graph.links.levels.resize(rows);
  body.numbers(std::span(graph.links.levels));
  const auto neighbours = body.number<std::uint64_t>();
  if (neighbours != body.left() / sizeof(std::int32_t)) return false;
  graph.links.neighbours.resize(neighbours);
  body.numbers(std::span(graph.links.neighbours));
  return body.good() && body.left() == 0 && graph.links.fit(rows);
}

}  // namespace

Result<StoredGraph> GraphFile::read(const SnapshotMaker& maker) {
  const FileDescriptor file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0) {
    if (errno == ENOENT) return Error(ErrorCode::kNotFound, "there is none");
    return unusableGraph("it cannot be opened");
  }
  struct stat info {};
  if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) return unusableGraph("it is no file");
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size < kGraphHead) return unusableGraph("it is cut short");
  std::string bytes(size, '\0');
  if (!readAt(file.get(), 0, bytes)) return unusableGraph("it cannot be read");
  const std::string_view all(bytes);
  if (!all.starts_with(kGraphMagic)) return unusableGraph("it is of another version");
  const Digest digest = ByteReader(all.substr(kGraphMagic.size())).digest();
  if (digest != sha256({all.substr(kGraphHead)})) return unusableGraph("it is damaged");
  ByteReader body(all.substr(kGraphHead));
  if (body.text() != maker.model) return unusableGraph("another embedding model made it");
  const auto dimension = body.number<std::uint32_t>();
  if (maker.dimension != 0 && dimension != maker.dimension) return unusableGraph("its vectors are of another length");
  StoredGraph graph;
  if (!decode(body, graph)) return unusableGraph("it is damaged");
  note(graph, size);
  return graph;
}

Result<void> GraphFile::write(const SnapshotMaker& maker, std::size_t dimension, const StoredGraph& graph) {
  const std::string body = encoded(maker, dimension, graph);
  const Digest digest = sha256({body});
  std::string head(kGraphMagic);
  head.append(reinterpret_cast<const char*>(digest.data()), digest.size());
  const std::filesystem::path temporary = path_.string() + ".new";
  std::error_code ignored;
  std::filesystem::remove(temporary, ignored);
  const FileDescriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.get() < 0 || !writeAt(file.get(), 0, head) || !writeAt(file.get(), kGraphHead, body) ||
      ::fsync(file.get()) != 0 || ::rename(temporary.c_str(), path_.c_str()) != 0) {
    std::filesystem::remove(temporary, ignored);
    return Error(ErrorCode::kUnavailable, "the disk does not take it");
  }
  note(graph, kGraphHead + body.size());
  return {};
}

void GraphFile::note(const StoredGraph& graph, std::uint64_t bytes) {
  sequences_.clear();
  for (const auto& document : graph.documents) sequences_.emplace(document.id, document.sequence);
  bytes_ = bytes;
}

bool GraphFile::forget(const std::vector<SnapshotFile::State>& states) {
  for (const auto& state : states) {
    if (!there()) break;
    const auto found = sequences_.find(StoredGraph::digestOf(state.documentId));
    if (found != sequences_.end() && found->second < state.sequence) return remove();
  }
  return true;
}

bool GraphFile::forgetAllBut(const IndexSnapshot& snapshot) {
  std::size_t known = 0;
  snapshot.eachDocument([&](const std::shared_ptr<const IndexedDocument>& document, std::span<const float>) {
    const auto found = sequences_.find(StoredGraph::digestOf(document->id));
    if (found != sequences_.end() && found->second == document->sequence) ++known;
  });
  return known == sequences_.size() || remove();
}

bool GraphFile::remove() {
  sequences_.clear();
  if (::unlink(path_.c_str()) != 0 && errno != ENOENT) return false;
  // Gone also after a power failure, when this returns.
  const FileDescriptor directory(::open(path_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return directory.get() < 0 || ::fsync(directory.get()) == 0;
}

}  // namespace vigie
