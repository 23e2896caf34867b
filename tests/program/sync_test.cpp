// A hub and two sites as people run them: programs of their own that talk over HTTP and HTTPS on loopback.
#include <chrono>
#include <csignal>
#include <thread>

#include "platform/sqlite/sqlite_db.h"
#include "tests/program/program.h"
#include "tests/support/certificate.h"

using namespace isotrail;
using namespace isotrail::test;

namespace {

class Apart : public Program {
 protected:
  const fs::path root = home, hub = home / "hub", cotai = home / "cotai", taipa = home / "taipa";
  pid_t server = 0;
  std::string url;

  void SetUp() override {
    for (const auto& folder : {hub, cotai, taipa}) fs::create_directories(folder);
    begin(hub, "hub");
    begin(cotai, "cotai");
    begin(taipa, "taipa");
    for (const auto& site : {cotai, taipa}) {
      const std::string org = site.filename();
      know(hub, "site", at(site, {"sync", "status", "--json"}).json()["self"]["first_key"].text(), org, org + "-lab");
      know(site, "hub", at(hub, {"sync", "status", "--json"}).json()["self"]["first_key"].text(), "hub", "");
      EXPECT_EQ(at(hub, {"user", "add", org + ".node", "--person", org + ".node", "--password-stdin"}, "correct horse\n").code, 0);
    }
  }
  void TearDown() override {
    stop();
    home = root;
    Program::TearDown();
  }
  Ran at(const fs::path& folder, std::vector<std::string> arguments, const std::string& input = "") {
    home = folder;
    return run(std::move(arguments), input);
  }
  void take(const fs::path& folder, const char* name, const std::string& rows, const char* as = nullptr) {
    home = folder;
    write(name, rows);
    std::vector<std::string> arguments = {"import", name};
    if (as) arguments.insert(arguments.end(), {"--as", as});
    const Ran ran = run(arguments);
    ASSERT_EQ(ran.code, 0) << ran.err;
  }
  void begin(const fs::path& folder, const std::string& org) {
    take(folder, "organisations.csv",
         "org,name,kind,jurisdiction\nhub,hub,agency,MO\ncotai,cotai,hospital,MO\ntaipa,taipa,hospital,MO\nlab,lab,supplier,MO\n");
    take(folder, "sites.csv", "site,org,name,zone\n" + org + "-lab," + org + "," + org + ",Asia/Macau\n");
    if (org == "hub")
      take(folder, "people.csv",
           "person,family_name,given_name,org,site,roles\ncotai.node,F,G,cotai,hub-lab,sync_node\ntaipa.node,F,G,taipa,hub-lab,sync_node\n");
  }
  void know(const fs::path& folder, const std::string& role, const std::string& key, const std::string& org, const std::string& site) {
    take(folder, (role + "-" + org + ".csv").c_str(), "role,key,org,name,sites\n" + role + "," + key + "," + org + "," + org + "," + site + "\n",
         "sync/register-node");
  }
  void lots(const fs::path& folder, const std::vector<std::string>& ids) {
    std::string rows = "lot,site,kind,name,supplier,expires_at,units\n";
    for (const auto& id : ids) rows += id + "," + folder.filename().string() + "-lab,kit,kit,lab,2099-01-01T00:00Z,1\n";
    take(folder, "lots.csv", rows);
  }
  void serve(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"serve", "--port", "0", "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    home = hub;
    fs::remove(home / "out");
    server = start(arguments);
    for (int i = 0; i < 300 && url.empty(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      if (auto j = Json::parse(contents(hub / "out")))
        url = (more.empty() ? "http://127.0.0.1:" : "https://localhost:") + std::to_string((*j)["port"].integer());
    }
    ASSERT_FALSE(url.empty()) << contents(hub / "err");
  }
  void stop() {
    if (server == 0) return;
    ::kill(server, SIGTERM);
    home = hub;
    EXPECT_EQ(finish(std::exchange(server, 0)).code, 0);
    url.clear();
  }
  std::vector<std::string> talk(const fs::path& site, const char* verb, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"sync", verb, url, "--account", site.filename().string() + ".node", "--password-stdin", "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  Ran push(const fs::path& site, std::vector<std::string> more = {}) { return at(site, talk(site, "push", more), "correct horse\n"); }
  Ran pull(const fs::path& site, std::vector<std::string> more = {}) { return at(site, talk(site, "pull", more), "correct horse\n"); }
};

TEST_F(Apart, SitesPushAndPullOverHttp) {
  lots(cotai, {"K-1", "K-2"});
  serve();
  const Ran first = push(cotai);
  ASSERT_EQ(first.code, 0) << first.out << first.err;
  EXPECT_EQ(first.json()["sent"].integer(), first.json()["entries"].integer());
  EXPECT_EQ(push(cotai).json()["sent"].integer(), 0);
  EXPECT_EQ(pull(cotai).json()["taken"].integer(), 0);
  stop();
  // The hub's people stop a lot while the site is away; its gates refuse from its next contact on.
  take(hub, "hold.csv", "item,reason\nK-1,recalled\n", "sync/hold-item");
  serve();
  const Ran pulled = pull(cotai);
  ASSERT_EQ(pulled.code, 0) << pulled.out << pulled.err;
  EXPECT_EQ(pulled.json()["taken"].integer(), 1);
  home = cotai;
  write("lift.csv", "item,reason\nK-1,we need it\n");
  EXPECT_NE(run({"import", "lift.csv", "--as", "quality/lift-hold"}).code, 0);
  SqliteSource source((cotai / "var/isotrail.db").string());
  EXPECT_EQ(source.connect()->query("SELECT COUNT(*) FROM item_hold WHERE item='K-1'")[0].integer(0), 1);
  EXPECT_EQ(at(cotai, {"ledger", "verify"}).code, 0);
  EXPECT_EQ(at(cotai, {"projections", "rebuild", "--check"}).code, 0);
  EXPECT_EQ(at(hub, {"sync", "status", "--check"}).code, 0);
  const Ran status = at(hub, {"sync", "status", "--lang", "pt"});
  EXPECT_NE(status.out.find("Nenhuma constatação está aberta."), std::string::npos) << status.out;
  const Ran away = at(cotai, talk(cotai, "status"), "correct horse\n");
  EXPECT_EQ(away.code, 0) << away.err;
  EXPECT_EQ(away.json()["nodes"].size(), 2u);
}

TEST_F(Apart, TwoSitesContendForAnItem) {
  for (const auto& site : {cotai, taipa}) {
    take(site, "licences.csv",
         "licence,org,site,kind,agency,number,valid_from,valid_until,operations\nRSL-" + site.filename().string() + "," + site.filename().string() +
             "," + site.filename().string() + "-lab,radiation safety,SSM,1,2000-01-01T00:00Z,2099-01-01T00:00Z,hold\n",
         "licensing/register-licence");
    take(site, "caps.csv", "licence,nuclide,max_activity\nRSL-" + site.filename().string() + ",Mo-99,30 GBq\n", "licensing/set-cap");
    take(site, "generators.csv",
         "generator,site,parent,activity,reference_at,efficiency,expires_at,supplier\nGEN-1," + site.filename().string() +
             "-lab,Mo-99,12 GBq,2026-01-01T00:00Z,92 %,2099-01-01T00:00Z,lab\n",
         "supply/receive-generator");
  }
  serve();
  ASSERT_EQ(push(cotai).code, 0);
  const Ran second = push(taipa);
  ASSERT_EQ(second.code, 0) << second.out;
  stop();
  const Ran status = at(hub, {"sync", "status", "--lang", "zh-Hant"});
  EXPECT_EQ(status.code, 0);
  EXPECT_NE(status.out.find("GEN-1"), std::string::npos) << status.out;
  EXPECT_NE(status.out.find("其間沒有交接"), std::string::npos) << status.out;
  const Json findings = at(hub, {"sync", "status", "--json"}).json()["findings"];
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings.items()[0]["type"].text(), "sync.ItemInTwoPlaces");
  EXPECT_EQ(at(hub, {"ledger", "verify"}).code, 0);
  EXPECT_EQ(at(hub, {"projections", "rebuild", "--check"}).code, 0);
}

TEST_F(Apart, APushKilledInTheMiddleGoesOnWhereItStopped) {
  std::vector<std::string> many;
  for (int i = 0; i < 1600; ++i) many.push_back("K-" + std::to_string(i));
  lots(cotai, many);
  serve();
  home = cotai;
  const pid_t child = start(talk(cotai, "push"), "correct horse\n");
  SqliteSource source((hub / "var/isotrail.db").string());
  const auto db = source.connect();
  const auto held = [&] { return db->query("SELECT COALESCE(MAX(held),0) FROM sync_held")[0].integer(0); };
  for (int i = 0; i < 2000 && held() == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  ::kill(child, SIGKILL);
  finish(child);
  const auto before = held();
  EXPECT_GT(before, 0);
  const Ran rest = push(cotai);
  ASSERT_EQ(rest.code, 0) << rest.out;
  const auto entries = rest.json()["entries"].integer();
  EXPECT_LE(rest.json()["sent"].integer(), entries - before);
  EXPECT_EQ(held(), entries);
  stop();
  EXPECT_EQ(at(hub, {"sync", "status", "--check"}).code, 0);
}

TEST_F(Apart, OverTlsWithACertificateThatIsTrusted) {
  ASSERT_TRUE(makeCertificate(hub));
  lots(cotai, {"K-1"});
  serve({"--tls-cert", "cert.pem", "--tls-key", "key.pem"});
  const Ran distrusted = push(cotai);
  EXPECT_EQ(distrusted.code, 6);
  EXPECT_EQ(distrusted.json()["problem"]["code"].text(), "HUB_UNREACHABLE");
  const Ran trusted = push(cotai, {"--ca", (hub / "cert.pem").string()});
  EXPECT_EQ(trusted.code, 0) << trusted.out;
}

TEST_F(Apart, WhoMayNotIsRefused) {
  serve();
  EXPECT_EQ(at(cotai, talk(cotai, "push"), "wrong horse\n").json()["problem"]["code"].text(), "BAD_CREDENTIALS");
  // Another organisation's account does not send for this node.
  auto words = talk(cotai, "push");
  words[4] = "taipa.node";
  const Ran other = at(cotai, words, "correct horse\n");
  EXPECT_EQ(other.code, 4) << other.out;
  EXPECT_NE(other.out.find("NOT_YOUR_ORGANISATION"), std::string::npos) << other.out;
  words[2] = "hub.example";
  EXPECT_EQ(at(cotai, words, "x\n").code, 2);
  words[2] = "http://127.0.0.1:1";
  EXPECT_EQ(at(cotai, words, "x\n").code, 6);
}

}  // namespace
