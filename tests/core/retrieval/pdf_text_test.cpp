// pdftotext in its child, and what that child may not do. Hostile programs stand in for a hostile PDF's hold on it.
#include "core/retrieval/pdf_text.h"

#include "tests/support/sample_pdf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>

namespace vigie {
namespace {

using End = ProcessOutcome::End;
using testing::HasSubstr;

const std::atomic<bool> kGoOn{false};

ProcessOutcome shell(const std::string& script, ProcessLimits limits = {}) {
  return runConfined({"/bin/sh", "-c", script}, "from the parent", limits, kGoOn);
}

ProcessOutcome python(const std::string& script, ProcessLimits limits = {}) {
  return runConfined({"/usr/bin/python3", "-I", "-S", "-c", script}, "", limits, kGoOn);
}

TEST(PdfTextTest, ReadsTheWordsOfAPage) {
  const auto text = pdfToText(test::samplePdf({"Restart pump 2 before pump 1.", "Then wait."}), {}, kGoOn);
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_THAT(*text, HasSubstr("Restart pump 2 before pump 1."));
  EXPECT_THAT(*text, HasSubstr("Then wait."));
}

TEST(PdfTextTest, SaysWhatIsWrongWithAFile) {
  const auto damaged = pdfToText("%PDF-1.4\nnothing of a PDF follows", {}, kGoOn);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, ErrorCode::kUnprocessable);
  EXPECT_THAT(damaged.error().message, HasSubstr("cannot be opened"));
  const auto empty = pdfToText(test::samplePdf({}), {}, kGoOn);
  ASSERT_FALSE(empty);
  EXPECT_THAT(empty.error().message, HasSubstr("no text"));
  PdfOptions nowhere;
  nowhere.program = "/nonexistent/pdftotext";
  const auto missing = pdfToText("%PDF-", nowhere, kGoOn);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotImplemented);
  EXPECT_THAT(missing.error().message, HasSubstr("poppler-utils"));
}

TEST(ConfinedProcessTest, ReadsItsInputAndGivesItsOutputAndCode) {
  const auto outcome = shell("read line; echo \"got $line\"; exit 7");
  EXPECT_EQ(outcome.end, End::kExited);
  EXPECT_EQ(outcome.code, 7);
  EXPECT_EQ(outcome.output, "got from the parent\n");
}

TEST(ConfinedProcessTest, StartsInAnEmptyDirectoryThatGoesWithIt) {
  const auto outcome = shell("pwd; echo *");
  ASSERT_EQ(outcome.end, End::kExited);
  const auto end = outcome.output.find('\n');
  EXPECT_EQ(outcome.output.substr(end + 1), "*\n") << "nothing in it";
  EXPECT_FALSE(std::filesystem::exists(outcome.output.substr(0, end)));
}

TEST(ConfinedProcessTest, HasNoDescriptorAndNoVariableOfItsParent) {
  setenv("VIGIE_TEST_SECRET", "canary", 1);
  const auto outcome = python(
      "import os; print(sorted(os.environ), [f for f in range(3, 256) if os.path.exists('/proc/self/fd/%d' % f)])");
  unsetenv("VIGIE_TEST_SECRET");
  ASSERT_EQ(outcome.end, End::kExited);
  EXPECT_EQ(outcome.output.find("VIGIE"), std::string::npos) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("[]"));
}

TEST(ConfinedProcessTest, ReachesNoNetworkAndNoOtherProcess) {
  const auto outcome = python(R"(
import os, _socket
def denied(call):
    try: call(); return 'allowed'
    except OSError as e: return e.errno
print(denied(lambda: _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)),
      denied(lambda: _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)),
      denied(os.fork), denied(lambda: os.kill(os.getppid(), 0)))
)");
  ASSERT_EQ(outcome.end, End::kExited) << outcome.code;
  EXPECT_EQ(outcome.output, "1 1 1 1\n") << "EPERM each";
  // Of a process of the same user, which nobody else's permission protects. Root's child is another user.
  const auto others = python(R"(
import ctypes, os, platform
libc = ctypes.CDLL(None, use_errno=True)
tkill, prlimit = (200, 302) if platform.machine() == 'x86_64' else (130, 261)
def call(*arguments):
    ctypes.set_errno(0)
    return 'allowed' if libc.syscall(*arguments) == 0 else ctypes.get_errno()
limits = (ctypes.c_ulong * 2)()
print(call(tkill, os.getpid(), 0), call(prlimit, os.getpid(), 7, None, limits), call(prlimit, 0, 7, None, limits))
)");
  ASSERT_EQ(others.end, End::kExited) << others.code;
  EXPECT_EQ(others.output, "1 1 allowed\n") << "its own limits may be read, as a program's start does";
}

TEST(ConfinedProcessTest, WritesNoFile) { EXPECT_NE(shell("echo x > file && echo written").output, "written\n"); }

TEST(ConfinedProcessTest, EndsAtEachOfItsLimits) {
  ProcessLimits wall;
  wall.wall = std::chrono::milliseconds(200);
  EXPECT_EQ(python("import time; time.sleep(60)", wall).end, End::kTimedOut);
  ProcessLimits closed = wall;
  EXPECT_EQ(python("import os, time; os.close(1); time.sleep(60)", closed).end, End::kTimedOut) << "and says no more";
  ProcessLimits processor;
  processor.processor = std::chrono::seconds(1);
  EXPECT_EQ(shell("while :; do :; done", processor).end, End::kKilled);
  ProcessLimits output;
  output.output = 10'000;
  const auto flood = shell("while :; do echo flood; done", output);
  EXPECT_EQ(flood.end, End::kTooMuchOutput);
  EXPECT_TRUE(flood.output.empty());
  ProcessLimits memory;
  memory.memory = std::size_t{100} * 1024 * 1024;
  EXPECT_EQ(python("b = bytearray(300_000_000); print('had it')", memory).output, "");
}

TEST(ConfinedProcessTest, IsGivenUpWhenTheServerStops) {
  std::atomic<bool> stop{false};
  auto running = std::async(std::launch::async, [&stop] {
    return runConfined({"/bin/sh", "-c", "while :; do :; done"}, "", {}, stop);
  });
  stop = true;
  ASSERT_EQ(running.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_EQ(running.get().end, End::kStopped);
}

}  // namespace
}  // namespace vigie
