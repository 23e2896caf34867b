#include "overview/reading.h"

#include <algorithm>

#include "units/time.h"

namespace isotrail::overview {
Result<Reading> Reading::of(ViewRequest& q) {
  Reading r;
  const std::string &as = q.param("as"), &at = q.param("at");
  r.as_ = !as.empty() ? as : at.empty() ? "recorded" : "known";
  if (r.as_ != "recorded" && r.as_ != "corrected" && r.as_ != "known")
    return Refusal::field({"as", "BAD_VALUE", r.as_, "recorded, corrected, known", 0, 0});
  if (r.as_ != "known") {
    if (at.empty()) return r;
    return Refusal::field({"at", "BAD_VALUE", at, "an instant only with as=known", 0, 0});
  }
  if (at.empty()) return Refusal::field({"at", "MISSING_FIELD", "", "an instant with zone: 2025-12-17T09:15:00+08:00", 0, 0});
  auto instant = parseInstant("at", at);
  if (!instant) return instant.refusal();
  r.at_ = *instant;
  r.last_ = lastKnown(q.db, *instant);
  return r;
}

Event Reading::read(Db& db, Event e) const {
  if (as_ == "recorded") return e;
  const auto amendments = amendmentsOf(db, e, {0, at_});
  return corrected(std::move(e), amendments);
}

Json Reading::toJson() const { return Json::object({{"as", as_}, {"at", at_ ? Json(at_->iso()) : Json()}}); }

Json Reading::amendments(ViewRequest& q, const Sight& sight, const Event& e) const {
  auto all = amendmentsOf(q.db, e, {0, at_});
  for (auto& p : proposalsOf(q.db, e))
    if (knows(p)) all.push_back(std::move(p));
  std::sort(all.begin(), all.end(), [](const Event& a, const Event& b) { return a.seq < b.seq; });
  Json list = Json::array();
  for (const auto& a : all) {
    const Json payload = sight.payload(a);
    Json j = Json::object({{"id", a.id}, {"seq", a.seq}, {"at", a.occurred_at.iso()}, {"recorded_at", a.recorded_at.iso()}});
    j.set("by", a.actor.str()).set("name", sight.nameOf(a.actor)).set("reason", payload["reason"]).set("changes", payload["changes"]);
    j.set("state", a.is(kProposed) ? "proposed" : "in_force").set("target", payload["target"]);
    // What the amendment names is what is stored: else one of the two was changed behind the record's back.
    if (payload["target"].text() == e.id) j.set("matches", payload["target_hash"].text() == e.hash);
    if (payload.has("proposed_by")) {
      const PersonId first(payload["proposed_by"].text());
      j.set("proposed_by", first.str()).set("proposed_name", sight.nameOf(first));
    }
    list.push(std::move(j));
  }
  return list;
}

Json amendableJson(ViewRequest& q, const Sight& sight, const Event& e) {
  const auto root = rootOf(q.db, e);
  const Amendable* rule = root && q.rooms ? findAmendable(*q.rooms, root->type) : nullptr;
  if (!rule) return Json();
  SchemaWriter schemas;
  PayloadKeys keys;
  rule->describe(schemas);
  rule->describe(keys);
  const Json schema = schemas.take();
  const Json payload = sight.payload(corrected(*root, amendmentsOf(q.db, *root)));
  const auto changed = [&](const std::string& member) {  // an amendment is amended in what it changed
    const auto& all = e.payload["changes"].items();
    return root->id == e.id || std::any_of(all.begin(), all.end(), [&](const Json& c) { return c["field"].text() == member; });
  };
  Json fields = Json::array();
  for (const auto& [name, member] : keys.keys())
    if (std::find(rule->fields.begin(), rule->fields.end(), name) != rule->fields.end() && changed(member))
      fields.push(Json::object({{"name", name}, {"member", member}, {"value", payload[member]}, {"schema", schema["properties"][name]}}));
  const bool own = root->org == q.caller.org || q.caller.has("admin");
  const bool second = rule->extra.second_person && rule->extra.second_person(q.db, *root);
  return Json::object(
      {{"fields", fields}, {"may", own && q.caller.may("record.amend") && q.caller.may(rule->permission)}, {"second_person", second}});
}

}  // namespace isotrail::overview
