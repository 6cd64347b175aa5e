#include "core/store/outage_journal.h"

#include "core/base/private_directory.h"

#include <boost/json.hpp>

#include <algorithm>
#include <pthread.h>

namespace vigie {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr std::string_view kSuffix = ".journal";
constexpr std::uint64_t kSegmentBytes = 8ULL * 1024 * 1024;  // a drained one frees its disk before the rest is done

std::string nameOf(const std::string& owner, const std::string& conversationId) {
  return conversationId + owner;  // an id has one length: no two pairs give the same text
}

std::string bodyOf(const JournalEntry& entry) {
  const json::object body{{"conversation", entry.conversationId}, {"owner", entry.owner}, {"payload", entry.payload}};
  return json::serialize(body);
}

JournalEntry entryOf(const std::string& body) {
  const json::value read = json::parse(body);
  JournalEntry out;
  out.conversationId = json::value_to<std::string>(read.at("conversation"));
  out.owner = json::value_to<std::string>(read.at("owner"));
  out.payload = json::value_to<std::string>(read.at("payload"));
  return out;
}

Error full() {
  Error error(ErrorCode::kUnavailable,
              "the database is away and the outage journal is full: nothing more can be kept until it is back");
  error.retryAfter = std::chrono::seconds(5);
  return error;
}

}  // namespace

Result<std::unique_ptr<OutageJournal>> OutageJournal::open(Options options, StoreMetrics& metrics) {
  if (const auto prepared = preparePrivateDirectory(options.directory); !prepared) return prepared.error();
  std::unique_ptr<OutageJournal> journal(new OutageJournal(std::move(options), metrics));
  if (const auto adopted = journal->adoptOrphans(); !adopted) return adopted.error();
  journal->writer_ = std::thread([raw = journal.get()] { raw->write(); });
  pthread_setname_np(journal->writer_.native_handle(), "vigie-journal");
  return journal;
}

OutageJournal::OutageJournal(Options options, StoreMetrics& metrics)
    : options_(std::move(options)), metrics_(metrics) {}

OutageJournal::~OutageJournal() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  if (writer_.joinable()) writer_.join();
  // An empty segment is no use to whoever comes next.
  for (const auto& segment : segments_) {
    if (segment->left() == 0) segment->remove();
  }
}

Result<void> OutageJournal::adoptOrphans() {
  std::vector<fs::path> files;
  std::error_code ec;
  for (const auto& file : fs::directory_iterator(options_.directory, ec)) {
    if (file.path().extension() == kSuffix) files.push_back(file.path());
  }
  if (ec) return Error(ErrorCode::kInvalidArgument, "cannot be read");
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    auto opened = impl::JournalSegment::open(file);
    if (!opened) return Error(ErrorCode::kInvalidArgument, "holds a segment that this user cannot read");
    if (!*opened) continue;
    const std::unique_ptr<impl::JournalSegment>& segment = *opened;
    if (segment->left() == 0) {
      segment->remove();
      continue;
    }
    for (const std::string& body : segment->read(segment->left())) {
      const JournalEntry entry = entryOf(body);
      ++waiting_[nameOf(entry.owner, entry.conversationId)];
      ++depth_;
      bytes_ += body.size();
    }
    segments_.push_back(std::move(*opened));
  }
  metrics_.journalDepth.Set(static_cast<double>(depth_));
  if (depth_ > 0) log_.warning("outage journal taken over", {{"entries", depth_}});
  return {};
}

boost::asio::awaitable<Result<void>> OutageJournal::append(JournalEntry entry) {
  return impl::submitAndWait<Result<void>>(*this, std::move(entry));
}

void OutageJournal::submit(JournalEntry entry, std::unique_ptr<Waiter> waiter) {
  Pending pending;
  const std::string body = bodyOf(entry);
  pending.bytes = impl::frameRecord(body);
  pending.size = body.size();
  pending.entry = std::move(entry);
  pending.entry.payload.clear();
  {
    const std::lock_guard lock(mutex_);
    if (!stop_ && bytes_ + body.size() <= options_.maxBytes) {
      bytes_ += body.size();
      ++depth_;
      ++waiting_[nameOf(pending.entry.owner, pending.entry.conversationId)];
      pending.waiter = std::move(waiter);
      queue_.push_back(std::move(pending));
      wake_.notify_one();
      return;
    }
  }
  waiter->finish(full());
}

