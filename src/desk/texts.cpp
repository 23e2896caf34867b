#include "desk/texts.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"
#include "units/quantity.h"

namespace isotrail {
namespace {

constexpr std::array<const char*, 4> kTags = {"en", "zh-Hans", "zh-Hant", "pt"};

struct Entry {
  int status = 0;
  std::array<std::string, 4> text;
  std::array<std::string, 4> remedy;
};

struct Tables {
  std::map<std::string, Entry> codes;
  std::map<std::string, Entry> events;
};

void loadCodes(std::string_view path, std::map<std::string, Entry>& out) {
  auto table = parseCsv(embeddedText(path));
  if (!table) throw Bug(std::string(path) + " is not a CSV table");
  for (const auto& row : table->rows) {
    Entry e;
    e.status = std::stoi(row.cells.at(1).text);
    for (std::size_t l = 0; l < 4; ++l) {
      e.text[l] = row.cells.at(2 + 2 * l).text;
      e.remedy[l] = row.cells.at(3 + 2 * l).text;
    }
    out.emplace(row.cells.at(0).text, std::move(e));
  }
}

void loadEvents(std::string_view path, std::map<std::string, Entry>& out) {
  auto table = parseCsv(embeddedText(path));
  if (!table) throw Bug(std::string(path) + " is not a CSV table");
  for (const auto& row : table->rows) {
    Entry e;
    for (std::size_t l = 0; l < 4; ++l) e.text[l] = row.cells.at(1 + l).text;
    out.emplace(row.cells.at(0).text, std::move(e));
  }
}

Tables load() {
  Tables t;
  for (auto path : embeddedPaths("data/texts/")) path.ends_with("events.csv") ? loadEvents(path, t.events) : loadCodes(path, t.codes);
  for (const char* folder : {"src/overview/", "src/workbench/"})
    for (auto path : embeddedPaths(folder)) loadCodes(path, t.codes);
  for (auto path : embeddedPaths("src/rooms/")) {
    if (path.ends_with("/texts.csv")) loadCodes(path, t.codes);
    if (path.ends_with("/events.csv")) loadEvents(path, t.events);
  }
  return t;
}

const Tables& tables() {
  static const Tables loaded = load();
  return loaded;
}

/// For reading; the exact value is in the params.
std::string rounded(double v, int significant) {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%.*g", significant, v);
  return digits.data();
}

std::string shown(const Json& v) {
  if (v.isString()) return v.text();
  if (v.isNumber() && !v.isInteger()) return rounded(v.number(), 6);
  if (!v.isArray()) return v.isNull() ? "" : v.dump();
  std::string out;
  for (const auto& item : v.items()) out += (out.empty() ? "" : ", ") + shown(item);
  return out;
}

/// States and steps in the reader's words, alone or as "a, b"; what is neither stays.
std::string steps(const std::string& all, std::size_t language) {
  std::string out;
  for (std::size_t from = 0; from <= all.size();) {
    const auto comma = std::min(all.find(", ", from), all.size());
    const std::string one = all.substr(from, comma - from);
    const auto known = tables().events.find("step." + one);
    out += (from == 0 ? "" : ", ") + (known == tables().events.end() ? one : known->second.text[language]);
    from = comma + 2;
  }
  return out;
}

/// A payload's choice in the reader's words, where the events table has a line "verdict.pass"; else as it stands.
std::string worded(const std::string& key, const Json& v, std::size_t language) {
  if (key == "difference_percent" || key == "deviation_percent") return rounded(v.number(), 2);  // a difference of two readings has no more digits
  if (key.ends_with("_bq") && v.isNumber()) return showActivity(Activity(v.number()));           // "4.40 GBq", not nine digits
  if (v.isString() && (key == "expected" || key == "found" || key == "stage")) return steps(v.text(), language);
  if (v.isString())
    if (auto known = tables().events.find(key + "." + v.text()); known != tables().events.end()) return known->second.text[language];
  return shown(v);
}

std::string fill(const std::string& text, const Json& params, std::size_t language) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto open = text.find('{', at);
    const auto close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) return out + text.substr(at);
    const std::string key = text.substr(open + 1, close - open - 1);
    out += text.substr(at, open - at) + worded(key, params[key], language);
    at = close + 1;
  }
  return out;
}

}  // namespace

Language languageOf(std::string_view tag) {
  tag = tag.substr(0, tag.find_first_of(",;"));
  if (tag.starts_with("pt")) return Language::pt;
  if (!tag.starts_with("zh")) return Language::en;
  for (const char* traditional : {"Hant", "MO", "HK", "TW"})
    if (tag.find(traditional) != std::string_view::npos) return Language::zh_hant;
  return Language::zh_hans;
}
const char* languageTag(Language language) { return kTags[static_cast<std::size_t>(language)]; }

CodeText codeText(const std::string& code, Language language, const Json& params) {
  auto found = tables().codes.find(code);
  if (found == tables().codes.end()) return {500, code, ""};
  const auto l = static_cast<std::size_t>(language);
  return {found->second.status, fill(found->second.text[l], params, l), fill(found->second.remedy[l], params, l)};
}

std::string eventText(const std::string& type, Language language, const Json& payload) {
  auto found = tables().events.find(type);
  if (found == tables().events.end()) return type;
  const auto l = static_cast<std::size_t>(language);
  return fill(found->second.text[l], payload, l);
}

std::vector<std::string> knownCodes() {
  std::vector<std::string> out;
  for (const auto& [code, entry] : tables().codes) out.push_back(code);
  return out;
}

}  // namespace isotrail
