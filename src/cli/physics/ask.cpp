#include "cli/physics/ask.h"

#include "units/time.h"
#include "workbench/calculation.h"

namespace isotrail::cli {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// "09:55+08" into its wall clock and its zone; "+08" is short for "+08:00".
struct Typed {
  std::string wall, zone;
};
Typed split(const std::string& text) {
  if (const auto bracket = text.find('['); bracket != std::string::npos) return {text.substr(0, bracket), text.substr(bracket)};
  if (text.ends_with('Z')) return {text.substr(0, text.size() - 1), "Z"};
  const auto sign = text.find_last_of("+-");
  const auto colon = text.find(':');
  if (sign == std::string::npos || colon == std::string::npos || sign < colon) return {text, ""};
  const std::string zone = text.substr(sign);
  return {text.substr(0, sign), zone.size() == 3 ? zone + ":00" : zone};
}

/// The whole instant: a time of day on `day`, on the clock of `zone` when it names none.
std::string whole(const std::string& text, const std::string& day, const std::string& zone) {
  Typed typed = split(text);
  if (typed.wall.find(':') == std::string::npos) return text;  // no time of day: refused as it stands
  if (typed.wall.find_first_of("T ") == std::string::npos) typed.wall = day + "T" + typed.wall;
  return typed.wall + (typed.zone.empty() ? zone : typed.zone);
}

Result<Json> valueOf(const std::string& field, const std::vector<std::string>& typed, const Json& schema) {
  if (schema["type"].text() == "array") {
    Json list = Json::array();
    for (const auto& text : typed) list.push(text);
    return list;
  }
  if (schema["type"].text() == "object") {
    std::string why;
    auto parsed = Json::parse(typed.back(), &why);
    return parsed ? Result<Json>(std::move(*parsed)) : Refusal::field({field, "BAD_VALUE", typed.back(), "JSON: " + why, 0, 0});
  }
  return Json(trimmed(typed.back()));
}

bool isKind(const Json& schema, const char* kind) { return schema["x-kind"].text() == kind; }

/// "4 GBq@instant" said the reference too.
void splitReference(Json& body, const Json& properties) {
  for (const auto& [field, schema] : properties.members()) {
    const std::string text = body[field].text();
    const auto mark = text.find('@');
    if (!isKind(schema, "activity") || mark == std::string::npos || !properties.has("reference")) continue;
    body.set(field, trimmed(text.substr(0, mark)));
    body.set("reference", trimmed(text.substr(mark + 1)));
  }
}

/// Writes every instant out whole.
void completeInstants(Json& body, const Json& properties, Instant now) {
  std::string zone;
  bool any = false;
  for (const auto& [field, schema] : properties.members()) {
    if (!isKind(schema, "instant") || !body.has(field)) continue;
    any = true;
    if (zone.empty()) zone = split(body[field].text()).zone;
  }
  std::string day = now.iso().substr(0, 10);
  if (any && properties.has("reference")) {
    const std::string given = body["reference"].text();
    const Instant seconds = Instant::fromMicros(now.micros() / 1'000'000 * 1'000'000);
    const std::string reference = given.empty() ? showLike(seconds, zone) : whole(given, day, zone);
    body.set("reference", reference);
    day = reference.substr(0, 10);
  }
  for (const auto& [field, schema] : properties.members())
    if (isKind(schema, "instant") && field != "reference" && body.has(field)) body.set(field, whole(body[field].text(), day, zone));
}

}  // namespace

Result<Json> typedBody(const Invocation& in, Instant now) {
  SchemaWriter writer;
  in.calculation->describe(writer);
  const Json properties = writer.take()["properties"];
  Json body = Json::object();
  for (const auto& [field, schema] : properties.members()) {
    const auto typed = in.typed.find(field);
    if (typed == in.typed.end() || typed->second.empty()) continue;
    auto value = valueOf(field, typed->second, schema);
    if (!value) return value.refusal();
    body.set(field, std::move(*value));
  }
  splitReference(body, properties);
  completeInstants(body, properties, now);
  return body;
}

}  // namespace isotrail::cli
