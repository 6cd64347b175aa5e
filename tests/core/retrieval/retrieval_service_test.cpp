#include "core/retrieval/retrieval_service.h"

#include "core/base/log.h"
#include "core/retrieval/content_hash.h"
#include "tests/support/fake_embedding_server.h"
#include "tests/support/fakes_retrieval.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <unistd.h>

namespace vigie {
namespace {

namespace asio = boost::asio;
using test::FakeDocumentStore;
using test::waitFor;

class RetrievalServiceTest : public testing::Test {
 protected:
  RetrievalServiceTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "vigie-guides-XXXXXX").string();
    guides_ = ::mkdtemp(pattern.data());
    pattern = (std::filesystem::temp_directory_path() / "vigie-index-XXXXXX").string();
    snapshots_ = ::mkdtemp(pattern.data());
  }
  ~RetrievalServiceTest() override {
    std::filesystem::remove_all(guides_);
    std::filesystem::remove_all(snapshots_);
  }

  std::unique_ptr<RetrievalService> start(bool seed = false,
                                          std::chrono::milliseconds poll = std::chrono::seconds(60)) {
    RetrievalService::Options options;
    options.follower.poll = poll;
    options.ingest.retry = std::chrono::milliseconds(5);
    options.embedder = embedder_;
    if (keep_) options.snapshot.directory = snapshots_;
    options.graph = {.fromPassages = graphFromPassages_, .lowPriority = false};
    if (seed) options.knowledgeDir = guides_.string();
    registry_ = std::make_unique<prometheus::Registry>();
    auto service = std::make_unique<RetrievalService>(store_, *registry_, options);
    service->start();
    return service;
  }

  template <class T>
  T wait(asio::awaitable<T> work) {
    asio::io_context context;
    auto future = asio::co_spawn(context, std::move(work), asio::use_future);
    context.run();
    return future.get();
  }

  wire::Document add(DocumentIngest& ingest, std::string title, std::string text) {
    wire::DocumentInput input;
    input.filename = title;
    input.title = std::move(title);
    input.text = std::move(text);
    return wait(ingest.add(std::move(input), std::string())).value();
  }

  std::vector<wire::Citation> search(RetrievalService& service, std::string question) {
    wire::SearchRequest request;
    request.query = std::move(question);
    return wait(service.retriever().search(request)).value().hits;
  }

  void write(const std::string& name, const std::string& text) {
    const auto path = guides_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }

  /// A service that keeps its index in snapshots_, loaded.
  std::unique_ptr<RetrievalService> startFromSnapshot() {
    keep_ = true;
    auto service = start();
    EXPECT_TRUE(waitFor([&] { return service->follower().loaded(); }));
    return service;
  }
  std::string snapshotBytes() const {
    std::ostringstream out;
    out << std::ifstream(snapshots_ / "snapshot", std::ios::binary).rdbuf();
    return out.str();
  }
  /// Thirty documents that were indexed by one service and written to its snapshot.
  void keepThirty() {
    const auto service = startFromSnapshot();
    for (int i = 0; i < 30; ++i) {
      add(service->ingest(), "Note " + std::to_string(i), "About pump number" + std::to_string(i));
    }
    ASSERT_TRUE(waitFor([&] { return service->retriever().index().sequence == 30; }));
    ASSERT_TRUE(wait(service->snapshot().write()));
  }
  std::vector<wire::Citation> searchByVector(RetrievalService& service, std::string question) {
    wire::SearchRequest request;
    request.query = std::move(question);
    request.mode = wire::SearchMode::kVector;
    return wait(service.retriever().search(request)).value().hits;
  }

