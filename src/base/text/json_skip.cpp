// Going over a value without reading it: most of what verification looks at.
#include "base/text/json_scan.h"
#include "base/text/json_text.h"

namespace isotrail {

bool JsonReader::newKey(std::string_view key, std::size_t from) {
  for (std::size_t i = from; i < keys_; ++i)
    if (const Key& k = i < near_.size() ? near_[i] : far_[i - near_.size()]; std::string_view(k.at, k.size) == key) return false;
  const Key k{key.data(), key.size()};
  if (keys_ < near_.size()) {
    near_[keys_] = k;
  } else {
    far_.resize(keys_ - near_.size());
    far_.push_back(k);
  }
  ++keys_;
  return true;
}

/// Past a number of either kind, whose value nobody asks for; null as after().
const char* JsonReader::afterNumber(const char* at) {
  const Decimal d = decimalAt(at, end_);
  const bool goes_on = d.end != end_ && (*d.end == '.' || *d.end == 'e' || *d.end == 'E' || *d.end == '-' || *d.end == '+');
  if (!goes_on && (surelyWhole(d) || surelyReal(d))) return d.end;
  std::int64_t n = 0;
  double x = 0;
  at_ = at;
  return (kind() == Kind::whole ? whole(n) : real(x)) ? at_ : nullptr;
}

/// Past the members of an object, `at` the first; null as after().
const char* JsonReader::afterMembers(const char* at) {
  const std::size_t from = keys_;
  for (bool plain = true;; ++at) {
    if (at == end_ || *at != '"') return nullptr;
    const char* const quote = closingQuote(at + 1, end_, plain);
    if (!quote || quote + 1 == end_ || quote[1] != ':') return nullptr;
    if (!newKey({at + 1, static_cast<std::size_t>(quote - at - 1)}, from)) return nullptr;
    at = after(quote + 2);
    if (!at || at == end_) return nullptr;
    if (*at != ',') break;
  }
  keys_ = from;
  return *at == '}' ? at + 1 : nullptr;
}

/// Past the items of an array, `at` the first; null as after().
const char* JsonReader::afterItems(const char* at) {
  for (;; ++at) {
    at = after(at);
    if (!at || at == end_) return nullptr;
    if (*at != ',') return *at == ']' ? at + 1 : nullptr;
  }
}

/// Past the value at `at`; null when it is not in the form.
const char* JsonReader::after(const char* at) {
  if (at == end_) return nullptr;
  const auto past = [&](std::string_view w) {
    return std::string_view(at, static_cast<std::size_t>(end_ - at)).starts_with(w) ? at + w.size() : nullptr;
  };
  bool plain = true;
  switch (*at) {
    case '"':
      at = closingQuote(at + 1, end_, plain);
      return at ? at + 1 : nullptr;
    case '{':
    case '[': {
      if (depth_ == kMaxDepth || at + 1 == end_) return nullptr;
      if (at[1] == (*at == '{' ? '}' : ']')) return at + 2;
      ++depth_;
      at = *at == '{' ? afterMembers(at + 1) : afterItems(at + 1);
      --depth_;
      return at;
    }
    case 't':
      return past("true");
    case 'f':
      return past("false");
    case 'n':
      return past("null");
    default:
      return afterNumber(at);
  }
}

bool JsonReader::skip() {
  const char* const end = after(at_);
  if (!end) return false;
  at_ = end;
  return true;
}

}  // namespace isotrail
