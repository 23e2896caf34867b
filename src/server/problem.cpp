#include "server/problem.h"

namespace isotrail {
namespace {

/// "Did you mean MBq? Accepted: ...": what was perhaps meant is offered, never taken.
std::string withNear(const std::string& remedy, const FieldError& f, Language language) {
  return codeText("DID_YOU_MEAN", language, Json::object({{"near", f.near}})).text + " " + remedy;
}

Json fieldJson(const FieldError& f, Language language) {
  const Json params = Json::object({{"field", f.field}, {"value", f.value}, {"accepted", f.accepted}});
  const CodeText words = codeText(f.code, language, params);
  Json j = Json::object(
      {{"field", f.field}, {"code", f.code}, {"text", words.text}, {"remedy", words.remedy}, {"value", f.value}, {"accepted", f.accepted}});
  if (!f.near.empty()) j.set("near", f.near).set("remedy", withNear(words.remedy, f, language));
  if (f.line > 0) j.set("line", f.line).set("column", f.column);
  return j;
}

Json gateWords(Json gate, Language language, const Tell& tell) {
  const CodeText words = codeText(gate["code"].text(), language, tell(gate["params"]));
  return gate.set("text", words.text).set("remedy", words.remedy);
}

}  // namespace

int problemStatus(const Refusal& refusal) {
  // A single gate about whose it is, is a question of rights; everything else a gate says is 422.
  if (refusal.code == "REFUSED" && refusal.gates.size() == 1 && refusal.gates[0].code == "NOT_YOUR_ORGANISATION") return 403;
  return codeText(refusal.code, Language::en, refusal.params).status;
}

Json problemJson(const Refusal& refusal, Language language, const std::string& instance, const Tell& tell) {
  const CodeText words = codeText(refusal.code, language, tell(refusal.params));
  const bool near = refusal.fields.size() == 1 && !refusal.fields.front().near.empty();
  const std::string detail = near ? withNear(words.remedy, refusal.fields.front(), language) : words.remedy;
  Json j = Json::object({{"type", "urn:isotrail:problem:" + refusal.code},
                         {"title", words.text},
                         {"status", problemStatus(refusal)},
                         {"detail", detail},
                         {"code", refusal.code},
                         {"instance", instance},
                         {"params", refusal.params}});
  if (!refusal.fields.empty()) {
    Json list = Json::array();
    for (const auto& f : refusal.fields) list.push(fieldJson(f, language));
    j.set("errors", list);
  }
  if (!refusal.gates.empty()) {
    Json list = Json::array();
    for (const auto& g : refusal.gates)
      list.push(gateWords(Json::object({{"code", g.code}, {"rule", g.rule}, {"clause", g.clause}, {"params", g.params}}), language, tell));
    j.set("gates", list);
  }
  return j;
}

Json withGateWords(const Json& preview, Language language, const Tell& tell) {
  Json out = preview;
  Json list = Json::array();
  for (const auto& g : preview["gates"].items()) list.push(gateWords(g, language, tell));
  out.set("gates", list);
  if (const Json* code = preview.find("code")) {
    const CodeText words = codeText(code->text(), language, tell(preview["params"]));
    out.set("title", words.text).set("detail", words.remedy);
  }
  return out;
}

}  // namespace isotrail
