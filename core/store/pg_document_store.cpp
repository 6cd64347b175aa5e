#include "core/store/pg_document_store.h"

#include "core/store/embedding_codec.h"
#include "core/store/impl/pg_session.h"
#include "core/store/impl/rows.h"
#include "core/store/storable_text.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <vector>

namespace vigie {

namespace {

using impl::PgSession;
using impl::Statement;

// A slice of chunks takes PostgreSQL some 0.2 s on a small machine.
constexpr std::size_t kSlice = 256;
constexpr std::chrono::milliseconds kTimeOfASlice{1'000};

Error documentNotFound() { return {ErrorCode::kNotFound, "there is no such document"}; }

#define VIGIE_DOCUMENT(d)                                                                               \
  d ".id, " d ".title, " d ".media_type, " d ".filename, " d ".status, " d ".progress, " d ".error, " d \
    ".bytes, "                                                                                          \
    "(SELECT count(*) FROM chunks k WHERE k.document_id = " d                                           \
    ".id), " VIGIE_MICROS(d ".created_at") ", " VIGIE_MICROS(d ".updated_at")

// "vigieidx" as a number; one lock for all writers of the sequence, in every program. Do not change.
#define VIGIE_INDEX_LOCK "8532464671400748152"

// The lock is taken after the rows before it are written and held until the commit; the sequence is taken under it.
// So who sees change n sees every change before n. pg_notify is heard at the commit, too.
#define VIGIE_APPEND_CHANGE(source, deleted)                                                      \
  "locked AS MATERIALIZED (SELECT s.id, pg_advisory_xact_lock(" VIGIE_INDEX_LOCK ") FROM " source \
  " s)"                                                                                           \
  "INSERT INTO index_changes (document_id, sequence, deleted)"                                    \
  " SELECT id, nextval('index_sequence'), " deleted                                               \
  " FROM locked"                                                                                  \
  " ON CONFLICT (document_id) DO UPDATE"                                                          \
  " SET sequence = excluded.sequence, deleted = excluded.deleted, changed_at = now()"             \
  " RETURNING sequence, pg_notify('vigie_index', sequence::text)"

constexpr Statement kInsert{
    "insert_document",
    "WITH put AS ("
    " INSERT INTO documents AS d (id, owner, title, filename, media_type, text, bytes, content_hash, source)"
    " VALUES ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text, $7::bigint, $8::text,"
    "  nullif($9::bytea, ''))"
    " ON CONFLICT (owner, md5(title), md5(filename)) DO UPDATE SET"
    "  media_type = excluded.media_type, text = excluded.text, bytes = excluded.bytes,"
    "  source = excluded.source,"
    "  content_hash = excluded.content_hash, status = 'queued', progress = 0, error = '', updated_at = now()"
    " WHERE d.content_hash <> excluded.content_hash OR d.status = 'failed'"
    " RETURNING *"
    ")"
    "SELECT " VIGIE_DOCUMENT("put") " FROM put"
    " UNION ALL "
    "SELECT " VIGIE_DOCUMENT("d") " FROM documents d"
    " WHERE d.owner = $2::text AND md5(d.title) = md5($3::text) AND md5(d.filename) = md5($4::text)"
    " AND NOT EXISTS (SELECT FROM put)"};

constexpr Statement kSetProgress{"document_progress",
                                 "UPDATE documents SET status = 'processing', progress = $3::double precision,"
                                 " error = '', updated_at = now()"
                                 " WHERE id = $1::uuid AND content_hash = $2::text RETURNING 1"};

constexpr Statement kSetText{"document_text",
                             "UPDATE documents SET text = $3::text, source = NULL"
                             " WHERE id = $1::uuid AND content_hash = $2::text RETURNING 1"};

constexpr Statement kSetFailed{"document_failed",
                               "UPDATE documents SET status = 'failed', error = $3::text, updated_at = now()"
                               " WHERE id = $1::uuid AND (content_hash = $2::text OR"
                               " ($2::text = '' AND status IN ('queued', 'processing'))) RETURNING 1"};

// A slice of the chunks of a document that has more than one statement has time for. The document cannot go before the
// commit.
constexpr Statement kWriteChunks{
    "write_chunks",
    "INSERT INTO chunks (document_id, ordinal, heading, text, embedding, embedding_model, dimension)"
    " SELECT document.id, c.ordinal, c.heading, c.text, decode(c.embedding, 'hex'), $2::text,"
    "  length(c.embedding) / 8"
    " FROM (SELECT id FROM documents WHERE id = $1::uuid AND content_hash = $4::text FOR KEY SHARE) document,"
    "  json_to_recordset($3::json) AS c (ordinal integer, heading text, text text, embedding text)"
    " ON CONFLICT (document_id, ordinal) DO UPDATE SET heading = excluded.heading, text = excluded.text,"
    "  embedding = excluded.embedding, embedding_model = excluded.embedding_model, dimension = excluded.dimension"
    " RETURNING 1"};

// The last slice, or all. Ordinals are 0 … n-1: those from n on are the last text's and go.
constexpr Statement kSaveChunks{
    "save_chunks",
    "WITH document AS ("
    " UPDATE documents SET status = 'ready', progress = 1, error = '', updated_at = now()"
    " WHERE id = $1::uuid AND content_hash = $5::text RETURNING id"
    "), written AS ("
    " INSERT INTO chunks (document_id, ordinal, heading, text, embedding, embedding_model, dimension)"
    " SELECT document.id, c.ordinal, c.heading, c.text, decode(c.embedding, 'hex'), $2::text,"
    "  length(c.embedding) / 8"
    " FROM document, json_to_recordset($3::json)"
    "  AS c (ordinal integer, heading text, text text, embedding text)"
    " ON CONFLICT (document_id, ordinal) DO UPDATE SET heading = excluded.heading, text = excluded.text,"
    "  embedding = excluded.embedding, embedding_model = excluded.embedding_model, dimension = excluded.dimension"
    " RETURNING 1"
    "), dropped AS ("
    " DELETE FROM chunks USING document WHERE document_id = document.id AND ordinal >= $4::integer RETURNING 1"
    "), done AS MATERIALIZED ("
    " SELECT document.id, (SELECT count(*) FROM written) + (SELECT count(*) FROM dropped) AS rows FROM document"
    "), " VIGIE_APPEND_CHANGE("done", "false")};

constexpr Statement kEraseDocument{"erase_document",
                                   "WITH gone AS ("
                                   " DELETE FROM documents WHERE id = $1::uuid AND owner = $2::text RETURNING id"
                                   "), " VIGIE_APPEND_CHANGE("gone", "true")};

constexpr Statement kListDocuments{"list_documents",
                          "SELECT " VIGIE_DOCUMENT("d") " FROM documents d WHERE d.owner = $1::text"
                          " AND (d.created_at, d.id) < (" VIGIE_TIMESTAMP("$2") ", $3::uuid)"
                          " ORDER BY d.created_at DESC, d.id DESC LIMIT $4::bigint"};

constexpr Statement kGetDocument{
    "get_document", "SELECT " VIGIE_DOCUMENT("d") " FROM documents d WHERE d.id = $1::uuid AND d.owner = $2::text"};

constexpr Statement kContent{"document_content",
                             "SELECT title, text, media_type, filename, source, content_hash, owner, status"
                             " FROM documents"
                             " WHERE id = $1::uuid"};

// One row without a passage for a document that has none left: the document itself is there.
constexpr Statement kChunks{"list_chunks",
                            "SELECT k.ordinal, k.heading, k.text, k.embedding_model FROM documents d"
                            " LEFT JOIN chunks k ON k.document_id = d.id AND k.ordinal > $3::bigint"
                            " WHERE d.id = $1::uuid AND d.owner = $2::text ORDER BY k.ordinal LIMIT $4::bigint"};

constexpr Statement kUnfinished{"unfinished_documents",
                                "SELECT id FROM documents WHERE status IN ('queued', 'processing')"
                                " ORDER BY created_at, id"};

constexpr Statement kDocumentChanges{
    "index_changes",
    "SELECT i.sequence, i.document_id, i.deleted, d.title, k.ordinal, k.heading, k.text,"
    " CASE WHEN i.sequence = ANY($3::bigint[]) THEN '' ELSE k.embedding END,"
    " k.embedding_model, d.owner"
    " FROM (SELECT sequence, document_id, deleted FROM index_changes WHERE sequence > $1::bigint"
    "  ORDER BY sequence LIMIT $2::bigint) i"
    " LEFT JOIN documents d ON d.id = i.document_id"
    " LEFT JOIN chunks k ON k.document_id = d.id AND NOT i.deleted"
    " ORDER BY i.sequence, k.ordinal"};

wire::Document documentOf(const pqxx::row& row) {
  wire::Document out;
  out.id = impl::textOf(row[0]);
  out.title = impl::textOf(row[1]);
  out.mediaType = impl::textOf(row[2]);
  out.filename = impl::textOf(row[3]);
  out.status = impl::textOf(row[4]);
  out.progress = row[5].as<double>();
  out.error = impl::textOf(row[6]);
  out.bytes = row[7].as<std::int64_t>();
  out.chunks = row[8].as<std::int64_t>();
  out.createdAt = impl::timeOf(row[9]);
  out.updatedAt = impl::timeOf(row[10]);
  return out;
}

/// Some chunks as one JSON parameter: one round trip however many they are.
std::string chunksJson(std::span<const StoredChunk> chunks) {
  boost::json::array out;
  out.reserve(chunks.size());
  for (const StoredChunk& chunk : chunks) {
    out.push_back({{"ordinal", chunk.ordinal},
                   {"heading", storableText(chunk.heading)},
                   {"text", storableText(chunk.text)},
                   {"embedding", encodeEmbedding(chunk.embedding)}});
  }
  return boost::json::serialize(out);
}

bool ordinalsAreDense(const std::vector<StoredChunk>& chunks) {
  std::vector<bool> seen(chunks.size());
  for (const StoredChunk& chunk : chunks) {
    const auto ordinal = static_cast<std::size_t>(chunk.ordinal);
    if (chunk.ordinal < 0 || ordinal >= seen.size() || seen[ordinal]) return false;
    seen[ordinal] = true;
  }
  return true;
}

}  // namespace

PgDocumentStore::PgDocumentStore(PgPool& pool) : pool_(pool) {}

boost::asio::awaitable<Result<wire::Document>> PgDocumentStore::insert(NewDocument document) {
  if (!isId(document.id)) co_return Error(ErrorCode::kInvalidArgument, "a document's id must be a UUID", "id");
  auto work = [document = std::move(document)](PgSession& db) -> Result<wire::Document> {
    const wire::DocumentInput& input = document.input;
    // A second look finds the document that another connection inserted between the first one's snapshot and its
    // conflict.
    for (int attempt = 0; attempt < 2; ++attempt) {
      const pqxx::result rows = db.query(kInsert, document.id, storableText(document.owner), storableText(input.title),
                                         storableText(input.filename), storableText(input.mediaType),
                                         storableText(input.text), std::max(input.text.size(), input.source.size()),
                                         document.contentHash, pqxx::binarystring(input.source));
      if (!rows.empty()) return documentOf(rows[0]);
    }
    return Error(ErrorCode::kConflict, "the document is being changed by another request: try again");
  };
  co_return co_await pool_.run(StoreOperation::kInsertDocument, std::move(work));
}

boost::asio::awaitable<Result<void>> PgDocumentStore::setProgress(std::string documentId, std::string contentHash,
                                                                  double progress) {
  if (!isId(documentId)) co_return documentNotFound();
  auto work = [documentId = std::move(documentId), contentHash = std::move(contentHash),
               progress = std::clamp(progress, 0.0, 1.0)](PgSession& db) -> Result<void> {
    if (db.query(kSetProgress, documentId, contentHash, progress).empty()) return documentNotFound();
    return {};
  };
  co_return co_await pool_.run(StoreOperation::kDocumentProgress, std::move(work));
}

boost::asio::awaitable<Result<void>> PgDocumentStore::setText(std::string documentId, std::string contentHash,
                                                              std::string text) {
  if (!isId(documentId)) co_return documentNotFound();
  auto work = [documentId = std::move(documentId), contentHash = std::move(contentHash),
               text = storableText(std::move(text))](PgSession& db) -> Result<void> {
    if (db.query(kSetText, documentId, contentHash, text).empty()) return documentNotFound();
    return {};
  };
  co_return co_await pool_.run(StoreOperation::kDocumentText, std::move(work));
}

boost::asio::awaitable<Result<void>> PgDocumentStore::setFailed(std::string documentId, std::string contentHash,
                                                                std::string reason) {
  if (!isId(documentId)) co_return documentNotFound();
  auto work = [documentId = std::move(documentId), contentHash = std::move(contentHash),
               reason = storableText(std::move(reason))](PgSession& db) -> Result<void> {
    if (db.query(kSetFailed, documentId, contentHash, reason).empty()) return documentNotFound();
    return {};
  };
  co_return co_await pool_.run(StoreOperation::kDocumentProgress, std::move(work));
}

boost::asio::awaitable<Result<std::int64_t>> PgDocumentStore::saveChunks(std::string documentId,
                                                                         std::string contentHash,
                                                                         std::string embeddingModel,
                                                                         std::vector<StoredChunk> chunks) {
  if (!isId(documentId)) co_return documentNotFound();
  if (!ordinalsAreDense(chunks)) {
    co_return Error(ErrorCode::kInvalidArgument, "chunks must be numbered from 0 without holes", "ordinal");
  }
  const std::chrono::milliseconds timeout = pool_.callTimeout() + chunks.size() / kSlice * kTimeOfASlice;
  auto work = [documentId = std::move(documentId), contentHash = std::move(contentHash),
               model = storableText(std::move(embeddingModel)),
               chunks = std::move(chunks)](PgSession& db) -> Result<std::int64_t> {
    std::span<const StoredChunk> left = chunks;
    const auto saveRest = [&]() -> Result<std::int64_t> {
      for (; left.size() > kSlice; left = left.subspan(kSlice)) {
        const std::string slice = chunksJson(left.first(kSlice));
        if (db.query(kWriteChunks, documentId, model, slice, contentHash).empty()) return documentNotFound();
      }
      const pqxx::result rows = db.query(kSaveChunks, documentId, model, chunksJson(left), chunks.size(), contentHash);
      if (rows.empty()) return documentNotFound();
      return rows[0][0].as<std::int64_t>();
    };
    // One statement is a transaction already.
    return left.size() > kSlice ? db.atomically(saveRest) : saveRest();
  };
  co_return co_await pool_.run(StoreOperation::kSaveChunks, std::move(work), timeout);
}

boost::asio::awaitable<Result<wire::Page<wire::Document>>> PgDocumentStore::list(std::string owner, std::size_t limit,
                                                                                 std::string after) {
  if (const auto fits = impl::checkLimit(limit); !fits) co_return fits.error();
  auto start = impl::pageStart(PageOrder::kDocuments, after, impl::newestFirst());
  if (!start) co_return start.error();
  auto work = [owner = storableText(std::move(owner)), limit,
               start = std::move(*start)](PgSession& db) -> Result<wire::Page<wire::Document>> {
    const pqxx::result rows = db.query(kListDocuments, owner, start.key, start.id, limit + 1);
    return impl::pageOf<wire::Document>(rows, limit, PageOrder::kDocuments, documentOf, [](const pqxx::row& row) {
      return PageCursor{row[9].as<std::int64_t>(), impl::textOf(row[0])};
    });
  };
  co_return co_await pool_.run(StoreOperation::kListDocuments, std::move(work));
}

boost::asio::awaitable<Result<wire::Document>> PgDocumentStore::get(std::string owner, std::string documentId) {
  if (!isId(documentId)) co_return documentNotFound();
  auto work = [owner = storableText(std::move(owner)),
               documentId = std::move(documentId)](PgSession& db) -> Result<wire::Document> {
    const pqxx::result rows = db.query(kGetDocument, documentId, owner);
    if (rows.empty()) return documentNotFound();
    return documentOf(rows[0]);
  };
  co_return co_await pool_.run(StoreOperation::kGetDocument, std::move(work));
}

boost::asio::awaitable<Result<DocumentContent>> PgDocumentStore::content(std::string documentId) {
  if (!isId(documentId)) co_return documentNotFound();
  auto work = [documentId = std::move(documentId)](PgSession& db) -> Result<DocumentContent> {
    const pqxx::result rows = db.query(kContent, documentId);
    if (rows.empty()) return documentNotFound();
    DocumentContent out;
    wire::DocumentInput& input = out.input;
    input.title = impl::textOf(rows[0][0]);
    input.text = impl::textOf(rows[0][1]);
    input.mediaType = impl::textOf(rows[0][2]);
    input.filename = impl::textOf(rows[0][3]);
    if (!rows[0][4].is_null()) input.source = pqxx::binarystring(rows[0][4]).str();
    out.contentHash = impl::textOf(rows[0][5]);
    out.owner = impl::textOf(rows[0][6]);
    out.status = impl::textOf(rows[0][7]);
    return out;
  };
  co_return co_await pool_.run(StoreOperation::kDocumentContent, std::move(work));
}

boost::asio::awaitable<Result<wire::Page<wire::DocumentChunk>>> PgDocumentStore::chunks(std::string owner,
                                                                                        std::string documentId,
                                                                                        std::size_t limit,
                                                                                        std::string after) {
  if (!isId(documentId)) co_return documentNotFound();
  if (const auto fits = impl::checkLimit(limit); !fits) co_return fits.error();
  PageCursor first;
  first.key = -1;
  first.id = documentId;
  auto start = impl::pageStart(PageOrder::kChunks, after, first);
  if (!start) co_return start.error();
  auto work = [owner = storableText(std::move(owner)), documentId = std::move(documentId), limit,
               from = start->key](PgSession& db) -> Result<wire::Page<wire::DocumentChunk>> {
    const pqxx::result rows = db.query(kChunks, documentId, owner, from, limit + 1);
    if (rows.empty()) return documentNotFound();
    if (rows[0][0].is_null()) return wire::Page<wire::DocumentChunk>();
    const auto readRow = [&documentId](const pqxx::row& row) {
      wire::DocumentChunk chunk;
      chunk.documentId = documentId;
      chunk.ordinal = row[0].as<std::int64_t>();
      chunk.heading = impl::textOf(row[1]);
      chunk.text = impl::textOf(row[2]);
      chunk.embeddingModel = impl::textOf(row[3]);
      return chunk;
    };
    return impl::pageOf<wire::DocumentChunk>(rows, limit, PageOrder::kChunks, readRow,
                                             [&documentId](const pqxx::row& row) {
                                               return PageCursor{row[0].as<std::int64_t>(), documentId};
                                             });
  };
  co_return co_await pool_.run(StoreOperation::kListChunks, std::move(work));
}

boost::asio::awaitable<Result<std::int64_t>> PgDocumentStore::erase(std::string owner, std::string documentId) {
  if (!isId(documentId)) co_return documentNotFound();
  auto work = [owner = storableText(std::move(owner)),
               documentId = std::move(documentId)](PgSession& db) -> Result<std::int64_t> {
    const pqxx::result rows = db.query(kEraseDocument, documentId, owner);
    if (rows.empty()) return documentNotFound();
    return rows[0][0].as<std::int64_t>();
  };
  co_return co_await pool_.run(StoreOperation::kEraseDocument, std::move(work));
}

boost::asio::awaitable<Result<std::vector<std::string>>> PgDocumentStore::unfinished() {
  auto work = [](PgSession& db) -> Result<std::vector<std::string>> {
    std::vector<std::string> ids;
    for (const auto& row : db.query(kUnfinished)) ids.push_back(impl::textOf(row[0]));
    return ids;
  };
  co_return co_await pool_.run(StoreOperation::kUnfinishedDocuments, std::move(work));
}

boost::asio::awaitable<Result<std::vector<IndexChange>>> PgDocumentStore::changesAfter(std::int64_t after,
                                                                                       std::size_t most) {
  std::vector<std::int64_t> none;
  co_return co_await changesAfter(after, most, std::move(none));
}

boost::asio::awaitable<Result<std::vector<IndexChange>>> PgDocumentStore::changesAfter(
    std::int64_t after, std::size_t most, std::vector<std::int64_t> embedded) {
  std::string without;
  for (const auto sequence : embedded) without += (without.empty() ? "" : ",") + std::to_string(sequence);
  auto work = [after, most, without = "{" + without + "}"](PgSession& db) -> Result<std::vector<IndexChange>> {
    std::vector<IndexChange> changes;
    for (const auto& row : db.query(kDocumentChanges, after, most, without)) {
      const auto sequence = row[0].as<std::int64_t>();
      if (changes.empty() || changes.back().sequence != sequence) {
        IndexChange change;
        change.sequence = sequence;
        change.documentId = impl::textOf(row[1]);
        change.deleted = row[2].as<bool>();
        change.title = row[3].is_null() ? std::string() : impl::textOf(row[3]);
        change.owner = row[9].is_null() ? std::string() : impl::textOf(row[9]);
        changes.push_back(std::move(change));
      }
      if (row[4].is_null()) continue;
      IndexChange& change = changes.back();
      auto embedding = decodeEmbedding(std::string_view(row[7].c_str(), row[7].size()));
      if (!embedding) return Error(ErrorCode::kInternal, "a stored embedding cannot be read");
      StoredChunk chunk;
      chunk.ordinal = row[4].as<int>();
      chunk.heading = impl::textOf(row[5]);
      chunk.text = impl::textOf(row[6]);
      chunk.embedding = std::move(*embedding);
      change.embeddingModel = impl::textOf(row[8]);
      change.chunks.push_back(std::move(chunk));
    }
    return changes;
  };
  co_return co_await pool_.run(StoreOperation::kIndexChanges, std::move(work));
}

}  // namespace vigie
