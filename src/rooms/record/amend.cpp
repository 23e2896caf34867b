// What an entry says is corrected by a further entry; the entry itself stays as it was written.
#include <algorithm>

#include "desk/room.h"
#include "desk/words.h"
#include "ledger/amendment.h"
#include "ledger/journal.h"
#include "rooms/record/commands.h"

namespace isotrail::record {
namespace {

constexpr std::size_t kMaxWords = 2000;  // characters of a reason
constexpr const char* kClause = "21 CFR 11.10(e); EU GMP Annex 11 sec. 9";

/// What is amended: the entry named, and the one that its values belong to.
struct Correction {
  Event target, root;
  const Amendable* rule = nullptr;
};

bool readable(const std::string& text) { return text.find_first_not_of(" \t\r\n") != std::string::npos && text.size() <= kMaxWords; }

Json aboutEntry(const Event& e) { return Json::object({{"entry", e.id}, {"number", e.seq}, {"type", e.type}}); }

Result<Correction> correctionOf(Act& act, const char* field, const std::string& id) {
  auto target = Journal(act.db()).byId(id);
  auto root = target ? rootOf(act.db(), *target) : std::nullopt;
  if (!root) return notFound(field, id);
  const Amendable* rule = act.amendable(root->type);
  return Correction{std::move(*target), std::move(*root), rule};
}

/// Who may, and whether the entry is one that may be amended at all.
void requireAmendable(Act& act, const Correction& c) {
  const bool moves = !c.root.movement.isNull();
  act.gates().check(c.rule != nullptr, moves ? "AMEND_MOVES_ATOMS" : "AMEND_NOT_OFFERED", "REC-01", kClause, aboutEntry(c.root));
  requireOwn(act, c.root.org, c.target.id.c_str());
  const std::string permission = c.rule ? c.rule->permission : "";
  act.gates().check(permission.empty() || act.caller().may(permission), "AMEND_NOT_PERMITTED", "REC-02", kClause,
                    aboutEntry(c.root).set("permission", permission).set("person", act.caller().person.str()));
  // On top of bytes that were tampered with nothing can be corrected.
  const bool whole = intact(act.db(), c.target) && intact(act.db(), c.root);
  act.gates().check(whole, "AMEND_BROKEN", "REC-03", kClause, aboutEntry(c.target));
}

/// An amendment is amended in what it changed, while that is what counts.
void requireInForce(Act& act, const Correction& c, const std::vector<Event>& amendments, const Json& given) {
  if (!c.target.is(kAmended)) return;
  for (const auto& [member, value] : given.members()) {
    const Event* latest = nullptr;
    for (const auto& a : amendments)
      for (const auto& change : a.payload["changes"].items())
        if (change["field"].text() == member) latest = &a;
    const bool counts = latest && (latest->id == c.target.id || latest->payload["target"].text() == c.target.id);
    const Event& other = latest ? *latest : c.root;
    act.gates().check(counts, "AMEND_SUPERSEDED", "REC-04", "house rule",
                      aboutEntry(c.target).set("field", member).set("latest", other.id).set("latest_number", other.seq));
  }
}

/// Members that differ, in the order of the entry; what follows from those amended is marked as derived.
Json changesBetween(const Json& before, const Json& after, const Json& given) {
  Json changes = Json::array();
  for (const auto& [member, value] : after.members()) {
    if (before[member] == value) continue;
    Json change = Json::object({{"field", member}, {"old", before[member]}, {"new", value}});
    if (!given.has(member)) change.set("derived", true);
    changes.push(std::move(change));
  }
  return changes;
}

std::string fieldList(const Json& changes) {
  std::string out;
  for (const auto& c : changes.items())
    if (!c.has("derived")) out += (out.empty() ? "" : ", ") + c["field"].text();
  return out;
}

Json payloadOf(const Correction& c, const Json& changes, const std::string& reason) {
  return Json::object({{"target", c.target.id},
                       {"target_hash", c.target.hash},
                       {"number", c.target.seq},
                       {"root", c.root.id},
                       {"root_number", c.root.seq},
                       {"root_type", c.root.type},
                       {"changes", changes},
                       {"fields", fieldList(changes)},
                       {"reason", reason},
                       {"meaning", "amended"}});
}

/// Asks the room's own gates of the entry as it will read, and puts the amendment into force.
void putInForce(Act& act, const Correction& c, const Event& before, const Event& after, Json payload) {
  act.reason(payload["reason"].text());
  act.answer(Json::object({{"state", "in_force"}, {"entry", c.target.id}, {"changes", payload["changes"]}}));
  act.emit(c.root.site, c.root.stream, kAmended, std::move(payload));
  if (c.rule->extra.follow) c.rule->extra.follow(act, before, after);
}

bool needsSecond(Act& act, const Correction& c) { return c.rule->extra.second_person && c.rule->extra.second_person(act.db(), c.root); }

}  // namespace

Verdict amend(Act& act, const Amend& c) {
  if (!readable(c.reason)) return Refusal::field({"reason", "BAD_VALUE", "", "1 to 2000 characters", 0, 0});
  auto found = correctionOf(act, "entry", c.entry);
  if (!found) return found.refusal();
  const Correction& what = *found;
  requireAmendable(act, what);
  act.gates().check(!c.hash || *c.hash == what.target.hash, "AMEND_OTHER_ENTRY", "REC-03", kClause, aboutEntry(what.target));
  if (auto v = act.gates().verdict(); !v) return v;
  auto given = what.rule->read(c.changes);
  if (!given) return given.refusal();
  const auto amendments = amendmentsOf(act.db(), what.root);
  requireInForce(act, what, amendments, *given);
  const Event before = corrected(what.root, amendments);
  Event after = before;
  for (const auto& [member, value] : given->members()) after.payload.set(member, value);
  act.gates().check(!changesBetween(before.payload, after.payload, *given).items().empty(), "AMEND_NOTHING", "REC-05", "house rule",
                    aboutEntry(what.target));
  if (auto v = act.gates().verdict(); !v) return v;
  if (what.rule->extra.settle)
    if (auto settled = what.rule->extra.settle(act, after); !settled) return settled;
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = payloadOf(what, changesBetween(before.payload, after.payload, *given), c.reason);
  if (!needsSecond(act, what)) {
    putInForce(act, what, before, after, std::move(payload));
    return Done{};
  }
  act.reason(c.reason);
  act.answer(Json::object({{"state", "proposed"}, {"entry", what.target.id}, {"changes", payload["changes"]}}));
  act.emit(what.root.site, what.root.stream, kProposed, std::move(payload));
  return Done{};
}

Verdict confirmAmendment(Act& act, const ConfirmAmendment& c) {
  const auto proposal = Journal(act.db()).byId(c.proposal);
  if (!proposal || !proposal->is(kProposed)) return notFound("proposal", c.proposal);
  auto found = correctionOf(act, "proposal", proposal->payload["target"].text());
  if (!found) return found.refusal();
  const Correction& what = *found;
  const auto open = proposalsOf(act.db(), what.root);
  if (std::none_of(open.begin(), open.end(), [&](const Event& p) { return p.id == proposal->id; })) return alreadyExists("proposal", c.proposal);
  requireAmendable(act, what);
  const std::string& person = act.caller().person.str();
  act.gates().check(proposal->actor.str() != person, "AMEND_OWN_PROPOSAL", "REC-06", "China GMP 2010 Art. 175 (second person)",
                    aboutEntry(what.target).set("person", person));
  const Event before = corrected(what.root, amendmentsOf(act.db(), what.root));
  Event after = before;
  bool stands = proposal->payload["target_hash"].text() == what.target.hash;
  for (const auto& change : proposal->payload["changes"].items()) {
    stands = stands && before.payload[change["field"].text()] == change["old"];
    after.payload.set(change["field"].text(), change["new"]);
  }
  act.gates().check(stands, "AMEND_STALE", "REC-06", "house rule", aboutEntry(what.target));
  if (auto v = act.gates().verdict(); !v) return v;
  if (what.rule->extra.settle)
    if (auto settled = what.rule->extra.settle(act, after); !settled) return settled;
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = proposal->payload;
  payload.set("proposal", proposal->id).set("proposed_by", proposal->actor.str());
  putInForce(act, what, before, after, std::move(payload));
  return Done{};
}

}  // namespace isotrail::record
