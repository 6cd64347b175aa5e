#include "console/stack/stack_state.h"

#include <QJsonArray>
#include <gtest/gtest.h>

namespace vigie::stack {
namespace {

StackState sample() {
  StackState state;
  state.phase = StackPhase::kDegraded;
  state.endpoints = {QUrl("http://127.0.0.1:8001"), QUrl("http://127.0.0.1:8000"), QUrl("http://127.0.0.1:9091"),
                     QUrl("http://127.0.0.1:9093")};
  state.services = {
      {"postgresql", ServiceStatus::kRunning, {}, {}, 0},
      {"prometheus", ServiceStatus::kRestarting, "was ended by signal 9", QUrl("http://127.0.0.1:9091"), 2}};
  return state;
}

TEST(StackStateTest, SurvivesItsJson) {
  const auto read = stateFromJson(toJson(sample()));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, sample());
}

TEST(StackStateTest, KeepsTheReasonOfAFailure) {
  StackState failed = sample();
  failed.phase = StackPhase::kFailed;
  failed.error = "not installed: prometheus";
  EXPECT_EQ(stateFromJson(toJson(failed))->error, failed.error);
}

TEST(StackStateTest, FindsAServiceByName) {
  const StackState state = sample();
  ASSERT_NE(state.service("prometheus"), nullptr);
  EXPECT_EQ(state.service("prometheus")->restarts, 2);
  EXPECT_EQ(state.service("grafana"), nullptr);
}

TEST(StackStateTest, RefusesWhatIsNoState) {
  EXPECT_FALSE(stateFromJson({}).has_value());
  QJsonObject unknownPhase = toJson(sample());
  unknownPhase.insert("phase", "dreaming");
  EXPECT_FALSE(stateFromJson(unknownPhase).has_value());
  QJsonObject unknownStatus = toJson(sample());
  unknownStatus.insert("services", QJsonArray{QJsonObject{{"name", "postgresql"}, {"state", "dreaming"}}});
  EXPECT_FALSE(stateFromJson(unknownStatus).has_value());
}

}  // namespace
}  // namespace vigie::stack
