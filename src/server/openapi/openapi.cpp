#include "server/openapi/openapi.h"

#include "node/version.h"
#include "server/openapi/parts.h"

namespace isotrail::server {
namespace {

Json jsonContent(Json schema, const char* type = "application/json") {
  return Json::object().set(type, Json::object({{"schema", std::move(schema)}}));
}
Json response(const char* description, Json schema) {
  return Json::object({{"description", description}, {"content", jsonContent(std::move(schema))}});
}

Json parameter(const char* where, const std::string& name, bool required, Json schema, const char* description) {
  Json p = Json::object({{"name", name}, {"in", where}, {"required", required}, {"schema", std::move(schema)}});
  if (*description) p.set("description", description);
  return p;
}
Json anyText() { return Json::object({{"type", "string"}}); }

Json parametersOf(const Route& r) {
  Json list = Json::array();
  if (r.with_id) list.push(parameter("path", "id", true, anyText(), ""));
  if (r.command) {
    list.push(refTo("parameters", "CommandId")).push(refTo("parameters", "IfMatch")).push(refTo("parameters", "Preview"));
    list.push(refTo("parameters", "EnteredAt")).push(refTo("parameters", "DeviceClock"));
  } else {
    for (const auto& p : r.params) list.push(parameter("query", p, false, anyText(), ""));
  }
  return list.push(refTo("parameters", "Language"));
}

/// A command's fields, and the signature where it is signed. Not required: a preview asks without one.
Json bodySchema(const Route& r) {
  SchemaWriter writer;
  r.body(writer);
  Json schema = writer.take();
  if (r.command && !r.command->meaning.empty()) {
    Json properties = schema["properties"];
    schema.set("properties", properties.set("signature", refTo("schemas", "Signature")));
  }
  return schema;
}

/// The statuses a client must reckon with; every one is a problem document.
Json problemsOf(const Route& r, Json responses) {
  const auto add = [&](const char* status) { responses.set(status, refTo("responses", "Problem")); };
  add("400");
  if (r.permission != kPublic || r.body) add("401");
  if (r.permission != kPublic) add("403");
  add("404");
  if (r.body) {
    if (r.command) add("409");
    add("413");
    add("415");
    if (r.command) add("422");
    add("429");
  }
  add("500");
  if (r.command) add("503");
  return responses;
}

Json successOf(const Route& r) {
  Json out = Json::object();
  if (r.method == "DELETE") return out.set("204", Json::object({{"description", "done"}}));
  if (r.command) {
    Json either = Json::object({{"oneOf", Json::array().push(refTo("schemas", "Accepted")).push(refTo("schemas", "Preview"))}});
    Json accepted = response("accepted; or, with preview=true, what would happen", std::move(either));
    const Json replayed = Json::object({{"description", "true when this is the first answer again"}, {"schema", Json::object({{"type", "string"}})}});
    return out.set("200", accepted.set("headers", Json::object({{"Replayed", replayed}})));
  }
  if (r.id == "stream")
    return out.set("200", Json::object({{"description", "server-sent events, one JSON document each"},
                                        {"content", jsonContent(refTo("schemas", "StreamEntry"), "text/event-stream")}}));
  if (r.media != "application/json") {
    const bool text = r.media.starts_with("text/");
    const Json schema = text ? anyText() : Json::object({{"type", "string"}, {"contentMediaType", r.media}});
    return out.set("200", Json::object({{"description", "the answer"}, {"content", jsonContent(schema, r.media.c_str())}}));
  }
  const bool calculates = r.tag == "physics" && r.body;
  const char* schema = r.id.starts_with("session.") ? "Session" : r.id == "clock.show" ? "Clock" : calculates ? "PhysicsAnswer" : "Document";
  return out.set("200", response("the answer", refTo("schemas", schema)));
}

Json operation(const Route& r) {
  Json o = Json::object({{"operationId", r.id}, {"summary", r.summary}, {"tags", Json::array().push(r.tag)}, {"x-permission", r.permission}});
  if (r.command && !r.command->meaning.empty()) o.set("x-meaning", r.command->meaning);
  if (r.permission == kPublic) o.set("security", Json::array());
  o.set("parameters", parametersOf(r));
  if (r.body) o.set("requestBody", Json::object({{"required", true}, {"content", jsonContent(bodySchema(r))}}));
  return o.set("responses", problemsOf(r, successOf(r)));
}

constexpr const char* kIntroduction =
    "One node of Isotrail. Activities, volumes, times and other quantities are sent as text with their unit (\"252 MBq\", \"1.25 mL\", "
    "\"35 min\") and come back as numbers whose key names the unit (activity_bq, volume_ml). Instants are ISO 8601 with an offset, or a "
    "local time with its zone: \"2025-12-17T09:15[Asia/Macau]\". Every refusal is an RFC 9457 problem with a stable code, its words in the "
    "reader's language, each rule that failed with its clause, and what helps.";

}  // namespace

Json openApiDocument(const std::vector<Route>& routes) {
  Json paths = Json::object();
  for (const Route& r : routes) {
    std::string method = r.method;
    for (char& c : method) c = static_cast<char>(c + ('a' - 'A'));
    Json item = paths[r.shownPath()];
    paths.set(r.shownPath(), item.set(method, operation(r)));
  }
  const Json either = Json::array().push(Json::object({{"cookie", Json::array()}})).push(Json::object({{"bearer", Json::array()}}));
  return Json::object({{"openapi", "3.1.0"},
                       {"info", Json::object({{"title", "Isotrail"}, {"version", programVersion()}, {"description", kIntroduction}})},
                       {"servers", Json::array().push(Json::object({{"url", "/"}}))},
                       {"security", either},
                       {"paths", paths},
                       {"components", openApiComponents()}});
}

}  // namespace isotrail::server
