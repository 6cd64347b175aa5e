#include "core/alerting/prometheus_rules.h"
#include "core/alerting/rule_reader.h"
#include "tests/fuzz/fuzz.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace vigie::fuzz {
namespace {

std::string ownRules() {
  std::ifstream in(VIGIE_SOURCE_DIR "/monitoring/grafana/provisioning/alerting/rules.yaml");
  std::ostringstream text;
  text << in.rdbuf();
  // One rule is enough to begin with, and quicker to read.
  const auto second = text.str().find("\n      - uid: ", text.str().find("\n      - uid: ") + 1);
  return text.str().substr(0, second);
}

TEST(RulesFuzzTest, GrafanaAlertRules) {
  const Corpus corpus{{ownRules(), "apiVersion: 1\ncontactPoints:\n  - name: discord-default\n", "groups: [{}]"},
                      {"{{ ",
                       " }}",
                       "$values.A.Value",
                       "$labels.job",
                       "humanize ",
                       "printf \"%.1f\" ",
                       "\n",
                       "  ",
                       "- ",
                       ": ",
                       "[",
                       "]",
                       "{",
                       "}",
                       "&a ",
                       "*a",
                       "!!binary ",
                       "|-\n",
                       "'",
                       "\"",
                       "#",
                       "---\n",
                       "99999999999999999999",
                       "1e999",
                       "-1",
                       "\xFF",
                       "\t",
                       "${X}"}};
  run("rules", corpus, [](std::string_view input) {
    const auto groups = alerting::readAlertRules(input, "rules.yaml");
    if (!groups) {
      EXPECT_EQ(groups.error().message.rfind("rules.yaml", 0), 0U) << "which file?";
      EXPECT_EQ(groups.error().message.find('\n'), std::string::npos) << "more than one line";
      return;
    }
    const auto rules = alerting::toPrometheusRules(*groups);
    if (!rules) {
      EXPECT_FALSE(rules.error().message.empty());
    }
  });
}

}  // namespace
}  // namespace vigie::fuzz