void OutageJournal::write() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stop_ || !queue_.empty(); });
    if (queue_.empty()) return;
    std::vector<Pending> batch;
    batch.swap(queue_);
    lock.unlock();
    std::string bytes;
    for (const Pending& pending : batch) bytes += pending.bytes;
    const Result<void> written = writeBatch(bytes, batch.size());
    if (!written) {
      for (const Pending& pending : batch) forget(pending.entry, pending.size);
    }
    lock.lock();
    metrics_.journalDepth.Set(static_cast<double>(depth_));
    lock.unlock();
    for (const Pending& pending : batch) pending.waiter->finish(written);
    lock.lock();
  }
}

Result<void> OutageJournal::writeBatch(const std::string& bytes, std::size_t entries) {
  const std::lock_guard files(filesMutex_);
  if (!lastIsOurs_) {
    auto segment = impl::JournalSegment::create(options_.directory);
    if (!segment) return segment.error();
    segments_.push_back(std::move(*segment));
    lastIsOurs_ = true;
  }
  const auto written = segments_.back()->append(bytes, entries);
  if (!written && written.error().code == ErrorCode::kInternal) lastIsOurs_ = false;  // not even cut back: a new one
  if (segments_.back()->size() >= kSegmentBytes) lastIsOurs_ = false;
  if (!written) log_.error("outage journal not written", {{"entries", entries}});
  return written;
}

void OutageJournal::forget(const JournalEntry& entry, std::uint64_t size) {
  const std::lock_guard lock(mutex_);
  bytes_ -= std::min(bytes_, size);
  const auto found = waiting_.find(nameOf(entry.owner, entry.conversationId));
  if (found != waiting_.end() && --found->second == 0) waiting_.erase(found);
  --depth_;
}

bool OutageJournal::holds(const std::string& owner, const std::string& conversationId) const {
  const std::lock_guard lock(mutex_);
  return depth_ > 0 && waiting_.contains(nameOf(owner, conversationId));
}

std::size_t OutageJournal::depth() const {
  const std::lock_guard lock(mutex_);
  return depth_;
}

std::vector<JournalEntry> OutageJournal::oldest(std::size_t most) {
  const std::lock_guard files(filesMutex_);
  dropDamaged();
  std::vector<JournalEntry> out;
  for (const auto& segment : segments_) {
    for (const std::string& body : segment->read(most - out.size())) out.push_back(entryOf(body));
    if (out.size() == most) break;
  }
  return out;
}

void OutageJournal::dropDamaged() {
  while (!segments_.empty() && segments_.front()->left() > 0 && segments_.front()->read(1).empty()) {
    // Whole when it was written and not any more: the disk's doing. What stands behind it goes on.
    const std::size_t lost = segments_.front()->left();
    log_.error("outage journal damaged on disk", {{"entries_lost", lost}});
    segments_.front()->remove();
    if (segments_.size() == 1) lastIsOurs_ = false;
    segments_.erase(segments_.begin());
    const std::lock_guard lock(mutex_);
    depth_ -= std::min(depth_, lost);
  }
}

void OutageJournal::done(std::size_t count) {
  const std::lock_guard files(filesMutex_);
  while (count > 0 && !segments_.empty()) {
    impl::JournalSegment& segment = *segments_.front();
    const std::vector<std::string> bodies = segment.read(count);
    segment.consume(bodies.size());
    count -= bodies.size();
    for (const std::string& body : bodies) forget(entryOf(body), body.size());
    if (segment.left() > 0) break;
    // Once it is empty it is deleted, also the one being written: its content is in PostgreSQL now.
    segment.remove();
    if (segments_.size() == 1) lastIsOurs_ = false;
    segments_.erase(segments_.begin());
  }
  const std::lock_guard lock(mutex_);
  metrics_.journalDepth.Set(static_cast<double>(depth_));
}

}  // namespace vigie
