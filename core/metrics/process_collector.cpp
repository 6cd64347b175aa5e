#include "core/metrics/process_collector.h"

#include <filesystem>
#include <fstream>
#include <locale>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace vigie {

namespace {

std::istringstream open(const char* path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  std::istringstream out(text.str());
  out.imbue(std::locale::classic());
  return out;
}

/// proc(5): the fields of /proc/self/stat after the command's closing parenthesis, the third first.
std::istringstream statFields() {
  const std::string text = open("/proc/self/stat").str();
  const auto close = text.rfind(')');
  std::istringstream out(close == std::string::npos ? std::string() : text.substr(close + 1));
  out.imbue(std::locale::classic());
  return out;
}

double bootTime() {
  auto stat = open("/proc/stat");
  for (std::string line; std::getline(stat, line);) {
    if (line.starts_with("btime ")) return std::stod(line.substr(6));
  }
  return 0;
}

void add(std::vector<prometheus::MetricFamily>& families, std::string name, std::string help, double value,
         prometheus::MetricType type = prometheus::MetricType::Gauge) {
  prometheus::ClientMetric metric;
  if (type == prometheus::MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  families.push_back({std::move(name), std::move(help), type, {std::move(metric)}});
}

}  // namespace

ProcessCollector::ProcessCollector() {
  auto fields = statFields();
  std::string skipped;
  for (int field = 3; field < 22; ++field) fields >> skipped;
  double ticks = 0;
  fields >> ticks;  // field 22, starttime
  startTime_ = bootTime() + ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::vector<prometheus::MetricFamily> ProcessCollector::Collect() const {
  std::vector<prometheus::MetricFamily> out;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  add(out, "process_cpu_seconds_total", "Total user and system CPU time spent in seconds.",
      seconds(usage.ru_utime) + seconds(usage.ru_stime), prometheus::MetricType::Counter);

  auto memory = open("/proc/self/statm");
  double virtualPages = 0;
  double residentPages = 0;
  memory >> virtualPages >> residentPages;
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  add(out, "process_virtual_memory_bytes", "Virtual memory size in bytes.", virtualPages * page);
  add(out, "process_resident_memory_bytes", "Resident memory size in bytes.", residentPages * page);

  std::error_code ec;
  double descriptors = 0;
  for (std::filesystem::directory_iterator at("/proc/self/fd", ec), end; !ec && at != end; at.increment(ec)) {
    ++descriptors;
  }
  add(out, "process_open_fds", "Number of open file descriptors.", descriptors);
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  add(out, "process_max_fds", "Maximum number of open file descriptors.", static_cast<double>(limit.rlim_cur));
  add(out, "process_start_time_seconds", "Start time of the process since unix epoch in seconds.", startTime_);
  return out;
}

}  // namespace vigie
