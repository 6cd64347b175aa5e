#include "console/stack/stack_paths.h"

#include <gtest/gtest.h>

namespace vigie::stack {
namespace {

QProcessEnvironment environment(std::initializer_list<std::pair<QString, QString>> variables) {
  QProcessEnvironment made;
  for (const auto& [name, value] : variables) {
    made.insert(name, value);
  }
  return made;
}

TEST(StackPathsTest, FollowsTheXdgDirectoriesOfAnOrdinaryUser) {
  const auto paths =
      StackPaths::resolve(1000, environment({{"HOME", "/home/ada"}, {"XDG_RUNTIME_DIR", "/run/user/1000"}}));
  EXPECT_EQ(paths.data, "/home/ada/.local/share/vigie");
  EXPECT_EQ(paths.logs, "/home/ada/.local/state/vigie/log");
  EXPECT_EQ(paths.runtime, "/run/user/1000/vigie");

  const auto moved = StackPaths::resolve(
      1000, environment({{"HOME", "/home/ada"}, {"XDG_DATA_HOME", "/disk/data"}, {"XDG_STATE_HOME", "relative"}}));
  EXPECT_EQ(moved.data, "/disk/data/vigie");
  EXPECT_EQ(moved.logs, "/home/ada/.local/state/vigie/log") << "a relative XDG path is to be ignored";
  EXPECT_EQ(moved.runtime, "/tmp/vigie-1000");
}

TEST(StackPathsTest, KeepsRootsStackUnderVarLib) {
  const auto paths = StackPaths::resolve(0, environment({{"HOME", "/root"}, {"XDG_DATA_HOME", "/root/data"}}));
  EXPECT_EQ(paths.data, "/var/lib/vigie");
  EXPECT_EQ(paths.runtime, "/run/vigie");
}

TEST(StackPathsTest, KeepsTheSocketsPathShortEnough) {
  const QString deep = "/" + QString(150, 'x');
  const auto byRuntimeDir = StackPaths::resolve(1000, environment({{"HOME", "/h"}, {"XDG_RUNTIME_DIR", deep}}));
  const auto byHome = StackPaths::resolve(1000, environment({}), deep);
  for (const QString& runtime : {byRuntimeDir.runtime, byHome.runtime}) {
    EXPECT_LE((runtime + "/.s.PGSQL.5432.lock").size(), 107) << qPrintable(runtime);
  }
}

TEST(StackPathsTest, GivesEachHomeARuntimeDirectoryOfItsOwn) {
  const auto one = StackPaths::resolve(1000, environment({}), "/tmp/one");
  const auto same = StackPaths::resolve(1000, environment({{"VIGIE_STACK_HOME", "/tmp/../tmp/one/"}}));
  const auto other = StackPaths::resolve(1000, environment({{"VIGIE_STACK_HOME", "/tmp/one"}}), "/tmp/other");
  EXPECT_EQ(one.data, "/tmp/one/data");
  EXPECT_EQ(one.runtime, same.runtime);
  EXPECT_NE(one.runtime, other.runtime) << "--home goes before VIGIE_STACK_HOME";
}

}  // namespace
}  // namespace vigie::stack
