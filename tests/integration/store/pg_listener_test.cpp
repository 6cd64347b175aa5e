#include "core/store/pg_listener.h"

#include "core/retrieval/retrieval_service.h"
#include "tests/integration/store/store_harness.h"

#include <atomic>
#include <functional>
#include <thread>

namespace vigie::test {
namespace {

using namespace std::chrono_literals;

bool waitFor(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + 30s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(1ms);
  }
  return true;
}

constexpr const char* kCutListeners =
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND query LIKE 'LISTEN%'";

class PgListenerTest : public testing::Test {
 protected:
  std::unique_ptr<PgListener> listen(const std::string& url) {
    auto made = PgListener::create(Secret(url), "vigie_index", [this] { ++heard; });
    EXPECT_TRUE(made) << made.error().message;
    (*made)->start();
    return std::move(*made);
  }

  std::atomic<int> heard{0};
};

TEST_F(PgListenerTest, HearsANotificationAndThatListeningHasBegun) {
  const std::string url = PostgresCluster::shared().createDatabase();
  const auto listener = listen(url);
  ASSERT_TRUE(waitFor([this] { return heard == 1; })) << "what was said before was not heard";
  EXPECT_TRUE(listener->listening());
  queryValue(url, "SELECT pg_notify('another_channel', 'x')");
  queryValue(url, "SELECT pg_notify('vigie_index', '7')");
  EXPECT_TRUE(waitFor([this] { return heard == 2; }));
}

TEST_F(PgListenerTest, ComesBackWhenItsConnectionIsCutAndSaysSo) {
  const std::string url = PostgresCluster::shared().createDatabase();
  const auto listener = listen(url);
  for (int round = 1; round <= 3; ++round) {
    ASSERT_TRUE(waitFor([&] { return heard == round; }));
    EXPECT_EQ(queryValue(url, kCutListeners), "1");
  }
  ASSERT_TRUE(waitFor([this] { return heard == 4; }));
  queryValue(url, "SELECT pg_notify('vigie_index', '7')");
  EXPECT_TRUE(waitFor([this] { return heard == 5; }));
}

TEST_F(PgListenerTest, WaitsForAPostgresThatIsAway) {
  PostgresCluster cluster;
  const std::string url = cluster.createDatabase();
  cluster.stop();
  const auto listener = listen(url);
  EXPECT_FALSE(listener->listening());
  cluster.start();
  ASSERT_TRUE(waitFor([this] { return heard == 1; }));
  cluster.stop();
  ASSERT_TRUE(waitFor([&] { return !listener->listening(); }));
}

TEST_F(PgListenerTest, EndsAtOnceWhileAPostgresThatHangsIsConnectedTo) {
  PostgresCluster cluster;
  const std::string url = cluster.createDatabase();
  cluster.suspend();
  const auto listener = listen(url);
  const auto begun = std::chrono::steady_clock::now();
  listener->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
  EXPECT_EQ(heard, 0);
  cluster.resume();
}

TEST_F(PgListenerTest, AnAddressThatCannotBeReadIsSaidAtOnce) {
  const auto made = PgListener::create(Secret("nonsense"), "vigie_index", [] {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().param, "DATABASE_URL");
}

class IndexChangeTest : public StoreTest {};

TEST_F(IndexChangeTest, IsHeardOfEverySavedAndErasedDocument) {
  std::atomic<int> heard{0};
  database->onIndexChange([&heard] { ++heard; });
  ASSERT_TRUE(waitFor([&] { return heard == 1; }));
  const NewDocument guide = newDocument("ann", "Guide", "The text.");
  ASSERT_TRUE(await(documents().insert(guide)));
  ASSERT_TRUE(await(documents().saveChunks(guide.id, guide.contentHash, "local-hash", chunksOf({"one"}))));
  EXPECT_TRUE(waitFor([&] { return heard == 2; }));
  ASSERT_TRUE(await(documents().erase("ann", guide.id)));
  EXPECT_TRUE(waitFor([&] { return heard == 3; }));
  database->stop();
}

TEST_F(IndexChangeTest, AReplicaFollowsByWhatItHearsAndAfterACutByWhatItMissed) {
  const auto other = open();
  RetrievalService::Options options;
  options.follower.poll = std::chrono::hours(1);
  RetrievalService replica(other->documents(), registry(), options);
  replica.start();
  ASSERT_TRUE(waitFor([&] { return replica.follower().loaded(); }));
  other->onIndexChange([&] { replica.follower().nudge(); });
  const auto save = [this](const std::string& title) {
    const NewDocument document = newDocument("", title, "The text.");
    EXPECT_TRUE(await(documents().insert(document)));
    EXPECT_TRUE(
        await(documents().saveChunks(document.id, document.contentHash, "local-hash", chunksOf({"the " + title}))));
  };
  save("lamp");
  EXPECT_TRUE(waitFor([&] { return replica.retriever().index().documents == 1; })) << "no poll is due for an hour";
  for (int round = 2; round < 5; ++round) {
    EXPECT_EQ(value(kCutListeners), "1");
    save("horn " + std::to_string(round));  // said while nobody listens, or just after
    EXPECT_TRUE(waitFor([&] { return replica.retriever().index().documents == round; }));
    ASSERT_TRUE(waitFor([&] { return other->hearsIndexChanges(); }));
  }
  replica.stop();
  other->stop();
}

}  // namespace
}  // namespace vigie::test
