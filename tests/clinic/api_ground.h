#pragma once
// A house whose people come in by the API: a node on a database of its own, served on a free port of 127.0.0.1. The scene is set at
// the desk; from serve() on whoever has an account signs in, and commands and views are requests over HTTP with a password where
// the act is signed.
#include <gtest/gtest.h>

#include <set>

#include "tests/support/house.h"

namespace isotrail::test {

class ApiGround final : public Ground {
 public:
  ApiGround() {
    clock_.set(instant("2025-12-16T08:00:00+08:00"));
    node_ = std::make_unique<Node>(folder_.file("house.db"), false, &clock_);
    db_ = node_->source().connect();
  }
  ~ApiGround() override {
    node_->desk().onCommitted({});
    server_.reset();
  }
  Desk& desk() override { return node_->desk(); }
  Db& db() override { return *db_; }
  SetClock& clock() override { return clock_; }
  int requests() const { return requests_; }

  void serve(const std::vector<Caller>& people) {
    for (const auto& p : people) {
      if (!node_->accounts().set(p.person.str(), p.person, server::kTestPassword, false))
        throw std::runtime_error("no account for " + p.person.str());
      people_.insert(p.person.str());
    }
    server::AppOptions options;
    options.report = [](const std::string& line) { ADD_FAILURE() << line; };
    app_ = std::make_unique<server::App>(*node_, std::move(options));
    server_ = std::make_unique<http::RunningServer>(http::RunningServer::quick());
    server_->server.handle([this](const http::Request& r) { return app_->answer(r); });
    server_->start();
  }

  Result<Json> submit(const Caller& caller, const std::string& command, Json body) override {
    if (!people_.contains(caller.person.str())) return Ground::submit(caller, command, std::move(body));
    const CommandInfo* info = desk().command(command);
    if (info && !info->meaning.empty()) body.set("signature", Json::object({{"account", caller.person.str()}, {"password", server::kTestPassword}}));
    const std::string id = "Command-Id: api-command-" + std::to_string(++commands_) + "\r\n";
    auto answer = asked(caller, "POST", "/api/v1/" + command, "Content-Type: application/json\r\n" + id, body.dump());
    if (!answer) return answer.refusal();
    return (*answer)["result"];
  }
  Result<Json> view(const Caller& caller, const std::string& room, const std::string& name, const std::string& id,
                    std::map<std::string, std::string> params) override {
    if (!people_.contains(caller.person.str())) return Ground::view(caller, room, name, id, std::move(params));
    std::string path = "/api/v1/" + room + "/" + name + (id.empty() ? "" : "/" + id);
    char mark = '?';
    for (const auto& [key, value] : params) {
      path += mark + key + "=" + encoded(value);
      mark = '&';
    }
    return asked(caller, "GET", path, "", "");
  }

 private:
  static std::string encoded(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == ' ' ? "%20" : c == '+' ? "%2B" : std::string(1, c);
    return out;
  }
  static Json parsed(const http::Answer& answer) {
    auto json = Json::parse(answer.body);
    return json ? std::move(*json) : Json();
  }
  /// A problem as the refusal it was made of: codes of gates and of fields.
  static Refusal refusalOf(const Json& problem) {
    Refusal r = Refusal::of(problem["code"].text(), problem["params"]);
    for (const auto& e : problem["errors"].items())
      r.fields.push_back({e["field"].text(), e["code"].text(), e["value"].text(), e["accepted"].text(), 0, 0});
    for (const auto& g : problem["gates"].items()) r.gates.push_back({g["code"].text(), g["rule"].text(), g["clause"].text(), g["params"]});
    return r;
  }
  http::Answer send(const std::string& method, const std::string& path, const std::string& headers, const std::string& body) {
    ++requests_;
    http::Client client(server_->server.port());
    std::string bytes = method + " " + path + " HTTP/1.1\r\nHost: test\r\n" + headers;
    if (method == "POST") bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return client.ask(bytes + "\r\n" + body);
  }
  std::string signIn(const std::string& who) {
    const auto answer = send("POST", "/api/v1/session", "Content-Type: application/json\r\n",
                             Json::object({{"account", who}, {"password", server::kTestPassword}}).dump());
    if (answer.status != 200) throw std::runtime_error(who + " cannot sign in: " + answer.body);
    const std::string cookie = answer.header("Set-Cookie");
    const auto from = cookie.find('=') + 1;
    return cookie.substr(from, cookie.find(';') - from);
  }
  /// Whose session has ended, by the clock of the house, signs in anew.
  Result<Json> asked(const Caller& caller, const std::string& method, const std::string& path, const std::string& headers, const std::string& body) {
    const std::string& who = caller.person.str();
    for (int attempt = 0;; ++attempt) {
      if (tokens_[who].empty()) tokens_[who] = signIn(who);
      const auto answer = send(method, path, headers + "Authorization: Bearer " + tokens_[who] + "\r\n", body);
      if (answer.status == 401 && attempt == 0) {
        tokens_[who].clear();
        continue;
      }
      if (answer.status / 100 == 2) return parsed(answer);
      return refusalOf(parsed(answer));
    }
  }

  server::TestFolder folder_;
  SetClock clock_;
  std::unique_ptr<Node> node_;
  std::unique_ptr<Db> db_;
  std::unique_ptr<server::App> app_;
  std::unique_ptr<http::RunningServer> server_;
  std::set<std::string> people_;
  std::map<std::string, std::string> tokens_;
  int requests_ = 0;
};

}  // namespace isotrail::test
