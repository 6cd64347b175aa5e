// What a benchmark of the console found, row by row: a figure, its goal, and the peer of the same run beside it.
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

namespace vigie::bench {

/// Processor time of the calling thread: what others do on the machine is not in it.
inline double threadMs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

inline double wallMs() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// 0 … 1 of values in any order.
inline double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto index = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  return values[index];
}

class Report {
 public:
  void add(const char* what, double value, const char* unit, const char* goal, double worst = -1) {
    rows_.push_back({what, value, worst, unit, goal});
    // Shown as it comes: a run takes a minute.
    std::fprintf(stderr, "%s: %.2f %s\n", what, value, unit);
  }

  void printTable() const {
    std::puts("| what | figure | worst or p99 | goal |\n| --- | --- | --- | --- |");
    for (const Row& row : rows_) {
      char worst[32] = "";
      if (row.worst >= 0) std::snprintf(worst, sizeof worst, "%.2f", row.worst);
      std::printf("| %s | %.2f %s | %s | %s |\n", row.what, row.value, row.unit, worst, row.goal);
    }
  }

  void printJson() const {
    QJsonArray rows;
    for (const Row& row : rows_) {
      QJsonObject object{{QStringLiteral("what"), QString::fromUtf8(row.what)},
                         {QStringLiteral("value"), row.value},
                         {QStringLiteral("unit"), QString::fromUtf8(row.unit)},
                         {QStringLiteral("goal"), QString::fromUtf8(row.goal)}};
      if (row.worst >= 0) object.insert(QStringLiteral("worst"), row.worst);
      rows.append(object);
    }
    std::fputs(QJsonDocument(rows).toJson().constData(), stdout);
  }

 private:
  struct Row {
    const char* what;
    double value;
    double worst;
    const char* unit;
    const char* goal;
  };
  std::vector<Row> rows_;
};

void benchDrawing(Report& report, int rounds);
void benchLongLines(Report& report, int rounds);
void benchRefresh(Report& report, int rounds);
void benchPointer(Report& report, int rounds);
void benchOpening(Report& report, int rounds);
void benchProcess(Report& report, int seconds);

}  // namespace vigie::bench
