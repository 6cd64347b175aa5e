#include "core/llm/upstream_url.h"

#include <gtest/gtest.h>

namespace vigie {
namespace {

TEST(UpstreamUrlTest, ReadsTheParts) {
  const auto url = upstreamUrlFromText("http://127.0.0.1:11434/v1").value();
  EXPECT_FALSE(url.tls);
  EXPECT_EQ(url.host, "127.0.0.1");
  EXPECT_EQ(url.port, 11434);
  EXPECT_EQ(url.path, "/v1");
  EXPECT_EQ(url.authority(), "127.0.0.1:11434");
}

TEST(UpstreamUrlTest, KnowsTheSchemesPorts) {
  const auto secure = upstreamUrlFromText("https://api.openai.com/v1/").value();
  EXPECT_TRUE(secure.tls);
  EXPECT_EQ(secure.port, 443);
  EXPECT_EQ(secure.path, "/v1");
  EXPECT_EQ(secure.authority(), "api.openai.com");
  EXPECT_EQ(upstreamUrlFromText("http://ollama").value().port, 80);
  EXPECT_EQ(upstreamUrlFromText("http://ollama").value().path, "");
}

TEST(UpstreamUrlTest, PutsIpv6InBracketsForHttpOnly) {
  const auto url = upstreamUrlFromText("http://[::1]:8080/v1").value();
  EXPECT_EQ(url.host, "::1");
  EXPECT_EQ(url.authority(), "[::1]:8080");
}

TEST(UpstreamUrlTest, RefusesWhatIsNoAddressOrHoldsASecret) {
  for (const char* text :
       {"", "localhost:11434", "ftp://x", "http://", "http:///v1", "http://user:secret@x/v1", "http://x/v1?key=secret",
        "http://x/#f", "http://x:0", "http://x:65536", "http://x:", "http://x:8a", "http://[::1", "http://[zz]",
        "http://[::1]x", "http://a b", "http://x\r\nHost: y", "http://ex\u00e4mple"}) {
    const auto url = upstreamUrlFromText(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().message.find("secret"), std::string::npos);
  }
}

}  // namespace
}  // namespace vigie
