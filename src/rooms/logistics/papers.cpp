#include "rooms/logistics/papers.h"

#include <algorithm>
#include <charconv>

#include "base/csv.h"
#include "base/embedded.h"
#include "desk/texts.h"
#include "desk/words.h"

namespace isotrail::logistics {
namespace {

/// Every row of the duty packs shipped with the build, as {column: text}.
const std::vector<Json>& dutyRows() {
  static const auto rows = [] {
    std::vector<Json> out;
    for (const char* path : {"rules/cn.csv", "rules/mo.csv"}) {
      const auto table = parseCsv(embeddedText(path));
      if (!table) continue;
      for (const auto& row : table->rows) {
        Json j = Json::object();
        for (std::size_t i = 0; i < table->header.size(); ++i) j.set(table->header[i], row.cells[i].text);
        out.push_back(std::move(j));
      }
    }
    return out;
  }();
  return rows;
}

/// The greatest age the packs allow for a paper, counted from its issue.
std::optional<Seconds> greatestAge(const std::string& paper) {
  for (const auto& row : dutyRows()) {
    if (row["trigger"].text() != "logistics.PaperFiled" || row["condition"].text() != "paper=" + paper) continue;
    if (row["starts_at"].text() != "issued_at" || row["unit"].text() != "days") continue;
    const std::string& value = row["value"].text();
    int n = 0;
    std::from_chars(value.data(), value.data() + value.size(), n);
    if (n > 0) return days(n);
  }
  return std::nullopt;
}

int orderOf(const std::string& at) { return at == "hand_over" ? 0 : at == "export" ? 1 : 2; }

Json ruleParams(const Consignment& c, const SetPaperRule& rule, const Json& filed) {
  Json p = Json::object({{"consignment", c.facts.consignment.str()}, {"paper", rule.paper.str()}, {"issuer", rule.issuer}});
  p.set("title_en", rule.title).set("title_zh_hans", rule.title_zh_hans).set("title_zh_hant", rule.title_zh_hant).set("title_pt", rule.title_pt);
  if (filed.has("valid_until")) {
    const Instant until = instantIn(filed["valid_until"]);
    p.set("number", filed["number"]).set("valid_until", until.iso()).set("valid_until_local", showInstant(until, c.to.zone));
  }
  return p;
}

}  // namespace

std::vector<SetPaperRule> paperRules(Db& db, const LaneId& lane, const std::string& direction) {
  std::vector<SetPaperRule> out;
  for (const auto& card : kPaperRules.under(db, lane.str())) {
    auto rule = decodePayload<SetPaperRule>(card.doc);
    if (rule.direction == direction) out.push_back(std::move(rule));
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return orderOf(a.at) < orderOf(b.at); });
  return out;
}

std::string paperTitle(const SetPaperRule& rule, const std::string& language) {
  switch (languageOf(language)) {
    case Language::zh_hans:
      return rule.title_zh_hans;
    case Language::zh_hant:
      return rule.title_zh_hant;
    case Language::pt:
      return rule.title_pt;
    case Language::en:
      break;
  }
  return rule.title;
}

std::string paperClause(const std::string& paper) {
  for (const auto& row : dutyRows())
    if (row["proof"].text() == "logistics.PaperFiled" && row["proof_condition"].text() == "paper=" + paper) return row["citation"].text();
  return "house rule; papers of the lane";
}

std::optional<Instant> validUntil(const SetPaperRule& rule, Instant issued_at, const std::optional<Instant>& written) {
  std::optional<Instant> out = written;
  const auto limit = [&](const std::optional<Seconds>& age) {
    if (age && (!out || issued_at + *age < *out)) out = issued_at + *age;
  };
  limit(rule.validity);
  limit(greatestAge(rule.paper.str()));
  return out;
}

std::string paperState(const Json& filed, Instant t) {
  if (filed.isNull()) return "missing";
  return filed.has("valid_until") && t > instantIn(filed["valid_until"]) ? "expired" : "on_file";
}

bool papersComplete(Db& db, const LaneId& lane, const std::string& direction, const Json& filed, Instant t) {
  const auto rules = paperRules(db, lane, direction);
  return std::all_of(rules.begin(), rules.end(),
                     [&](const auto& r) { return r.at != "hand_over" || paperState(filed[r.paper.str()], t) == "on_file"; });
}

void requirePapers(Act& act, const Consignment& c, const std::string& at) {
  for (const auto& rule : paperRules(act.db(), c.facts.lane, c.facts.direction)) {
    if (rule.at != at) continue;
    const Json& filed = c.doc["papers"][rule.paper.str()];
    const std::string state = paperState(filed, act.now());
    const Json params = ruleParams(c, rule, filed);
    const std::string clause = paperClause(rule.paper.str());
    if (!act.gates().check(state != "missing", "PAPER_MISSING", "LOG-05", clause, params)) continue;
    act.gates().check(state != "expired", "PAPER_EXPIRED", "LOG-06", clause, params);
  }
}

Verdict filePaper(Act& act, const FilePaper& c) {
  const auto consignment = consignmentOf(act.db(), c.consignment);
  if (!consignment) return consignment.refusal();
  const auto& facts = consignment->facts;
  const auto rules = paperRules(act.db(), facts.lane, facts.direction);
  const auto rule = std::find_if(rules.begin(), rules.end(), [&](const auto& r) { return r.paper == c.paper; });
  if (rule == rules.end()) return notFound("paper", c.paper.str());
  if (facts.state == "delivered" || facts.state == "received" || facts.state == "refused") return outOfOrder("before delivery", facts.state);
  if (c.issued_at > act.now()) return Refusal::field({"issued_at", "BAD_VALUE", c.issued_at.iso(), "an instant that has passed", 0, 0});
  if (c.valid_until && *c.valid_until <= c.issued_at)
    return Refusal::field({"valid_until", "BAD_VALUE", c.valid_until->iso(), "an instant after issued_at", 0, 0});
  requireParty(act, *consignment);
  if (auto v = act.gates().verdict(); !v) return v;
  FilePaper recorded = c;
  recorded.valid_until = validUntil(*rule, c.issued_at, c.valid_until);
  Json payload = encodePayload(recorded);
  payload.set("title", rule->title)
      .set("title_zh_hans", rule->title_zh_hans)
      .set("title_zh_hant", rule->title_zh_hant)
      .set("title_pt", rule->title_pt);
  act.emit(chainOf(act, *consignment), consignment->stream(), "logistics.PaperFiled", payload);
  act.answer(Json::object({{"valid_until", isoOrNull(recorded.valid_until)}}));
  return Done{};
}

std::vector<PaperFacts> papersOf(Db& db, const ConsignmentId& id, Instant t, const std::string& language) {
  std::vector<PaperFacts> out;
  const auto c = consignmentOf(db, id);
  if (!c) return out;
  for (const auto& rule : paperRules(db, c->facts.lane, c->facts.direction))
    out.push_back(
        {rule.paper.str(), paperTitle(rule, language), rule.issuer, paperState(c->doc["papers"][rule.paper.str()], t), rule.at, rule.lead_time});
  return out;
}

}  // namespace isotrail::logistics
