#include "server/openapi/parts.h"

namespace isotrail::server {
namespace {

Json kind(const char* type) { return Json::object({{"type", type}}); }
Json listOf(Json items) { return Json::object({{"type", "array"}, {"items", std::move(items)}}); }
Json object(Json properties, std::initializer_list<const char*> required, bool closed = false) {
  Json names = Json::array();
  for (const char* r : required) names.push(r);
  Json schema = Json::object({{"type", "object"}, {"properties", std::move(properties)}, {"required", names}});
  return closed ? schema.set("additionalProperties", false) : schema;
}
Json instant() { return Json::object({{"type", "string"}, {"format", "date-time"}}); }

Json problemSchemas(Json schemas) {
  schemas.set("FieldError", object(Json::object({{"field", kind("string")},
                                                 {"code", kind("string")},
                                                 {"text", kind("string")},
                                                 {"remedy", kind("string")},
                                                 {"value", kind("string")},
                                                 {"accepted", kind("string")},
                                                 {"near", kind("string")},
                                                 {"line", kind("integer")},
                                                 {"column", kind("integer")}}),
                                   {"field", "code", "text"}));
  schemas.set("Gate", object(Json::object({{"code", kind("string")},
                                           {"rule", kind("string")},
                                           {"clause", kind("string")},
                                           {"text", kind("string")},
                                           {"remedy", kind("string")},
                                           {"params", kind("object")},
                                           {"pass", kind("boolean")}}),
                             {"code", "rule", "clause", "text", "remedy"}));
  return schemas.set("Problem", object(Json::object({{"type", Json::object({{"type", "string"}, {"format", "uri"}})},
                                                     {"title", kind("string")},
                                                     {"status", kind("integer")},
                                                     {"detail", kind("string")},
                                                     {"code", kind("string")},
                                                     {"instance", kind("string")},
                                                     {"params", kind("object")},
                                                     {"errors", listOf(refTo("schemas", "FieldError"))},
                                                     {"gates", listOf(refTo("schemas", "Gate"))}}),
                                       {"type", "title", "status", "code"}));
}

Json commandSchemas(Json schemas) {
  schemas.set("Signature", object(Json::object({{"account", Json::object({{"type", "string"},
                                                                          {"description",
                                                                           "whose signature; may be left out within 15 minutes "
                                                                           "of the session's last one. Another person's account: "
                                                                           "the act is theirs"}})},
                                                {"password", kind("string")}}),
                                  {"password"}, true));
  schemas.set("Entry", object(Json::object({{"id", kind("string")},
                                            {"seq", kind("integer")},
                                            {"type", kind("string")},
                                            {"site", kind("string")},
                                            {"position", kind("integer")},
                                            {"stream", kind("string")},
                                            {"version", kind("integer")},
                                            {"hash", kind("string")}}),
                              {"id", "seq", "type", "site", "stream", "version", "hash"}));
  schemas.set("Accepted",
              object(Json::object({{"command_id", kind("string")}, {"events", listOf(refTo("schemas", "Entry"))}, {"result", kind("object")}}),
                     {"command_id", "events", "result"}));
  const Json verdict = Json::object({{"type", "string"}, {"enum", Json::array().push("accepted").push("refused")}});
  return schemas.set("Preview", object(Json::object({{"verdict", verdict},
                                                     {"gates", listOf(refTo("schemas", "Gate"))},
                                                     {"code", kind("string")},
                                                     {"title", kind("string")},
                                                     {"detail", kind("string")},
                                                     {"params", kind("object")},
                                                     {"result", kind("object")}}),
                                       {"verdict", "gates"}));
}

/// Of a calculation: numbers in the unit beside them.
Json answerSchema() {
  const Json number_or_text = Json::object({{"type", Json::array().push("number").push("string")}});
  const Json text = kind("string");
  const Json input = object(
      Json::object({{"name", text}, {"word", text}, {"kind", text}, {"typed", text}, {"value", number_or_text}, {"unit", text}, {"source", text}}),
      {"name", "word", "value", "unit"});
  const Json figure =
      object(Json::object(
                 {{"name", text}, {"word", text}, {"kind", text}, {"value", number_or_text}, {"unit", text}, {"u", kind("number")}, {"shown", text}}),
             {"name", "word", "value", "unit", "shown"});
  const Json column = object(Json::object({{"name", text}, {"word", text}, {"kind", text}, {"unit", text}}), {"name", "word", "unit"});
  const Json numbers = listOf(kind("number"));
  const Json curve = object(Json::object({{"name", text},
                                          {"word", text},
                                          {"x_word", text},
                                          {"x_kind", text},
                                          {"x_unit", text},
                                          {"y_kind", text},
                                          {"y_unit", text},
                                          {"xs", numbers},
                                          {"ys", numbers}}),
                            {"name", "x_unit", "y_unit", "xs", "ys"});
  return object(Json::object({{"calculation", text},
                              {"dataset", text},
                              {"formula", text},
                              {"inputs", listOf(input)},
                              {"figures", listOf(figure)},
                              {"columns", listOf(column)},
                              {"rows", listOf(listOf(number_or_text))},
                              {"curves", listOf(curve)},
                              {"notes", listOf(object(Json::object({{"code", text}, {"text", text}}), {"code", "text"}))}}),
                {"calculation", "dataset", "formula", "inputs", "figures", "columns", "rows", "curves", "notes"});
}

Json nodeSchemas(Json schemas) {
  schemas.set("Session", object(Json::object({{"account", kind("string")},
                                              {"person", kind("string")},
                                              {"name", kind("string")},
                                              {"org", kind("string")},
                                              {"org_name", kind("string")},
                                              {"org_kind", kind("string")},
                                              {"jurisdiction", kind("string")},
                                              {"site", kind("string")},
                                              {"roles", listOf(kind("string"))},
                                              {"permissions", listOf(kind("string"))},
                                              {"showcase", kind("boolean")}}),
                                {"account", "person", "name", "org", "roles", "permissions"}));
  schemas.set("Clock", object(Json::object({{"now", instant()},
                                            {"speed", kind("number")},
                                            {"playing", kind("boolean")},
                                            {"zone", kind("string")},
                                            {"closed", refTo("schemas", "Problem")}}),
                              {"now", "speed", "playing", "zone"}));
  schemas.set(
      "StreamEntry",
      object(
          Json::object({{"seq", kind("integer")}, {"type", kind("string")}, {"site", kind("string")}, {"at", instant()}, {"stream", kind("string")}}),
          {"seq", "type", "site", "at", "stream"}));
  schemas.set("PhysicsAnswer", answerSchema());
  return schemas.set("Document", kind("object"));
}

Json sharedParameters() {
  const Json id = Json::object(
      {{"type", "string"}, {"pattern", "^[A-Za-z0-9._-]{8,64}$"}, {"examples", Json::array().push("0b1f4a1e-6c0f-4a55-9b67-2f0f4a6de001")}});
  const Json version = Json::object({{"type", "string"}, {"pattern", "^\"?[0-9]+\"?$"}, {"examples", Json::array().push("\"3\"")}});
  const auto header = [](const char* name, bool required, Json schema, const char* description) {
    return Json::object({{"name", name}, {"in", "header"}, {"required", required}, {"schema", std::move(schema)}, {"description", description}});
  };
  const auto query = [](const char* name, Json schema, const char* description) {
    return Json::object({{"name", name}, {"in", "query"}, {"required", false}, {"schema", std::move(schema)}, {"description", description}});
  };
  Json languages = Json::array();
  for (const char* l : {"en", "zh-Hans", "zh-Hant", "pt"}) languages.push(l);
  return Json::object(
      {{"CommandId",
        header("Command-Id", true, id, "chosen by the client, best a UUID of version 7; the same id with the same body gets the first answer again")},
       {"IfMatch", header("If-Match", false, version, "the version of the stream the client saw; 409 STALE_VERSION when it moved on")},
       {"EnteredAt", header("Entered-At", false, instant(), "when the entry was made on a device that could not reach the server, by its own clock")},
       {"DeviceClock", header("Device-Clock", false, instant(), "what that clock says as the entry is sent; needed with Entered-At")},
       {"Preview", query("preview", kind("boolean"), "asks every gate and writes nothing")},
       {"Language", query("lang", Json::object({{"type", "string"}, {"enum", languages}}), "otherwise Accept-Language")}});
}

}  // namespace

Json openApiComponents() {
  const Json problem =
      Json::object({{"description", "RFC 9457 problem"},
                    {"content", Json::object({{"application/problem+json", Json::object({{"schema", refTo("schemas", "Problem")}})}})}});
  const Json cookie = Json::object({{"type", "apiKey"}, {"in", "cookie"}, {"name", "isotrail_session"}});
  const Json bearer = Json::object({{"type", "http"}, {"scheme", "bearer"}, {"description", "the value of the cookie"}});
  return Json::object({{"schemas", nodeSchemas(commandSchemas(problemSchemas(Json::object())))},
                       {"parameters", sharedParameters()},
                       {"responses", Json::object({{"Problem", problem}})},
                       {"securitySchemes", Json::object({{"cookie", cookie}, {"bearer", bearer}})}});
}

}  // namespace isotrail::server
