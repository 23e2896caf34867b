// Every verb's exit codes, streams and JSON.
#include "tests/program/program.h"

#include <csignal>
#include <thread>

#include "node/node.h"
#include "platform/sqlite/sqlite_db.h"

using namespace isotrail;
using namespace isotrail::test;

TEST_F(Program, HelpHasTwoExamplesInFortyLinesForEveryVerb) {
  const Ran version = run({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_TRUE(version.out.starts_with("isotrail 0.")) << version.out;
  for (const auto& verb : std::vector<std::vector<std::string>>{{},
                                                                {"serve"},
                                                                {"showcase"},
                                                                {"import"},
                                                                {"trace", "back"},
                                                                {"trace", "forward"},
                                                                {"trace", "handled"},
                                                                {"recall", "simulate"},
                                                                {"ledger", "verify"},
                                                                {"ledger", "checkpoint"},
                                                                {"ledger", "cosign"},
                                                                {"ledger", "export"},
                                                                {"ledger", "evidence"},
                                                                {"ledger", "rotate-key"},
                                                                {"projections", "rebuild"},
                                                                {"migrate"},
                                                                {"db", "copy"},
                                                                {"backup", "create"},
                                                                {"backup", "verify"},
                                                                {"backup", "restore"},
                                                                {"sync", "push"},
                                                                {"sync", "pull"},
                                                                {"sync", "status"},
                                                                {"decay"},
                                                                {"user", "add"},
                                                                {"doctor"}}) {
    auto arguments = verb;
    arguments.push_back("--help");
    const Ran help = run(arguments);
    const std::string name = verb.empty() ? "isotrail" : verb.back();
    EXPECT_EQ(help.code, 0) << name;
    EXPECT_LE(std::count(help.out.begin(), help.out.end(), '\n'), 40) << name;
    const auto examples = help.out.find("Examples:\n");
    ASSERT_NE(examples, std::string::npos) << name;
    std::size_t count = 0;
    for (auto at = help.out.find("  isotrail ", examples); at != std::string::npos; at = help.out.find("  isotrail ", at + 1)) ++count;
    EXPECT_EQ(count, 2u) << name;
  }
}

TEST_F(Program, WhatIsNotUnderstoodIsTwo) {
  for (const auto& bad : std::vector<std::vector<std::string>>{{},
                                                               {"fly"},
                                                               {"trace", "sideways"},
                                                               {"trace", "back"},
                                                               {"serve", "--port", "99999"},
                                                               {"decay", "F-18", "4 GBq", "--lang", "xx"},
                                                               {"recall", "simulate"},
                                                               {"decay", "F-18", "4"},
                                                               {"decay", "Xx-1", "4 GBq"},
                                                               {"decay", "F-18", "4 GBq@2025-02-30T00:00Z"},
                                                               {"decay", "F-18", "4 GBq@2025-12-17T09:00Z", "--after", "soon"},
                                                               {"serve", "--tls-cert", "/etc/hostname"}}) {
    const Ran ran = run(bad);
    EXPECT_EQ(ran.code, 2) << (bad.empty() ? "" : bad.back());
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err, "");
  }
  EXPECT_NE(run({"trace", "sideways"}).err.find("there is back, forward, handled"), std::string::npos);
}

TEST_F(Program, WithoutADatabaseNothingIsMade) {
  for (const auto& verb : std::vector<std::vector<std::string>>{{"trace", "back", "X"},
                                                                {"recall", "simulate", "X"},
                                                                {"ledger", "verify"},
                                                                {"projections", "rebuild"},
                                                                {"backup", "create", "copy"},
                                                                {"user", "add", "a", "--person", "a"}}) {
    const Ran ran = run(verb);
    EXPECT_EQ(ran.code, 3) << verb[0];
    EXPECT_NE(ran.err.find("NO_DATABASE"), std::string::npos) << ran.err;
  }
  EXPECT_EQ(run({"doctor"}).code, 1);
  EXPECT_FALSE(fs::exists(home / "var"));
}

TEST_F(Program, ImportsTellsAndRepeats) {
  house();
  EXPECT_TRUE(fs::exists(home / "var/isotrail.db"));
  const Ran again = run({"import", "organisations.csv", "--json"});
  EXPECT_EQ(again.code, 0);
  EXPECT_EQ(again.json()["unchanged"].integer(), 1);
  EXPECT_EQ(again.json()["added"].integer(), 0);
  EXPECT_EQ(again.err, "");
  EXPECT_NE(run({"import", "organisations.csv"}).err.find("Nothing changed"), std::string::npos);

  write("sites-2.csv", "site,org,name,zone\na b,lingnan,A,Asia/Macau\nc,lingnan,C,Mars/Base\n");
  const Ran bad = run({"import", "sites-2.csv", "--json", "--lang", "pt"});
  EXPECT_EQ(bad.code, 1);
  const Json problems = bad.json()["files"].items()[0]["problems"];
  ASSERT_EQ(problems.size(), 2u) << bad.out;
  EXPECT_EQ(problems.items()[1]["line"].integer(), 3);
  EXPECT_EQ(problems.items()[1]["column"].integer(), 13);
  EXPECT_NE(problems.items()[1]["text"].text().find("não é aceite"), std::string::npos);

  write("sites-3.csv", "site,org,name,zone\nnew,nobody,N,Asia/Macau\n");
  EXPECT_EQ(run({"import", "sites-3.csv"}).code, 3);
  write("sites-4.csv", "site,org,name,zone\nlingnan-nansha,lingnan,Other name,Asia/Macau\n");
  EXPECT_EQ(run({"import", "sites-4.csv"}).code, 5);
  write("orders.csv",
        "order,patient,product,activity,tolerance,inject_at,site,maker_site\nORD-1,P-1,FDG,250 MBq,10 "
        "%,2001-01-01T00:00Z,lingnan-nansha,lingnan-nansha\n");
  EXPECT_NE(run({"import", "orders.csv"}).code, 0);
  EXPECT_EQ(run({"import", "nowhere.csv"}).code, 3);
  EXPECT_EQ(run({"import", "sites.csv", "--as", "no/such"}).code, 1);
  EXPECT_EQ(run({"import", "organisations.csv", "--dry-run", "--db", "other.db"}).code, 0);
  EXPECT_FALSE(fs::exists(home / "other.db"));
}

TEST_F(Program, AccountsAreForPeopleOnRecord) {
  house();
  EXPECT_EQ(run({"user", "add", "he.yun", "--person", "nobody", "--password-stdin"}, "long enough\n").code, 3);
  EXPECT_EQ(run({"user", "add", "he.yun", "--person", "he.yun", "--password-stdin"}, "short\n").code, 2);
  EXPECT_EQ(run({"user", "add", "he.yun", "--person", "he.yun"}).code, 2);  // nobody to ask
  EXPECT_EQ(run({"user", "add", "he.yun", "--person", "he.yun", "--password-stdin", "--dry-run"}, "long enough\n").code, 0);
  const Ran added = run({"user", "add", "he.yun", "--person", "he.yun", "--password-stdin", "--json"}, "long enough\n");
  EXPECT_EQ(added.code, 0) << added.err;
  EXPECT_FALSE(added.json()["replaced"].boolean(true));
  EXPECT_EQ(run({"user", "add", "he.yun", "--person", "he.yun", "--password-stdin"}, "another one\n").code, 5);
  EXPECT_EQ(run({"user", "add", "he.yun", "--person", "he.yun", "--password-stdin", "--replace"}, "another one\n").code, 0);
  Node node(path("var/isotrail.db"), true);
  EXPECT_TRUE(node.accounts().signIn("he.yun", "another one", "test").ok());
  EXPECT_FALSE(node.accounts().signIn("he.yun", "long enough", "test").ok());
}

TEST_F(Program, TracesAndRecallsAnswerOrSayNotFound) {
  house();
  for (const char* direction : {"back", "forward"}) {
    const Ran ran = run({"trace", direction, "K-2291", "--json"});
    EXPECT_EQ(ran.code, 0) << ran.out;
    EXPECT_EQ(ran.json()["root"].text(), "K-2291");
    EXPECT_EQ(run({"trace", direction, "K-0000"}).code, 3);
  }
  EXPECT_NE(run({"trace", "forward", "K-2291", "--events"}).out.find("K-2291"), std::string::npos);
  const Ran recall = run({"recall", "simulate", "--lot", "K-2291", "--json"});
  EXPECT_EQ(recall.code, 0) << recall.out;
  EXPECT_TRUE(recall.json()["affected"].isObject());
  EXPECT_EQ(run({"recall", "simulate", "K-0000", "--json"}).code, 3);
  EXPECT_EQ(run({"recall", "simulate", "K-0000", "--json"}).json()["problem"]["code"].text(), "NOT_FOUND");
}

TEST_F(Program, AChangedByteIsFoundAndTheEntryNamed) {
  house();
  const Ran whole = run({"ledger", "verify", "--json"});
  ASSERT_EQ(whole.code, 0) << whole.out << whole.err;
  EXPECT_EQ(whole.json()["entries"].integer(), 4);
  {
    SqliteSource source(path("var/isotrail.db"));
    auto db = source.connect();
    db->exec("DROP TRIGGER event_no_update");
    db->exec("UPDATE event SET bytes=CAST(replace(CAST(bytes AS TEXT),'Nansha','Nansho') AS BLOB) WHERE seq=2");
  }
  const Ran bad = run({"ledger", "verify", "--json"});
  EXPECT_EQ(bad.code, 1);
  EXPECT_EQ(bad.json()["first_bad"]["seq"].integer(), 2);
  EXPECT_NE(run({"ledger", "verify"}).out.find("First bad entry: 2"), std::string::npos);
  EXPECT_EQ(run({"projections", "rebuild", "--check"}).code, 1);
  const Ran doctor = run({"doctor", "--json"});
  EXPECT_EQ(doctor.code, 1);
  write("junk.db", "this is no database");
  EXPECT_NE(run({"ledger", "verify", "--db", "junk.db"}).code, 0);
}

TEST_F(Program, ProjectionsThatDifferAreNamedAndRebuilt) {
  house();
  EXPECT_EQ(run({"projections", "rebuild", "--check"}).code, 0);
  {
    SqliteSource source(path("var/isotrail.db"));
    source.connect()->exec("DELETE FROM identity_site");
  }
  const Ran differ = run({"projections", "rebuild", "--check", "--json"});
  EXPECT_EQ(differ.code, 1);
  ASSERT_EQ(differ.json()["differ"].size(), 1u);
  EXPECT_EQ(differ.json()["differ"].items()[0].text(), "identity_site");
  EXPECT_EQ(run({"projections", "rebuild"}).code, 0);
  EXPECT_EQ(run({"projections", "rebuild", "--check"}).code, 0);
}

TEST_F(Program, TheDoctorNamesWhatIsNotWell) {
  house();
  const Ran well = run({"doctor", "--json"});
  EXPECT_EQ(well.code, 0) << well.out;
  const Json answer = well.json();
  std::vector<std::string> checks;
  for (const auto& c : answer["checks"].items()) checks.push_back(c["check"].text());
  EXPECT_EQ(checks,
            (std::vector<std::string>{"machine", "database", "migrations", "key", "vault", "chain", "projections", "clock", "zones", "port"}));
  fs::permissions(home / "var/isotrail.db.key", fs::perms::group_read, fs::perm_options::add);
  EXPECT_EQ(run({"doctor"}).code, 1);
  fs::remove(home / "var/isotrail.db.key");
  const Ran ill = run({"doctor", "--lang", "zh-Hans"});
  EXPECT_EQ(ill.code, 1);
  EXPECT_NE(ill.out.find("节点密钥"), std::string::npos);
}

TEST_F(Program, ServesUntilASignalAndNeverTakesAnAddressTwice) {
  house();
  const pid_t server = start({"serve", "--port", "0", "--json"});
  int port = 0;
  for (int i = 0; i < 300 && port == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (auto j = Json::parse(contents(home / "out"))) port = static_cast<int>((*j)["port"].integer());
  }
  ASSERT_GT(port, 0) << contents(home / "err");
  const fs::path mine = home;
  {
    const fs::path other = home / "second";
    fs::create_directories(other);
    home = other;
    EXPECT_EQ(run({"serve", "--port", std::to_string(port), "--db", "other.db"}).code, 6);
    home = mine;
  }
  kill(server, SIGTERM);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(finish(server).code, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(8));
}
