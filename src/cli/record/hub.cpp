#include "cli/record/hub.h"

#include <iostream>

#include "base/check.h"
#include "cli/terminal.h"

namespace isotrail::cli {
namespace {

constexpr std::string_view kCookie = "isotrail_session=";

Refusal noAnswer(const http::Asker& asker, const std::string& why) {
  return Refusal::of("HUB_ANSWER", Json::object({{"address", asker.address().text()}, {"why", why}}));
}

/// The refusal that a problem document tells.
Refusal refusalOf(const Json& problem) {
  Refusal r = Refusal::of(problem["code"].text(), problem["params"].isObject() ? problem["params"] : Json::object());
  for (const auto& e : problem["errors"].items())
    r.fields.push_back({e["field"].text(), e["code"].text(), e["value"].text(), e["accepted"].text(), 0, 0});
  for (const auto& g : problem["gates"].items()) r.gates.push_back({g["code"].text(), g["rule"].text(), g["clause"].text(), g["params"]});
  return r;
}

std::string tokenFrom(const http::Reply& reply) {
  for (const auto& [name, value] : reply.headers)
    if ((name == "Set-Cookie" || name == "set-cookie") && value.starts_with(kCookie))
      return value.substr(kCookie.size(), value.find(';') - kCookie.size());
  return {};
}

Result<Json> answerOf(const http::Asker& asker, const http::Reply& reply) {
  auto body = Json::parse(reply.body);
  if (!body) return noAnswer(asker, "status " + std::to_string(reply.status));
  if (reply.status == 200) return std::move(*body);
  if (body->has("code")) return refusalOf(*body);
  return noAnswer(asker, "status " + std::to_string(reply.status));
}

}  // namespace

Result<std::unique_ptr<HttpHub>> HttpHub::signIn(http::Asker asker, const std::string& account, const std::string& password) {
  std::unique_ptr<HttpHub> hub(new HttpHub(std::move(asker)));
  const Json body = Json::object({{"account", account}, {"password", password}});
  try {
    const auto reply = hub->asker_.ask("POST", "/api/v1/session", {{"Content-Type", "application/json"}}, body.dump());
    if (auto answer = answerOf(hub->asker_, reply); !answer) return answer.refusal();
    hub->token_ = tokenFrom(reply);
  } catch (const Fault& fault) {
    return Refusal::of(fault.code, Json::object({{"address", hub->asker_.address().text()}, {"why", fault.what()}}));
  }
  if (hub->token_.empty()) return noAnswer(hub->asker_, "no session");
  return hub;
}

Result<Json> HttpHub::ask(std::string_view method, const std::string& target, http::Fields headers, const std::string& body) {
  headers.emplace_back("Authorization", "Bearer " + token_);
  try {
    return answerOf(asker_, asker_.ask(method, "/api/v1/" + target, headers, body));
  } catch (const Fault& fault) {
    return Refusal::of(fault.code, Json::object({{"address", asker_.address().text()}, {"why", fault.what()}}));
  }
}

Result<std::string> HttpHub::fetch(const std::string& path) {
  http::Fields headers;
  if (!token_.empty()) headers.emplace_back("Authorization", "Bearer " + token_);
  try {
    auto reply = asker_.ask("GET", path, headers, "");
    if (reply.status == 200) return std::move(reply.body);
    return answerOf(asker_, reply).refusal();
  } catch (const Fault& fault) {
    return Refusal::of(fault.code, Json::object({{"address", asker_.address().text()}, {"why", fault.what()}}));
  }
}

Result<Json> HttpHub::get(const std::string& target) { return ask("GET", target, {}, ""); }

Result<Json> HttpHub::command(const std::string& name, const std::string& id, const Json& body) {
  auto accepted = ask("POST", name, {{"Content-Type", "application/json"}, {"Command-Id", id}}, body.dump());
  if (!accepted) return accepted.refusal();
  return (*accepted)["result"];
}

Result<std::unique_ptr<HttpHub>> hubOf(const Invocation& in, const std::string& text, Output& out) {
  const auto address = http::Address::parse(text);
  if (!address) return Refusal::field({"url", "BAD_VALUE", text, "https://host:port", 0, 0});
  http::Asker asker(*address, in.ca);
  if (in.account.empty()) return std::make_unique<HttpHub>(std::move(asker));
  std::string password;
  if (in.password_stdin) {
    std::getline(std::cin, password);
    if (password.ends_with('\r')) password.pop_back();
  } else {
    const auto typed = askSecret(out.word("CLI_PASSWORD", Json::object({{"account", in.account}})));
    if (!typed) return Refusal::of("PASSWORD_NEEDED");
    password = *typed;
  }
  return HttpHub::signIn(std::move(asker), in.account, password);
}

}  // namespace isotrail::cli
