// WorkerPool: a few named threads for work that must not run on the I/O threads.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <string>
#include <thread>
#include <vector>

namespace vigie {

/// The threads carry `name` (at most 15 bytes, as ps and gdb show it) and are pinned to one OpenMP thread each.
class WorkerPool {
 public:
  WorkerPool(std::string name, std::size_t threads);
  /// join()s.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  [[nodiscard]] boost::asio::io_context::executor_type executor() { return context_.get_executor(); }
  /// Waits until all work is done, coroutines included; whoever calls it has told them to end.
  void join();

 private:
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  std::vector<std::thread> threads_;
};

}  // namespace vigie
