// KnowledgeSeeder: indexes a folder of Markdown guides.
#pragma once

#include "core/base/log.h"
#include "core/retrieval/document_ingest.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace vigie {

/// A guide read from the folder. `filename` is its path below the folder with "-" for "/": "en/logs.md" is
/// "en-logs.md", since a document's filename is a bare name.
struct Guide {
  std::string title;  ///< the first heading; the file's stem where there is none
  std::string text;
  std::string filename;
};

/// Every *.md below `directory`, in the order of their paths; links are not followed, files over 4 MiB and files that
/// are not UTF-8 text are left out. Empty when there is no such directory.
std::vector<Guide> readGuides(const std::filesystem::path& directory);

/// Adds the guides as documents of no owner. Those already there and unchanged cost one look-up each; changed ones are
/// replaced. A guide that someone erased comes back at the next start: to keep it out, point VIGIE_KNOWLEDGE_DIR at
/// another folder.
class KnowledgeSeeder {
 public:
  KnowledgeSeeder(boost::asio::any_io_executor executor, DocumentIngest& ingest, std::filesystem::path directory,
                  std::chrono::milliseconds retry = std::chrono::seconds(1));

  /// Once; waits for the store while it is away.
  void start();
  /// Any thread.
  void stop();
  [[nodiscard]] bool done() const { return done_.load(); }

 private:
  boost::asio::awaitable<void> run();

  boost::asio::any_io_executor executor_;
  DocumentIngest& ingest_;
  std::filesystem::path directory_;
  std::chrono::milliseconds retry_;
  const Log log_{"ingest"};
  boost::asio::steady_timer timer_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> done_{false};
};

}  // namespace vigie
