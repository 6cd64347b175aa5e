// A database of its own for each test, and coroutines awaited from a plain test body.
#pragma once

#include "core/base/ids.h"
#include "core/store/pg_database.h"
#include "tests/support/postgres_fixture.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>

namespace vigie::test {

/// Runs one coroutine to its end on this thread.
template <class T>
T await(boost::asio::awaitable<T> work) {
  boost::asio::io_context context;
  auto result = boost::asio::co_spawn(context, std::move(work), boost::asio::use_future);
  context.run();
  return result.get();
}

/// Waits until `condition` holds; false after half a minute.
template <class Condition>
bool comesTrue(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

/// How many sessions of the database at `url` wait for a lock.
inline int waitingForALock(const std::string& url) {
  return std::stoi(queryValue(url,
                              "SELECT count(*) FROM pg_stat_activity"
                              " WHERE datname = current_database() AND wait_event_type = 'Lock'"));
}

/// A clock whose wall stands where the test puts it.
class ManualClock final : public vigie::Clock {
 public:
  [[nodiscard]] SystemTime now() const override { return time; }
  [[nodiscard]] SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
  SystemTime time = SystemClock().now();
};

/// A started PgDatabase on a fresh database of the process's cluster.
class StoreTest : public ::testing::Test {
 protected:
  void SetUp() override { database = open(); }

  std::unique_ptr<PgDatabase> open(PgDatabaseOptions options = {}) {
    auto made = PgDatabase::create(Secret(url), registry(), options);
    EXPECT_TRUE(made);
    const auto started = await((*made)->start(std::chrono::seconds(30)));
    EXPECT_TRUE(started) << started.error().message;
    return std::move(*made);
  }

  /// Each database has a registry of its own: two of them are two replicas.
  prometheus::Registry& registry() {
    registries_.push_back(std::make_unique<prometheus::Registry>());
    return *registries_.back();
  }

  ChatStore& chats() { return database->chats(); }
  ConversationStore& conversations() { return database->conversations(); }
  DocumentStore& documents() { return database->documents(); }
  FeedbackLoopStore& feedbackLoop() { return database->feedbackLoop(); }
  std::string value(const std::string& statement) const { return queryValue(url, statement); }

  std::string url = PostgresCluster::shared().createDatabase();

 private:
  std::vector<std::unique_ptr<prometheus::Registry>> registries_;

 protected:
  std::unique_ptr<PgDatabase> database;  // last: it ends before its registry
};

inline NewTurn newTurn(const std::string& owner, const std::string& text) {
  NewTurn turn;
  turn.owner = owner;
  turn.conversationId = newId();
  turn.title = "About " + text;
  turn.userMessageId = newId();
  turn.text = text;
  turn.answerId = newId();
  turn.model = "extractive";
  turn.requestId = newId();
  return turn;
}

/// The next turn of the conversation of `before`.
inline NewTurn nextTurn(const NewTurn& before, const std::string& text) {
  NewTurn turn = newTurn(before.owner, text);
  turn.conversationId = before.conversationId;
  turn.newConversation = false;
  turn.title.clear();
  return turn;
}

inline FinishedAnswer finished(const NewTurn& turn, const std::string& content) {
  FinishedAnswer answer;
  answer.answerId = turn.answerId;
  answer.conversationId = turn.conversationId;
  answer.content = content;
  answer.status = "complete";
  answer.finishReason = "stop";
  answer.model = "extractive";
  return answer;
}

inline NewDocument newDocument(const std::string& owner, const std::string& title, const std::string& text) {
  NewDocument document;
  document.id = newId();
  document.owner = owner;
  document.input.title = title;
  document.input.text = text;
  document.input.mediaType = "text/plain";
  document.input.filename = title + ".txt";
  document.contentHash = "hash of " + text;
  return document;
}

inline std::vector<StoredChunk> chunksOf(const std::vector<std::string>& texts) {
  std::vector<StoredChunk> chunks;
  for (const std::string& text : texts) {
    StoredChunk chunk;
    chunk.ordinal = static_cast<int>(chunks.size());
    chunk.heading = "Guide › Part";
    chunk.text = text;
    chunk.embedding = {0.5F, -0.25F, static_cast<float>(chunks.size())};
    chunks.push_back(std::move(chunk));
  }
  return chunks;
}

}  // namespace vigie::test
