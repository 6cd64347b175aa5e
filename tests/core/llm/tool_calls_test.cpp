#include "core/llm/tool_calls.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace vigie {
namespace {

namespace json = boost::json;

json::array pieces(const char* text) { return json::parse(text).as_array(); }

TEST(ToolCallsTest, PutsThePiecesOfTwoCallsTogether) {
  ToolCalls calls;
  for (const char* const text :
       {R"([{"index":0,"id":"c0","type":"function","function":{"name":"add","arguments":""}}])",
        R"([{"index":0,"function":{"arguments":"{\"a\":"}}])",
        R"([{"index":1,"id":"c1","type":"function","function":{"name":"sub","arguments":"{}"}}])",
        R"([{"index":0,"function":{"arguments":"1}"}}])"}) {
    ASSERT_TRUE(calls.take(pieces(text))) << text;
  }
  EXPECT_EQ(json::value(calls.whole()),
            json::parse(R"([{"id":"c0","type":"function","function":{"name":"add","arguments":"{\"a\":1}"}},
                            {"id":"c1","type":"function","function":{"name":"sub","arguments":"{}"}}])"));
}

TEST(ToolCallsTest, GivesThePiecesOfAWholeMessageAnIndexAndNothingForeign) {
  ToolCalls calls;
  const auto out =
      calls.take(pieces(R"([{"id":"c0","type":"custom","custom":{"name":"sh","input":"ls"},"secret":1}])"));
  ASSERT_TRUE(out);
  EXPECT_EQ(json::value(*out),
            json::parse(R"([{"index":0,"id":"c0","type":"custom","custom":{"name":"sh","input":"ls"}}])"));
  EXPECT_EQ(calls.lastBytes(), 4U);
}

TEST(ToolCallsTest, TellsCallsWithoutAnIndexApart) {
  ToolCalls calls;
  ASSERT_TRUE(calls.take(pieces(R"([{"id":"c0","function":{"name":"add","arguments":"{\"a\":"}}])")));
  ASSERT_TRUE(calls.take(pieces(R"([{"function":{"arguments":"1"}}])")));
  ASSERT_TRUE(calls.take(pieces(R"([{"id":"c0","function":{"arguments":"}"}}])")));
  const auto second = calls.take(pieces(R"([{"id":"c1","function":{"name":"sub","arguments":"{}"}}])"));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->at(0).at("index"), 1) << "two calls in one could not be parsed";
  EXPECT_EQ(json::value(calls.whole()),
            json::parse(R"([{"id":"c0","type":"function","function":{"name":"add","arguments":"{\"a\":1}"}},
                            {"id":"c1","type":"function","function":{"name":"sub","arguments":"{}"}}])"));
}

TEST(ToolCallsTest, RefusesWhatIsNoPiece) {
  for (const char* const text : {"[7]", "[null]", R"([{"index":-1}])", R"([{"index":"a"}])", R"([{"index":100000}])"}) {
    ToolCalls calls;
    EXPECT_FALSE(calls.take(pieces(text))) << text;
  }
}

}  // namespace
}  // namespace vigie
