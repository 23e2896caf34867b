#include "rooms/clinic/proofs.h"

#include <algorithm>
#include <cmath>

#include "desk/texts.h"
#include "desk/words.h"
#include "rooms/clinic/records.h"
#include "rooms/production/facts.h"
#include "rooms/quality/facts.h"

namespace isotrail::clinic {
namespace {

/// Collects the list; `text` names the sentence PROOF_<text> of the texts table.
class Proofs {
 public:
  Proofs(ViewRequest& q, const Slot& s) : q_(q), s_(s) {}
  void add(const char* code, const char* state, const std::string& text, Json params) {
    list_.push(Json::object({{"code", code}, {"state", state}, {"text", codeText("PROOF_" + text, languageOf(q_.language), params).text}}));
  }
  std::string local(Instant t) const { return showInstant(t, s_.site.zone); }
  Db& db() { return q_.db; }
  std::string name(const PersonId& person) { return identity::personName(q_.db, person, q_.language); }
  Json take() { return std::move(list_); }

 private:
  ViewRequest& q_;
  const Slot& s_;
  Json list_ = Json::array();
};

/// The instant the proofs are asked for: of a given dose, when it was given.
Instant askedAt(const ViewRequest& q, const Slot& s) { return s.given ? s.given->at : q.now; }

void product(Proofs& p, const Slot& s, const std::string& name) {
  Json params = Json::object({{"product", name}});
  if (!s.item) return p.add("PRODUCT", "wait", "PRODUCT_wait", params);
  params.set("source", s.item->id.str()).set("found", s.item->product.str());
  const bool right = s.item->product == s.order.product;
  p.add("PRODUCT", right ? "ok" : "stop", right ? "PRODUCT_ok" : "PRODUCT_stop", params);
}

void released(Proofs& p, const Slot& s, const std::string& name) {
  if (!s.item) return p.add("RELEASED", "wait", "NO_SOURCE", Json::object({{"product", name}}));
  const ItemId origin = s.item->kind == "preparation" ? s.item->id : s.item->batch;
  Json params = Json::object({{"batch", origin.str()}, {"market", s.site.jurisdiction}});
  const auto item = findItem(p.db(), origin);
  if (item && item->kind == "preparation") {
    const std::string state = hotlab::preparationState(p.db(), origin);
    if (state == "untested") return p.add("RELEASED", "wait", "TESTED_wait", params);
    return p.add("RELEASED", state == "passed" ? "ok" : "stop", state == "passed" ? "TESTED_ok" : "TESTED_stop", params);
  }
  const auto r = quality::release(p.db(), origin);
  if (r && r->state == "rejected") return p.add("RELEASED", "stop", "RELEASED_stop", params);
  const bool there = r && std::find(r->markets.begin(), r->markets.end(), s.site.jurisdiction) != r->markets.end();
  if (there) params.set("at", p.local(r->at));
  p.add("RELEASED", there ? "ok" : "wait", there ? "RELEASED_ok" : "RELEASED_wait", params);
}

void received(Proofs& p, const Slot& s, const std::string& name) {
  if (!s.item) return p.add("RECEIVED", "wait", "NO_SOURCE", Json::object({{"product", name}}));
  const bool here = s.dose || (s.item->site == s.order.site && s.item->stage == "here" && s.item->container.empty());
  p.add("RECEIVED", here ? "ok" : "wait", here ? "RECEIVED_ok" : "RECEIVED_wait", Json::object({{"source", s.item->id.str()}}));
}

void notHeld(Proofs& p, const Slot& s, const std::string& name) {
  if (!s.item) return p.add("HELD", "wait", "NO_SOURCE", Json::object({{"product", name}}));
  std::string reason;
  const auto held = heldBy(p.db(), s.item->id, &reason);
  const Json params = Json::object({{"source", s.item->id.str()}, {"held", held ? held->str() : ""}, {"reason", reason}});
  p.add("HELD", held ? "stop" : "ok", held ? "HELD_stop" : "HELD_ok", params);
}

void inDate(Proofs& p, const Slot& s, const std::string& name, Instant at) {
  if (!s.item) return p.add("EXPIRY", "wait", "NO_SOURCE", Json::object({{"product", name}}));
  const auto& until = s.item->expires_at;
  const Json params = Json::object({{"source", s.item->id.str()}, {"until", until ? p.local(*until) : ""}});
  if (!until) return p.add("EXPIRY", "ok", "EXPIRY_none", params);
  p.add("EXPIRY", at < *until ? "ok" : "stop", at < *until ? "EXPIRY_ok" : "EXPIRY_stop", params);
}

void prescribed(Proofs& p, const Slot& s) {
  const auto card = kPrescriptions.find(p.db(), s.order.order.str());
  const auto signed_by = [&](const char* by, const char* at) {
    const std::string& person = card->doc[by].text();
    return Json::object({{"by", s.house ? p.name(PersonId(person)) : person}, {"at", p.local(instantIn(card->doc[at]))}});
  };
  p.add("PRESCRIPTION", card ? "ok" : "wait", card ? "PRESCRIPTION_ok" : "PRESCRIPTION_wait", card ? signed_by("by", "at") : Json::object());
  if (s.product.use != "therapeutic") return;
  const bool directed = card && card->state == "directed";
  p.add("DIRECTIVE", directed ? "ok" : "wait", directed ? "DIRECTIVE_ok" : "DIRECTIVE_wait",
        directed ? signed_by("directive_by", "directive_at") : Json::object());
}

/// The bloods that a therapy's protocol asks for; the worst of them speaks.
void bloods(Proofs& p, const Slot& s, Instant at) {
  const auto all = bloodsOf(p.db(), s.order.order, at);
  if (s.product.use != "therapeutic" || all.empty()) return;
  for (const auto& b : all)
    if (b.found && !b.inside) return p.add("BLOODS", "stop", "BLOODS_stop", b.params);
  for (const auto& b : all)
    if (!b.found) return p.add("BLOODS", "wait", "BLOODS_wait", b.params);
  p.add("BLOODS", "ok", "BLOODS_ok", Json::object());
}

void calibrator(Proofs& p, const Slot& s, Instant at) {
  for (const auto& e : production::equipmentAt(p.db(), s.order.site))
    if (e.kind == "calibrator" && hotlab::calibratorChecked(p.db(), e.equipment, at, s.site.zone))
      return p.add("CALIBRATOR", "ok", "CALIBRATOR_ok", Json::object({{"calibrator", e.equipment.str()}}));
  p.add("CALIBRATOR", "wait", "CALIBRATOR_wait", Json::object());
}

void inWindow(Proofs& p, const Slot& s, Instant at) {
  const Window w = windowOf(s);
  const Json params =
      Json::object({{"at", p.local(s.given ? s.given->at : s.order.inject_at)}, {"from", p.local(w.from)}, {"until", p.local(w.until)}});
  if (s.given) return p.add("WINDOW", "ok", "WINDOW_given", params);
  if (!s.dose) return p.add("WINDOW", "wait", "WINDOW_planned", params);
  if (at < w.from) return p.add("WINDOW", "wait", "WINDOW_wait", params);
  p.add("WINDOW", at < w.until ? "ok" : "stop", at < w.until ? "WINDOW_ok" : "WINDOW_stop", params);
}

/// Who asks must be qualified for the next act: drawing, then giving. Of a given dose: who gave it.
void person(Proofs& p, const Slot& s, const PersonId& reader, Instant at) {
  const PersonId& who = s.given ? s.given->by : reader;
  const bool ok = identity::qualified(p.db(), who, s.dose ? "administration" : "hotlab-dispensing", at);
  const std::string text = s.given ? "GAVE" : s.dose ? "GIVER" : "DRAWER";
  p.add("PERSON", ok ? "ok" : "stop", text + (ok ? "_ok" : "_stop"), Json::object({{"person", p.name(who)}}));
}

}  // namespace

Window windowOf(const Slot& s) {
  const double low = s.order.activity.value * (1 - s.order.tolerance.value), high = s.order.activity.value * (1 + s.order.tolerance.value);
  const Instant start = s.dose ? s.dose->at : s.order.inject_at;
  const Activity then = s.dose ? s.dose->activity : s.order.activity;
  if (!s.nuclide || s.nuclide->stable) return {start, start};
  // Before the draw the window opens as long before the planned instant as the decay from the upper limit takes.
  const Seconds rise = s.dose ? timeToReach(*s.nuclide, then.value, high) : -timeToReach(*s.nuclide, high, then.value);
  Window w{start + rise, start + timeToReach(*s.nuclide, then.value, low)};
  if (s.dose && s.item && s.item->expires_at) w.until = std::min(w.until, *s.item->expires_at);
  return w;
}

Json proofsOf(ViewRequest& q, const Slot& s) {
  Proofs p(q, s);
  const Instant at = askedAt(q, s);
  const std::string name = catalogue::productName(s.product, q.language);
  product(p, s, name);
  released(p, s, name);
  received(p, s, name);
  notHeld(p, s, name);
  inDate(p, s, name, at);
  prescribed(p, s);
  if (s.house) bloods(p, s, at);
  calibrator(p, s, at);
  inWindow(p, s, at);
  if (s.house) person(p, s, q.caller.person, at);
  return p.take();
}

}  // namespace isotrail::clinic
