#include "base/text/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/text/json_scan.h"

namespace isotrail {
namespace {

void writeEscaped(char c, std::string& out) {
  out += '\\';
  if (const auto at = kShortOf.find(c); at != std::string_view::npos) {
    out += kShort[at];
  } else {
    out += "u00";
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
}

using Digits = std::array<char, 48>;
std::string_view numberText(double value, Digits& buffer) {
  char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size() - 2, value).ptr;
  if (std::string_view(buffer.data(), static_cast<std::size_t>(end - buffer.data())).find_first_of(".e") == std::string_view::npos)
    end = std::copy_n(".0", 2, end);  // stays a real number when read back
  return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

}  // namespace

void writeJsonString(std::string_view text, std::string& out) {
  out += '"';
  const char *at = text.data(), *const end = at + text.size();
  while (at != end) {
    const char* const run = at;
    at = plainRun(at, end);
    out.append(run, at);
    if (at == end) break;
    if (static_cast<signed char>(*at) >= 0) {
      writeEscaped(*at++, out);
    } else if (const int length = utf8Length(at, end); length != 0) {
      out.append(at, static_cast<std::size_t>(length));
      at += length;
    } else {
      out += nlohmann::json(std::string(text)).dump();  // throws, and says where
    }
  }
  out += '"';
}

void writeJsonNumber(double value, std::string& out) {
  Digits buffer;
  out += numberText(value, buffer);
}

std::string unescapedJson(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\') {
      out += raw[i];
    } else if (const auto at = kShort.find(raw[++i]); at != std::string_view::npos) {
      out += kShortOf[at];
    } else {
      int code = 0;
      std::from_chars(raw.data() + i + 1, raw.data() + i + 5, code, 16);
      out += static_cast<char>(code);
      i += 4;
    }
  }
  return out;
}

JsonReader::Kind JsonReader::kind() const {
  if (at_ == end_) return Kind::null;
  switch (*at_) {
    case '{':
      return Kind::object;
    case '[':
      return Kind::array;
    case '"':
      return Kind::text;
    case 't':
    case 'f':
      return Kind::boolean;
    case 'n':
      return Kind::null;
    default:
      for (const char* at = at_ + 1; at != end_; ++at)
        if (*at < '0' || *at > '9') return *at == '.' || *at == 'e' ? Kind::real : Kind::whole;
      return Kind::whole;
  }
}

bool JsonReader::text(std::string_view& raw, bool& plain) {
  if (at_ == end_ || *at_ != '"') return false;
  const char* const quote = closingQuote(at_ + 1, end_, plain);
  if (!quote) return false;
  raw = {at_ + 1, static_cast<std::size_t>(quote - at_ - 1)};
  at_ = quote + 1;
  return true;
}

bool JsonReader::boolean(bool& value) {
  value = at_ != end_ && *at_ == 't';
  return value ? word("true") : word("false");
}

/// The characters that come next as far as they can belong to a number.
std::string_view JsonReader::number() const {
  const char* at = at_;
  while (at != end_ && ((*at >= '0' && *at <= '9') || *at == '-' || *at == '.' || *at == 'e' || *at == '+')) ++at;
  return {at_, static_cast<std::size_t>(at - at_)};
}

bool JsonReader::whole(std::int64_t& value) {
  const auto [end, error] = std::from_chars(at_, end_, value);
  if (error != std::errc()) return false;
  const char* digits = at_ + (*at_ == '-' ? 1 : 0);
  const bool zeros_first = *digits == '0' && (end - digits > 1 || digits != at_);  // "01", "-0"
  const bool goes_on = end != end_ && (*end == '.' || *end == 'e' || *end == 'E');
  if (zeros_first || goes_on) return false;
  at_ = end;
  return true;
}

bool JsonReader::real(double& value) {
  const std::string_view digits = number();
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value)) return false;
  if (const Decimal d = decimalAt(at_, end_); d.end != end || !surelyReal(d)) {
    Digits buffer;
    if (numberText(value, buffer) != digits) return false;
  }
  at_ = end;
  return true;
}

}  // namespace isotrail
