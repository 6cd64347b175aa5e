#include "core/store/outage_journal.h"

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <random>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vigie {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using testing::ElementsAre;

/// A private directory, gone with the test.
class OutageJournalTest : public testing::Test {
 protected:
  OutageJournalTest() : directory_(fs::temp_directory_path() / ("vigie-journal-" + newId())) {}
  ~OutageJournalTest() override { fs::remove_all(directory_); }

  std::unique_ptr<OutageJournal> open(std::uint64_t maxBytes = 1'000'000) {
    OutageJournal::Options options;
    options.directory = directory_;
    options.maxBytes = maxBytes;
    auto journal = OutageJournal::open(std::move(options), metrics_);
    EXPECT_TRUE(journal) << journal.error().message;
    return std::move(*journal);
  }
  static JournalEntry entry(const std::string& payload, const std::string& conversation = "c1") {
    JournalEntry out;
    out.conversationId = conversation;
    out.owner = "ann";
    out.payload = payload;
    return out;
  }
  static Result<void> append(OutageJournal& journal, JournalEntry entry) {
    asio::io_context context;
    auto done = asio::co_spawn(context, journal.append(std::move(entry)), asio::use_future);
    context.run();
    return done.get();
  }
  static std::vector<std::string> payloads(OutageJournal& journal, std::size_t most = 1000) {
    std::vector<std::string> out;
    for (const JournalEntry& one : journal.oldest(most)) out.push_back(one.payload);
    return out;
  }
  std::vector<fs::path> files() const {
    std::vector<fs::path> out;
    for (const auto& file : fs::directory_iterator(directory_)) out.push_back(file.path());
    return out;
  }
  /// Changes a letter of the one entry with this text, on disk; with `length`, the record's length as well.
  void damage(const std::string& text, bool length = false) const {
    std::string bytes(fs::file_size(files().at(0)), '\0');
    std::ifstream(files().at(0), std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    auto at = bytes.find(text);
    ASSERT_NE(at, std::string::npos);
    bytes[at + 1] = '#';
    at = bytes.rfind("{\"conversation", at) - 8;
    if (length) bytes[at + 1] = '\x7F';
    std::ofstream(files().at(0), std::ios::binary | std::ios::in)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  double depthMetric() const { return metrics_.journalDepth.Value(); }

  fs::path directory_;
  prometheus::Registry registry_;
  StoreMetrics metrics_{registry_};
};

TEST_F(OutageJournalTest, KeepsEntriesInTheirOrderUntilTheyAreDone) {
  const auto journal = open();
  for (const char* text : {"1", "2", "3"}) ASSERT_TRUE(append(*journal, entry(text)));
  EXPECT_THAT(payloads(*journal, 2), ElementsAre("1", "2"));
  EXPECT_THAT(payloads(*journal, 2), ElementsAre("1", "2")) << "reading takes nothing away";
  journal->done(2);
  EXPECT_THAT(payloads(*journal), ElementsAre("3"));
  EXPECT_EQ(journal->depth(), 1U);
  EXPECT_EQ(depthMetric(), 1);
  journal->done(1);
  EXPECT_TRUE(files().empty()) << "what is drained leaves nothing on disk";
  ASSERT_TRUE(append(*journal, entry("4")));
  EXPECT_THAT(payloads(*journal), ElementsAre("4"));
}

TEST_F(OutageJournalTest, KnowsWhichConversationsWait) {
  const auto journal = open();
  ASSERT_TRUE(append(*journal, entry("1", "c1")));
  ASSERT_TRUE(append(*journal, entry("2", "c1")));
  EXPECT_TRUE(journal->holds("ann", "c1"));
  EXPECT_FALSE(journal->holds("bob", "c1"));
  EXPECT_FALSE(journal->holds("ann", "c2"));
  journal->done(1);
  EXPECT_TRUE(journal->holds("ann", "c1"));
  journal->done(1);
  EXPECT_FALSE(journal->holds("ann", "c1"));
}

TEST_F(OutageJournalTest, IsPrivate) {
  const auto journal = open();
  ASSERT_TRUE(append(*journal, entry("secret")));
  struct stat info {};
  ASSERT_EQ(::stat(directory_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0700U);
  ASSERT_EQ(::stat(files().at(0).c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(OutageJournalTest, IsFullAtItsLimitAndTakesAgainWhenDrained) {
  const auto journal = open(1'000);
  int kept = 0;
  Result<void> last;
  while (kept < 100 && (last = append(*journal, entry(std::string(200, 'x'))))) ++kept;
  EXPECT_GE(kept, 3);
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(last.error().retryAfter);
  EXPECT_EQ(journal->depth(), static_cast<std::size_t>(kept)) << "what was refused does not wait";
  journal->done(1);
  EXPECT_TRUE(append(*journal, entry(std::string(200, 'y'))));
}

TEST_F(OutageJournalTest, WhatAProcessLeavesTheNextOneTakesOver) {
  {
    const auto journal = open();
    for (const char* text : {"1", "2", "3"}) ASSERT_TRUE(append(*journal, entry(text)));
    journal->done(1);
  }
  const auto journal = open();
  EXPECT_EQ(journal->depth(), 3U) << "how far it had come nobody wrote down: again is harmless, never is not";
  EXPECT_TRUE(journal->holds("ann", "c1"));
  EXPECT_EQ(depthMetric(), 3);
  ASSERT_TRUE(append(*journal, entry("4")));
  EXPECT_THAT(payloads(*journal), ElementsAre("1", "2", "3", "4"));
  journal->done(4);
  EXPECT_TRUE(files().empty());
}

TEST_F(OutageJournalTest, TwoProcessesDoNotTakeEachOthersSegments) {
  const auto first = open();
  ASSERT_TRUE(append(*first, entry("mine")));
  const auto second = open();
  EXPECT_EQ(second->depth(), 0U);
  ASSERT_TRUE(append(*second, entry("yours")));
  EXPECT_THAT(payloads(*first), ElementsAre("mine"));
  EXPECT_THAT(payloads(*second), ElementsAre("yours"));
}

TEST_F(OutageJournalTest, WhatIsSetAsideIsKeptInAFileUntilItIsErased) {
  {
    const auto journal = open();
    ASSERT_TRUE(append(*journal, entry("one", "c1")));
    ASSERT_TRUE(append(*journal, entry("two", "c2")));
    const auto name = journal->setAside();
    ASSERT_TRUE(name) << name.error().message;
    EXPECT_THAT(payloads(*journal), ElementsAre("two"));
    EXPECT_EQ(journal->depth(), 1U);
    EXPECT_FALSE(journal->holds("ann", "c1"));
    EXPECT_TRUE(journal->hasSetAside("ann", "c1"));
    EXPECT_FALSE(journal->hasSetAside("bob", "c1"));
    EXPECT_EQ(metrics_.journalRefused.Value(), 1);
    struct stat info {};
    ASSERT_EQ(::stat((directory_ / *name).c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    journal->done(1);
  }
  const auto next = open();
  EXPECT_EQ(next->depth(), 0U) << "it is no part of the journal any more";
  EXPECT_EQ(next->eraseSetAside("ann", "c2").value(), 0U);
  EXPECT_EQ(next->eraseSetAsideBefore(SystemClock().now() - std::chrono::hours(1)).value(), 0U);
  EXPECT_EQ(next->eraseSetAside("ann", "c1").value(), 1U);
  EXPECT_FALSE(next->hasSetAside("ann", "c1"));
  EXPECT_EQ(metrics_.journalRefused.Value(), 0);
  ASSERT_TRUE(append(*next, entry("three", "c3")));
  ASSERT_TRUE(next->setAside());
  EXPECT_EQ(next->eraseSetAsideBefore(SystemClock().now() + std::chrono::hours(1)).value(), 1U);
}

TEST_F(OutageJournalTest, ATornOrDamagedEndIsLeftOutAndTheRestKept) {
  {
    const auto journal = open();
    for (const char* text : {"first", "second"}) ASSERT_TRUE(append(*journal, entry(text)));
  }
  const fs::path file = files().at(0);
  const auto whole = fs::file_size(file);
  std::string bytes(whole, '\0');
  std::ifstream(file, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(whole));
  const auto firstEnds = bytes.find("second");
  for (std::size_t cut = firstEnds; cut < whole; ++cut) {
    std::ofstream(file, std::ios::binary | std::ios::trunc).write(bytes.data(), static_cast<std::streamsize>(cut));
    const auto journal = open();
    ASSERT_THAT(payloads(*journal), ElementsAre("first")) << "cut at byte " << cut;
  }
  std::string flipped = bytes;
  flipped[firstEnds] = 'S';
  std::ofstream(file, std::ios::binary | std::ios::trunc).write(flipped.data(), static_cast<std::streamsize>(whole));
  const auto journal = open();
  EXPECT_THAT(payloads(*journal), ElementsAre("first")) << "the checksum sees a changed letter";
}

TEST_F(OutageJournalTest, WhatStandsBehindADamagedEntryIsKeptAndItsFileToo) {
  {
    const auto journal = open();
    for (const char* text : {"first", "second", "third", "fourth"}) ASSERT_TRUE(append(*journal, entry(text)));
  }
  for (const bool lengthToo : {false, true}) {
    SCOPED_TRACE(lengthToo ? "its length is damaged too" : "its text is damaged");
    damage(lengthToo ? "s#cond" : "second", lengthToo);
    const auto journal = open();
    EXPECT_EQ(journal->depth(), 3U);
    EXPECT_THAT(payloads(*journal), ElementsAre("first", "third", "fourth"));
  }
  const auto journal = open();
  journal->done(3);
  EXPECT_EQ(journal->depth(), 0U);
  ASSERT_EQ(files().size(), 1U) << "an acknowledged entry is in it: somebody may yet read it";
  EXPECT_EQ(files().at(0).extension(), ".damaged");
  EXPECT_EQ(open()->depth(), 0U) << "and nobody takes it over again";
}

TEST_F(OutageJournalTest, AnEntryThatIsDamagedWhileItWaitsIsCountedNoMore) {
  const auto journal = open(1'000);
  for (const char* text : {"first", "second", "third"}) {
    ASSERT_TRUE(append(*journal, entry(text + std::string(200, 'x'), text)));
  }
  damage("secondxxx");
  EXPECT_EQ(payloads(*journal).size(), 2U);
  EXPECT_EQ(journal->depth(), 2U);
  EXPECT_EQ(depthMetric(), 2);
  EXPECT_TRUE(journal->holds("ann", "first"));
  EXPECT_FALSE(journal->holds("ann", "second")) << "or it could not be read in any later outage";
  EXPECT_TRUE(journal->holds("ann", "third"));
  ASSERT_TRUE(append(*journal, entry(std::string(200, 'y')))) << "its place is free again";
  journal->done(3);
  EXPECT_EQ(journal->depth(), 0U);
  EXPECT_EQ(files().at(0).extension(), ".damaged");
  int kept = 0;
  while (kept < 100 && append(*journal, entry(std::string(200, 'z')))) ++kept;
  EXPECT_EQ(kept, 4) << "as many as on the first day";
}

TEST_F(OutageJournalTest, OldestIsBoundedByBytesButGivesOneAtLeast) {
  const auto journal = open();
  for (const char letter : {'a', 'b', 'c'}) ASSERT_TRUE(append(*journal, entry(std::string(1'000, letter))));
  EXPECT_EQ(journal->oldest(10, 1).size(), 1U);
  EXPECT_EQ(journal->oldest(10, 2'500).size(), 2U);
  EXPECT_EQ(journal->oldest(10, 100'000).size(), 3U);
}

TEST_F(OutageJournalTest, AnEntryBehindATornOneIsNotLost) {
  {
    const auto journal = open();
    ASSERT_TRUE(append(*journal, entry("first")));
  }
  std::ofstream(files().at(0), std::ios::binary | std::ios::app).write("\x10\0\0", 3);
  {
    const auto journal = open();
    ASSERT_TRUE(append(*journal, entry("second")));  // in a segment of its own
  }
  const auto journal = open();
  EXPECT_THAT(payloads(*journal), ElementsAre("first", "second"));
}

TEST_F(OutageJournalTest, AForeignFileIsNoJournal) {
  fs::create_directories(directory_);
  std::ofstream(directory_ / "0-foreign.journal") << "hello";
  std::ofstream(directory_ / "notes.txt") << "hello";
  const auto journal = open();
  EXPECT_EQ(journal->depth(), 0U);
  EXPECT_EQ(files().size(), 2U) << "and not ours to delete";
}

TEST_F(OutageJournalTest, ADirectoryThatCannotBeUsedIsSaidAtTheStart) {
  fs::create_directories(directory_);
  std::ofstream(directory_ / "file") << "x";
  OutageJournal::Options options;
  options.directory = directory_ / "file";
  const auto journal = OutageJournal::open(std::move(options), metrics_);
  ASSERT_FALSE(journal);
  EXPECT_EQ(journal.error().code, ErrorCode::kInvalidArgument);
}

TEST_F(OutageJournalTest, ManyAtOnceAreAllKept) {
  const auto journal = open(10'000'000);
  asio::io_context context;
  std::vector<std::future<Result<void>>> appends;
  for (int i = 0; i < 500; ++i) {
    appends.push_back(
        asio::co_spawn(context, journal->append(entry(std::to_string(i), "c" + std::to_string(i))), asio::use_future));
  }
  context.run();
  for (auto& one : appends) EXPECT_TRUE(one.get());
  EXPECT_EQ(payloads(*journal, 500).size(), 500U);
}

/// A child that appends numbered entries and tells of each one that is on disk.
[[noreturn]] void appendUntilKilled(const fs::path& directory, int tell) {
  prometheus::Registry registry;
  StoreMetrics metrics(registry);
  OutageJournal::Options options;
  options.directory = directory;
  auto journal = OutageJournal::open(std::move(options), metrics);
  if (!journal) ::_exit(1);
  for (std::uint32_t i = 0;; ++i) {
    asio::io_context context;
    JournalEntry entry;
    entry.conversationId = "c" + std::to_string(i);
    entry.payload = std::to_string(i) + std::string(i % 3000, 'x');
    auto done = asio::co_spawn(context, (*journal)->append(std::move(entry)), asio::use_future);
    context.run();
    if (!done.get()) ::_exit(1);
    if (::write(tell, &i, sizeof i) != sizeof i) ::_exit(1);
  }
}

TEST_F(OutageJournalTest, NothingThatWasAcknowledgedIsLostToAKill) {
  std::mt19937 random(20261125);
  for (int round = 0; round < 12; ++round) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(pipe[0]);
      appendUntilKilled(directory_, pipe[1]);
    }
    ::close(pipe[1]);
    const auto most = static_cast<std::uint32_t>(random() % 60);
    std::uint32_t acknowledged = 0;
    for (std::uint32_t number = 0; ::read(pipe[0], &number, sizeof number) == sizeof number;) {
      acknowledged = number + 1;
      if (number == most) ::kill(child, SIGKILL);
    }
    ::waitpid(child, nullptr, 0);
    ::close(pipe[0]);

    const auto journal = open();
    const auto kept = payloads(*journal, 100'000);
    ASSERT_GE(kept.size(), acknowledged) << "round " << round;
    for (std::uint32_t i = 0; i < kept.size(); ++i) {
      ASSERT_EQ(kept[i], std::to_string(i) + std::string(i % 3000, 'x')) << "round " << round;
    }
    journal->done(kept.size());
    ASSERT_TRUE(files().empty());
  }
}

}  // namespace
}  // namespace vigie