  /// The same thirty, with a graph beside them.
  void keepThirtyWithGraph() {
    keepThirty();
    graphFromPassages_ = 10;
    const auto service = startFromSnapshot();
    EXPECT_FALSE(hasGraph(*service));
    EXPECT_FALSE(search(*service, "number7").empty());
    EXPECT_FALSE(hasGraph(*service)) << "lexical search needs none";
    searchByVector(*service, "number7");
    ASSERT_TRUE(waitFor([&] { return hasGraph(*service); }));
    ASSERT_TRUE(wait(service->snapshot().write()));
    ASSERT_TRUE(std::filesystem::exists(graphFile()));
  }
  static bool hasGraph(const RetrievalService& service) {
    return service.index().snapshot()->largest().graph != nullptr;
  }
  [[nodiscard]] std::filesystem::path graphFile() const { return snapshots_ / "graph"; }
  [[nodiscard]] bool graphFileIsOf(const std::string& documentId) const {
    const std::uint64_t digest = StoredGraph::digestOf(documentId);
    std::ostringstream bytes;
    bytes << std::ifstream(graphFile(), std::ios::binary).rdbuf();
    return bytes.str().find(std::string(reinterpret_cast<const char*>(&digest), sizeof digest)) != std::string::npos;
  }

  std::string metrics() { return prometheus::TextSerializer().Serialize(registry_->Collect()); }

  FakeDocumentStore store_;
  std::optional<HttpEmbedderOptions> embedder_;
  std::filesystem::path guides_;
  std::filesystem::path snapshots_;
  bool keep_ = false;
  std::size_t graphFromPassages_ = kGraphFromPassages;
  std::unique_ptr<prometheus::Registry> registry_;
};

TEST_F(RetrievalServiceTest, FindsADocumentOnceItIsReady) {
  const auto service = start();
  const auto document = add(service->ingest(), "Pumps", "# Pumps\n\nRestart pump 2 before pump 1.");
  EXPECT_EQ(document.status, "queued");
  ASSERT_TRUE(waitFor([&] { return !search(*service, "which pump first").empty(); })) << "no poll is due for a minute";
  EXPECT_EQ(store_.ready(), 1U);
  const auto hits = search(*service, "which pump first");
  EXPECT_EQ(hits.at(0).documentId, document.id);
  ASSERT_TRUE(waitFor([&] { return service->retriever().index().sequence >= 1; })) << "a local change nudges";
  EXPECT_EQ(service->retriever().index().vectors, 1);
}

TEST_F(RetrievalServiceTest, LeavesOutWhatScoresBelowTheFloor) {
  const auto service = start();
  add(service->ingest(), "Pumps", "Restart pump 2 before pump 1.");
  add(service->ingest(), "Weather", "It may rain on the pump house.");
  wire::SearchRequest request;
  request.query = "restart pump 2";
  ASSERT_TRUE(waitFor([&] { return wait(service->retriever().search(request)).value().hits.size() == 2; }));
  const auto both = wait(service->retriever().search(request)).value().hits;
  request.minScore = both[0].score;
  EXPECT_EQ(wait(service->retriever().search(request)).value().hits.size(), 1U);
  request.minScore = 1;
  EXPECT_TRUE(wait(service->retriever().search(request)).value().hits.empty());
}

TEST_F(RetrievalServiceTest, ErasesFromEveryQueryAtOnce) {
  const auto service = start();
  const auto document = add(service->ingest(), "Secret", "The zebra is in the cellar.");
  ASSERT_TRUE(waitFor([&] { return !search(*service, "zebra").empty(); }));
  ASSERT_TRUE(wait(service->ingest().erase(document.id, std::string())));
  EXPECT_TRUE(search(*service, "zebra").empty());
  EXPECT_EQ(wait(service->ingest().erase(document.id, std::string())).error().code, ErrorCode::kNotFound);
}

TEST_F(RetrievalServiceTest, ReplacesChangedContentAndSkipsUnchanged) {
  const auto service = start();
  const auto first = add(service->ingest(), "Pumps", "Use the red lever.");
  // Not at the first time: what the start finds unfinished may be done twice.
  EXPECT_TRUE(waitFor([&] { return add(service->ingest(), "Pumps", "Use the red lever.").status == "ready"; }));
  const auto second = add(service->ingest(), "Pumps", "Use the blue button.");
  EXPECT_EQ(second.id, first.id);
  ASSERT_TRUE(waitFor([&] { return !search(*service, "button").empty(); }));
  EXPECT_THAT(search(*service, "lever").empty() ? "" : search(*service, "lever")[0].quote,
              testing::Not(testing::HasSubstr("red lever")));
}

