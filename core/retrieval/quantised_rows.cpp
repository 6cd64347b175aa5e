#include "core/retrieval/quantised_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace vigie {

namespace {

constexpr std::size_t kBlock = 16;  ///< codes that share a scale, and that one instruction takes
constexpr float kMostCode = 127;
constexpr float kMostQueryCode = 32767;

/// The rows' codes and scales, row after row.
struct Coded {
  const std::int8_t* codes;
  const float* scales;
  std::size_t blocks;  ///< of a row
};

using Products = void (*)(const std::int16_t* query, Coded rows, std::span<float> out);

/// The inner product of each row, as its codes and scales have it, with the query's codes.
void productsAnywhere(const std::int16_t* query, Coded rows, std::span<float> out) {
  for (float& product : out) {
    product = 0;
    for (std::size_t block = 0; block < rows.blocks; ++block) {
      std::int32_t sum = 0;
      for (std::size_t i = 0; i < kBlock; ++i) sum += query[block * kBlock + i] * rows.codes[i];
      product += static_cast<float>(sum) * *rows.scales++;
      rows.codes += kBlock;
    }
  }
}

#if defined(__x86_64__)
// Debian's compilers build for every amd64 processor, and their vectoriser for none with AVX2.
__attribute__((target("avx2,fma"))) void productsWithAvx2(const std::int16_t* query, Coded rows,
                                                          std::span<float> out) {
  for (float& product : out) {
    __m256 sums = _mm256_setzero_ps();
    for (std::size_t block = 0; block < rows.blocks; ++block) {
      const __m256i row = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(rows.codes)));
      const __m256i with = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(query + block * kBlock));
      const __m256 pairs = _mm256_cvtepi32_ps(_mm256_madd_epi16(row, with));  // exact: below 2^24
      sums = _mm256_fmadd_ps(pairs, _mm256_broadcast_ss(rows.scales++), sums);
      rows.codes += kBlock;
    }
    const __m128 four = _mm_add_ps(_mm256_castps256_ps128(sums), _mm256_extractf128_ps(sums, 1));
    const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    product = _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
  }
}
#endif

Products fastest() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return productsWithAvx2;
#endif
  return productsAnywhere;
}

struct Coding {
  double error = 0;   ///< square of the length of what the codes leave out
  double length = 0;  ///< square of the length that the codes have
};

/// The nearest codes between -most and most; gives what one step of them is worth.
template <class Code>
float quantise(std::span<const float> values, float most, Code* codes, Coding& coding) {
  float largest = 0;
  for (const float value : values) largest = std::max(largest, std::abs(value));
  const float scale = largest / most;
  if (!(scale > 0)) {  // zeros, or too small to count: left out whole
    coding.error += std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
    return 0;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float code = std::clamp(std::nearbyint(values[i] / scale), -most, most);
    codes[i] = static_cast<Code>(code);
    const double kept = static_cast<double>(code) * static_cast<double>(scale);
    const double lost = static_cast<double>(values[i]) - kept;
    coding.error += lost * lost;
    coding.length += kept * kept;
  }
  return scale;
}

}  // namespace

QuantisedRows::QuantisedRows(std::size_t dimension, std::span<const float> rows)
    : dimension_(dimension), stride_((dimension + kBlock - 1) / kBlock * kBlock) {
  if (dimension == 0 || rows.size() % dimension != 0) throw std::logic_error("rows do not fit the dimension");
  const std::size_t count = rows.size() / dimension;
  codes_.resize(count * stride_);
  scales_.resize(count * stride_ / kBlock);
  errors_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto row = rows.subspan(i * dimension, dimension);
    Coding coding;
    for (std::size_t at = 0; at < dimension; at += kBlock) {
      const auto block = row.subspan(at, std::min(kBlock, dimension - at));
      scales_[(i * stride_ + at) / kBlock] = quantise(block, kMostCode, codes_.data() + i * stride_ + at, coding);
    }
    errors_[i] = static_cast<float>(std::sqrt(coding.error));
    longest_ = std::max(longest_, static_cast<float>(std::sqrt(coding.length) + std::sqrt(coding.error)));
  }
}

void QuantisedRows::upperBounds(std::span<const float> query, std::span<float> out) const {
  if (query.size() != dimension_ || out.size() != size()) throw std::logic_error("a query of another dimension");
  static const Products products = fastest();
  std::vector<std::int16_t> codes(stride_);
  Coding coding;
  const float scale = quantise(query, kMostQueryCode, codes.data(), coding);
  products(codes.data(), {codes_.data(), scales_.data(), stride_ / kBlock}, out);
  const auto length = static_cast<float>(std::sqrt(coding.length) + std::sqrt(coding.error));
  // What the query's codes leave out, and the rounding of as many sums in single precision as there are dimensions.
  const float margin =
      longest_ * (static_cast<float>(std::sqrt(coding.error)) +
                  length * static_cast<float>(dimension_ + 8) * std::numeric_limits<float>::epsilon());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = out[i] * scale + length * errors_[i] + margin;
}

}  // namespace vigie
