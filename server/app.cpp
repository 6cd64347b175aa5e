#include "server/app.h"

#include "core/base/clock.h"
#include "core/base/private_directory.h"
#include "core/chat/default_chat_pipeline.h"
#include "core/evaluation/evaluation_runner.h"
#include "core/llm/http_llm_client.h"
#include "core/llm/model_prices.h"
#include "core/metrics/change_metrics.h"
#include "core/metrics/chat_metrics.h"
#include "core/metrics/http_metrics.h"
#include "core/metrics/process_collector.h"
#include "core/metrics/service_metrics.h"
#include "core/retrieval/retrieval_service.h"
#include "core/store/database_url.h"
#include "core/store/pg_database.h"
#include "server/api/live_chats.h"
#include "server/api/routes.h"
#include "server/api/services.h"
#include "server/drills/fault_board.h"
#include "server/health_board.h"
#include "server/model_service.h"
#include "server/net/awaiting.h"
#include "server/net/io_context.h"
#include "server/server.h"

#include <boost/asio.hpp>
#include <prometheus/registry.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <future>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace vigie {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kWatchInterval{200};
constexpr std::chrono::milliseconds kBackgroundEndingTime{2'000};
constexpr std::chrono::hours kStartPatience{24};
constexpr std::size_t kMostEmbeddedTexts = 8'192;  ///< an answer takes some 10 bytes for each of their numbers
constexpr std::chrono::seconds kChangesInterval{5};  // what another replica journaled shows at the next scrape

const std::vector<std::string>& chatEndpoints() {
  static const std::vector<std::string> kEndpoints{"/v1/chat/completions", "/ws/chat"};
  return kEndpoints;
}

/// Connects to nothing: it is never started.
/// Half of the cores: searches, the store's threads and, on most machines, PostgreSQL need the others. One thread alone wakes
/// no second one for every step of a request, which is a quarter of a short one's time.
int ioThreads() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency() / 2)); }

const Secret kNoDatabase("application_name=vigie-server");

/// Who serves itself alone has no limits unless it asks for them; who gives keys to others has.
limits::Rates ratesOf(const Config& config) {
  const bool keys = !config.apiKeysFile.empty();
  limits::Rates rates;
  rates.requestsPerMinute = config.requestsPerMinute.value_or(keys ? 600 : 0);
  rates.tokensPerMinute = config.tokensPerMinute.value_or(keys ? 200'000 : 0);
  rates.streams = config.streamsPerKey.value_or(keys ? 64 : 0);
  return rates;
}

/// Where the index of this database is kept; empty without a database or without a directory that can be used.
std::filesystem::path indexDirectory(const Config& config) {
  if (config.databaseUrl.empty() || config.indexDir.empty()) return {};
  std::filesystem::path directory = std::filesystem::path(config.indexDir) / databaseDigest(config.databaseUrl);
  if (preparePrivateDirectory(directory)) return directory;
  Log("server").warning("no snapshot of the index: set VIGIE_INDEX_DIR to a directory of the server's own");
  return {};
}

RetrievalService::Options retrievalOptions(const Config& config) {
  RetrievalService::Options options;
  options.snapshot.directory = indexDirectory(config);
  options.knowledgeDir = config.knowledgeDir;
  options.embedder = httpEmbedderOptions(config).value();
  return options;
}

PgDatabaseOptions databaseOptions(const Config& config) {
  PgDatabaseOptions options;
  options.journalDirectory = config.journalDir;
  options.journalIsNeeded = !config.journalDirIsDefault;
  options.journalBytes = config.journalBytes;
  options.retention = std::chrono::days(config.retentionDays);
  return options;
}

std::unique_ptr<PgDatabase> makeDatabase(const Config& config, prometheus::Registry& registry) {
  if (config.databaseUrl.empty()) return PgDatabase::create(kNoDatabase, registry).value();
  return PgDatabase::create(config.databaseUrl, registry, databaseOptions(config)).value();
}

DefaultChatPipeline::Options pipelineOptions(const Config& config, const PgDatabase& database) {
  DefaultChatPipeline::Options options;
  options.anyModel = config.hasUpstream();
  options.keepsTurns = database.hasJournal();
  options.contextTokens = config.contextTokens;
  return options;
}

}  // namespace