TEST_F(RetrievalServiceTest, EmbedsAnewWhenTheModelChangesAndServesMeanwhile) {
  {
    const auto before = start();
    for (int i = 0; i < 30; ++i)
      add(before->ingest(), "Note " + std::to_string(i), "About pump number" + std::to_string(i));
    ASSERT_TRUE(waitFor([&] { return store_.ready() == 30; }));
  }
  test::FakeEmbeddingServer server(16);
  test::FakeEmbeddingServer::Reply down;
  down.status = 503;
  down.body = "{}";
  server.setDefault(down);
  embedder_.emplace();
  embedder_->url = upstreamUrlFromText(server.baseUrl()).value();
  embedder_->model = "other-model";
  embedder_->attempts = 1;
  const auto service = start();
  ASSERT_TRUE(waitFor([&] { return service->follower().loaded(); }));
  EXPECT_EQ(service->retriever().index().documentsToEmbed, 30);
  wire::SearchRequest request;
  request.query = "number7";
  request.mode = wire::SearchMode::kHybrid;
  const auto meanwhile = wait(service->retriever().search(request)).value();
  ASSERT_FALSE(meanwhile.hits.empty()) << "the old documents are found by their words";
  EXPECT_EQ(meanwhile.mode, wire::SearchMode::kLexical) << "and the answer says so";
  for (const auto& document : store_.documents()) EXPECT_NE(document.status, "failed") << "it waits for the server";
  server.setDefault({});
  ASSERT_TRUE(waitFor([&] { return service->retriever().index().documentsToEmbed == 0; }));
  ASSERT_TRUE(waitFor([&] { return store_.ready() == 30; }));
  EXPECT_EQ(service->retriever().index().dimension, 16);
  const auto after = wait(service->retriever().search(request)).value();
  EXPECT_EQ(after.mode, wire::SearchMode::kHybrid);
  EXPECT_EQ(after.hits.at(0).title, "Note 7");
  const auto seen = server.textsSeen();
  const auto again = start();
  ASSERT_TRUE(waitFor([&] { return again->follower().loaded(); }));
  EXPECT_EQ(again->retriever().index().documentsToEmbed, 0);
  EXPECT_EQ(server.textsSeen(), seen) << "a start embeds nothing that is stored";
}

TEST_F(RetrievalServiceTest, GoesByWordsWhileTheEmbedderIsAway) {
  test::FakeEmbeddingServer server;
  embedder_.emplace();
  embedder_->url = upstreamUrlFromText(server.baseUrl()).value();
  embedder_->model = "other-model";
  embedder_->attempts = 1;
  const auto service = start();
  add(service->ingest(), "Pumps", "Restart pump 2 before pump 1.");
  ASSERT_TRUE(waitFor([&] { return service->retriever().index().vectors == 1; }));
  test::FakeEmbeddingServer::Reply down;
  down.status = 500;
  down.body = "{}";
  server.setDefault(down);
  wire::SearchRequest request;
  request.query = "restart a pump";
  request.mode = wire::SearchMode::kHybrid;
  const auto found = wait(service->retriever().search(request));
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->mode, wire::SearchMode::kLexical);
  EXPECT_EQ(found->hits.size(), 1U);
  request.mode = wire::SearchMode::kVector;
  EXPECT_EQ(wait(service->retriever().search(request)).error().code, ErrorCode::kUpstreamFailed);
}

TEST_F(RetrievalServiceTest, LoadsWhatIsStoredAndFollowsOtherReplicas) {
  {
    const auto other = start();
    for (int i = 0; i < 150; ++i)
      add(other->ingest(), "Note " + std::to_string(i), "Content number" + std::to_string(i));
    ASSERT_TRUE(waitFor([&] { return store_.ready() == 150; }));
  }
  RetrievalService::Options options;
  options.follower.poll = std::chrono::milliseconds(5);
  prometheus::Registry registry;
  RetrievalService replica(store_, registry, options);
  replica.start();
  ASSERT_TRUE(waitFor([&] { return replica.follower().loaded(); }));
  EXPECT_EQ(replica.retriever().index().vectors, 150) << "more than one page";
  const auto writer = start();
  add(writer->ingest(), "Late", "The albatross has landed.");
  EXPECT_TRUE(waitFor([&] { return !search(replica, "albatross").empty(); })) << "another replica's document";
}

