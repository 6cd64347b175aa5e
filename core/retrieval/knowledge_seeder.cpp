#include "core/retrieval/knowledge_seeder.h"

#include "core/retrieval/text.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace vigie {

namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kMostBytes = 4U << 20U;
constexpr std::size_t kMostTitle = 500;

bool isText(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const char32_t c = text::nextCodePoint(bytes, i);
    if (c == 0xFFFD || c == 0) return false;
  }
  return true;
}

std::string firstHeading(const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (text.compare(at, 2, "# ") == 0) {
      auto title = text.substr(at + 2, end - at - 2);
      title.erase(title.find_last_not_of(" \t\r#") + 1);
      title.erase(0, title.find_first_not_of(' '));
      return title.substr(0, text::floorToCodePoint(title, kMostTitle));
    }
    at = end + 1;
  }
  return {};
}

}  // namespace

std::vector<Guide> readGuides(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code ignored;  // what cannot be read is not a guide
  for (fs::recursive_directory_iterator it(directory, fs::directory_options::skip_permission_denied, ignored), end;
       !ignored && it != end; it.increment(ignored)) {
    if (it->symlink_status(ignored).type() == fs::file_type::regular && it->path().extension() == ".md" &&
        it->file_size(ignored) <= kMostBytes) {
      files.push_back(it->path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<Guide> guides;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    Guide guide;
    guide.text.assign(std::istreambuf_iterator<char>(in), {});
    if (guide.text.find_first_not_of(" \t\r\n") == std::string::npos || !isText(guide.text)) continue;
    guide.title = firstHeading(guide.text);
    if (guide.title.empty()) guide.title = file.stem().string();
    guide.filename = file.lexically_relative(directory).generic_string();
    std::replace(guide.filename.begin(), guide.filename.end(), '/', '-');
    guides.push_back(std::move(guide));
  }
  return guides;
}

KnowledgeSeeder::KnowledgeSeeder(asio::any_io_executor executor, DocumentIngest& ingest, fs::path directory,
                                 std::chrono::milliseconds retry)
    : executor_(std::move(executor)),
      ingest_(ingest),
      directory_(std::move(directory)),
      retry_(retry),
      timer_(executor_) {}

void KnowledgeSeeder::start() {
  asio::co_spawn(executor_, run(), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
}

void KnowledgeSeeder::stop() {
  stopping_ = true;
  asio::post(executor_, [this] { timer_.cancel(); });
}

asio::awaitable<void> KnowledgeSeeder::run() {
  const auto guides = readGuides(directory_);
  if (guides.empty()) log_.warning("no guides in the knowledge directory; nothing to seed");
  std::size_t failed = 0;
  for (std::size_t i = 0; i < guides.size() && !stopping_;) {
    wire::DocumentInput input;
    input.title = guides[i].title;
    input.text = guides[i].text;
    input.mediaType = "text/markdown";
    input.filename = guides[i].filename;
    std::string nobody;
    const auto added = co_await ingest_.add(std::move(input), std::move(nobody));
    if (!added && (added.error().code == ErrorCode::kUnavailable || added.error().code == ErrorCode::kTimeout)) {
      timer_.expires_after(retry_);
      co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
      continue;
    }
    if (!added) {
      ++failed;
      log_.error("guide refused", {{"code", toString(added.error().code)}, {"reason", added.error().message}});
    }
    ++i;
  }
  if (!stopping_) log_.info("guides seeded", {{"guides", guides.size()}, {"refused", failed}});
  done_ = true;
}

}  // namespace vigie
