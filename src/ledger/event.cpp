#include "ledger/event.h"

#include "units/time.h"

namespace isotrail {
namespace {
constexpr std::int64_t kEnvelopeVersion = 1;

Json list(const std::vector<std::string>& texts) {
  Json out = Json::array();
  for (const auto& t : texts) out.push(t);
  return out;
}
}  // namespace

std::string encodeEnvelope(const Event& e) {
  Json j = Json::object({{"v", kEnvelopeVersion},
                         {"id", e.id},
                         {"site", e.site.str()},
                         {"position", e.position},
                         {"stream", e.stream},
                         {"version", e.version},
                         {"type", e.type},
                         {"schema", e.schema},
                         {"occurred_at", e.occurred_at.iso()},
                         {"recorded_at", e.recorded_at.iso()},
                         {"actor", e.actor.str()},
                         {"org", e.org.str()},
                         {"device", e.device},
                         {"command_id", e.command_id}});
  if (!e.cause.empty()) j.set("cause", e.cause);
  if (!e.reason.empty()) j.set("reason", e.reason);
  if (!e.signatures.empty()) j.set("signatures", list(e.signatures));
  if (!e.entered.isNull()) j.set("entered", e.entered);
  if (!e.movement.isNull()) j.set("movement", e.movement);
  j.set("payload", e.payload);
  j.set("prev", e.prev_hash);
  return j.dump();
}

std::optional<Event> decodeEnvelope(std::string_view bytes) {
  auto j = Json::parse(bytes);
  if (!j || (*j)["v"].integer() != kEnvelopeVersion) return std::nullopt;
  Event e;
  auto occurred = parseInstant("occurred_at", (*j)["occurred_at"].text());
  auto recorded = parseInstant("recorded_at", (*j)["recorded_at"].text());
  if (!occurred || !recorded) return std::nullopt;
  e.id = (*j)["id"].text();
  e.site = SiteId((*j)["site"].text());
  e.position = (*j)["position"].integer();
  e.stream = (*j)["stream"].text();
  e.version = (*j)["version"].integer();
  e.type = (*j)["type"].text();
  e.schema = static_cast<int>((*j)["schema"].integer());
  e.occurred_at = *occurred;
  e.recorded_at = *recorded;
  e.actor = PersonId((*j)["actor"].text());
  e.org = OrgId((*j)["org"].text());
  e.device = (*j)["device"].text();
  e.command_id = (*j)["command_id"].text();
  e.cause = (*j)["cause"].text();
  e.reason = (*j)["reason"].text();
  for (const auto& s : (*j)["signatures"].items()) e.signatures.push_back(s.text());
  e.entered = (*j)["entered"];
  e.movement = (*j)["movement"];
  e.payload = (*j)["payload"];
  e.prev_hash = (*j)["prev"].text();
  e.bytes = std::string(bytes);
  e.hash = sha256Hex(bytes);
  return e;
}

}  // namespace isotrail
