#include "server/node_routes.h"

#include "node/version.h"
#include "nuclide/dataset.h"
#include "rooms/identity/facts.h"
#include "rooms/ordering/facts.h"
#include "server/problem.h"

namespace isotrail::server {
namespace {

struct StoryAct {
  std::string action;
  std::optional<double> speed;
  std::optional<Json> to;
  void fields(Fields& f) {
    f.choice("action", action, "play|pause|speed|step|jump", "what the day is to do");
    f("speed", speed, "times as fast as the wall clock, 1 to 600");
    f("to", to, "where to jump: a chapter's name or a row's number");
  }
};

std::string path(const char* end) { return std::string(kApi) + end; }

Refusal nothingHere(const Visit& v) { return Refusal::of("NOT_FOUND", Json::object({{"field", "path"}, {"value", v.request.path}})); }

std::string zoneOf(Node& node, const Visit& v) {
  std::string zone = kHouseZone;
  if (!v.session) return zone;
  node.desk().read([&](Db& db) {
    if (auto site = identity::site(db, v.session->caller.site)) zone = site->zone;
  });
  return zone;
}

http::Reply about(Node& node) {
  Json languages = Json::array();
  for (auto l : {Language::en, Language::zh_hans, Language::zh_hant, Language::pt}) languages.push(languageTag(l));
  return answer(Json::object({{"name", "Isotrail"},
                              {"version", programVersion()},
                              {"build", programBuild()},
                              {"dataset", Dataset::shipped().version()},
                              {"showcase", node.isShowcase()},
                              {"node_key", node.publicKey()},
                              {"log_key", node.log().verifierKey()},
                              {"languages", languages}}));
}

http::Reply clock(Node& node, const Visit& v) {
  Json j = clockJson(node, zoneOf(node, v));
  if (const auto closed = node.closed()) j.set("closed", problemJson(*closed, v.language, v.request.path));
  return answer(j);
}

http::Reply health(Node& node) {
  std::int64_t entries = 0;
  node.desk().read([&](Db& db) { entries = Journal(db).lastSeq(); });
  return answer(Json::object({{"status", node.closed() ? "read-only" : "ok"}, {"entries", entries}}));
}

http::Reply showcaseAccounts(Node& node, const Visit& v) {
  if (!node.isShowcase()) return refuse(nothingHere(v), v);
  Json list = Json::array();
  const auto accounts = node.accounts().showcaseAccounts();
  node.desk().read([&](Db& db) {
    for (const auto& [account, person] : accounts) {
      Json roles = Json::array();
      std::string org, org_name;
      if (auto p = identity::person(db, person)) {
        for (const auto& r : p->roles) roles.push(r);
        org = p->org.str();
        if (auto o = identity::org(db, p->org)) org_name = o->name;
      }
      list.push(Json::object({{"account", account},
                              {"name", identity::personName(db, person)},
                              {"roles", roles},
                              {"org", org},
                              {"org_name", org_name},
                              {"fictitious", true}}));
    }
  });
  return answer(Json::object({{"accounts", list}}));
}

/// What the story is asked, checked: a speed and a place only where the action wants them.
Result<Json> storyBody(const StoryAct& act) {
  Json body = Json::object({{"action", act.action}});
  if ((act.action == "speed") != act.speed.has_value())
    return Refusal::field({"speed", act.speed ? "BAD_VALUE" : "MISSING_FIELD", "", "1 to 600, with the action speed", 0, 0});
  if ((act.action == "jump") != act.to.has_value())
    return Refusal::field({"to", act.to ? "BAD_VALUE" : "MISSING_FIELD", "", "a chapter or a row's number, with the action jump", 0, 0});
  if (act.speed && !(*act.speed >= 1 && *act.speed <= 600)) return Refusal::field({"speed", "BAD_VALUE", Json(*act.speed).dump(), "1 to 600", 0, 0});
  if (act.to && !act.to->isInteger() && !isIdText(act.to->text()))
    return Refusal::field({"to", "BAD_VALUE", act.to->dump().substr(0, 80), "a chapter or a row's number", 0, 0});
  if (act.speed) body.set("speed", *act.speed);
  if (act.to) body.set("to", *act.to);
  return body;
}

/// `text` with a dash in place of each patient; a longer id that begins alike stays.
std::string withoutPatients(std::string text, const std::vector<std::string>& patients) {
  for (const auto& patient : patients)
    for (auto at = text.find(patient); at != std::string::npos; at = text.find(patient, at + 1)) {
      const std::string after = text.substr(at + patient.size(), 1);
      if (after.empty() || !isIdText(after) || after == ".") text.replace(at, patient.size(), "\u2014");
    }
  return text;
}
Json withoutPatients(const Json& v, const std::vector<std::string>& patients) {
  if (v.isString()) return withoutPatients(v.text(), patients);
  if (!v.isArray() && !v.isObject()) return v;
  Json out = v.isArray() ? Json::array() : Json::object();
  for (const auto& item : v.items()) out.push(withoutPatients(item, patients));
  for (const auto& [key, value] : v.members()) out.set(key, withoutPatients(value, patients));
  return out;
}

/// The day's words name patients; a visitor reads only those of his own organisation.
http::Reply showStory(Node& node, StoryControl& story, const Visit& v) {
  const Caller& caller = v.session->caller;
  Json status = story.status(v.language);
  if (caller.has("admin")) return answer(status);
  std::vector<std::string> others;
  node.desk().read([&](Db& db) {
    for (const auto& o : ordering::orders(db, SiteId(), Instant(), Instant() + days(365.25 * 1000)))
      if (caller.has("regulator") || o.org != caller.org) others.push_back(o.patient.str());
  });
  return answer(withoutPatients(status, others));
}

http::Reply tellStory(Node& node, StoryControl* story, Visit& v) {
  if (!story) return refuse(nothingHere(v), v);
  auto act = decode<StoryAct>(v.request);
  if (!act) return refuse(act.refusal(), v);
  auto body = storyBody(*act);
  if (!body) return refuse(body.refusal(), v);
  auto told = story->act(*body);
  return told ? showStory(node, *story, v) : refuse(told.refusal(), v);
}

}  // namespace

Json clockJson(Node& node, const std::string& zone) {
  const double speed = node.storyClock() ? node.storyClock()->speed() : 1.0;
  return Json::object({{"now", node.desk().now().iso()}, {"speed", speed}, {"playing", speed > 0}, {"zone", zone}});
}

std::vector<Route> nodeRoutes(Node& node, StoryControl* story) {
  std::vector<Route> routes;
  const auto add = [&](const char* method, const std::string& where, const char* permission, const char* id, const char* summary,
                       std::function<http::Reply(Visit&)> run) {
    routes.push_back({.method = method, .path = where, .permission = permission, .id = id, .tag = "node", .summary = summary, .run = std::move(run)});
  };
  add("GET", "/healthz", kPublic, "health", "Whether the node serves; read-only after a broken chain.", [&node](Visit&) { return health(node); });
  add("GET", path("/clock"), kPublic, "clock.show", "The time that rules here, and how fast it runs.", [&node](Visit& v) { return clock(node, v); });
  add("GET", path("/about"), kPublic, "about.show", "Program, build, nuclide dataset and node key.", [&node](Visit&) { return about(node); });
  add("GET", path("/showcase/accounts"), kPublic, "showcase.accounts", "The showcase's fictitious accounts; nothing on other nodes.",
      [&node](Visit& v) { return showcaseAccounts(node, v); });
  add("GET", path("/story"), kSession, "story.show", "Where the showcase's day stands; nothing on other nodes.",
      [&node, story](Visit& v) { return story ? showStory(node, *story, v) : refuse(nothingHere(v), v); });
  add("POST", path("/story"), kSession, "story.act", "Play, pause, step or move the showcase's day.",
      [&node, story](Visit& v) { return tellStory(node, story, v); });
  routes.back().body = [](Fields& f) { StoryAct().fields(f); };
  return routes;
}

}  // namespace isotrail::server
