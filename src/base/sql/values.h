#pragma once
// Parameters of a statement made in place: a braced list would copy each once more.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ports.h"

namespace isotrail {

template <class... Values>
std::vector<DbValue> dbValues(Values&&... values) {
  std::vector<DbValue> all;
  all.reserve(sizeof...(values));
  (all.emplace_back(std::forward<Values>(values)), ...);
  return all;
}

/// Bytes that were made as text.
inline Blob blobOf(std::string_view bytes) {
  const auto* from = reinterpret_cast<const unsigned char*>(bytes.data());
  return {from, from + bytes.size()};
}

/// Where they go in its text: "$1,$2", up to that number.
inline std::string placeholders(std::size_t count) {
  std::string out;
  for (std::size_t i = 1; i <= count; ++i) out += (i == 1 ? "$" : ",$") + std::to_string(i);
  return out;
}

}  // namespace isotrail
