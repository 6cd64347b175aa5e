#include "tests/integration/store/store_harness.h"

#include <pqxx/pqxx>

#include <set>
#include <thread>

namespace vigie::test {
namespace {

using ::testing::ElementsAre;

class DocumentStoreTest : public StoreTest {
 protected:
  wire::Document insert(const NewDocument& document) {
    auto stored = await(documents().insert(document));
    EXPECT_TRUE(stored) << stored.error().message;
    return *stored;
  }
  /// What saveChunks() must be told of the document's present content.
  std::string hashOf(const std::string& id) {
    const auto content = await(documents().content(id));
    EXPECT_TRUE(content) << content.error().message;
    return content->contentHash;
  }
  std::int64_t save(const std::string& id, const std::vector<std::string>& texts) {
    const auto sequence = await(documents().saveChunks(id, hashOf(id), "local-hash", chunksOf(texts)));
    EXPECT_TRUE(sequence) << sequence.error().message;
    return *sequence;
  }
};

TEST_F(DocumentStoreTest, GoesFromQueuedToReady) {
  const NewDocument guide = newDocument("ann", "Guide", "The text.");
  const wire::Document queued = insert(guide);
  EXPECT_EQ(queued.id, guide.id);
  EXPECT_EQ(queued.status, "queued");
  EXPECT_EQ(queued.bytes, 9);
  EXPECT_THAT(*await(documents().unfinished()), ElementsAre(guide.id));
  ASSERT_TRUE(await(documents().setProgress(guide.id, guide.contentHash, 0.5)));
  EXPECT_EQ(await(documents().get("ann", guide.id))->status, "processing");
  EXPECT_DOUBLE_EQ(await(documents().get("ann", guide.id))->progress, 0.5);
  EXPECT_THAT(*await(documents().unfinished()), ElementsAre(guide.id));
  save(guide.id, {"one", "two"});
  const auto ready = await(documents().get("ann", guide.id));
  EXPECT_EQ(ready->status, "ready");
  EXPECT_DOUBLE_EQ(ready->progress, 1);
  EXPECT_EQ(ready->chunks, 2);
  EXPECT_TRUE(await(documents().unfinished())->empty());
  const auto content = await(documents().content(guide.id));
  EXPECT_EQ(content->input.text, "The text.");
  EXPECT_EQ(content->input.filename, "Guide.txt");
  EXPECT_EQ(content->owner, "ann");
  EXPECT_EQ(await(documents().changesAfter(0, 10))->front().owner, "ann");
}

TEST_F(DocumentStoreTest, GivesNoEmbeddingsToOneWhoHasThem) {
  const auto first = insert(newDocument("ann", "First", "a"));
  const auto second = insert(newDocument("ann", "Second", "b"));
  const std::int64_t one = save(first.id, {"a"});
  save(second.id, {"b", "c"});
  std::vector<std::int64_t> had{one};
  const auto changes = await(documents().changesAfter(0, 10, had));
  ASSERT_TRUE(changes) << changes.error().message;
  ASSERT_EQ(changes->size(), 2U);
  EXPECT_EQ(changes->at(0).chunks.at(0).text, "a");
  EXPECT_TRUE(changes->at(0).chunks.at(0).embedding.empty());
  EXPECT_EQ(changes->at(0).embeddingModel, "local-hash");
  EXPECT_FALSE(changes->at(1).chunks.at(1).embedding.empty());
}

TEST_F(DocumentStoreTest, TheSameContentIsTheSameDocumentOtherContentReplacesIt) {
  NewDocument guide = newDocument("ann", "Guide", "v1");
  const wire::Document first = insert(guide);
  save(first.id, {"one", "two", "three"});
  guide.id = newId();
  const wire::Document again = insert(guide);
  EXPECT_EQ(again.id, first.id);
  EXPECT_EQ(again.status, "ready");
  EXPECT_EQ(again.chunks, 3);

  NewDocument changed = newDocument("ann", "Guide", "v2");
  const wire::Document replaced = insert(changed);
  EXPECT_EQ(replaced.id, first.id);
  EXPECT_EQ(replaced.status, "queued");
  EXPECT_EQ(replaced.chunks, 3) << "the old chunks serve until the new ones are there";
  save(replaced.id, {"only"});
  EXPECT_EQ(await(documents().get("ann", first.id))->chunks, 1);
  EXPECT_EQ(await(documents().content(first.id))->input.text, "v2");

  NewDocument bobs = newDocument("bob", "Guide", "v1");
  EXPECT_EQ(insert(bobs).id, bobs.id) << "another owner's document of that name is another document";
}

TEST_F(DocumentStoreTest, AFailedDocumentIsQueuedAgainWhenItIsGivenAgain) {
  const NewDocument guide = newDocument("ann", "Guide", "v1");
  insert(guide);
  ASSERT_TRUE(await(documents().setFailed(guide.id, guide.contentHash, "the embedding service failed")));
  EXPECT_EQ(await(documents().get("ann", guide.id))->error, "the embedding service failed");
  EXPECT_TRUE(await(documents().unfinished())->empty());
  const wire::Document again = insert(guide);
  EXPECT_EQ(again.status, "queued");
  EXPECT_EQ(again.error, "");
}

TEST_F(DocumentStoreTest, AContentOfUnknownHashFailsUnlessItIsReady) {
  const NewDocument guide = newDocument("ann", "Guide", "v1");
  insert(guide);
  ASSERT_TRUE(await(documents().setFailed(guide.id, "", "it cannot be read")));
  EXPECT_EQ(await(documents().get("ann", guide.id))->status, "failed");
  insert(guide);
  save(guide.id, {"one"});
  EXPECT_EQ(await(documents().setFailed(guide.id, "", "too late")).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(await(documents().get("ann", guide.id))->status, "ready");
}

TEST_F(DocumentStoreTest, ChangesComeInOrderOnceADocumentAndWithTheirEmbeddings) {
  const NewDocument one = newDocument("ann", "One", "1");
  const NewDocument two = newDocument("ann", "Two", "2");
  insert(one);
  insert(two);
  const std::int64_t first = save(one.id, {"a", "b"});
  const std::int64_t second = save(two.id, {"c"});
  EXPECT_LT(first, second);
  auto changes = await(documents().changesAfter(0, 10));
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->size(), 2U);
  EXPECT_EQ((*changes)[0].documentId, one.id);
  EXPECT_EQ((*changes)[0].title, "One");
  EXPECT_EQ((*changes)[0].embeddingModel, "local-hash");
  ASSERT_EQ((*changes)[0].chunks.size(), 2U);
  EXPECT_EQ((*changes)[0].chunks[1].ordinal, 1);
  EXPECT_EQ((*changes)[0].chunks[1].text, "b");
  EXPECT_EQ((*changes)[0].chunks[1].heading, "Guide › Part");
  EXPECT_THAT((*changes)[0].chunks[1].embedding, ElementsAre(0.5F, -0.25F, 1.0F));

  const std::int64_t third = save(one.id, {"a2"});
  const auto erased = await(documents().erase("ann", two.id));
  ASSERT_TRUE(erased);
  EXPECT_LT(third, *erased);
  changes = await(documents().changesAfter(second, 10));
  ASSERT_EQ(changes->size(), 2U);
  EXPECT_EQ((*changes)[0].sequence, third);
  EXPECT_EQ((*changes)[0].chunks.size(), 1U);
  EXPECT_TRUE((*changes)[1].deleted);
  EXPECT_TRUE((*changes)[1].chunks.empty());
  EXPECT_EQ(await(documents().changesAfter(0, 10))->size(), 2U) << "a document appears once, with its last state";
  EXPECT_EQ(await(documents().changesAfter(0, 1))->size(), 1U);
  EXPECT_TRUE(await(documents().changesAfter(*erased, 10))->empty());
}

TEST_F(DocumentStoreTest, ADocumentWithoutChunksIsAChangeToo) {
  const NewDocument blank = newDocument("ann", "Blank", " ");
  insert(blank);
  save(blank.id, {});
  const auto changes = await(documents().changesAfter(0, 10));
  ASSERT_EQ(changes->size(), 1U);
  EXPECT_FALSE((*changes)[0].deleted);
  EXPECT_TRUE((*changes)[0].chunks.empty());
}

TEST_F(DocumentStoreTest, WhoHasSeenAChangeHasSeenAllBeforeIt) {
  // Eight writers at once, each on its own database session; a reader follows. If a number became visible before a
  // smaller one, the reader would miss a document.
  constexpr int kWriters = 8;
  constexpr int kDocumentsEach = 12;
  std::vector<std::string> ids;
  for (int i = 0; i < kWriters * kDocumentsEach; ++i) {
    const NewDocument document = newDocument("ann", std::to_string(i), "x");
    insert(document);
    ids.push_back(document.id);
  }
  std::atomic<int> running{kWriters};
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < kDocumentsEach; ++i) {
        const auto saved = await(documents().saveChunks(ids[static_cast<std::size_t>(w * kDocumentsEach + i)],
                                                        "hash of x", "local-hash", chunksOf({"a", "b", "c"})));
        EXPECT_TRUE(saved);
      }
      --running;
    });
  }
  std::set<std::string> seen;
  std::int64_t last = 0;
  for (bool more = true; more;) {
    more = running > 0;
    const auto changes = await(documents().changesAfter(last, 100));
    ASSERT_TRUE(changes);
    for (const IndexChange& change : *changes) {
      EXPECT_GT(change.sequence, last);
      EXPECT_EQ(change.chunks.size(), 3U);
      last = change.sequence;
      seen.insert(change.documentId);
    }
    more = more || !changes->empty();
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(seen.size(), ids.size());
}

