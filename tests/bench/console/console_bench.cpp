// ./vigie bench console: what the console's charts cost, beside their peers. Nothing passes or fails here.
#include "tests/bench/console/report.h"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QLocale>

#include <array>
#include <set>
#include <string>

namespace {

struct Part {
  const char* name;
  void (*run)(vigie::bench::Report& report, int rounds);
};
constexpr std::array kParts = {
    Part{"drawing", vigie::bench::benchDrawing}, Part{"long-lines", vigie::bench::benchLongLines},
    Part{"refresh", vigie::bench::benchRefresh}, Part{"pointer", vigie::bench::benchPointer},
    Part{"opening", vigie::bench::benchOpening},
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App options("What the console's charts cost");
  int rounds = 50;
  int seconds = 30;
  bool json = false;
  std::string only;
  options.add_option("--rounds", rounds, "how often each is measured; the median counts")->check(CLI::Range(3, 10'000));
  options.add_option("--seconds", seconds, "how long the program runs for its processor time")
      ->check(CLI::Range(5, 3600));
  std::set<std::string> names{"process"};
  for (const Part& part : kParts) names.insert(part.name);
  options.add_option("--only", only, "one of them")->check(CLI::IsMember(names));
  options.add_flag("--json", json, "instead of the table");
  CLI11_PARSE(options, argc, argv);

  qputenv("QT_QPA_PLATFORM", "offscreen");
  QLocale::setDefault(QLocale(QLocale::English));
  const QApplication application(argc, argv);
  vigie::bench::Report report;
  for (const Part& part : kParts) {
    if (only.empty() || only == part.name) part.run(report, rounds);
  }
  if (only.empty() || only == "process") vigie::bench::benchProcess(report, seconds);
  if (json) {
    report.printJson();
  } else {
    report.printTable();
  }
  return 0;
}
