#include "tests/support/house.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace isotrail::server {

TestFolder::TestFolder() {
  // In memory where the machine has such a folder: these tests ask what is written, not whether the disk keeps it.
  const std::filesystem::path memory = "/dev/shm";
  const auto parent = ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
  std::string name = (parent / "isotrail-server-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}
TestFolder::~TestFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

House::House() {
  clock_.set(test::instant("2025-12-17T05:00:00+08:00"));
  node_ = std::make_unique<Node>(folder_.file("house.db"), false, &clock_);
  for (const auto& [id, kind, jurisdiction] : {std::tuple{"lingnan", "maker", "CN"}, {"cotai", "hospital", "MO"}, {"ssm", "agency", "MO"}})
    must("identity/register-organisation", test::body({{"org", id}, {"name", id}, {"kind", kind}, {"jurisdiction", jurisdiction}}));
  must("identity/register-site", test::body({{"site", "lingnan-nansha"}, {"org", "lingnan"}, {"name", "Nansha"}, {"zone", "Asia/Shanghai"}}));
  must("identity/register-site", test::body({{"site", "cotai-hotlab"}, {"org", "cotai"}, {"name", "Hot lab"}, {"zone", "Asia/Macau"}}));
  person("admin", "lingnan", {"admin"});
  person("he.yun", "lingnan", {"radiochemist"});
  person("zhou.kai", "lingnan", {"radiochemist"});
  person("liang.wei", "lingnan", {"qp"});
  person("wong.ieng", "lingnan", {"planner"});
  person("lei.fan", "cotai", {"technologist"});
  person("dr.fong", "cotai", {"physician"});
  person("inspector.ssm", "ssm", {"regulator"});
  account("he.yun");
}
House::~House() {
  node_->desk().onCommitted({});
  server_.reset();
}

void House::open(AppOptions options) {
  if (!options.report) options.report = [](const std::string& line) { ADD_FAILURE() << line; };
  app_ = std::make_unique<App>(*node_, std::move(options));
  auto quick = http::RunningServer::quick();
  quick.max_body = 64 * 1024;
  server_ = std::make_unique<http::RunningServer>(quick);
  server_->server.handle([this](const http::Request& r) { return app_->answer(r); });
  server_->server.stream(kStreamPath, [this](const http::Request& r, http::Reply& refusal) { return app_->openStream(r, refusal); });
  node_->desk().onCommitted([this](const std::vector<Event>&) { server_->server.wake(); });
  server_->start();
}

http::Answer House::send(const std::string& method, const std::string& path, const std::string& headers, const std::string& body) {
  auto c = client();
  std::string bytes = method + " " + path + " HTTP/1.1\r\nHost: test\r\n" + headers;
  if (!body.empty() || method == "POST") bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return c.ask(bytes + "\r\n" + body);
}
http::Answer House::get(const std::string& path, const std::string& token, const std::string& headers) {
  return send("GET", path, headers + (token.empty() ? "" : "Cookie: isotrail_session=" + token + "\r\n"));
}
http::Answer House::command(const std::string& path, const std::string& body, const std::string& token, const std::string& headers) {
  std::string all = "Content-Type: application/json\r\n" + headers;
  if (headers.find("Command-Id:") == std::string::npos) all += "Command-Id: command-" + std::to_string(++commands_) + "\r\n";
  if (!token.empty()) all += "Authorization: Bearer " + token + "\r\n";
  return send("POST", "/api/v1/" + path, all, body);
}
std::string House::signIn(const std::string& who) {
  account(who);
  const auto answer =
      send("POST", "/api/v1/session", "Content-Type: application/json\r\n", Json::object({{"account", who}, {"password", kTestPassword}}).dump());
  EXPECT_EQ(answer.status, 200) << who << ": " << answer.body;
  const std::string cookie = answer.header("Set-Cookie");
  const auto from = cookie.find('=') + 1;
  return cookie.substr(from, cookie.find(';') - from);
}

std::int64_t House::entries() {
  std::int64_t last = 0;
  node_->desk().read([&](Db& db) { last = Journal(db).lastSeq(); });
  return last;
}
Json House::json(const http::Answer& answer) {
  auto parsed = Json::parse(answer.body);
  return parsed ? std::move(*parsed) : Json();
}
std::string House::verdict(const http::Answer& answer) {
  const std::string code = json(answer)["code"].text();
  return std::to_string(answer.status) + (code.empty() ? "" : " " + code);
}

void House::must(const std::string& command, Json body) {
  Submission s{command, body, "scene-" + std::to_string(++commands_), {}, {}, false};
  auto accepted = node_->desk().submit(Node::operatorCaller(), s);
  if (!accepted) throw std::runtime_error(command + " was refused: " + accepted.refusal().code + " " + accepted.refusal().params.dump());
}
void House::person(const std::string& id, const std::string& org, std::initializer_list<const char*> roles) {
  Json list = Json::array();
  for (const char* r : roles) list.push(r);
  must("identity/register-person", test::body({{"person", id}, {"family_name", "Family-" + id}, {"given_name", "G"}, {"org", org}, {"roles", list}}));
}
Json House::order(const char* id, const char* inject_at) {
  return test::body({{"order", id},
                     {"patient", "P-01"},
                     {"product", "FDG"},
                     {"activity", "252 MBq"},
                     {"tolerance", "10 %"},
                     {"inject_at", inject_at},
                     {"site", "cotai-hotlab"},
                     {"maker_site", "lingnan-nansha"}});
}
void House::orders() {
  must("catalogue/define-product", test::body({{"product", "FDG"},
                                               {"name", "Fludeoxyglucose (F-18)"},
                                               {"name_zh_hans", "氟[18F]脱氧葡糖注射液"},
                                               {"name_zh_hant", "氟[18F]脫氧葡糖注射液"},
                                               {"name_pt", "Fludesoxiglucose (F-18)"},
                                               {"nuclide", "F-18"},
                                               {"kind", "cyclotron"},
                                               {"use", "diagnostic"},
                                               {"shelf_life", "10 h"},
                                               {"letter", "F"}}));
  must("registration/register-approval", test::body({{"approval", "FDG-MO"},
                                                     {"product", "FDG"},
                                                     {"market", "MO"},
                                                     {"kind", "marketing"},
                                                     {"agency", "test"},
                                                     {"number", "1"},
                                                     {"valid_from", "2025-01-01T00:00:00Z"},
                                                     {"valid_until", "2027-01-01T00:00:00Z"}}));
  auto placed = node_->desk().submit(test::Fixture::caller("dr.fong", "cotai", {"physician"}, "cotai-hotlab", "hospital", "MO"),
                                     {"ordering/place-order", order("ORD-01"), "scene-order-1", {}, {}, false});
  if (!placed) throw std::runtime_error("the order was refused: " + placed.refusal().code);
}
void House::account(const std::string& person) {
  if (!accounts_.insert(person).second) return;
  if (!node_->accounts().set(person, PersonId(person), kTestPassword, false)) throw std::runtime_error("no account for " + person);
}

}  // namespace isotrail::server
