#pragma once
// JSON text in the one form that Json::dump() writes: no spaces, shortest numbers, only the escapes that are needed, no key twice.
// It is written here, and read without building anything: what is not in that form is not read.
#include <array>
#include <cstdint>
#include <cstring>
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
  explicit JsonReader(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  enum class Kind { object, array, text, whole, real, boolean, null };
  /// Of the value that comes next, by its first bytes; nothing is read.
  Kind kind() const;

  /// `raw`: between the quotes, escapes as they stand. `plain`: there are none, so that it is the text itself.
  bool text(std::string_view& raw, bool& plain);
  bool whole(std::int64_t& value);
  bool real(double& value);
  bool boolean(bool& value);
  bool null() { return word("null"); }
  /// Exactly this text.
  [[gnu::always_inline]] bool word(std::string_view w) {
    if (static_cast<std::size_t>(end_ - at_) < w.size() || std::memcmp(at_, w.data(), w.size()) != 0) return false;
    at_ += w.size();
    return true;
  }
  /// `member(raw key)` reads the value and answers whether it could.
  template <class Member>
  bool object(const Member& member);
  template <class Item>
  bool array(const Item& item);
  /// An object whose keys the caller knows, and reads as words with all that stands before a value: the first with its brace; then close().
  bool open(std::string_view first) { return ++depth_ <= kMaxDepth && word(first); }
  bool close() { return --depth_ >= 0 && next('}'); }
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
  std::string_view number() const;
  const char* after(const char* at);
  const char* afterMembers(const char* at);
  const char* afterItems(const char* at);
  const char* afterNumber(const char* at);
  bool newKey(std::string_view key, std::size_t from);

  static constexpr int kMaxDepth = 64;  // as Json::parse
  const char* at_;
  const char* end_;
  int depth_ = 0;
  // Keys of the objects that are open, the first of them without asking for memory.
  struct Key {
    const char* at;
    std::size_t size;
  };
  std::size_t keys_ = 0;
  std::array<Key, 48> near_;
  std::vector<Key> far_;
};

/// The text of a raw string of the form.
std::string unescapedJson(std::string_view raw);

template <class Member>
bool JsonReader::object(const Member& member) {
  if (depth_ == kMaxDepth || !next('{')) return false;
  if (next('}')) return true;
  ++depth_;
  const std::size_t from = keys_;
  do {
    std::string_view key;
    bool plain = true;
    if (!text(key, plain) || !next(':') || !newKey(key, from) || !member(key)) return false;
  } while (next(','));
  keys_ = from;
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
