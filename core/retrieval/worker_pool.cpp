#include "core/retrieval/worker_pool.h"

#include "core/retrieval/vector_index.h"

#include <pthread.h>

namespace vigie {

WorkerPool::WorkerPool(std::string name, std::size_t threads)
    : context_(static_cast<int>(threads)), guard_(context_.get_executor()) {
  name.resize(std::min<std::size_t>(name.size(), 15));
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this, name] {
      pthread_setname_np(pthread_self(), name.c_str());
      pinMathLibrariesToOneThread();
      context_.run();
    });
  }
}

WorkerPool::~WorkerPool() { join(); }

void WorkerPool::join() {
  guard_.reset();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace vigie