TEST_F(RetrievalServiceTest, AStartReadsNoEmbeddingsThatTheSnapshotHas) {
  keepThirty();
  const int before = store_.embeddingsRead();
  const auto service = startFromSnapshot();
  EXPECT_EQ(store_.embeddingsRead(), before);
  EXPECT_EQ(service->snapshot().taken(), 30U);
  EXPECT_EQ(service->retriever().index().vectors, 30);
  EXPECT_EQ(searchByVector(*service, "number7").at(0).title, "Note 7");
  EXPECT_EQ(search(*service, "number7").at(0).title, "Note 7");
  add(service->ingest(), "Late", "The albatross has landed.");
  ASSERT_TRUE(waitFor([&] { return service->retriever().index().sequence == 31; }));
  EXPECT_EQ(store_.embeddingsRead(), before + 1) << "what came after it is read";
}

TEST_F(RetrievalServiceTest, ADamagedSnapshotIsDeletedAndTheIndexBuiltAnew) {
  keepThirty();
  std::string bytes = snapshotBytes();
  bytes[bytes.size() / 2] = static_cast<char>(~bytes[bytes.size() / 2]);
  std::ofstream(snapshots_ / "snapshot", std::ios::binary | std::ios::trunc) << bytes;
  const auto service = startFromSnapshot();
  EXPECT_EQ(service->snapshot().taken(), 0U);
  EXPECT_EQ(searchByVector(*service, "number7").at(0).title, "Note 7");
  ASSERT_TRUE(wait(service->snapshot().write()));
  EXPECT_NE(snapshotBytes(), bytes);
}

TEST_F(RetrievalServiceTest, ErasureReachesTheSnapshotBeforeItIsAnswered) {
  keepThirty();
  const auto service = startFromSnapshot();
  const std::string id = search(*service, "number7").at(0).documentId;
  ASSERT_NE(snapshotBytes().find(id), std::string::npos);
  ASSERT_TRUE(wait(service->ingest().erase(id, std::string())));
  EXPECT_EQ(snapshotBytes().find(id), std::string::npos);
}

TEST_F(RetrievalServiceTest, WhatWasErasedOrReplacedElsewhereLeavesTheSnapshotToo) {
  keepThirty();
  std::string erased;
  std::string replaced;
  for (const auto& document : store_.documents()) {
    if (document.title == "Note 7") erased = document.id;
    if (document.title == "Note 8") replaced = document.id;
  }
  ASSERT_TRUE(wait(store_.erase(std::string(), erased)));
  {
    const auto service = startFromSnapshot();
    EXPECT_EQ(snapshotBytes().find(erased), std::string::npos) << "it was erased while this server was down";
    EXPECT_EQ(service->snapshot().taken(), 29U);
    ASSERT_NE(snapshotBytes().find(replaced), std::string::npos);
    add(service->ingest(), "Note 8", "About valves now.");
    ASSERT_TRUE(waitFor([&] { return snapshotBytes().find(replaced) == std::string::npos; }));
  }
  const auto service = startFromSnapshot();
  EXPECT_EQ(search(*service, "valves").at(0).title, "Note 8");
  EXPECT_EQ(searchByVector(*service, "valves").at(0).title, "Note 8");
}

TEST_F(RetrievalServiceTest, AStartBuildsNoGraphThatItHasOnDisk) {
  keepThirtyWithGraph();
  const auto service = startFromSnapshot();
  EXPECT_TRUE(hasGraph(*service)) << "and nobody has searched by vector yet";
  EXPECT_EQ(searchByVector(*service, "number7").at(0).title, "Note 7");
  EXPECT_TRUE(std::filesystem::exists(graphFile()));
  EXPECT_GT(service->retriever().index().bytes,
            static_cast<std::int64_t>(service->index().snapshot()->largest().segment->vectors().bytes()));
}

