#include "rules.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace tidy {
namespace {

bool isCode(const Source& s) { return startsWith(s.path, "src/") && (endsWith(s.path, ".h") || endsWith(s.path, ".cpp")); }
bool isTest(const Source& s) { return endsWith(s.path, "_test.cpp") || endsWith(s.path, "test_client.h"); }

/// "src/rooms/clinic/x.h" -> "rooms/clinic", "src/platform/http/x.h" -> "platform/http", "src/base/x.h" -> "base".
std::string floorOf(const std::string& include_path) {
  const auto first = include_path.find('/');
  const std::string top = include_path.substr(0, first);
  if (top != "rooms" && top != "platform") return first == std::string::npos ? "" : top;
  const auto second = include_path.find('/', first + 1);
  return second == std::string::npos ? top : include_path.substr(0, second);
}

using Layers = std::map<std::string, std::set<std::string>>;
Layers readLayers(const Source& file) {
  Layers out;
  for (const auto& line : file.lines) {
    const auto colon = line.find(':');
    if (line.empty() || line.front() == '#' || colon == std::string::npos) continue;
    std::istringstream words(line.substr(colon + 1));
    auto& allowed = out[line.substr(0, colon)];
    for (std::string w; words >> w;) allowed.insert(w);
  }
  return out;
}

bool mayInclude(const std::set<std::string>& allowed, const std::string& from, const std::string& to, const std::string& path) {
  if (to == from || allowed.contains(to)) return true;
  if (startsWith(to, "rooms"))
    return (allowed.contains("facts") && endsWith(path, "/facts.h")) || (allowed.contains("rooms") && path == "rooms/all.h");
  return false;
}

int placeholders(const std::string& text) { return static_cast<int>(std::count(text.begin(), text.end(), '{')); }

std::vector<std::string> cellsOf(const std::string& line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      out.emplace_back();
    else if (c != '\r')
      out.back() += c;
  }
  return out;
}

}  // namespace

Findings checkEdges(const std::vector<Source>& all, const Source& layer_file) {
  const Layers layers = readLayers(layer_file);
  static const std::regex include(R"re(^#include "([a-z_]+/[A-Za-z0-9_./]+)")re");
  Findings out;
  for (const auto& s : all) {
    if (!isCode(s) || isTest(s)) continue;
    const std::string from = floorOf(s.path.substr(4));
    if (from == "rooms") continue;  // rooms/all.h only names the list
    const auto rule = layers.find(startsWith(from, "rooms/") ? "rooms/*" : from);
    if (rule == layers.end()) {
      out.push_back({"edges", s.path, 0, "the folder " + from + " is not in tools/layers.txt"});
      continue;
    }
    for (std::size_t i = 0; i < s.lines.size(); ++i) {
      std::smatch m;
      if (!std::regex_search(s.lines[i], m, include)) continue;
      const std::string to = floorOf(m[1]);
      if (!mayInclude(rule->second, from, to, m[1]))
        out.push_back({"edges", s.path, static_cast<int>(i + 1), from + " may not include " + m[1].str()});
    }
  }
  return out;
}

Findings checkSizes(const std::vector<Source>& all) {
  Findings out;
  std::map<std::string, int> folders;
  for (const auto& s : all) {
    static const std::regex code(R"(^(src|web/src|tests|tools|cmake)/.*\.(h|cpp|ts|tsx|css|mjs|cmake)$)");
    if (!std::regex_match(s.path, code)) continue;
    ++folders[folderOf(s.path)];
    if (s.lines.size() > 500) out.push_back({"sizes", s.path, 0, std::to_string(s.lines.size()) + " lines; split it by idea (at most 500)"});
  }
  for (const auto& [folder, n] : folders)
    if (n > 24) out.push_back({"sizes", folder, 0, std::to_string(n) + " files; make folders of it (at most 24)"});
  return out;
}

Findings checkFunctions(const std::vector<Source>& all) {
  Findings out;
  for (const auto& s : all) {
    if (!isCode(s) || isTest(s) || !endsWith(s.path, ".cpp")) continue;
    // Our formatting: a function begins with a line that starts in column 1 and ends in "{", and ends with "}" in column 1.
    std::size_t begin = 0;
    for (std::size_t i = 0; i < s.lines.size(); ++i) {
      const std::string& l = s.lines[i];
      const bool opens =
          !l.empty() && l.front() != ' ' && l.front() != '}' && l.front() != '#' && endsWith(l, "{") && l.find('(') != std::string::npos;
      if (opens) begin = i + 1;
      if (l == "}" && begin) {
        if (const auto length = i + 2 - begin; length > 70)
          out.push_back({"functions", s.path, static_cast<int>(begin), std::to_string(length) + " lines in one function (at most 70)"});
        begin = 0;
      }
    }
  }
  return out;
}

