// What a request says: names in any case, decoded query, cookies, where a stream resumes.
#include <algorithm>
#include <charconv>

#include "platform/http/wire.h"

namespace isotrail::http {
namespace {

const std::string kNothing;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool sameName(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

bool decode(std::string_view text, bool plus_is_space, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus_is_space) c = ' ';
    if (c == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = digit(text[i + 1]);
      const int low = digit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return false;
    out += c;
  }
  return true;
}

bool decodeQuery(std::string_view text, Fields& out) {
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    std::string name;
    std::string value;
    if (!decode(pair.substr(0, equals), true, name)) return false;
    if (equals != std::string_view::npos && !decode(pair.substr(equals + 1), true, value)) return false;
    out.emplace_back(std::move(name), std::move(value));
  }
  return true;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

bool decodeTarget(std::string_view target, Request& request) {
  request.target = std::string(target);
  if (target == "*") {            // OPTIONS *
    request.path.assign(1, '*');  // g++ 12 gives a false -Wrestrict for = "*"
    return true;
  }
  if (target.empty() || target.front() != '/') {  // absolute-form: scheme://authority/path
    const std::size_t scheme = target.find("://");
    if (scheme == std::string_view::npos) return false;
    const std::size_t slash = target.find('/', scheme + 3);
    target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
  }
  const std::size_t mark = target.find('?');
  if (!decode(target.substr(0, mark), false, request.path)) return false;
  return mark == std::string_view::npos || decodeQuery(target.substr(mark + 1), request.query);
}

const std::string& Request::header(std::string_view name) const {
  const auto it = std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return sameName(h.first, name); });
  return it == headers.end() ? kNothing : it->second;
}

const std::string& Request::param(std::string_view name) const {
  const auto it = std::find_if(query.begin(), query.end(), [&](const auto& q) { return q.first == name; });
  return it == query.end() ? kNothing : it->second;
}

bool Request::hasParam(std::string_view name) const {
  return std::any_of(query.begin(), query.end(), [&](const auto& q) { return q.first == name; });
}

std::string Request::cookie(std::string_view name) const {
  for (const auto& [header_name, value] : headers) {
    if (!sameName(header_name, "Cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::string_view pair = trim(rest.substr(0, rest.find(';')));
      rest.remove_prefix(std::min(rest.size(), rest.find(';') == std::string_view::npos ? rest.size() : rest.find(';') + 1));
      const std::size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) return std::string(pair.substr(equals + 1));
    }
  }
  return {};
}

std::optional<std::int64_t> resumeAfter(const Request& request) {
  // A reconnecting browser repeats the old ?after= in its address, so the header is the later word.
  const std::string& header = request.header("Last-Event-ID");
  const std::string& text = header.empty() ? request.param("after") : header;
  if (text.empty()) return 0;
  std::int64_t after = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), after);
  if (error != std::errc() || end != text.data() + text.size() || after < 0) return std::nullopt;
  return after;
}

}  // namespace isotrail::http