TEST_F(RetrievalServiceTest, ADamagedGraphIsDeletedAndBuiltAnew) {
  keepThirtyWithGraph();
  std::string bytes = "short";
  std::ofstream(graphFile(), std::ios::binary | std::ios::trunc) << bytes;
  const auto service = startFromSnapshot();
  EXPECT_FALSE(hasGraph(*service));
  EXPECT_FALSE(std::filesystem::exists(graphFile()));
  EXPECT_EQ(service->snapshot().taken(), 30U) << "the rest of what is on disk is as good as before";
  EXPECT_EQ(searchByVector(*service, "number7").at(0).title, "Note 7");
  ASSERT_TRUE(waitFor([&] { return hasGraph(*service); }));
  ASSERT_TRUE(wait(service->snapshot().write()));
  EXPECT_TRUE(std::filesystem::exists(graphFile()));
}

TEST_F(RetrievalServiceTest, ErasureReachesTheGraphBeforeItIsAnswered) {
  keepThirtyWithGraph();
  const auto service = startFromSnapshot();
  const std::string id = search(*service, "number7").at(0).documentId;
  ASSERT_TRUE(graphFileIsOf(id));
  ASSERT_TRUE(wait(service->ingest().erase(id, std::string())));
  EXPECT_FALSE(graphFileIsOf(id));
  for (const auto& hit : searchByVector(*service, "number7")) EXPECT_NE(hit.documentId, id);
  ASSERT_TRUE(wait(service->snapshot().write()));
  EXPECT_TRUE(std::filesystem::exists(graphFile()));
  EXPECT_FALSE(graphFileIsOf(id)) << "and it is not written again";
}

TEST_F(RetrievalServiceTest, WhatWasErasedElsewhereLeavesTheGraphToo) {
  keepThirtyWithGraph();
  const std::string id = store_.documents().at(3).id;
  ASSERT_TRUE(graphFileIsOf(id));
  ASSERT_TRUE(wait(store_.erase(std::string(), id)));
  const auto service = startFromSnapshot();
  EXPECT_TRUE(hasGraph(*service)) << "of the other twenty-nine";
  EXPECT_EQ(service->retriever().index().vectors, 29);
  EXPECT_FALSE(graphFileIsOf(id)) << "it was erased while this server was down";
  ASSERT_TRUE(wait(service->snapshot().write()));
  EXPECT_TRUE(std::filesystem::exists(graphFile()));
  EXPECT_FALSE(graphFileIsOf(id));
}

TEST_F(RetrievalServiceTest, OfTwoServersWithOneDirectoryOneUsesIt) {
  keepThirty();
  auto first = startFromSnapshot();
  const auto firstRegistry = std::move(registry_);
  const auto second = startFromSnapshot();
  EXPECT_EQ(second->snapshot().taken(), 0U);
  EXPECT_EQ(searchByVector(*second, "number7").at(0).title, "Note 7");
  EXPECT_FALSE(wait(second->snapshot().write()));
  first.reset();
  EXPECT_TRUE(wait(second->snapshot().write())) << "once the first is gone";
}

TEST_F(RetrievalServiceTest, TakesUpWhatAStoppedServerLeft) {
  for (int i = 0; i < 3; ++i) {
    NewDocument document;
    document.id = "left-" + std::to_string(i);
    document.input.title = document.id;
    document.input.text = "Left behind.";
    ASSERT_TRUE(wait(store_.insert(std::move(document))));
  }
  const auto service = start();
  EXPECT_TRUE(waitFor([&] { return store_.ready() == 3; }));
}

TEST_F(RetrievalServiceTest, WaitsForTheStoreAndServesWhatItHas) {
  const auto service = start(false, std::chrono::milliseconds(5));
  add(service->ingest(), "Pumps", "Restart the pump.");
  ASSERT_TRUE(waitFor([&] { return !search(*service, "pump").empty(); }));
  store_.failWith(Error(ErrorCode::kUnavailable, "away"));
  const int polls = store_.polls();
  ASSERT_TRUE(waitFor([&] { return store_.polls() > polls + 3; }));
  EXPECT_FALSE(search(*service, "pump").empty());
  store_.failWith(std::nullopt);
  add(service->ingest(), "Valves", "Open the valve.");
  EXPECT_TRUE(waitFor([&] { return !search(*service, "valve").empty(); }));
}

