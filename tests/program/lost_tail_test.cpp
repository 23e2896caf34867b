// A killed program's write-ahead log cut off behind its back: SQLite reads what is left as all there was, the node does not.
#include <signal.h>

#include <chrono>
#include <thread>

#include "node/kept_mark.h"
#include "platform/http/ask.h"
#include "platform/sqlite/sqlite_db.h"
#include "tests/program/program.h"

using namespace isotrail;
using namespace isotrail::test;

namespace {

class LostTail : public Program {
 protected:
  pid_t server = 0;
  std::string port, token;

  void SetUp() override {
    Program::SetUp();
    house();
    write("admins.csv", "person,family_name,given_name,org,site,roles\nadmin.one,A,B,lingnan,lingnan-nansha,admin\n");
    ASSERT_EQ(run({"import", "admins.csv", "--as", "identity/register-person"}).code, 0);
    ASSERT_EQ(run({"user", "add", "admin.one", "--person", "admin.one", "--password-stdin"}, "long enough\n").code, 0);
  }
  void TearDown() override {
    kill9();
    Program::TearDown();
  }
  void serve() {
    server = start({"serve", "--port", "0", "--json"});
    port.clear();
    for (int i = 0; i < 300 && port.empty(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      if (auto j = Json::parse(contents(home / "out"))) port = std::to_string((*j)["port"].integer());
    }
    ASSERT_FALSE(port.empty()) << contents(home / "err");
    const auto in = ask("POST", "session", R"({"account":"admin.one","password":"long enough"})");
    ASSERT_EQ(in.status, 200) << in.body;
    for (const auto& [name, value] : in.headers)
      if (name == "Set-Cookie") token = value.substr(value.find('=') + 1, value.find(';') - value.find('=') - 1);
  }
  void kill9() {
    if (server > 0) kill(server, SIGKILL), finish(server);
    server = 0;
  }
  http::Reply ask(const char* method, const std::string& target, const std::string& body = "") {
    http::Fields headers{{"Content-Type", "application/json"}, {"Command-Id", "lost-" + target + std::to_string(body.size() + ++asked)}};
    if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
    for (auto& [name, value] : headers)
      for (char& c : value)
        if (name == "Command-Id" && c == '/') c = '-';
    return http::Asker({false, "127.0.0.1", port}, "").ask(method, "/api/v1/" + target, headers, body);
  }
  http::Reply receiveLot(const std::string& lot) {
    return ask("POST", "production/receive-lot",
               Json::object({{"lot", lot},
                             {"site", "lingnan-nansha"},
                             {"kind", "cassette"},
                             {"name", "cassette"},
                             {"supplier", "lingnan"},
                             {"expires_at", "2099-01-01T00:00Z"},
                             {"units", 1}})
                   .dump());
  }
  Json clock() { return Json::parse(ask("GET", "clock").body).value_or(Json()); }
  /// Lots acknowledged by a server that is then killed; the file and its log are as they were at that moment.
  void acknowledged(int lots) {
    ASSERT_NO_FATAL_FAILURE(serve());
    for (int i = 0; i < lots; ++i) ASSERT_EQ(receiveLot("L-" + std::to_string(i)).status, 200);
    kill9();
  }
  void cutLog(double share) {
    const fs::path log = home / "var/isotrail.db-wal";
    ASSERT_GT(fs::file_size(log), 10'000u) << "the killed program left its log";
    fs::resize_file(log, static_cast<std::uintmax_t>(static_cast<double>(fs::file_size(log)) * share));
  }
  static std::string code(const Ran& ran) { return ran.json()["problem"]["code"].text(); }
  std::int64_t entries() { return SqliteSource(path("var/isotrail.db")).connect()->query("SELECT MAX(seq) FROM event").at(0).integer(0); }
  int asked = 0;
};

TEST_F(LostTail, AKilledProgramThatLostNothingGoesOn) {
  const auto before = entries();
  acknowledged(5);
  EXPECT_EQ(entries(), before + 5);
  ASSERT_NO_FATAL_FAILURE(serve());
  EXPECT_EQ(receiveLot("M-1").status, 200);
  kill9();
  EXPECT_EQ(run({"ledger", "verify"}).code, 0);
}

TEST_F(LostTail, ACutLogIsNoticedReadOnAndAcknowledgedByAnEntry) {
  const auto before = entries();
  acknowledged(12);
  cutLog(0.5);
  // Offline first: the record by itself is whole, what the node remembers is not in it.
  const Ran offline = run({"ledger", "verify", "--json"});
  EXPECT_EQ(offline.code, 1) << offline.out;
  EXPECT_NE(offline.json()["first_bad"]["why"].text().find("had acknowledged entry " + std::to_string(before + 12)), std::string::npos)
      << offline.out;

  write("more.csv", "lot,site,kind,name,supplier,expires_at,units\nN-1,lingnan-nansha,cassette,FDG,lingnan,2099-01-01T00:00Z,1\n");
  const Ran refused = run({"import", "more.csv", "--as", "production/receive-lot", "--json"});
  EXPECT_EQ(code(refused), "ENTRIES_LOST") << refused.out;
  EXPECT_EQ(refused.code, 6);
  ASSERT_NO_FATAL_FAILURE(serve());  // signing in goes on, reading goes on
  EXPECT_EQ(ask("GET", "audit/entries").status, 200);
  EXPECT_EQ(Json::parse(receiveLot("N-2").body)->operator[]("code").text(), "ENTRIES_LOST");
  const auto left = entries();
  EXPECT_LT(left, before + 12);
  kill9();

  fs::remove(home / "var/isotrail.db.kept");  // the loss is in the database by now
  EXPECT_EQ(code(run({"import", "more.csv", "--as", "production/receive-lot", "--json"})), "ENTRIES_LOST");
  const Ran said = run({"ledger", "acknowledge-loss", "--reason", "the disk lost them", "--json"});
  ASSERT_EQ(said.code, 0) << said.out << said.err;
  EXPECT_EQ(said.json()["known"].integer(), before + 12);
  EXPECT_EQ(said.json()["found"].integer(), left);
  EXPECT_EQ(run({"import", "more.csv", "--as", "production/receive-lot"}).code, 0);
  EXPECT_EQ(run({"ledger", "verify"}).code, 0);
  const Json again = run({"ledger", "acknowledge-loss", "--reason", "again", "--json"}).json()["problem"];
  EXPECT_EQ(again["gates"].items().at(0)["code"].text(), "NO_LOSS") << again.dump();
}

TEST_F(LostTail, EveryPageIsToldAndAnAdministratorLetsGoOverTheNetwork) {
  acknowledged(8);
  ASSERT_NO_FATAL_FAILURE(serve());
  EXPECT_FALSE(clock().has("closed"));
  kill9();
  cutLog(0.5);
  ASSERT_NO_FATAL_FAILURE(serve());
  const Json closed = clock()["closed"];
  EXPECT_EQ(closed["code"].text(), "ENTRIES_LOST") << closed.dump();
  EXPECT_FALSE(closed["title"].text().empty() || closed["detail"].text().empty());
  const auto said =
      ask("POST", "keys/acknowledge-loss", R"({"reason":"the disk lost them","signature":{"account":"admin.one","password":"long enough"}})");
  ASSERT_EQ(said.status, 200) << said.body;
  EXPECT_FALSE(clock().has("closed"));
  EXPECT_EQ(receiveLot("M-1").status, 200);
}

TEST_F(LostTail, WhatWasAcknowledgedOnceIsNotAskedAgainThoughTheMarkIsOld) {
  acknowledged(8);
  fs::copy_file(home / "var/isotrail.db.kept", home / "old.kept");
  cutLog(0.5);
  ASSERT_EQ(run({"ledger", "acknowledge-loss", "--reason", "the disk lost them"}).code, 0);
  fs::copy_file(home / "old.kept", home / "var/isotrail.db.kept", fs::copy_options::overwrite_existing);  // killed between commit and mark
  EXPECT_EQ(run({"ledger", "verify"}).code, 0);
  write("more.csv", "lot,site,kind,name,supplier,expires_at,units\nN-1,lingnan-nansha,cassette,FDG,lingnan,2099-01-01T00:00Z,1\n");
  EXPECT_EQ(run({"import", "more.csv", "--as", "production/receive-lot"}).code, 0);
}

TEST_F(LostTail, ALogThatIsGoneAndAnOlderFileAreNoticedToo) {
  fs::copy_file(home / "var/isotrail.db", home / "older.db");
  acknowledged(3);
  fs::remove(home / "var/isotrail.db-wal");
  fs::remove(home / "var/isotrail.db-shm");
  EXPECT_EQ(run({"ledger", "verify"}).code, 1);
  fs::copy_file(home / "older.db", home / "var/isotrail.db", fs::copy_options::overwrite_existing);
  EXPECT_EQ(run({"ledger", "verify"}).code, 1);
  EXPECT_EQ(code(run({"ledger", "acknowledge-loss", "--reason", " ", "--json"})), "BAD_VALUE");
}

TEST_F(LostTail, ARestoredBackupAndACopyAreNoLoss) {
  ASSERT_EQ(run({"backup", "create", "safe"}).code, 0);
  acknowledged(4);
  EXPECT_TRUE(fs::exists(home / "var/isotrail.db.kept"));
  for (const char* end : {"", "-wal", "-shm"}) fs::remove(path("var/isotrail.db") + end);
  ASSERT_EQ(run({"backup", "restore", "safe"}).code, 0);
  EXPECT_EQ(run({"ledger", "verify"}).code, 0);
  write("more.csv", "lot,site,kind,name,supplier,expires_at,units\nN-1,lingnan-nansha,cassette,FDG,lingnan,2099-01-01T00:00Z,1\n");
  EXPECT_EQ(run({"import", "more.csv", "--as", "production/receive-lot"}).code, 0);

  ASSERT_EQ(run({"db", "copy", "var/isotrail.db", "copy.db"}).code, 0);
  fs::copy_file(home / "var/isotrail.db.kept", home / "second.db.kept");
  write("more.csv", "lot,site,kind,name,supplier,expires_at,units\nN-2,lingnan-nansha,cassette,FDG,lingnan,2099-01-01T00:00Z,1\n");
  EXPECT_EQ(run({"import", "more.csv", "--as", "production/receive-lot", "--db", "copy.db"}).code, 0);
  fs::copy_file(home / "copy.db.kept", home / "second.db.kept", fs::copy_options::overwrite_existing);  // of a longer record that was there
  ASSERT_EQ(run({"db", "copy", "var/isotrail.db", "second.db"}).code, 0);
  EXPECT_EQ(run({"import", "more.csv", "--as", "production/receive-lot", "--db", "second.db"}).code, 0);
}

TEST_F(LostTail, ADatabaseThatWasRemovedBeginsAnew) {
  acknowledged(2);
  for (const char* end : {"", "-wal", "-shm"}) fs::remove(path("var/isotrail.db") + end);
  house();
  EXPECT_EQ(run({"ledger", "verify"}).code, 0);
}

TEST_F(LostTail, AMarkThatCannotBeReadSaysNothing) {
  for (const char* text : {"", "isotrail kept 1\n", "isotrail kept 1\n0000000000000000099 aa\nbb\n", "something else"}) {
    write("var/isotrail.db.kept", text);
    EXPECT_FALSE(KeptMark(Place(path("var/isotrail.db"))).read()) << text;
    EXPECT_EQ(run({"ledger", "verify"}).code, 0);
  }
  KeptMark mark(Place(path("var/isotrail.db")));
  mark.write({7, std::string(64, 'a')});
  mark.write({1'000'000, std::string(64, 'b')});
  ASSERT_TRUE(mark.read());
  EXPECT_EQ(mark.read()->seq, 1'000'000);
  EXPECT_EQ(mark.read()->hash, std::string(64, 'b'));
}

}  // namespace
