#include "core/store/impl/pg_session.h"
#include "core/store/migrations.h"
#include "tests/integration/store/store_harness.h"

#include <array>
#include <thread>

namespace vigie::test {
namespace {

class MigrateTest : public ::testing::Test {
 protected:
  Result<MigrationOutcome> run(std::span<const Migration> steps) {
    impl::PgSession session(url);
    return migrate(session, steps);
  }
  std::string url = PostgresCluster::shared().createDatabase();
};

TEST_F(MigrateTest, AFreshDatabaseGetsTheWholeSchemaAndASecondRunChangesNothing) {
  const auto first = run(migrations());
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->from, 0);
  EXPECT_EQ(first->to, static_cast<int>(migrations().size()));
  const std::string tables =
      "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables"
      " WHERE schemaname = 'public'";
  EXPECT_EQ(queryValue(url, tables),
            "changes chunks conversations documents erased_conversations evaluation_questions evaluation_runs "
            "evaluation_sets feedback "
            "idempotency_keys index_changes messages schema_migrations");
  const auto second = run(migrations());
  ASSERT_TRUE(second);
  EXPECT_EQ(second->from, second->to);
}

TEST_F(MigrateTest, ReplicasMayStartTogether) {
  std::vector<std::thread> replicas;
  for (int i = 0; i < 6; ++i) {
    replicas.emplace_back([this] {
      const auto outcome = run(migrations());
      EXPECT_TRUE(outcome) << outcome.error().message;
    });
  }
  for (std::thread& replica : replicas) replica.join();
  EXPECT_EQ(queryValue(url, "SELECT count(*) FROM schema_migrations"), std::to_string(migrations().size()));
}

TEST_F(MigrateTest, ANewerDatabaseIsLeftAlone) {
  ASSERT_TRUE(run(migrations()));
  queryValue(url, "INSERT INTO schema_migrations (version, name, checksum) VALUES (99, 'future', 'x') RETURNING 1");
  const auto outcome = run(migrations());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kConflict);
  EXPECT_THAT(outcome.error().message, ::testing::HasSubstr("schema version 99"));
}

TEST_F(MigrateTest, AnEditedStepIsRefused) {
  const std::array<Migration, 1> released{Migration{1, "things", "CREATE TABLE things (n int);"}};
  const std::array<Migration, 2> edited{Migration{1, "things", "CREATE TABLE things (n bigint);"},
                                        Migration{2, "more", "CREATE TABLE more (n int);"}};
  ASSERT_TRUE(run(released));
  const auto outcome = run(edited);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kConflict);
  EXPECT_EQ(queryValue(url, "SELECT count(*) FROM pg_tables WHERE tablename = 'more'"), "0");
}

TEST_F(MigrateTest, AStepThatFailsLeavesNoHalf) {
  const std::array<Migration, 2> steps{Migration{1, "good", "CREATE TABLE good (n int);"},
                                       Migration{2, "bad", "CREATE TABLE half (n int); CREATE TABLE half (n int);"}};
  EXPECT_ANY_THROW(static_cast<void>(run(steps)));
  EXPECT_EQ(queryValue(url, "SELECT count(*) FROM pg_tables WHERE tablename = 'half'"), "0");
  EXPECT_EQ(queryValue(url, "SELECT max(version) FROM schema_migrations"), "1");
}

}  // namespace
}  // namespace vigie::test
