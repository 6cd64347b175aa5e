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
    : options_(std::move(options)), refused_(options_.directory), metrics_(metrics) {
  metrics_.journalRefused.Set(static_cast<double>(refused_.count()));
}

OutageJournal::~OutageJournal() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  if (writer_.joinable()) writer_.join();
  // An empty segment is no use to whoever comes next.
  retireDrained();
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
    Segment segment;
    segment.file = std::move(*opened);
    segment.damaged = segment.file->damagedBytes() > 0;
    for (const auto& record : segment.file->takeFound()) {
      const auto body = segment.file->read(record);
      if (body) segment.entries.push_back(counted(entryOf(*body), record));
    }
    if (segment.damaged) {
      log_.error("outage journal damaged on disk", {{"file", file.filename().string()},
                                                    {"bytes_lost", segment.file->damagedBytes()},
                                                    {"entries_kept", segment.entries.size()}});
    }
    segments_.push_back(std::move(segment));
  }
  retireDrained();
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
  {
    const std::lock_guard lock(mutex_);
    if (!stop_ && bytes_ + body.size() <= options_.maxBytes) {
      impl::JournalSegment::Record record;
      record.length = static_cast<std::uint32_t>(body.size());
      pending.kept = counted(entry, record);
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
    const Result<void> written = writeBatch(batch);
    lock.lock();
    if (!written) {
      for (const Pending& pending : batch) forget(pending.kept);
    }
    metrics_.journalDepth.Set(static_cast<double>(depth_));
    lock.unlock();
    for (const Pending& pending : batch) pending.waiter->finish(written);
    lock.lock();
  }
}

Result<void> OutageJournal::writeBatch(const std::vector<Pending>& batch) {
  std::string bytes;
  for (const Pending& pending : batch) bytes += pending.bytes;
  const std::lock_guard files(filesMutex_);
  if (!lastIsOurs_) {
    auto file = impl::JournalSegment::create(options_.directory);
    if (!file) return file.error();
    segments_.emplace_back().file = std::move(*file);
    lastIsOurs_ = true;
  }
  Segment& segment = segments_.back();
  std::uint64_t at = segment.file->size();
  const auto written = segment.file->append(bytes);
  if (!written && written.error().code == ErrorCode::kInternal) lastIsOurs_ = false;  // not even cut back: a new one
  if (segment.file->size() >= kSegmentBytes) lastIsOurs_ = false;
  if (!written) {
    log_.error("outage journal not written", {{"entries", batch.size()}});
    return written;
  }
  for (const Pending& pending : batch) {
    Kept kept = pending.kept;
    kept.record.at = at + impl::kRecordHeader;
    segment.entries.push_back(kept);
    at += pending.bytes.size();
  }
  return written;
}

OutageJournal::Kept OutageJournal::counted(const JournalEntry& entry, impl::JournalSegment::Record record) {
  Kept out;
  out.record = record;
  out.count = &*waiting_.try_emplace(nameOf(entry.owner, entry.conversationId)).first;
  ++out.count->second;
  ++depth_;
  bytes_ += record.length;
  return out;
}

void OutageJournal::forget(const Kept& entry) {
  if (--entry.count->second == 0) waiting_.erase(waiting_.find(entry.count->first));
  --depth_;
  bytes_ -= entry.record.length;
}

bool OutageJournal::holds(const std::string& owner, const std::string& conversationId) const {
  const std::lock_guard lock(mutex_);
  return depth_ > 0 && waiting_.contains(nameOf(owner, conversationId));
}

std::size_t OutageJournal::depth() const {
  const std::lock_guard lock(mutex_);
  return depth_;
}

std::vector<JournalEntry> OutageJournal::oldest(std::size_t most, std::uint64_t mostBytes) {
  const std::lock_guard files(filesMutex_);
  std::vector<JournalEntry> out;
  std::uint64_t bytes = 0;
  std::size_t lost = 0;
  bool full = false;
  for (Segment& segment : segments_) {
    for (auto entry = segment.entries.begin(); entry != segment.entries.end();) {
      full = full || out.size() == most || (!out.empty() && bytes + entry->record.length > mostBytes);
      if (full) break;
      const auto body = segment.file->read(entry->record);
      if (body) {
        out.push_back(entryOf(*body));
        bytes += entry->record.length;
        ++entry;
        continue;
      }
      // Whole when it was written and not any more: the disk's doing. What stands behind it goes on.
      segment.damaged = true;
      ++lost;
      const std::lock_guard lock(mutex_);
      forget(*entry);
      entry = segment.entries.erase(entry);
    }
  }
  if (lost > 0) {
    log_.error("outage journal damaged on disk", {{"entries_lost", lost}});
    retireDrained();
  }
  return out;
}

void OutageJournal::done(std::size_t count) {
  const std::lock_guard files(filesMutex_);
  forgetFirst(count);
}

void OutageJournal::forgetFirst(std::size_t count) {
  for (Segment& segment : segments_) {
    for (; count > 0 && !segment.entries.empty(); --count) {
      const std::lock_guard lock(mutex_);
      forget(segment.entries.front());
      segment.entries.pop_front();
    }
  }
  retireDrained();
}

// Also the one being written goes: its content is in PostgreSQL now.
void OutageJournal::retireDrained() {
  const bool lastGoes = !segments_.empty() && segments_.back().entries.empty();
  std::erase_if(segments_, [](Segment& segment) {
    if (!segment.entries.empty()) return false;
    if (segment.damaged) {
      segment.file->setAside();
    } else {
      segment.file->remove();
    }
    return true;
  });
  if (lastGoes) lastIsOurs_ = false;
  const std::lock_guard lock(mutex_);
  metrics_.journalDepth.Set(static_cast<double>(depth_));
}

Result<std::string> OutageJournal::setAside() {
  const std::lock_guard files(filesMutex_);
  for (Segment& segment : segments_) {
    if (segment.entries.empty()) continue;
    const auto body = segment.file->read(segment.entries.front().record);
    if (!body) break;  // the next oldest() finds it damaged
    auto name = refused_.add(*body);
    if (!name) return name.error();
    metrics_.journalRefused.Set(static_cast<double>(refused_.count()));
    forgetFirst(1);  // a crash before this sets it aside twice, which a person can see
    return name;
  }
  return Error(ErrorCode::kNotFound, "the outage journal holds nothing that can be set aside");
}

bool OutageJournal::hasSetAside(const std::string& owner, const std::string& conversationId) const {
  return refused_.holds(owner, conversationId);
}

Result<std::size_t> OutageJournal::eraseSetAside(const std::string& owner, const std::string& conversationId) {
  const auto erased = refused_.erase(owner, conversationId);
  metrics_.journalRefused.Set(static_cast<double>(refused_.count()));
  return erased;
}

Result<std::size_t> OutageJournal::eraseSetAsideBefore(SystemTime time) {
  const auto erased = refused_.eraseBefore(time);
  metrics_.journalRefused.Set(static_cast<double>(refused_.count()));
  return erased;
}

}  // namespace vigie
