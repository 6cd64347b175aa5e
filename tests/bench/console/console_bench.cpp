// ./vigie bench console: what the console's charts cost, beside their peers. Nothing passes or fails here.
#include "tests/bench/console/report.h"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QLocale>

#include <string>

int main(int argc, char** argv) {
  CLI::App options("What the console's charts cost");
  int rounds = 50;
  int seconds = 30;
  bool json = false;
  std::string only;
  options.add_option("--rounds", rounds, "how often each is measured; the median counts")->check(CLI::Range(3, 10'000));
  options.add_option("--seconds", seconds, "how long the program runs for its processor time")
      ->check(CLI::Range(5, 3600));
  options.add_option("--only", only, "drawing, dashboards or process")
      ->check(CLI::IsMember({"drawing", "dashboards", "process"}));
  options.add_flag("--json", json, "instead of the table");
  CLI11_PARSE(options, argc, argv);

  qputenv("QT_QPA_PLATFORM", "offscreen");
  QLocale::setDefault(QLocale(QLocale::English));
  const QApplication application(argc, argv);
  vigie::bench::Report report;
  if (only.empty() || only == "drawing") vigie::bench::benchDrawing(report, rounds);
  if (only.empty() || only == "dashboards") vigie::bench::benchDashboards(report, rounds);
  if (only.empty() || only == "process") vigie::bench::benchProcess(report, seconds);
  if (json) {
    report.printJson();
  } else {
    report.printTable();
  }
  return 0;
}