TEST_F(DocumentStoreTest, ListenersHearOfAChange) {
  const NewDocument guide = newDocument("ann", "Guide", "text");
  insert(guide);
  pqxx::connection connection(url);
  struct Receiver : pqxx::notification_receiver {
    explicit Receiver(pqxx::connection_base& c) : notification_receiver(c, "vigie_index") {}
    void operator()(const std::string& payload, int) override { heard = payload; }
    std::string heard;
  } receiver(connection);
  const std::int64_t sequence = save(guide.id, {"a"});
  connection.await_notification(20, 0);
  EXPECT_EQ(receiver.heard, std::to_string(sequence));
}

TEST_F(DocumentStoreTest, AnotherOwnersDocumentIsAsIfItWereNotThere) {
  const NewDocument guide = newDocument("ann", "Guide", "text");
  insert(guide);
  const Error missing = await(documents().get("ann", newId())).error();
  EXPECT_EQ(missing.code, ErrorCode::kNotFound);
  EXPECT_EQ(await(documents().get("bob", guide.id)).error(), missing);
  EXPECT_EQ(await(documents().erase("bob", guide.id)).error(), missing);
  EXPECT_TRUE(await(documents().list("bob", 10, ""))->data.empty());
  EXPECT_EQ(value("SELECT count(*) FROM index_changes"), "0");
  for (const std::string& id : {newId(), std::string("nonsense")}) {
    EXPECT_EQ(await(documents().get("ann", id)).error(), missing);
    EXPECT_EQ(await(documents().content(id)).error(), missing);
    EXPECT_EQ(await(documents().setProgress(id, "hash", 0.1)).error(), missing);
    EXPECT_EQ(await(documents().setFailed(id, "hash", "x")).error(), missing);
    EXPECT_EQ(await(documents().setText(id, "hash", "x")).error(), missing);
    EXPECT_EQ(await(documents().chunks("ann", id, 10, "")).error(), missing);
    EXPECT_EQ(await(documents().saveChunks(id, "hash", "m", chunksOf({"a"}))).error(), missing);
    EXPECT_EQ(await(documents().erase("ann", id)).error(), missing);
  }
}

