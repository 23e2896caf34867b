#pragma once
// JSON values without a vendor header. Objects keep the order in which keys were set, so that written bytes are
// stable; parsing refuses duplicate keys, bad UTF-8, NaN and nesting deeper than 64.
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace isotrail {

class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;

  Json() = default;
  Json(std::nullptr_t) {}
  Json(bool v) : value_(v) {}
  Json(int v) : value_(static_cast<std::int64_t>(v)) {}
  Json(std::int64_t v) : value_(v) {}
  Json(std::size_t v) : value_(static_cast<std::int64_t>(v)) {}
  Json(double v) : value_(v) {}
  Json(const char* v) : value_(std::string(v)) {}
  Json(std::string v) : value_(std::move(v)) {}
  Json(std::string_view v) : value_(std::string(v)) {}
  Json(Array v) : value_(std::move(v)) {}
  explicit Json(Object v) : value_(std::move(v)) {}  // no key twice

  static Json array() { return Json(Array{}); }
  static Json object() {
    Json j;
    j.value_ = Object{};
    return j;
  }
  /// object({{"a", 1}, {"b", "x"}}): keys in the order given.
  static Json object(std::initializer_list<std::pair<const char*, Json>> members);

  bool isNull() const { return std::holds_alternative<std::monostate>(value_); }
  bool isBool() const { return std::holds_alternative<bool>(value_); }
  bool isInteger() const { return std::holds_alternative<std::int64_t>(value_); }
  bool isNumber() const { return isInteger() || std::holds_alternative<double>(value_); }
  bool isString() const { return std::holds_alternative<std::string>(value_); }
  bool isArray() const { return std::holds_alternative<Array>(value_); }
  bool isObject() const { return std::holds_alternative<Object>(value_); }

  // Getters answer the fallback when the value is of another kind.
  bool boolean(bool fallback = false) const;
  std::int64_t integer(std::int64_t fallback = 0) const;
  double number(double fallback = 0.0) const;
  const std::string& text() const;  // "" when not a string
  const Array& items() const;       // empty when not an array
  const Object& members() const;    // empty when not an object

  bool has(std::string_view key) const { return find(key) != nullptr; }
  const Json* find(std::string_view key) const;
  const Json& operator[](std::string_view key) const;  // null when absent
  const Json& operator[](const char* key) const { return (*this)[std::string_view(key)]; }

  Json& set(std::string_view key, Json v);  // adds or replaces; turns null into an object
  Json& push(Json v);                       // appends; turns null into an array
  Json* findMutable(std::string_view key);
  Array& itemsMutable();
  std::size_t size() const;

  std::string dump() const;        // compact, stable
  std::string dumpPretty() const;  // two-space indentation, for files and people
  static std::optional<Json> parse(std::string_view text, std::string* error = nullptr);

  friend bool operator==(const Json&, const Json&) = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

}  // namespace isotrail
