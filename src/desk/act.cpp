#include "desk/act.h"

#include <algorithm>

#include "base/check.h"
#include "desk/room.h"

namespace isotrail {

bool Caller::may(std::string_view permission) const {
  return std::any_of(permissions.begin(), permissions.end(), [&](const std::string& p) {
    if (p == "*" || p == permission) return true;
    const auto star = p.find('*');
    if (star == std::string::npos) return false;  // "*.read" and "hotlab.*"
    const std::string_view head = std::string_view(p).substr(0, star), tail = std::string_view(p).substr(star + 1);
    return permission.size() >= head.size() + tail.size() && permission.starts_with(head) && permission.ends_with(tail);
  });
}
bool Caller::has(std::string_view role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }

const std::string& ViewRequest::param(const std::string& name) const {
  static const std::string none;
  auto found = params.find(name);
  return found == params.end() ? none : found->second;
}

Act::Entry Act::prepare(const SiteId& site, std::string stream, const char* type, int schema, Json payload, std::optional<Movement> movement) {
  ISOTRAIL_CHECK(!site.empty());
  Entry entry;
  entry.event.site = site;
  entry.event.stream = std::move(stream);
  entry.event.type = type;
  entry.event.schema = schema;
  entry.event.payload = std::move(payload);
  if (movement) {
    if (movement->at == Instant()) movement->at = now_;
    auto balanced = checkBalance(*movement);
    if (!balanced) throw Bug("movement of " + entry.event.type + " does not balance: " + balanced.refusal().params.dump());
    entry.event.movement = movement->toJson();
  }
  entry.movement = std::move(movement);
  return entry;
}

Json Act::previewJson(const Verdict& verdict) const {
  Json gates = Json::array();
  for (const auto& a : gates_.answers())
    gates.push(Json::object({{"code", a.gate.code}, {"rule", a.gate.rule}, {"clause", a.gate.clause}, {"params", a.gate.params}, {"pass", a.pass}}));
  Json answer = Json::object({{"verdict", verdict.ok() ? "accepted" : "refused"}, {"gates", gates}});
  if (!verdict.ok()) answer.set("code", verdict.refusal().code).set("params", verdict.refusal().params);
  if (verdict.ok()) answer.set("result", answer_);
  return answer;
}

const Amendable* findAmendable(const std::vector<RoomTable>& rooms, std::string_view type) {
  for (const auto& room : rooms)
    for (const auto& a : room.amendables())
      if (a.type == type) return &a;
  return nullptr;
}
const Amendable* Act::amendable(std::string_view type) const { return rooms_ ? findAmendable(*rooms_, type) : nullptr; }

void requireOwn(Act& act, const OrgId& org, const char* what) {
  act.gates().check(act.caller().org == org || act.caller().has("admin"), "NOT_YOUR_ORGANISATION", "ID-01", "house rule",
                    Json::object({{"what", what}, {"org", org.str()}, {"yours", act.caller().org.str()}}));
}

void requireUsable(Act& act, const Item& item) {
  const Json id = Json::object({{"item", item.id.str()}});
  auto with = [&](const char* key, Json value) {
    Json params = id;
    params.set(key, std::move(value));
    return params;
  };
  act.gates().check(item.stage == "here", "ITEM_NOT_HERE", "TR-01", "house rule", with("stage", item.stage));
  requireOwn(act, item.org, item.id.str().c_str());
  std::string reason;
  const auto held = heldBy(act.db(), item.id, &reason);
  act.gates().check(!held, "ITEM_ON_HOLD", "TR-02", "house rule", with("held", held ? held->str() : "").set("reason", reason));
  const bool expired = item.expires_at && act.now() >= *item.expires_at;
  act.gates().check(!expired, "ITEM_EXPIRED", "TR-03", "house rule", with("expires_at", item.expires_at ? item.expires_at->iso() : ""));
}

}  // namespace isotrail
