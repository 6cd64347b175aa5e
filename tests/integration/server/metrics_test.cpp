// /metrics of a real server against the contract: the golden list, docs/metrics.md, promtool, and no new series.
#include "tests/support/http_client.h"
#include "tests/support/server_process.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace vigie::test {
namespace {

std::string readFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class MetricsTest : public testing::Test {
 protected:
  void SetUp() override { server_.waitForPorts(); }
  std::string scrape() const { return get(server_.internalPort(), "/metrics").body; }
  ServerProcess server_{Environment{{"VIGIE_COST_BUDGET_USD_PER_HOUR", "2.5"}, {"LANG", "de_DE.UTF-8"}}};
};

/// One line a family: name, type, label names; sorted.
std::string summary(const std::string& text) {
  std::map<std::string, std::string> types;
  std::map<std::string, std::set<std::string>> labels;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# TYPE ")) {
      const auto space = line.find(' ', 7);
      types[line.substr(7, space - 7)] = line.substr(space + 1);
    } else if (!line.starts_with('#')) {
      std::string name = line.substr(0, line.find_first_of("{ "));
      for (const std::string suffix : {"_bucket", "_sum", "_count"}) {
        const auto base = name.substr(0, name.size() - std::min(name.size(), suffix.size()));
        if (name.ends_with(suffix) && types.contains(base)) name = base;
      }
      static const std::regex kLabel("[{,]([a-z_]+)=\"");
      auto& names = labels[name];
      for (std::sregex_iterator at(line.begin(), line.end(), kLabel), end; at != end; ++at) {
        if ((*at)[1] != "le") names.insert((*at)[1]);
      }
    }
  }
  std::string out;
  for (const auto& [name, type] : types) {
    out += name + " " + type;
    std::string separator = " ";
    for (const auto& label : labels[name]) {
      out += separator + label;
      separator = ",";
    }
    out += "\n";
  }
  return out;
}

TEST_F(MetricsTest, NamesTypesAndLabelsAreTheContractFromTheStart) {
  EXPECT_EQ(summary(scrape()), readFile(VIGIE_SOURCE_DIR "/tests/integration/server/metrics.golden"));
}

TEST_F(MetricsTest, EveryMetricIsDocumented) {
  const std::string document = readFile(VIGIE_SOURCE_DIR "/docs/metrics.md");
  std::istringstream golden(readFile(VIGIE_SOURCE_DIR "/tests/integration/server/metrics.golden"));
  for (std::string line; std::getline(golden, line);) {
    const auto name = line.substr(0, line.find(' '));
    EXPECT_NE(document.find('`' + name + '`'), std::string::npos) << name << " has no row in docs/metrics.md";
  }
}

TEST_F(MetricsTest, PromtoolComplainsOnlyAboutTheTwoCountersTheContractKeeps) {
  EXPECT_EQ(runToEnd({"promtool", "check", "metrics"}, scrape()),
            "openai_request_tokens counter metrics should have \"_total\" suffix\n"
            "openai_response_tokens counter metrics should have \"_total\" suffix\n");
}

TEST_F(MetricsTest, NoRequestAddsASeries) {
  const auto count = [this] {
    const std::string text = scrape();
    return std::count(text.begin(), text.end(), '\n');
  };
  const auto before = count();
  for (int i = 0; i < 200; ++i) {
    const std::string n = std::to_string(i);
    HttpCall call;
    call.method = i % 2 == 0 ? "GET" : "M" + n;
    call.target = "/x" + n;
    request(server_.port(), call);
    post(server_.port(), "/v1/chat/completions",
         R"({"model":"m)" + n + R"(","messages":[{"role":"user","content":"x"}]})");
    call.method = "DELETE";
    call.target = "/v1/conversations/" + n;
    request(server_.port(), call);
    post(server_.port(), "/v1/search", R"({"query":"x"})");
  }
  RawConnection broken(server_.port());
  broken.send("\x01\x02\x03\r\n\r\n");
  broken.read();
  post(server_.port(), "/v1/chat/completions", R"({"model":"extractive","messages":[{"role":"user","content":"hi"}]})");
  EXPECT_EQ(count(), before);
  const std::string text = scrape();
  EXPECT_NE(text.find(R"(http_requests_total{endpoint="unmatched",method="GET",status="404"} 100)"), std::string::npos);
  EXPECT_NE(text.find(R"(http_requests_total{endpoint="unmatched",method="other",status="404"} 100)"),
            std::string::npos);
  EXPECT_LT(text.size(), 256U * 1024);
}

TEST_F(MetricsTest, HealthAndMetricsAreNotCounted) {
  get(server_.port(), "/health/ready");
  const std::string text = scrape();
  EXPECT_EQ(text.find("endpoint=\"/health"), std::string::npos);
  EXPECT_EQ(text.find("endpoint=\"/metrics"), std::string::npos);
  EXPECT_NE(text.find("http_requests_in_flight 0"), std::string::npos);
}

TEST_F(MetricsTest, NumbersHaveAPointInEveryLocale) {
  EXPECT_NE(scrape().find("vigie_cost_budget_usd_per_hour 2.5\n"), std::string::npos);
}

}  // namespace
}  // namespace vigie::test
