#include "server/node_routes.h"

namespace isotrail::server {
namespace {

struct SignIn {
  std::string account, password;
  void fields(Fields& f) {
    f("account", account, "the account's name");
    f("password", password, "its password");
  }
};

Json textList(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const auto& t : texts) list.push(t);
  return list;
}

Json sessionJson(const Session& s, bool showcase) {
  return Json::object({{"account", s.account},
                       {"person", s.caller.person.str()},
                       {"name", s.name},
                       {"org", s.caller.org.str()},
                       {"org_name", s.org_name},
                       {"org_kind", s.caller.org_kind},
                       {"jurisdiction", s.caller.jurisdiction},
                       {"site", s.caller.site.str()},
                       {"roles", textList(s.caller.roles)},
                       {"permissions", textList(s.caller.permissions)},
                       {"showcase", showcase}});
}

std::string cookie(const std::string& token, bool secure, int max_age_s) {
  return "isotrail_session=" + token + "; HttpOnly; SameSite=Strict; Path=/; Max-Age=" + std::to_string(max_age_s) + (secure ? "; Secure" : "");
}

http::Reply signIn(Node& node, bool secure, Visit& v) {
  auto words = decode<SignIn>(v.request);
  if (!words) {
    for (auto& f : words.refusal().fields)
      if (f.field == "password") f.value.clear();  // nobody is told a password, not even its owner
    if (words.refusal().params["field"].text() == "password") words.refusal().params.set("value", "");
    return refuse(words.refusal(), v);
  }
  auto session = node.accounts().signIn(words->account, words->password, "web");
  if (!session) return refuse(session.refusal(), v);
  http::Reply reply = answer(sessionJson(*session, node.isShowcase()));
  reply.headers.emplace_back("Set-Cookie", cookie(session->token, secure, 12 * 3600));
  return reply;
}

http::Reply signOut(Node& node, bool secure, Visit& v) {
  node.accounts().signOut(v.token);
  http::Reply reply{204, "application/json", "", {}, {}};
  reply.headers.emplace_back("Set-Cookie", cookie("", secure, 0));
  return reply;
}

}  // namespace

std::vector<Route> sessionRoutes(Node& node, bool secure) {
  const std::string path = std::string(kApi) + "/session";
  std::vector<Route> routes(3);
  routes[0] = {.method = "POST",
               .path = path,
               .permission = kPublic,
               .id = "session.sign-in",
               .tag = "node",
               .summary = "Sign in. The cookie's value is also accepted as a bearer token.",
               .body = [](Fields& f) { SignIn().fields(f); },
               .run = [&node, secure](Visit& v) { return signIn(node, secure, v); }};
  routes[1] = {.method = "GET",
               .path = path,
               .permission = kSession,
               .id = "session.show",
               .tag = "node",
               .summary = "Who is signed in, with roles and permissions.",
               .run = [&node](Visit& v) { return answer(sessionJson(*v.session, node.isShowcase())); }};
  routes[2] = {.method = "DELETE",
               .path = path,
               .permission = kSession,
               .id = "session.sign-out",
               .tag = "node",
               .summary = "Sign out.",
               .run = [&node, secure](Visit& v) { return signOut(node, secure, v); }};
  return routes;
}

}  // namespace isotrail::server
