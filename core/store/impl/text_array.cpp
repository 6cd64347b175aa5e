#include "core/store/impl/text_array.h"

#include <boost/endian/buffers.hpp>

#include <cstdint>

namespace vigie::impl {

namespace {

constexpr std::int32_t kTextOid = 25;
constexpr std::int32_t kNullLength = -1;

void append(std::string& out, std::int32_t number) {
  const boost::endian::big_int32_buf_t big(number);
  out.append(reinterpret_cast<const char*>(big.data()), sizeof big);
}

}  // namespace

TextArray::TextArray(std::size_t elements) {
  append(bytes_, 1);  // dimension
  append(bytes_, 1);  // there may be NULLs
  append(bytes_, kTextOid);
  append(bytes_, static_cast<std::int32_t>(elements));
  append(bytes_, 1);  // the first index
}

void TextArray::add(std::string_view element) {
  append(bytes_, static_cast<std::int32_t>(element.size()));
  bytes_ += element;
}

void TextArray::addNull() { append(bytes_, kNullLength); }

void TextArray::addOrNull(const std::optional<std::string>& element) {
  if (element) {
    add(*element);
  } else {
    addNull();
  }
}

}  // namespace vigie::impl