/// In the order of their making; destroyed the other way round.
struct App::Parts {
  explicit Parts(Config given)
      : config(std::move(given)),
        httpMetrics(registry, api::countedRoutes()),
        chatMetrics(registry, chatEndpoints()),
        changeMetrics(registry),
        database(makeDatabase(config, registry)),
        retrieval(database->documents(), registry, retrievalOptions(config)),
        model(config, io.get_executor(), registry, chatEndpoints(), clock, health),
        pipeline(database->chats(), retrieval.retriever(), model.client(), chatMetrics, clock,
                 pipelineOptions(config, *database)),
        services{pipeline,
                 model.client(),
                 retrieval.retriever(),
                 database->conversations(),
                 database->idempotency(),
                 database->feedbackLoop(),
                 database->documents(),
                 retrieval.ingest(),
                 health,
                 httpMetrics,
                 chatMetrics,
                 changeMetrics,
                 {&registry, &process, &faults},
                 scrapePool},
        rates(ratesOf(config), clock),
        inFlight(static_cast<std::size_t>(config.maxInFlight)),
        embeddedTexts(kMostEmbeddedTexts),
        live(io.get_executor()),
        tasks(io.get_executor()),
        server(io, services),
        strand(asio::make_strand(io)),
        signals(strand, SIGTERM, SIGINT) {
    services.hasUpstream = config.hasUpstream();
    services.rates = &rates;
    services.inFlight = &inFlight;
    services.live = &live;
    if (config.drills) services.faults = &faults;
    if (!config.apiKeysFile.empty()) {
      keys = std::make_unique<auth::ApiKeys>(config.apiKeysFile);
      services.keys = keys.get();
    }
    services.embedder = &retrieval.embedder();
    services.evaluations = &evaluations;
    services.embeddedTexts = &embeddedTexts;
    registerServiceMetrics(registry, config);
    health.add("postgresql", true, "waiting for PostgreSQL");
    health.add("index", true, "waiting for PostgreSQL");
    health.add("model", false, {});
    model.report();
  }
  /// A coroutine that is left over borrows what stands below `io` and would be destroyed after it.
  ~Parts() { io.abandon(); }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  Config config;
  Log log{"server"};
  SystemClock clock;
  prometheus::Registry registry;
  ProcessCollector process;
  HealthBoard health;
  HttpMetrics httpMetrics;
  ChatMetrics chatMetrics;
  ChangeMetrics changeMetrics;
  drills::FaultBoard faults{clock};
  net::IoContext io{ioThreads()};
  asio::thread_pool scrapePool{1};
  std::unique_ptr<PgDatabase> database;
  RetrievalService retrieval;
  EvaluationRunner evaluations{retrieval.retriever(), database->feedbackLoop()};
  ModelService model;
  DefaultChatPipeline pipeline;
  std::unique_ptr<auth::ApiKeys> keys;  ///< null: the public API asks for none
  api::Services services;
  limits::RateLimits rates;
  limits::InFlightLimit inFlight;
  limits::InFlightLimit embeddedTexts;
  api::LiveChats live;
  net::TaskGroup tasks;
  Server server;
  asio::any_io_executor strand;  ///< of what runs beside the connections
  asio::signal_set signals;
  std::atomic<bool> databaseStarted{false};
  std::atomic<bool> stopping{false};
};

Result<void> App::check(const Config& config) {
  if (!config.apiKeysFile.empty()) {
    if (const auto usable = auth::ApiKeys::check(config.apiKeysFile); !usable) return usable.error();
  }
  if (config.hasUpstream()) {
    if (const auto options = httpLlmOptions(config); !options) return options.error();
  }
  if (const auto prices = loadModelPrices(config.modelPricesFile); !prices) {
    return Error(ErrorCode::kInvalidArgument,
                 "VIGIE_MODEL_PRICES_FILE: " + prices.error().message + "; an example: resources/model-prices.json",
                 "VIGIE_MODEL_PRICES_FILE");
  }
  if (const auto embedder = httpEmbedderOptions(config); !embedder) return embedder.error();
  if (!config.indexDirIsDefault && !config.indexDir.empty()) {
    if (const auto usable = preparePrivateDirectory(config.indexDir); !usable) {
      return Error(ErrorCode::kInvalidArgument,
                   "VIGIE_INDEX_DIR: " + usable.error().message + "; an example: /var/lib/vigie/index",
                   "VIGIE_INDEX_DIR");
    }
  }
  if (!config.databaseUrl.empty()) {
    prometheus::Registry unused;
    PgDatabaseOptions options = databaseOptions(config);
    // A check makes no directory that nobody asked for.
    if (config.journalDirIsDefault) options.journalDirectory.clear();
    if (const auto database = PgDatabase::create(config.databaseUrl, unused, std::move(options)); !database) {
      Error error = database.error();
      if (error.param == "DATABASE_URL" && !error.message.starts_with("DATABASE_URL")) {
        error.message = "DATABASE_URL: " + error.message;
      }
      return error;
    }
  }
  return {};
}

App::App(Config config) : parts_(std::make_unique<Parts>(std::move(config))) {}
App::~App() = default;

