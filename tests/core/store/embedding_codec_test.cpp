#include "core/store/embedding_codec.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <limits>

namespace vigie {
namespace {

TEST(EmbeddingCodecTest, WritesLittleEndianBinary32) {
  const std::vector<float> values{1.0F, -2.0F};
  EXPECT_EQ(encodeEmbedding(values), "0000803f000000c0");
}

TEST(EmbeddingCodecTest, KeepsEveryBit) {
  const std::vector<float> values{0.0F,
                                  -0.0F,
                                  0.1F,
                                  std::numeric_limits<float>::denorm_min(),
                                  std::numeric_limits<float>::max(),
                                  std::numeric_limits<float>::infinity(),
                                  std::bit_cast<float>(std::uint32_t{0x7FC00123})};
  const auto read = decodeEmbedding(encodeEmbedding(values));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(std::bit_cast<std::uint32_t>((*read)[i]), std::bit_cast<std::uint32_t>(values[i]));
  }
}

TEST(EmbeddingCodecTest, ReadsPostgresqlsPrefix) {
  const auto read = decodeEmbedding("\\x0000803F");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, std::vector<float>{1.0F});
}

TEST(EmbeddingCodecTest, RefusesWhatIsNoEmbedding) {
  for (const char* text : {"0", "0000803", "0000803g", "\\x0000803f00", "zzzzzzzz"}) {
    EXPECT_FALSE(decodeEmbedding(text)) << text;
  }
}

}  // namespace
}  // namespace vigie
