// The whole program on PostgreSQL: the same verbs, the same record to the byte as on a file.
#include <csignal>
#include <thread>

#include "platform/http/test_client.h"
#include "tests/program/program.h"
#include "tests/support/postgres_server.h"

using namespace isotrail;
using namespace isotrail::test;

namespace {

class OnPostgres : public Program {
 protected:
  std::string db = postgresServer().freshDatabase();

  Ran on(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.end(), {"--db", db});
    return run(std::move(arguments), input);
  }
  void comesFromFiles();
  void isServed();
  void playsTheDayAsAFileDoes();
  void isCopiedBetweenStores();
  void keepsToItsKey();
};

void OnPostgres::comesFromFiles() {
  EXPECT_EQ(on({"ledger", "verify"}).code, 3);  // no database yet, and none made by asking
  write("organisations.csv", "org,name,name_local,kind,jurisdiction\nlingnan,Lingnan Isotope Pharmacy,岭南同位素药业,maker,CN\n");
  write("people.csv", "person,family_name,given_name,org,roles\nhe.yun,何,芸,lingnan,radiochemist\n");
  EXPECT_EQ(on({"import", "organisations.csv", "people.csv", "--dry-run"}).code, 0);
  const Ran in = on({"import", "organisations.csv", "people.csv", "--json"});
  EXPECT_EQ(in.code, 0) << in.err << in.out;
  EXPECT_EQ(on({"import", "organisations.csv", "people.csv"}).code, 0);  // again: unchanged
  EXPECT_EQ(on({"user", "add", "he.yun", "--person", "he.yun", "--password-stdin"}, "long enough\n").code, 0);
  const Ran whole = on({"ledger", "verify", "--json"});
  EXPECT_EQ(whole.code, 0) << whole.err << whole.out;
  EXPECT_EQ(whole.json()["entries"].integer(), 2);
  EXPECT_EQ(on({"projections", "rebuild", "--check"}).code, 0);
  const Ran doctor = on({"doctor", "--json"});
  EXPECT_EQ(doctor.out.find("problem\""), std::string::npos) << doctor.out;
  EXPECT_EQ(doctor.out.find("isotrail@"), std::string::npos) << "a uri may hold a password";
}

void OnPostgres::isServed() {
  const pid_t server = start({"serve", "--db", db, "--port", "0", "--json"});
  Json ready;
  for (int i = 0; i < 100 && !ready.isObject(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    if (auto said = Json::parse(contents(home / "out"))) ready = *said;
  }
  ASSERT_TRUE(ready.isObject()) << contents(home / "err");
  http::Client client(static_cast<unsigned short>(ready["port"].integer()));
  const std::string body = R"({"account":"he.yun","password":"long enough"})";
  const auto signed_in =
      client.ask("POST /api/v1/session HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                 "\r\n\r\n" + body);
  EXPECT_EQ(signed_in.status, 200) << signed_in.body;
  EXPECT_EQ(client.ask(http::get("/healthz")).status, 200);
  ::kill(server, SIGTERM);
  EXPECT_EQ(finish(server).code, 0);
}

void OnPostgres::playsTheDayAsAFileDoes() {
  db = postgresServer().freshDatabase();
  const std::string key(32, 'k');  // the same for both: the signatures are part of the record
  const std::string name = db.substr(db.rfind('/', db.find('?')) + 1);
  const std::string database = name.substr(0, name.find('?'));
  fs::create_directories(home / "var");
  write(("var/" + database + ".key").c_str(), key);
  write("day.db.key", key);
  const Ran played = on({"showcase", "--play", "--json"});
  EXPECT_EQ(played.code, 0) << played.out << played.err;
  EXPECT_TRUE(played.json()["as_scripted"].boolean());
  EXPECT_EQ(run({"showcase", "--play", "--db", "day.db", "--json"}).code, 0);
  const Json here = on({"ledger", "verify", "--json"}).json(), there = run({"ledger", "verify", "--db", "day.db", "--json"}).json();
  EXPECT_TRUE(here["ok"].boolean());
  EXPECT_EQ(here["heads"].dump(), there["heads"].dump());
  EXPECT_EQ(here["signatures"], there["signatures"]);
  for (const char* verb : {"back", "forward"}) {
    const Ran traced = on({"trace", verb, "FDG-251217-A", "--json"});
    EXPECT_EQ(traced.code, 0) << traced.err;
    EXPECT_EQ(traced.out, run({"trace", verb, "FDG-251217-A", "--db", "day.db", "--json"}).out) << verb;
  }
  EXPECT_EQ(on({"projections", "rebuild"}).code, 0);
  EXPECT_EQ(on({"projections", "rebuild", "--check"}).code, 0);
}

/// To a file, to another server database and back to a file: the same record everywhere.
void OnPostgres::isCopiedBetweenStores() {
  const Json heads = on({"ledger", "verify", "--json"}).json()["heads"];
  const Ran out = run({"db", "copy", db, "copy.db", "--json"});
  EXPECT_EQ(out.code, 0) << out.out << out.err;
  EXPECT_EQ(out.json()["entries"].integer(), 486);
  EXPECT_EQ(run({"ledger", "verify", "--db", "copy.db", "--json"}).json()["heads"].dump(), heads.dump());
  EXPECT_EQ(run({"projections", "rebuild", "--check", "--db", "copy.db"}).code, 0);
  const std::string next = postgresServer().freshDatabase();
  EXPECT_EQ(run({"migrate", "--db", next}).code, 3);  // nothing there: not made by asking
  EXPECT_EQ(run({"db", "copy", "copy.db", next}).code, 0);
  EXPECT_EQ(run({"migrate", "--dry-run", "--db", next, "--json"}).json()["pending"].size(), 0u);
  EXPECT_EQ(run({"ledger", "verify", "--db", next, "--json"}).json()["heads"].dump(), heads.dump());
  const Ran twice = run({"db", "copy", "copy.db", next, "--json"});
  EXPECT_EQ(twice.code, 5);
  EXPECT_EQ(twice.json()["problem"]["code"].text(), "NOT_EMPTY");
}

/// A record that another key signed is not continued with a new one.
void OnPostgres::keepsToItsKey() {
  fs::remove_all(home / "var");
  const Ran without = on({"projections", "rebuild", "--check", "--json"});
  EXPECT_EQ(without.code, 1);
  EXPECT_EQ(without.json()["problem"]["code"].text(), "KEY_FILE") << without.out;
}

TEST_F(OnPostgres, TheWholeProgramRuns) {
  comesFromFiles();
  isServed();
  playsTheDayAsAFileDoes();
  isCopiedBetweenStores();
  keepsToItsKey();
}

TEST_F(Program, APostgresThatDoesNotAnswerIsSaidInWords) {
  const Ran ran = run({"ledger", "verify", "--db", "postgresql://user:secret@127.0.0.1:1/none"});
  EXPECT_EQ(ran.code, 6);
  EXPECT_NE(ran.err.find("DB_OPEN"), std::string::npos) << ran.err;
  EXPECT_EQ(ran.err.find("secret"), std::string::npos);
}

}  // namespace