TEST_F(RetrievalServiceTest, ADocumentThatTheStoreDoesNotTakeInTimeHoldsUpNobodyAndFailsInTheEnd) {
  const auto service = start();
  add(service->ingest(), "First", "What the start finds unfinished may be done twice.");
  ASSERT_TRUE(waitFor([&] { return store_.statusOf("First") == "ready"; }));
  store_.setSave("Book", FakeDocumentStore::Save::kTimesOut);
  add(service->ingest(), "Book", "A very long book.");
  add(service->ingest(), "Note", "A short note.");
  EXPECT_TRUE(waitFor([&] { return store_.statusOf("Note") == "ready"; }));
  EXPECT_TRUE(waitFor([&] { return store_.statusOf("Book") == "failed"; }));
  EXPECT_EQ(store_.savesOf("Book"), 3);
  EXPECT_THAT(store_.documents().at(1).error, testing::HasSubstr("in time"));
}

TEST_F(RetrievalServiceTest, ASaveInDoubtThatWasDoneIsNotDoneAgain) {
  const auto service = start();
  add(service->ingest(), "First", "What the start finds unfinished may be done twice.");
  ASSERT_TRUE(waitFor([&] { return store_.statusOf("First") == "ready"; }));
  store_.setSave("Book", FakeDocumentStore::Save::kSavesAndTimesOut);
  add(service->ingest(), "Book", "A book about the albatross.");
  EXPECT_TRUE(waitFor([&] { return !search(*service, "albatross").empty(); })) << "by the follower";
  add(service->ingest(), "Note", "A short note.");
  ASSERT_TRUE(waitFor([&] { return store_.statusOf("Note") == "ready"; }));
  EXPECT_EQ(store_.savesOf("Book"), 1);
  EXPECT_EQ(store_.statusOf("Book"), "ready");
}

TEST_F(RetrievalServiceTest, ADocumentWhoseContentCannotBeReadFailsAndHoldsUpNobody) {
  const auto service = start();
  store_.makeUnreadable("Damaged");
  add(service->ingest(), "Damaged", "Gone.");
  add(service->ingest(), "Note", "A short note.");
  EXPECT_TRUE(waitFor([&] { return store_.statusOf("Note") == "ready"; }));
  EXPECT_TRUE(waitFor([&] { return store_.statusOf("Damaged") == "failed"; }));
}

TEST_F(RetrievalServiceTest, ADocumentFailsWhenTheEmbeddingServerRefusesOurKey) {
  test::FakeEmbeddingServer server;
  embedder_.emplace();
  embedder_->url = upstreamUrlFromText(server.baseUrl()).value();
  embedder_->model = "other-model";
  embedder_->backoff = std::chrono::milliseconds(1);
  test::FakeEmbeddingServer::Reply refusal;
  refusal.status = 401;
  refusal.body = R"({"error":{"message":"Incorrect API key"}})";
  server.setDefault(refusal);
  const auto service = start();
  add(service->ingest(), "Pumps", "Restart pump 2 before pump 1.");
  ASSERT_TRUE(waitFor([&] { return store_.statusOf("Pumps") == "failed"; })) << "or it would wait for ever";
  EXPECT_THAT(store_.documents().front().error, testing::HasSubstr("OPENAI_API_KEY"));
  EXPECT_LE(server.requests().size(), 2U) << "it was tried again: what a start finds may be taken up twice, no more";
}

