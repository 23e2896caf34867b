#include "duties/pack.h"

#include <algorithm>

#include <array>

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"
#include "base/hash.h"

namespace isotrail {
namespace {

const std::string& inLanguage(std::string_view language, const std::string& en, const std::string& hans, const std::string& hant,
                              const std::string& pt) {
  if (language == "zh-Hans") return hans;
  if (language == "zh-Hant") return hant;
  return language == "pt" ? pt : en;
}

struct Column {
  const char* name;
  std::string DutyRow::*member;
  const char* options = nullptr;  // "|a|b|", when only these are accepted
};

constexpr std::array<Column, 21> kColumns = {{
    {"id", &DutyRow::id},
    {"jurisdiction", &DutyRow::jurisdiction, "|CN|MO|HK|INT|"},
    {"agency", &DutyRow::agency},
    {"stage", &DutyRow::stage, "|licence|production|transport|border|receipt|waste|vigilance|"},
    {"kind", &DutyRow::kind, "|clock|standing|"},
    {"holder_role", &DutyRow::holder_role, "|maker|carrier|broker|hospital|"},
    {"place", &DutyRow::place, "|site|from|to|maker|"},
    {"trigger", &DutyRow::trigger},
    {"condition", &DutyRow::condition},
    {"subject", &DutyRow::subject},
    {"starts_at", &DutyRow::starts_at},
    {"unit", &DutyRow::unit, "|minutes|hours|days|working_days|before|mmdd||"},
    {"proof", &DutyRow::proof},
    {"proof_condition", &DutyRow::proof_condition},
    {"citation", &DutyRow::citation},
    {"confidence", &DutyRow::confidence, "|seen|high|medium|low|house|"},
    {"effective_from", &DutyRow::effective_from},
    {"effective_to", &DutyRow::effective_to},
    {"title_en", &DutyRow::title_en},
    {"title_zh_hans", &DutyRow::title_zh_hans},
    {"title_zh_hant", &DutyRow::title_zh_hant},
}};

Refusal badCell(const CsvCell& cell, const std::string& column, std::string accepted) {
  return Refusal::field({column, "BAD_PACK", cell.text, std::move(accepted), cell.line, cell.column});
}

int columnOf(const CsvTable& table, std::string_view name) {
  for (std::size_t i = 0; i < table.header.size(); ++i)
    if (table.header[i] == name) return static_cast<int>(i);
  return -1;
}

/// What a row must say to be usable at all.
std::optional<std::string> incomplete(const DutyRow& r) {
  if (r.id.empty() || r.citation.empty() || r.title_en.empty() || r.title_zh_hans.empty() || r.title_zh_hant.empty() || r.title_pt.empty())
    return "an id, a citation and a title in four languages";
  if (r.kind == "standing") return r.proof.empty() ? std::optional<std::string>("a proof, as for every standing duty") : std::nullopt;
  if (r.trigger.empty() || r.subject.empty() || r.unit.empty()) return "a trigger, a subject and a unit, as for every clock";
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int month = r.value / 100, day = r.value % 100;
  const bool every_year = month >= 1 && month <= 12 && day >= 1 && day <= kDays[static_cast<std::size_t>(month - 1)];
  if (r.unit == "mmdd" && !every_year) return "a value such as 115 for 15 January, a day that every year has";
  if (r.unit == "before" && r.proof.empty()) return "a proof that must come before the trigger";
  return std::nullopt;
}

Result<DutyRow> readRow(const CsvTable& table, const CsvRow& cells) {
  DutyRow row;
  const auto cell = [&](std::string_view name) -> const CsvCell& { return cells.cells[static_cast<std::size_t>(columnOf(table, name))]; };
  for (const auto& c : kColumns) {
    const CsvCell& found = cell(c.name);
    if (c.options && std::string_view(c.options).find("|" + found.text + "|") == std::string_view::npos) return badCell(found, c.name, c.options);
    row.*c.member = found.text;
  }
  row.title_pt = cell("title_pt").text;
  const CsvCell& value = cell("value");
  if (value.text.find_first_not_of("0123456789") != std::string::npos || value.text.size() > 4)
    return badCell(value, "value", "a whole number up to 9999");
  row.value = value.text.empty() ? 0 : std::stoi(value.text);
  if (auto why = incomplete(row)) return badCell(cells.cells.front(), "id", *why);
  return row;
}

RulePack loadPack(const CsvRow& row) {
  const auto& c = row.cells;
  RulePack pack{c.at(0).text, c.at(1).text, c.at(2).text, c.at(3).text, c.at(4).text, {}, {}};
  const std::string_view text = embeddedText("rules/" + c.at(5).text);
  auto rows = parsePack(text);
  if (!rows) throw Bug("rules/" + c.at(5).text + " is not a rule pack: line " + std::to_string(rows.refusal().fields.at(0).line));
  pack.sha256 = sha256Hex(text);
  pack.rows = std::move(*rows);
  for (auto& r : pack.rows) r.version = pack.version;
  return pack;
}

}  // namespace

const std::string& DutyRow::title(std::string_view language) const { return inLanguage(language, title_en, title_zh_hans, title_zh_hant, title_pt); }
const std::string& Agency::name(std::string_view language) const { return inLanguage(language, name_en, name_zh_hans, name_zh_hant, name_pt); }

Result<std::vector<DutyRow>> parsePack(std::string_view csv) {
  auto table = parseCsv(csv);
  if (!table) return table.refusal();
  for (const auto& c : kColumns)
    if (columnOf(*table, c.name) < 0) return Refusal::field({c.name, "BAD_PACK", "", "this column", 1, 0});
  for (const char* name : {"value", "title_pt"})
    if (columnOf(*table, name) < 0) return Refusal::field({name, "BAD_PACK", "", "this column", 1, 0});
  std::vector<DutyRow> rows;
  for (const auto& cells : table->rows) {
    auto row = readRow(*table, cells);
    if (!row) return row.refusal();
    for (const auto& earlier : rows)
      if (earlier.id == row->id) return badCell(cells.cells.front(), "id", "an id that is not used twice");
    rows.push_back(std::move(*row));
  }
  return rows;
}

const std::vector<RulePack>& shippedPacks() {
  static const std::vector<RulePack> packs = [] {
    auto table = parseCsv(embeddedText("rules/packs.csv"));
    if (!table) throw Bug("rules/packs.csv is not a CSV table");
    std::vector<RulePack> out;
    for (const auto& row : table->rows) out.push_back(loadPack(row));
    return out;
  }();
  return packs;
}

const RulePack* findPack(std::string_view pack, std::string_view version) {
  for (const auto& p : shippedPacks())
    if (p.pack == pack && p.version == version) return &p;
  return nullptr;
}

const DutyRow* findDuty(std::string_view id, std::string_view version) {
  for (const auto& p : shippedPacks())
    for (const auto& row : p.rows)
      if (row.id == id && row.version == version) return &row;
  return nullptr;
}

bool namesEntry(std::string_view types, std::string_view type) {
  while (!types.empty()) {
    const auto end = types.find('|');
    if (types.substr(0, end) == type) return true;
    types = end == std::string_view::npos ? std::string_view() : types.substr(end + 1);
  }
  return false;
}

bool conditionHolds(std::string_view condition, const Json& payload) {
  const auto says = [](const Json& v, std::string_view wanted) {
    if (v.isBool()) return wanted == (v.boolean() ? "true" : "false");
    return v.text() == wanted;
  };
  while (!condition.empty()) {
    const auto end = condition.find('&');
    const std::string_view part = condition.substr(0, end);
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) return false;
    const Json& found = payload[part.substr(0, equals)];
    const std::string_view wanted = part.substr(equals + 1);
    bool holds = says(found, wanted);
    for (const auto& item : found.items()) holds = holds || says(item, wanted);
    if (!holds) return false;
    condition = end == std::string_view::npos ? std::string_view() : condition.substr(end + 1);
  }
  return true;
}

const std::vector<Agency>& agencies() {
  static const std::vector<Agency> list = [] {
    auto table = parseCsv(embeddedText("data/agencies.csv"));
    if (!table) throw Bug("data/agencies.csv is not a CSV table");
    std::vector<Agency> out;
    for (const auto& r : table->rows)
      out.push_back({r.cells[0].text, r.cells[1].text, r.cells[2].text, r.cells[3].text, r.cells[4].text, r.cells[5].text});
    return out;
  }();
  return list;
}

const Agency* findAgency(std::string_view agency) {
  const auto& all = agencies();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Agency& a) { return a.agency == agency; });
  return found == all.end() ? nullptr : &*found;
}
std::string agencyName(std::string_view agency, std::string_view language) {
  const Agency* known = findAgency(agency);
  return known ? known->name(language) : std::string(agency);
}

}  // namespace isotrail
