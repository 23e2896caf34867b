#include "server/room_routes.h"

#include <algorithm>
#include <charconv>

#include "platform/pdf/pdf.h"
#include "rooms/identity/facts.h"
#include "units/time.h"

namespace isotrail::server {
namespace {

std::string pathOf(const std::string& room, const std::string& name) { return std::string(kApi) + "/" + room + (name.empty() ? "" : "/" + name); }

/// The id a client gives its command, so that a repeat after a lost answer is the same command.
Result<std::string> commandIdOf(const http::Request& request) {
  const std::string& id = request.header("Command-Id");
  if (id.empty()) return Refusal::of("COMMAND_ID_MISSING");
  if (id.size() < 8 || !isIdText(id)) return Refusal::of("BAD_COMMAND_ID", Json::object({{"value", id.substr(0, 80)}}));
  return id;
}

/// If-Match: "3" (RFC 9110, section 13.1.1) is the version of the first entry's stream the client saw.
Result<std::optional<std::int64_t>> versionOf(const http::Request& request) {
  std::string_view text = request.header("If-Match");
  if (text.empty()) return std::optional<std::int64_t>();
  std::int64_t version = -1;
  if (text.size() > 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc() || end != text.data() + text.size() || version < 0)
    return Refusal::field({"If-Match", "BAD_VALUE", std::string(text.substr(0, 80)), "a version in quotes: \"3\"", 0, 0});
  return std::optional<std::int64_t>(version);
}

/// Entered-At and Device-Clock: the device's own clock as the entry was made and as it is sent; neither, or both.
Result<std::optional<OnDevice>> onDeviceOf(const http::Request& request) {
  const std::string &at = request.header("Entered-At"), &clock = request.header("Device-Clock");
  if (at.empty() && clock.empty()) return std::optional<OnDevice>();
  Refusal refusal = Refusal::of("BAD_REQUEST");
  const auto read = [&](const char* name, const std::string& text) {
    const auto t = parseInstant(name, text);
    if (!t)
      refusal.fields.push_back({name, text.empty() ? "MISSING_FIELD" : "BAD_INSTANT", text.substr(0, 80), "such as 2025-12-17T01:15:00Z", 0, 0});
    return t ? *t : Instant();
  };
  const OnDevice said{read("Entered-At", at), read("Device-Clock", clock)};
  if (!refusal.fields.empty()) return refusal;
  return std::optional<OnDevice>(said);
}

Result<bool> previewOf(const http::Request& request) {
  const std::string& text = request.param("preview");
  if (text == "true") return true;
  if (text == "false" || !request.hasParam("preview")) return false;
  return Refusal::field({"preview", "BAD_VALUE", text.substr(0, 80), "true, false", 0, 0});
}

struct Signature {
  std::optional<std::string> account;
  std::string password;
  void fields(Fields& f) {
    f("account", account, "whose signature; may be left out within 15 minutes of the session's last");
    f("password", password, "the signer's password");
  }
};

/// Takes the signature out of the body: it is neither kept nor part of what was asked. None: there was none.
Result<std::optional<Json>> takeSignature(const CommandInfo& command, Json& body) {
  if (!body.has("signature")) return std::optional<Json>();
  const Json signature = body["signature"];
  Json rest = Json::object();
  for (const auto& [key, value] : body.members())
    if (key != "signature") rest.set(key, value);
  body = std::move(rest);
  if (command.meaning.empty()) return Refusal::field({"signature", "UNKNOWN_FIELD", "", "nothing: this act is not signed", 0, 0});
  Signature words;
  RequestReader reader(signature);
  words.fields(reader);
  auto read = reader.finish();
  if (read) return std::optional<Json>(signature);
  Refusal refusal = Refusal::of("BAD_REQUEST");
  for (const auto& f : read.refusal().fields) refusal.fields.push_back({"signature." + f.field, f.code, "", f.accepted, 0, 0});
  if (refusal.fields.empty()) refusal.fields.push_back({"signature", "BAD_VALUE", "", "an object {account, password}", 0, 0});
  return refusal;
}

Result<Submission> submissionOf(const CommandInfo& command, const http::Request& request, std::optional<Json>& signature) {
  auto preview = previewOf(request);
  if (!preview) return preview.refusal();
  auto id = commandIdOf(request);
  if (!id) return id.refusal();
  auto version = versionOf(request);
  if (!version) return version.refusal();
  auto on_device = onDeviceOf(request);
  if (!on_device) return on_device.refusal();
  auto body = bodyOf(request);
  if (!body) return body.refusal();
  auto taken = takeSignature(command, *body);
  if (!taken) return taken.refusal();
  signature = std::move(*taken);
  return Submission{command.key(), std::move(*body), *id, *version, std::nullopt, *preview, *on_device};
}

/// With people, places and instruments by name, as whoever is signed in may read them.
template <class Say>
auto inWordsOf(Node& node, const Visit& v, Say say) {
  decltype(say(Tell())) said;
  node.desk().read([&](Db& db) {
    const Reader reader = identity::readerOf(db, v.session->caller, node.desk().rooms(), languageTag(v.language));
    said = say([&](const Json& params) { return inWords(reader, params); });
  });
  return said;
}
http::Reply refuseInWords(Node& node, const Refusal& refusal, const Visit& v) {
  if (problemStatus(refusal) >= 500) return refuse(refusal, v);  // a fault of the house's own names nobody
  return inWordsOf(node, v, [&](const Tell& tell) { return refuse(refusal, v.language, v.request.path, tell); });
}

http::Reply runCommand(Node& node, const CommandInfo& command, Visit& v) {
  std::optional<Json> signature;
  auto submission = submissionOf(command, v.request, signature);
  if (!submission) return refuse(submission.refusal(), v);
  Caller caller = v.session->caller;
  // A preview asks and writes nothing, so it takes no signature either.
  if (signature && !submission->preview) {
    auto signer = node.accounts().confirm(v.token, *v.session, *signature);
    if (!signer) return refuse(signer.refusal(), v);
    submission->signer = signer->person;
    caller = signer->caller;
  }
  auto accepted = node.desk().submit(caller, *submission);
  if (!accepted) return refuseInWords(node, accepted.refusal(), v);
  http::Reply reply =
      answer(submission->preview ? inWordsOf(node, v, [&](const Tell& tell) { return withGateWords(accepted->answer, v.language, tell); })
                                 : accepted->answer);
  if (accepted->replay) reply.headers.emplace_back("Replayed", "true");
  return reply;
}

Result<Json> shownTo(Node& node, const ViewInfo& view, Visit& v) {
  Json body;
  if (view.describe) {
    auto sent = bodyOf(v.request);
    if (!sent) return sent.refusal();
    body = std::move(*sent);
  }
  Result<Json> shown = Refusal::of("NOT_FOUND");
  node.desk().read([&](Db& db) {
    ViewRequest q{db, v.session->caller, node.desk().now(), v.id, {}, languageTag(v.language)};
    if (view.describe) q.body = &body;
    for (const auto& [name, value] : v.request.query)
      if (name != "lang") q.params[name] = value;
    shown = node.desk().view(v.session->caller, view.room, view.name, std::move(q));
  });
  return shown;
}

http::Reply showView(Node& node, const ViewInfo& view, Visit& v) {
  const auto shown = shownTo(node, view, v);
  return shown ? answer(*shown) : refuseInWords(node, shown.refusal(), v);
}

http::Reply printView(Node& node, const ViewInfo& view, Visit& v) {
  const auto shown = shownTo(node, view, v);
  if (!shown) return refuseInWords(node, shown.refusal(), v);
  auto printed = pdf::print(*shown, languageTag(v.language));
  if (!printed) return refuse(printed.refusal(), v);
  return {200, "application/pdf", std::move(*printed), {}, {}};
}

Route printRoute(Node& node, const ViewInfo& view) {
  return {.method = "GET",
          .path = pathOf("print/" + view.room, view.name),
          .with_id = view.with_id,
          .permission = view.permission,
          .id = view.room + "." + view.name + ".print",
          .tag = view.room,
          .summary = view.summary + " As PDF.",
          .params = view.params,
          .media = "application/pdf",
          .run = [&node, &view](Visit& v) { return printView(node, view, v); }};
}

}  // namespace

std::vector<Route> roomRoutes(Node& node) {
  std::vector<Route> routes;
  for (const auto& room : node.desk().rooms()) {
    for (const CommandInfo& c : room.commands())
      routes.push_back({.method = "POST",
                        .path = pathOf(c.room, c.name),
                        .permission = c.permission(),
                        .id = c.room + "." + c.name,
                        .tag = c.room,
                        .summary = c.summary,
                        .params = {"preview"},
                        .body = c.describe,
                        .command = &c,
                        .run = [&node, &c](Visit& v) { return runCommand(node, c, v); }});
    for (const ViewInfo& view : room.views())
      routes.push_back({.method = view.describe ? "POST" : "GET",
                        .path = pathOf(view.room, view.name),
                        .with_id = view.with_id,
                        .permission = view.permission,
                        .id = view.room + "." + (view.name.empty() ? "view" : view.name) + (view.with_id ? ".one" : ""),
                        .tag = view.room,
                        .summary = view.summary,
                        .params = view.params,
                        .body = view.describe,
                        .run = [&node, &view](Visit& v) { return showView(node, view, v); }});
    for (const ViewInfo& view : room.views())
      if (view.sheet) routes.push_back(printRoute(node, view));
  }
  return routes;
}

}  // namespace isotrail::server
