#include "ledger/event.h"

#include "base/text/json_text.h"
#include "units/time.h"

namespace isotrail {
namespace {
Json list(const std::vector<std::string>& texts) {
  Json out = Json::array();
  for (const auto& t : texts) out.push(t);
  return out;
}
}  // namespace

std::string encodeEnvelope(const Event& e) {
  std::string out;
  out.reserve(1024);
  out += "{\"v\":" + std::to_string(kEnvelopeVersion);
  const auto text = [&](const char* key, const std::string& value) {
    out.append(",\"").append(key).append("\":");
    writeJsonString(value, out);
  };
  const auto whole = [&](const char* key, std::int64_t value) { out.append(",\"").append(key).append("\":").append(std::to_string(value)); };
  const auto any = [&](const char* key, const Json& value) { out.append(",\"").append(key).append("\":").append(value.dump()); };
  text("id", e.id);
  text("site", e.site.str());
  whole("position", e.position);
  text("stream", e.stream);
  whole("version", e.version);
  text("type", e.type);
  whole("schema", e.schema);
  text("occurred_at", e.occurred_at.iso());
  text("recorded_at", e.recorded_at.iso());
  text("actor", e.actor.str());
  text("org", e.org.str());
  text("device", e.device);
  text("command_id", e.command_id);
  if (!e.cause.empty()) text("cause", e.cause);
  if (!e.reason.empty()) text("reason", e.reason);
  if (!e.signatures.empty()) any("signatures", list(e.signatures));
  if (!e.entered.isNull()) any("entered", e.entered);
  if (!e.movement.isNull()) any("movement", e.movement);
  any("payload", e.payload);
  text("prev", e.prev_hash);
  return out += '}';
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
