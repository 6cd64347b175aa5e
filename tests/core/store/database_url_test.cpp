#include "core/store/database_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vigie {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string read(const std::string& url) {
  const auto connection = connectionString(Secret(url), ConnectionSettings{});
  return connection ? connection->reveal() : "refused";
}

TEST(DatabaseUrlTest, ReadsUrlsAndKeywordStrings) {
  EXPECT_THAT(read("postgresql://vigie:s3cret@db.example:6543/chat"), HasSubstr("host='db.example'"));
  EXPECT_THAT(read("host=/run/postgresql dbname=vigie"), HasSubstr("host='/run/postgresql'"));
  EXPECT_THAT(read("postgresql://vigie@%2Ftmp%2Fpg/chat"), HasSubstr("host='/tmp/pg'"));
}

TEST(DatabaseUrlTest, AddsWhatTheStoreReliesOn) {
  const std::string connection = read("postgresql://localhost/chat");
  EXPECT_THAT(connection, HasSubstr("connect_timeout='2'"));
  EXPECT_THAT(connection, HasSubstr("tcp_user_timeout='5000'"));
  EXPECT_THAT(connection, HasSubstr("client_encoding='UTF8'"));
  EXPECT_THAT(connection, HasSubstr("statement_timeout=4500"));
  EXPECT_THAT(connection, HasSubstr("TimeZone=UTC"));
}

TEST(DatabaseUrlTest, LetsTheUserHaveTheLastWord) {
  const std::string connection =
      read("postgresql://localhost/chat?connect_timeout=9&options=-c%20search_path%3Dvigie&application_name=mine");
  EXPECT_THAT(connection, HasSubstr("connect_timeout='9'"));
  EXPECT_THAT(connection, HasSubstr("-c search_path=vigie'"));
  EXPECT_THAT(connection, HasSubstr("application_name='mine'"));
}

TEST(DatabaseUrlTest, QuotesWhatWouldBreakOut) {
  EXPECT_THAT(read("postgresql://u:it%27s%20a%5Cpass@localhost/chat"), HasSubstr(R"(password='it\'s a\\pass')"));
}

TEST(DatabaseUrlTest, SaysWhatIsWrongWithoutShowingIt) {
  for (const char* url :
       {"", "postgresql://user:hunter2@host:port:extra/x?nonsense=hunter2", "hunter2", "host=hunter2 nonsense"}) {
    const auto connection = connectionString(Secret(url), ConnectionSettings{});
    ASSERT_FALSE(connection) << url;
    EXPECT_EQ(connection.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(connection.error().param, "DATABASE_URL");
    EXPECT_THAT(connection.error().message, Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace vigie
