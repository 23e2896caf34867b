#pragma once
// Parameters of a statement made in place: a braced list would copy each once more.
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

}  // namespace isotrail