Findings checkHeaders(const std::vector<Source>& all) {
  static const std::regex vendor(R"(^#include <(nlohmann|boost|CLI|date|openssl|sqlite3|sodium|gtest|rapidcheck|cairo|pango)[/.])");
  Findings out;
  for (const auto& s : all) {
    if (!isCode(s) || !endsWith(s.path, ".h")) continue;
    bool once = false;
    for (std::size_t i = 0; i < s.lines.size(); ++i) {
      once = once || s.lines[i] == "#pragma once";
      const bool own_business = startsWith(s.path, "src/platform/http/") || isTest(s);  // Asio lives behind http.h, within its folder
      if (std::regex_search(s.lines[i], vendor) && !own_business)
        out.push_back({"headers", s.path, static_cast<int>(i + 1), "a vendor header in a header: put it behind a facade"});
    }
    if (!once) out.push_back({"headers", s.path, 0, "begins without #pragma once"});
  }
  return out;
}

Findings checkWords(const std::vector<Source>& all) {
  // Built from halves, so that this file does not find itself.
  static const std::vector<std::pair<std::regex, std::string>> words = {
      {std::regex(std::string("\\b(TO") + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b"), "left unfinished: finish it or take it out"},
      {std::regex(std::string("(class|struct) \\w*(Man") + "ager|Hel" + "per|Util|Con" + "text|Tool" + "box)\\b"),
       "a vague name: say what it is in the trade's words"},
      {std::regex(std::string("registry\\.npm") + "js|deb\\.deb" + "ian\\.org|github" + "usercontent"), "an address of a registry"},
      {std::regex(std::string("-ff") + "ast-math"), "results must not depend on fast-math"}};
  Findings out;
  for (const auto& s : all) {
    if (startsWith(s.path, "web/package-lock") || startsWith(s.path, "docs/")) continue;
    for (std::size_t i = 0; i < s.lines.size(); ++i)
      for (const auto& [word, why] : words)
        if (std::regex_search(s.lines[i], word)) out.push_back({"words", s.path, static_cast<int>(i + 1), why});
  }
  return out;
}

Findings checkTexts(const std::vector<Source>& all) {
  static const std::regex table(
      R"(^(data/texts/|src/(rooms|overview|workbench|showcase|desk|server|cli)/([a-z_]+/)*)[a-z_]*(texts|events|core)[a-z_]*\.csv$)");
  Findings out;
  for (const auto& s : all) {
    if (!std::regex_match(s.path, table)) continue;
    std::size_t columns = 0;
    for (std::size_t i = 0; i < s.lines.size(); ++i) {
      const auto cells = cellsOf(s.lines[i]);
      if (i == 0) columns = cells.size();
      if (s.lines[i].empty() || i == 0) continue;
      const int line = static_cast<int>(i + 1);
      if (cells.size() != columns)
        out.push_back({"texts", s.path, line, "has " + std::to_string(cells.size()) + " cells, the header " + std::to_string(columns)});
      // Labels (status 200) are no refusals and need no remedy; everything else has every cell filled.
      const bool label = columns > 8 && cells.size() > 1 && cells[1] == "200";
      for (std::size_t c = 0; c < cells.size(); ++c)
        if (cells[c].empty() && !(label && c % 2 == 1)) {
          out.push_back({"texts", s.path, line, cells[0] + " lacks words in a language"});
          break;
        }
      // Codes have text and remedy in turn (columns 2 and 3 each); events one line a language.
      const std::size_t step = columns > 8 ? 2 : 1, first = columns > 8 ? 2 : 1;
      for (std::size_t c = first + step; c < cells.size(); c += step)
        if (placeholders(cells[c]) != placeholders(cells[first]))
          out.push_back({"texts", s.path, line, cells[0] + ": the languages have different placeholders"});
    }
  }
  return out;
}

Findings checkFormulas(const std::vector<Source>& all) {
  static const std::regex formula(R"(\bexp2\s*\(|\bexpm1\s*\(|std::pow\(\s*(2|2\.0|0\.5)\s*,|0\.693147|M_LN2|ln2\b.*[*/])");
  static const std::regex browser_formula(R"((^|[^\w.])2 ?\*\* ?\(|Math\.(LN2|log2|expm1|exp)\b|Math\.pow\(\s*(2|0\.5)\s*,|0\.693147)");
  static const std::regex half_life(R"(\b(6586\.|6584|109\.77|109\.728|6\.0[0-9]* ?\* ?3600|21624|6\.647))");
  Findings out;
  for (const auto& s : all) {
    // The browser counts on between two answers of the server, with one law in one file that is held to the same vectors.
    const bool browser = startsWith(s.path, "web/src/") && s.path != "web/src/pages/board/decay.ts" && s.path.find(".test.") == std::string::npos;
    const bool ours = isCode(s) && !isTest(s) && !startsWith(s.path, "src/nuclide/");
    if (!browser && !ours) continue;
    for (std::size_t i = 0; i < s.lines.size(); ++i) {
      const std::string line = s.lines[i].substr(0, s.lines[i].find("//"));
      if (std::regex_search(line, browser ? browser_formula : formula))
        out.push_back(
            {"formulas", s.path, static_cast<int>(i + 1),
             browser ? "a decay formula outside pages/board/decay.ts: call it there" : "a decay formula outside src/nuclide: call it there"});
      if (std::regex_search(line, half_life)) out.push_back({"formulas", s.path, static_cast<int>(i + 1), "a half-life outside data/"});
    }
  }
  return out;
}

}  // namespace tidy