TEST_F(DocumentStoreTest, PagesMeetEveryDocumentOnce) {
  std::vector<std::string> newestFirst;
  for (int i = 0; i < 7; ++i) {
    const NewDocument document = newDocument("ann", std::to_string(i), "text");
    insert(document);
    newestFirst.insert(newestFirst.begin(), document.id);
  }
  std::vector<std::string> met;
  std::string after;
  do {
    const auto page = await(documents().list("ann", 3, after));
    ASSERT_TRUE(page);
    for (const auto& document : page->data) met.push_back(document.id);
    after = page->nextCursor;
  } while (!after.empty());
  EXPECT_EQ(met, newestFirst);
  EXPECT_EQ(await(documents().list("ann", 3, "junk")).error().param, "after");
}

TEST_F(DocumentStoreTest, ASourceIsKeptByteForByteUntilItsTextIsRead) {
  NewDocument file = newDocument("ann", "File", "");
  file.input.mediaType = "application/pdf";
  for (int i = 0; i < 256; ++i) file.input.source += static_cast<char>(i);
  const wire::Document stored = insert(file);
  EXPECT_EQ(stored.bytes, 256);
  EXPECT_EQ(await(documents().content(file.id))->input.source, file.input.source);
  EXPECT_EQ(await(documents().setText(file.id, "another hash", "x")).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(await(documents().setText(file.id, file.contentHash, "The pages' words.")));
  const auto read = await(documents().content(file.id));
  EXPECT_EQ(read->input.text, "The pages' words.");
  EXPECT_TRUE(read->input.source.empty());
  EXPECT_EQ(await(documents().get("ann", file.id))->bytes, 256) << "the file's own size";
}

TEST_F(DocumentStoreTest, ChunksOfAnOlderContentAreNotSaved) {
  const NewDocument guide = newDocument("ann", "Guide", "v1");
  insert(guide);
  const std::string old = hashOf(guide.id);
  insert(newDocument("ann", "Guide", "v2"));
  EXPECT_EQ(await(documents().saveChunks(guide.id, old, "m", chunksOf({"v1"}))).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(await(documents().get("ann", guide.id))->status, "queued") << "the new content waits for its turn";
  EXPECT_EQ(value("SELECT count(*) FROM index_changes"), "0");
}

TEST_F(DocumentStoreTest, WhatBecameOfAnOlderContentIsNotSaidOfTheNewOne) {
  const NewDocument old = newDocument("ann", "Guide", "v1");
  insert(old);
  const NewDocument changed = newDocument("ann", "Guide", "v2");
  insert(changed);
  EXPECT_EQ(await(documents().setFailed(old.id, old.contentHash, "v1 is no PDF")).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(await(documents().get("ann", old.id))->status, "queued");
  EXPECT_THAT(*await(documents().unfinished()), ElementsAre(old.id)) << "or nobody would index v2";
  save(old.id, {"v2"});
  EXPECT_EQ(await(documents().setProgress(old.id, old.contentHash, 0.5)).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(await(documents().get("ann", old.id))->status, "ready") << "another replica is still at v1";
  EXPECT_EQ(await(documents().content(old.id))->status, "ready");
}

TEST_F(DocumentStoreTest, ALargeDocumentHasMoreTimeThanACall) {
  PgDatabaseOptions options;
  options.pool.callTimeout = std::chrono::milliseconds(1'500);
  const auto slow = open(options);
  const NewDocument book = newDocument("ann", "Book", "text");
  insert(book);
  // Two and a half seconds altogether.
  value(
      "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.25); RETURN NEW; END $$;"
      " CREATE TRIGGER slow BEFORE INSERT ON chunks FOR EACH ROW WHEN (NEW.ordinal % 250 = 1)"
      " EXECUTE FUNCTION slow(); SELECT 'done'");
  const auto texts = [](int count) {
    std::vector<std::string> out;
    for (int i = 0; i < count; ++i) out.push_back("passage " + std::to_string(i));
    return out;
  };
  const auto saved = await(slow->documents().saveChunks(book.id, book.contentHash, "m", chunksOf(texts(2'500))));
  ASSERT_TRUE(saved) << saved.error().message;
  EXPECT_EQ(slow->health().state, DatabaseHealth::State::kOk);
  EXPECT_EQ(await(documents().get("ann", book.id))->chunks, 2'500);
  EXPECT_EQ(value("SELECT text FROM chunks WHERE ordinal = 2499"), "passage 2499");
  EXPECT_EQ(value("SELECT count(*) FROM index_changes"), "1");
  value("DROP TRIGGER slow ON chunks; SELECT 'done'");

  // All or nothing, also in slices.
  EXPECT_EQ(await(documents().saveChunks(book.id, "another", "m", chunksOf(texts(900)))).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(await(documents().get("ann", book.id))->chunks, 2'500);
  ASSERT_TRUE(await(documents().saveChunks(book.id, book.contentHash, "m", chunksOf(texts(600)))));
  EXPECT_EQ(await(documents().get("ann", book.id))->chunks, 600) << "those of the longer text are gone";
}

TEST_F(DocumentStoreTest, PagesThroughTheChunksOfOneDocument) {
  const NewDocument guide = newDocument("ann", "Guide", "text");
  insert(guide);
  EXPECT_TRUE(await(documents().chunks("ann", guide.id, 10, ""))->data.empty()) << "not indexed yet";
  save(guide.id, {"a", "b", "c", "d", "e"});
  std::vector<std::string> met;
  std::string after;
  do {
    const auto page = await(documents().chunks("ann", guide.id, 2, after));
    ASSERT_TRUE(page);
    for (const auto& chunk : page->data) met.push_back(std::to_string(chunk.ordinal) + chunk.text);
    after = page->nextCursor;
  } while (!after.empty());
  EXPECT_THAT(met, ElementsAre("0a", "1b", "2c", "3d", "4e"));
  EXPECT_EQ(await(documents().chunks("bob", guide.id, 2, "")).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(await(documents().chunks("ann", guide.id, 2, "junk")).error().param, "after");
}

TEST_F(DocumentStoreTest, ChunksMustBeNumberedWithoutHoles) {
  const NewDocument guide = newDocument("ann", "Guide", "text");
  insert(guide);
  auto holes = chunksOf({"a", "b"});
  holes[1].ordinal = 2;
  auto doubled = chunksOf({"a", "b"});
  doubled[1].ordinal = 0;
  EXPECT_EQ(await(documents().saveChunks(guide.id, hashOf(guide.id), "m", holes)).error().code,
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(await(documents().saveChunks(guide.id, hashOf(guide.id), "m", doubled)).error().code,
            ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace vigie::test
