#include "core/base/published.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace vigie {
namespace {

TEST(PublishedTest, AReaderKeepsItsSnapshotWhileTheNextIsPublished) {
  Published<std::vector<int>> published(std::make_shared<const std::vector<int>>(3, 1));
  const auto before = published.get();
  published.set(std::make_shared<const std::vector<int>>(3, 2));
  EXPECT_EQ(before->front(), 1);
  EXPECT_EQ(published.get()->front(), 2);
}

TEST(PublishedTest, ReadersNeverSeeHalfASnapshot) {
  Published<std::vector<int>> published(std::make_shared<const std::vector<int>>(64, 0));
  std::atomic<bool> stop{false};
  std::atomic<int> torn{0};
  std::vector<std::thread> readers;
  for (int r = 0; r < 2; ++r) {
    readers.emplace_back([&] {
      while (!stop) {
        const auto seen = published.get();
        for (const int value : *seen) torn += value != seen->front() ? 1 : 0;
      }
    });
  }
  for (int i = 1; i <= 2000; ++i) published.set(std::make_shared<const std::vector<int>>(64, i));
  stop = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(torn, 0);
}

}  // namespace
}  // namespace vigie