TEST_F(RetrievalServiceTest, NoLogHoldsWhatTheEmbeddingServerSays) {
  test::FakeEmbeddingServer server;
  embedder_.emplace();
  embedder_->url = upstreamUrlFromText(server.baseUrl()).value();
  embedder_->model = "other-model";
  embedder_->attempts = 1;
  const auto service = start();
  add(service->ingest(), "Note", "A short note.");
  ASSERT_TRUE(waitFor([&] { return service->retriever().index().vectors == 1; }));
  test::FakeEmbeddingServer::Reply refusal;
  refusal.status = 400;
  refusal.body = R"({"error":{"message":"cannot embed 'canary'","type":"invalid_request_error"}})";
  server.setDefault(refusal);
  static std::mutex mutex;
  static std::string log;  // guarded by mutex
  setLogSink([](std::string_view line) {
    const std::lock_guard lock(mutex);
    log += line;
  });
  add(service->ingest(), "Birds", "About the canary.");
  EXPECT_TRUE(waitFor([&] { return store_.statusOf("Birds") == "failed"; }));
  wire::SearchRequest request;
  request.query = "canary";
  request.mode = wire::SearchMode::kHybrid;
  EXPECT_TRUE(wait(service->retriever().search(request)));
  setLogSink(nullptr);
  const std::lock_guard lock(mutex);
  EXPECT_THAT(log, testing::HasSubstr("document failed"));
  EXPECT_THAT(log, testing::HasSubstr("embedder away"));
  EXPECT_THAT(log, testing::Not(testing::HasSubstr("canary"))) << log;
  EXPECT_THAT(store_.documents().back().error, testing::HasSubstr("canary")) << "its owner may know";
}

TEST_F(RetrievalServiceTest, StopsWithWorkLeftAndLosesNone) {
  {
    const auto service = start();
    for (int i = 0; i < 40; ++i) add(service->ingest(), "Note " + std::to_string(i), std::string(3000, 'x') + " end.");
  }  // stopped at once
  const auto service = start();
  EXPECT_TRUE(waitFor([&] { return store_.ready() == 40; }));
}

TEST_F(RetrievalServiceTest, SeedsTheGuidesOnceAndAgainWhenTheyChange) {
  write("en/pumps.md", "# Pumps\n\nRestart the pump.");
  write("fr/pumps.md", "# Pompes\n\nRelancer la pompe.");
  write("notes.txt", "not a guide");
  write("binary.md", std::string("\xff\xfe\x00", 3));
  {
    const auto service = start(true);
    ASSERT_TRUE(waitFor([&] { return store_.ready() == 2; }));
    EXPECT_EQ(store_.statusOf("en-pumps.md"), "ready");
    EXPECT_EQ(store_.documents().at(1).title, "Pompes");
  }
  write("en/pumps.md", "# Pumps\n\nNever restart the pump: call the plumber.");
  const auto service = start(true);
  EXPECT_TRUE(waitFor([&] { return !search(*service, "plumber").empty(); }));
  EXPECT_EQ(store_.documents().size(), 2U);
}

TEST_F(RetrievalServiceTest, SeedsWhenTheStoreArrivesLate) {
  write("late.md", "# Late\n\nBetter than never.");
  store_.failWith(Error(ErrorCode::kUnavailable, "not yet"));
  const auto service = start(true, std::chrono::milliseconds(5));
  ASSERT_TRUE(waitFor([&] { return store_.polls() > 2; }));
  store_.failWith(std::nullopt);
  EXPECT_TRUE(waitFor([&] { return store_.ready() == 1; }));
}

TEST_F(RetrievalServiceTest, HasItsSeriesFromTheStartAndCountsSearches) {
  const auto service = start();
  for (const auto* series :
       {"faiss_search_duration_seconds_count{mode=\"vector\"} 0", "faiss_search_results_count{mode=\"lexical\"} 0",
        "faiss_search_top_score_count{mode=\"hybrid\"} 0", "faiss_index_vectors 0",
        "embedding_duration_seconds_count{model=\"local-hash\"} 0"}) {
    EXPECT_THAT(metrics(), testing::HasSubstr(series));
  }
  search(*service, "anything");
  EXPECT_THAT(metrics(), testing::HasSubstr("faiss_search_duration_seconds_count{mode=\"lexical\"} 1"));
  add(service->ingest(), "A", "Some words.");
  EXPECT_TRUE(waitFor([&] { return metrics().find("faiss_index_vectors 1") != std::string::npos; }));
}

TEST(ContentHashTest, TellsMediaTypeAndTextApart) {
  EXPECT_EQ(contentHash("", ""), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d") << "of one NUL";
  EXPECT_NE(contentHash("text/plain", "a"), contentHash("text/markdown", "a"));
  EXPECT_EQ(contentHash("text/plain", "a").size(), 64U);
}

}  // namespace
}  // namespace vigie
