#include "core/base/log.h"

#include <gtest/gtest.h>

#include <string>

namespace vigie {
namespace {

std::string lastLine;

class LogTest : public testing::Test {
 protected:
  void SetUp() override {
    lastLine.clear();
    setLogSink([](std::string_view line) { lastLine = line; });
  }
  void TearDown() override {
    setLogSink(nullptr);
    setLogLevel(LogLevel::kInfo);
  }
};

TEST_F(LogTest, WritesOneJsonObjectALine) {
  Log("store").info("migrated", {{"version", 3}, {"ms", 1.5}, {"first", true}, {"name", "schema"}});
  EXPECT_NE(lastLine.find(R"("level":"info","channel":"store","event":"migrated","version":3,"ms":1.5,"first":true,)"
                          R"("name":"schema"})"),
            std::string::npos)
      << lastLine;
}

TEST_F(LogTest, NoInputForgesALineOrColoursATerminal) {
  Log("server").warning("bad header", {{"value", std::string("a\r\n{\"level\":\"error\"}\x1b[31m\xE2\x80\xAE\x7f\xff")}});
  EXPECT_EQ(lastLine.find('\n'), std::string::npos);
  EXPECT_EQ(lastLine.find('\x1b'), std::string::npos);
  EXPECT_NE(lastLine.find(R"(a\u000d\u000a{\"level\":\"error\"}\u001b[31m\u202e\u007f\ufffd)"), std::string::npos)
      << lastLine;
}

TEST_F(LogTest, LeavesOutWhatIsBelowTheLevel) {
  setLogLevel(LogLevel::kError);
  Log("server").warning("quiet");
  EXPECT_EQ(lastLine, "");
  Log("server").error("heard");
  EXPECT_NE(lastLine, "");
}

}  // namespace
}  // namespace vigie
