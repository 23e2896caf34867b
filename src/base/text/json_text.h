#pragma once
// JSON text in the one form that Json::dump() writes: no spaces, shortest numbers, only the escapes that are needed, no key twice.
// It is written here, and read without building anything: what is not in that form is not read.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace isotrail {

/// Throws as Json::dump() does for text that is not UTF-8.
void writeJsonString(std::string_view text, std::string& out);
void writeJsonNumber(double value, std::string& out);

/// Goes through one text. Every function answers false, and goes no further, where the text is not in the form.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) { keys_.reserve(64); }

  enum class Kind { object, array, text, whole, real, boolean, null };
  /// Of the value that comes next, by its first bytes; nothing is read.
  Kind kind() const;

  /// `raw`: between the quotes, escapes as they stand. `plain`: there are none, so that it is the text itself.
  bool text(std::string_view& raw, bool& plain);
  bool whole(std::int64_t& value);
  bool real(double& value);
  bool boolean(bool& value);
  bool null() { return word("null"); }
  /// `member(raw key)` reads the value and answers whether it could.
  template <class Member>
  bool object(const Member& member);
  template <class Item>
  bool array(const Item& item);
  /// Any value.
  bool skip();
  bool atEnd() const { return at_ == end_; }
  const char* position() const { return at_; }

 private:
  bool next(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  bool word(std::string_view w);
  bool escape();
  std::string_view number() const;
  bool newKey(std::string_view key, std::size_t from);

  static constexpr int kMaxDepth = 64;  // as Json::parse
  const char* at_;
  const char* end_;
  int depth_ = 0;
  std::vector<std::string_view> keys_;  // of the objects that are open
};

/// The text of a raw string of the form.
std::string unescapedJson(std::string_view raw);

template <class Member>
bool JsonReader::object(const Member& member) {
  if (depth_ == kMaxDepth || !next('{')) return false;
  if (next('}')) return true;
  ++depth_;
  const std::size_t from = keys_.size();
  do {
    std::string_view key;
    bool plain = true;
    if (!text(key, plain) || !next(':') || !newKey(key, from) || !member(key)) return false;
  } while (next(','));
  keys_.resize(from);
  --depth_;
  return next('}');
}

template <class Item>
bool JsonReader::array(const Item& item) {
  if (depth_ == kMaxDepth || !next('[')) return false;
  if (next(']')) return true;
  ++depth_;
  do {
    if (!item()) return false;
  } while (next(','));
  --depth_;
  return next(']');
}

}  // namespace isotrail