int App::run() {
  Parts& parts = *parts_;
  if (const auto started = parts.server.start(parts.config); !started) {
    std::fprintf(stderr, "vigie-server: %s\n", started.error().message.c_str());
    return 1;
  }
  if (parts.config.databaseUrl.empty()) {
    parts.health.set("postgresql", "down", "DATABASE_URL is not set; conversations and documents cannot be kept");
    parts.health.set("index", "down", "there is no PostgreSQL to load it from");
  } else {
    parts.tasks.spawn(parts.strand, startDatabase());
    parts.tasks.spawn(parts.strand, watchDependencies());
  }

  auto work = asio::make_work_guard(parts.io);
  std::vector<std::thread> threads;
  for (int i = 0; i < ioThreads(); ++i) {
    threads.emplace_back([&parts] { parts.io.run(); });
  }

  // The main thread only waits, so that what blocks at the end (joining the pools) is on no I/O thread.
  asio::co_spawn(parts.strand, awaitSignal(), asio::use_future).wait();
  parts.log.info("stopping", {{"drain_seconds", static_cast<std::int64_t>(parts.config.drain.count())}});
  asio::co_spawn(parts.strand, parts.server.shutDown(parts.config.drain), asio::use_future).wait();
  parts.stopping = true;
  // A start that still waits for PostgreSQL ends with the pool; nothing stands on the pool before it has started.
  if (!parts.databaseStarted) parts.database->stop();
  parts.tasks.cancel(asio::cancellation_type::all);
  const auto waitForTasks = [&parts] {
    asio::co_spawn(parts.io, parts.tasks.wait(kBackgroundEndingTime), asio::use_future).wait();
  };
  waitForTasks();
  parts.evaluations.stop();
  parts.retrieval.stop();
  parts.database->stop();
  waitForTasks();  // what still stood on the pool was told that it stops
  work.reset();
  parts.io.stop();
  for (auto& thread : threads) thread.join();
  parts.scrapePool.join();
  parts.log.info("stopped");
  return 0;
}

asio::awaitable<void> App::awaitSignal() { co_await parts_->signals.async_wait(kToken); }

asio::awaitable<void> App::startDatabase() {
  Parts& parts = *parts_;
  for (;;) {
    const auto started = co_await parts.database->start(kStartPatience);
    if (started) break;
    if (parts.stopping) co_return;
    parts.log.error("database start failed", {{"reason", started.error().message}});
    asio::steady_timer pause(parts.strand, std::chrono::seconds(1));
    const auto [ec] = co_await pause.async_wait(kToken);
    if (ec) co_return;
  }
  parts.databaseStarted = true;
  parts.retrieval.start();
  parts.database->onIndexChange([&parts] { parts.retrieval.follower().nudge(); });
  parts.tasks.spawn(parts.strand, maintainDatabase());
  parts.tasks.spawn(parts.strand, drainJournal());
  parts.tasks.spawn(parts.strand, followChanges());
}

asio::awaitable<void> App::maintainDatabase() { co_await parts_->database->maintain(); }

asio::awaitable<void> App::drainJournal() { co_await parts_->database->drainJournal(); }

asio::awaitable<void> App::followChanges() {
  Parts& parts = *parts_;
  asio::steady_timer timer(parts.strand);
  for (;;) {
    const auto last = co_await parts.database->feedbackLoop().lastChanges();
    if (last) {
      for (const auto& change : *last) parts.changeMetrics.happened(change.kind, change.happenedAt);
    }
    timer.expires_after(kChangesInterval);
    const auto [ec] = co_await timer.async_wait(kToken);
    if (ec) co_return;
  }
}

asio::awaitable<void> App::watchDependencies() {
  Parts& parts = *parts_;
  asio::steady_timer timer(parts.strand);
  std::string before;
  for (;;) {
    const DatabaseHealth database = parts.database->health();
    using State = DatabaseHealth::State;
    const bool changed = parts.health.set("postgresql",
                                          database.state == State::kOk     ? "ok"
                                          : database.state == State::kDown ? "down"
                                                                           : "starting",
                                          database.reason);
    if (changed && database.state != State::kOk) {
      parts.log.warning("postgresql is not ready", {{"reason", database.reason}});
    }
    if (parts.retrieval.follower().loaded()) {
      parts.health.set("index", "ok");
    } else {
      parts.health.set("index", "starting",
                       database.state == State::kOk ? "the index is being loaded" : "waiting for PostgreSQL");
    }
    if (std::string now = parts.health.snapshot().status; now != before) {
      parts.log.info("readiness", {{"status", now}});
      before = std::move(now);
    }
    timer.expires_after(kWatchInterval);
    const auto [ec] = co_await timer.async_wait(kToken);
    if (ec) co_return;
  }
}

}  // namespace vigie
