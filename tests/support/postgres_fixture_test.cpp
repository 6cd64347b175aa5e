#include "tests/support/postgres_fixture.h"

#include <gtest/gtest.h>

#include <csignal>

namespace vigie::test {
namespace {

TEST(PostgresFixtureTest, GivesEachTestItsOwnEmptyDatabase) {
  PostgresCluster& cluster = PostgresCluster::shared();
  const std::string first = cluster.createDatabase();
  const std::string second = cluster.createDatabase();
  EXPECT_NE(first, second);
  queryValue(first, "CREATE TABLE t (n int)");
  EXPECT_EQ(queryValue(second, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
}

TEST(PostgresFixtureTest, StopsKillsAndStartsAgainWithItsData) {
  PostgresCluster cluster;
  const std::string url = cluster.createDatabase();
  queryValue(url, "CREATE TABLE t AS SELECT 7 AS n");
  cluster.stop();
  EXPECT_ANY_THROW(queryValue(url, "SELECT 1"));
  cluster.start();
  EXPECT_EQ(queryValue(url, "SELECT n FROM t"), "7");
  cluster.kill();
  EXPECT_ANY_THROW(queryValue(url, "SELECT 1"));
  cluster.start();
  EXPECT_EQ(queryValue(url, "SELECT n FROM t"), "7");
}

TEST(PostgresFixtureTest, LeavesNeitherAFolderNorAProcess) {
  std::filesystem::path dir;
  pid_t pid = 0;
  {
    PostgresCluster cluster;
    dir = cluster.socketDir();
    pid = cluster.pid();
    cluster.suspend();
  }
  EXPECT_FALSE(std::filesystem::exists(dir));
  EXPECT_EQ(::kill(pid, 0), -1);
}

}  // namespace
}  // namespace vigie::test
