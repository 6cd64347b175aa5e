// The official OpenAI SDKs, unmodified, against real servers over a real PostgreSQL: sdk_test.mjs and sdk_test.py say
// what they do. Each SDK is pinned with its digests and installed into the build directory when it is not there yet.
#include "tests/support/postgres_fixture.h"
#include "tests/support/server_process.h"
#include "tests/support/upstream_faults.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

namespace vigie::test {
namespace {

namespace fs = std::filesystem;

void runOrFail(const std::vector<std::string>& command) {
  int exitCode = 0;
  const std::string output = runToEnd(command, "", &exitCode);
  ASSERT_EQ(exitCode, 0) << command.front() << ": " << output;
}

std::string textOf(const fs::path& file) {
  std::ostringstream out;
  out << std::ifstream(file).rdbuf();
  return out.str();
}

/// One that answers with the embedded model, and one before an upstream that answers by the name of the model.
class SdkTest : public testing::Test {
 protected:
  SdkTest() {
    mock_.setDefault(Script::answer({"Hello", " from", " upstream."}));
    mock_.setForModel("hang", {Script().streamHead().delta("Half").hang()});
    mock_.setForModel(
        "tools",
        {Script()
             .streamHead()
             .toolCalls(R"([{"index":0,"id":"call_1","type":"function","function":{"name":"add","arguments":""}}])")
             .toolCalls(R"([{"index":0,"function":{"arguments":"{\"a\":1,"}}])")
             .toolCalls(R"([{"index":0,"function":{"arguments":"\"b\":2}"}}])")
             .finish("tool_calls")
             .usage(7, 3)
             .done()
             .end()});
    mock_.setForModel("refuses",
                      {Script().streamHead().refusal("I will").refusal(" not.").finish("stop").done().end()});
    for (const UpstreamFault& fault : upstreamFaults()) mock_.setForModel(fault.name, {fault.script});
    const std::string database = PostgresCluster::shared().createDatabase();
    embedded_ = std::make_unique<ServerProcess>(Environment{{"DATABASE_URL", database}});
    upstream_ = std::make_unique<ServerProcess>(
        Environment{{"DATABASE_URL", database}, {"OPENAI_BASE_URL", mock_.baseUrl()}, {"OPENAI_MODEL", "org/small"}});
  }

  /// Runs a program that finds the servers in its environment, and fails with what it says.
  void run(std::vector<std::string> program) {
    for (ServerProcess* const server : {embedded_.get(), upstream_.get()}) {
      server->waitForPorts();
      ASSERT_TRUE(server->waitForReadiness("ready")) << server->output();
    }
    program.insert(program.begin(),
                   {"env", "VIGIE_EMBEDDED=" + address(*embedded_), "VIGIE_UPSTREAM=" + address(*upstream_)});
    runOrFail(program);
    EXPECT_TRUE(mock_.waitForDisconnects(1)) << "an aborted stream left upstream at work";
    EXPECT_EQ(mock_.violations().size(), 0U) << mock_.violations().front();
  }

 private:
  static std::string address(const ServerProcess& server) {
    return "http://127.0.0.1:" + std::to_string(server.port()) + "/v1";
  }

  MockUpstream mock_;
  std::unique_ptr<ServerProcess> embedded_;
  std::unique_ptr<ServerProcess> upstream_;
};

TEST_F(SdkTest, TheOfficialNodeSdkWorksUnmodified) {
  const fs::path installed = VIGIE_SDK_DIR "/node_modules/.package-lock.json";
  const fs::path wanted = VIGIE_SDK_DIR "/package-lock.json";
  if (!fs::exists(installed) || fs::last_write_time(installed) < fs::last_write_time(wanted)) {
    runOrFail({"npm", "--prefix", VIGIE_SDK_DIR, "--cache", VIGIE_SDK_DIR "/npm-cache", "ci", "--ignore-scripts",
               "--omit=peer", "--no-audit", "--no-fund", "--fetch-timeout=120000"});
    if (HasFatalFailure()) return;
  }
  run({"node", VIGIE_SDK_DIR "/sdk_test.mjs"});
}

TEST_F(SdkTest, TheOfficialPythonSdkWorksUnmodified) {
  const fs::path venv = VIGIE_SDK_DIR "/venv";
  const fs::path installed = venv / "requirements.txt";
  const fs::path wanted = VIGIE_SDK_DIR "/requirements.txt";
  if (!fs::exists(installed) || textOf(installed) != textOf(wanted)) {
    runOrFail({VIGIE_PYTHON3, "-m", "venv", "--clear", venv});
    if (HasFatalFailure()) return;
    runOrFail({venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir",
               "--require-hashes", "--only-binary=:all:", "-r", wanted});
    if (HasFatalFailure()) return;
    fs::copy_file(wanted, installed);  // last: an installation that was cut short is not one
  }
  run({venv / "bin/python", VIGIE_SDK_DIR "/sdk_test.py"});
}

}  // namespace
}  // namespace vigie::test
