#include "tests/bench/child.h"

#include <csignal>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vigie::bench {

Child::Child(std::vector<std::string> command, const std::vector<std::pair<std::string, std::string>>& environment) {
  std::vector<char*> argv;
  for (auto& argument : command) argv.push_back(argument.data());
  argv.push_back(nullptr);
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("pipe failed");
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  close(ends[1]);
  for (char c = 0; read(ends[0], &c, 1) == 1 && c != '\n';) url_ += c;
  close(ends[0]);
  if (!url_.empty()) return;
  waitpid(pid_, nullptr, 0);
  throw std::runtime_error(command.front() + " did not start");
}

Child::~Child() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

std::uint16_t Child::port() const { return static_cast<std::uint16_t>(std::stoi(url_.substr(url_.find(':', 5) + 1))); }

namespace {

double overTree(pid_t pid, const std::function<double(pid_t)>& of) {
  if (pid == 0) return 0;
  double sum = of(pid);
  std::ifstream file("/proc/" + std::to_string(pid) + "/task/" + std::to_string(pid) + "/children");
  for (pid_t child = 0; file >> child;) sum += overTree(child, of);
  return sum;
}

}  // namespace

double cpuSeconds(pid_t pid) {
  return overTree(pid, [](pid_t one) {
    std::ifstream file("/proc/" + std::to_string(one) + "/stat");
    std::stringstream text;
    text << file.rdbuf();
    std::istringstream fields(text.str().substr(text.str().rfind(')') + 1));
    std::string skipped;
    for (int field = 3; field < 14; ++field) fields >> skipped;
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
  });
}

double residentMegabytes(pid_t pid) {
  return overTree(pid, [](pid_t one) {
    std::ifstream file("/proc/" + std::to_string(one) + "/statm");
    double pages = 0;
    file >> pages >> pages;
    return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024 * 1024);
  });
}

}  // namespace vigie::bench
