#include "base/json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text/json_text.h"

namespace isotrail {
namespace {

const Json kNull;
const std::string kEmptyText;
const Json::Array kEmptyArray;
const Json::Object kEmptyObject;
constexpr int kMaxDepth = 64;

/// Builds a Json from the library's parse events, so that no second tree is made.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Json root;
  std::string error;

  bool null() override { return put(Json()); }
  bool boolean(bool v) override { return put(Json(v)); }
  bool number_integer(number_integer_t v) override { return put(Json(static_cast<std::int64_t>(v))); }
  bool number_unsigned(number_unsigned_t v) override {
    if (v > static_cast<number_unsigned_t>(INT64_MAX)) return fail("integer out of range");
    return put(Json(static_cast<std::int64_t>(v)));
  }
  bool number_float(number_float_t v, const string_t&) override {
    if (!std::isfinite(v)) return fail("number out of range");
    return put(Json(v));
  }
  bool string(string_t& v) override { return put(Json(std::move(v))); }
  bool binary(binary_t&) override { return fail("binary values are not JSON"); }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool key(string_t& v) override {
    if (open_.back().first.has(v)) return fail("duplicate key \"" + v + "\"");
    open_.back().second = std::move(v);
    return true;
  }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) override {
    return fail("not JSON at byte " + std::to_string(at));
  }

 private:
  bool fail(std::string why) {
    if (error.empty()) error = std::move(why);
    return false;
  }
  bool open(Json v) {
    if (open_.size() >= kMaxDepth) return fail("nested deeper than 64");
    open_.emplace_back(std::move(v), std::string());
    return true;
  }
  bool close() {
    Json done = std::move(open_.back().first);
    open_.pop_back();
    return put(std::move(done));
  }
  bool put(Json v) {
    if (open_.empty()) {
      root = std::move(v);
    } else if (auto& [holder, key] = open_.back(); holder.isArray()) {
      holder.push(std::move(v));
    } else {
      holder.set(key, std::move(v));
    }
    return true;
  }
  std::vector<std::pair<Json, std::string>> open_;
};

/// Text as dump() writes it, which is what the program reads most; nothing for any other, which may still be JSON.
bool readWritten(JsonReader& in, Json& out) {
  std::string_view raw;
  bool flag = true;
  std::int64_t n = 0;
  double x = 0;
  switch (in.kind()) {
    case JsonReader::Kind::object: {
      Json::Object members;
      const bool read = in.object([&](std::string_view key) {
        const bool plain = key.find('\\') == std::string_view::npos;
        return readWritten(in, members.emplace_back(plain ? std::string(key) : unescapedJson(key), Json()).second);
      });
      out = Json(std::move(members));
      return read;
    }
    case JsonReader::Kind::array: {
      Json::Array items;
      const bool read = in.array([&] { return readWritten(in, items.emplace_back()); });
      out = Json(std::move(items));
      return read;
    }
    case JsonReader::Kind::text:
      if (!in.text(raw, flag)) return false;
      out = flag ? Json(raw) : Json(unescapedJson(raw));
      return true;
    case JsonReader::Kind::whole:
      return in.whole(n) && (out = Json(n), true);
    case JsonReader::Kind::real:
      return in.real(x) && (out = Json(x), true);
    case JsonReader::Kind::boolean:
      return in.boolean(flag) && (out = Json(flag), true);
    default:
      return in.null();
  }
}

void newline(std::string& out, int indent) {
  if (indent < 0) return;
  out += '\n';
  out.append(static_cast<std::size_t>(indent) * 2, ' ');
}

void write(const Json& v, std::string& out, int indent) {
  const int inner = indent < 0 ? -1 : indent + 1;
  if (v.isObject()) {
    out += '{';
    bool first = true;
    for (const auto& [k, item] : v.members()) {
      if (!first) out += ',';
      first = false;
      newline(out, inner);
      writeJsonString(k, out);
      out += indent < 0 ? ":" : ": ";
      write(item, out, inner);
    }
    if (!first) newline(out, indent);
    out += '}';
  } else if (v.isArray()) {
    out += '[';
    bool first = true;
    for (const auto& item : v.items()) {
      if (!first) out += ',';
      first = false;
      newline(out, inner);
      write(item, out, inner);
    }
    if (!first) newline(out, indent);
    out += ']';
  } else if (v.isString()) {
    writeJsonString(v.text(), out);
  } else if (v.isInteger()) {
    out += std::to_string(v.integer());
  } else if (v.isNumber()) {
    writeJsonNumber(v.number(), out);
  } else if (v.isBool()) {
    out += v.boolean() ? "true" : "false";
  } else {
    out += "null";
  }
}

}  // namespace

Json Json::object(std::initializer_list<std::pair<const char*, Json>> members) {
  Json j = object();
  std::get<Object>(j.value_).reserve(members.size());
  for (const auto& [k, v] : members) j.set(k, v);
  return j;
}
bool Json::boolean(bool fallback) const {
  auto* v = std::get_if<bool>(&value_);
  return v ? *v : fallback;
}
std::int64_t Json::integer(std::int64_t fallback) const {
  auto* v = std::get_if<std::int64_t>(&value_);
  return v ? *v : fallback;
}
double Json::number(double fallback) const {
  if (auto* v = std::get_if<double>(&value_)) return *v;
  if (auto* v = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*v);
  return fallback;
}
const std::string& Json::text() const {
  auto* v = std::get_if<std::string>(&value_);
  return v ? *v : kEmptyText;
}
const Json::Array& Json::items() const {
  auto* v = std::get_if<Array>(&value_);
  return v ? *v : kEmptyArray;
}
const Json::Object& Json::members() const {
  auto* v = std::get_if<Object>(&value_);
  return v ? *v : kEmptyObject;
}
const Json* Json::find(std::string_view key) const {
  for (const auto& [k, v] : members())
    if (k == key) return &v;
  return nullptr;
}
const Json& Json::operator[](std::string_view key) const {
  const Json* v = find(key);
  return v ? *v : kNull;
}
Json* Json::findMutable(std::string_view key) { return const_cast<Json*>(std::as_const(*this).find(key)); }
Json::Array& Json::itemsMutable() {
  if (!isArray()) value_ = Array{};
  return std::get<Array>(value_);
}
Json& Json::set(std::string_view key, Json v) {
  if (!isObject()) value_ = Object{};
  auto& object = std::get<Object>(value_);
  for (auto& [k, old] : object)
    if (k == key) return old = std::move(v), *this;
  object.emplace_back(std::string(key), std::move(v));
  return *this;
}
Json& Json::push(Json v) {
  itemsMutable().push_back(std::move(v));
  return *this;
}
std::size_t Json::size() const { return isArray() ? items().size() : members().size(); }

std::string Json::dump() const {
  std::string out;
  write(*this, out, -1);
  return out;
}
std::string Json::dumpPretty() const {
  std::string out;
  write(*this, out, 0);
  return out;
}
std::optional<Json> Json::parse(std::string_view text, std::string* error) {
  Json written;
  if (JsonReader in(text); readWritten(in, written) && in.atEnd()) return written;
  Builder builder;
  const bool ok = nlohmann::json::sax_parse(text.begin(), text.end(), &builder) && builder.error.empty();
  if (ok) return std::move(builder.root);
  if (error) *error = builder.error.empty() ? "not JSON" : builder.error;
  return std::nullopt;
}

}  // namespace isotrail
