// The record between two parties, as both use the program: checkpoints, countersignatures, record files, keys.
#include <signal.h>

#include <chrono>
#include <thread>

#include "platform/sqlite/sqlite_db.h"
#include "tests/program/program.h"

using namespace isotrail;
using namespace isotrail::test;

namespace {

class Ledger : public Program {
 protected:
  const std::string db = path("var/isotrail.db");
  std::string log_key;

  void SetUp() override {
    Program::SetUp();
    house();
    const Ran ran = run({"ledger", "checkpoint", "--out", "first.txt"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    log_key = ran.err.substr(0, ran.err.find('\n'));
  }
  Ran cosign(std::vector<std::string> more) {
    std::vector<std::string> arguments = {"ledger", "cosign", "--log-key", log_key, "--name", "ssm.example/log", "--key", "ssm.key"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  /// The witness's public key, as the note of a countersignature names it.
  static std::string witnessKey(const Ran& ran) {
    const auto at = ran.err.find("ssm.example/log+");
    return ran.err.substr(at, ran.err.find_first_of(" \n", at) - at);
  }
  void grow(const char* lot) {
    write("more.csv",
          std::string("lot,site,kind,name,supplier,expires_at,units\n") + lot + ",lingnan-nansha,cassette,FDG,lingnan,2099-01-01T00:00Z,1\n");
    ASSERT_EQ(run({"import", "more.csv", "--as", "production/receive-lot"}).code, 0);
  }
  void tamper(const std::string& sql) {
    SqliteSource source(db);
    auto open = source.connect();
    for (const char* guard : {"event_no_update", "event_no_delete"}) open->exec(std::string("DROP TRIGGER IF EXISTS ") + guard);
    open->exec(sql);
  }
};

TEST_F(Ledger, TwoPartiesHoldTheLogToItsWord) {
  const Ran first = cosign({"first.txt", "--make-key", "--out", "first-cosigned.txt"});
  ASSERT_EQ(first.code, 0) << first.err;
  const std::string witness = witnessKey(first);
  EXPECT_EQ(run({"ledger", "checkpoint", "--keep", "first-cosigned.txt"}).code, 0);
  const Ran good = run({"ledger", "verify", "--checkpoint", "first-cosigned.txt", "--witness", witness});
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_NE(good.err.find("ssm.example/log"), std::string::npos) << good.err;
  EXPECT_EQ(run({"ledger", "verify", "--checkpoint", "first.txt", "--witness", witness}).code, 5);  // not countersigned
  grow("K-2292");
  ASSERT_EQ(run({"ledger", "checkpoint", "--out", "second.txt"}).code, 0);
  ASSERT_EQ(run({"ledger", "export", "house.record"}).code, 0);
  EXPECT_EQ(cosign({"second.txt", "--previous", "first-cosigned.txt"}).code, 2);  // nothing shows that it goes on
  EXPECT_EQ(cosign({"first.txt", "--previous", "second.txt"}).code, 5);           // it goes back
  const Ran second = cosign({"second.txt", "--previous", "first-cosigned.txt", "--record", "house.record", "--out", "second-cosigned.txt"});
  EXPECT_EQ(second.code, 0) << second.err;
  // An earlier entry changed, so that only the witness's copy tells.
  tamper("UPDATE event SET bytes=CAST(replace(CAST(bytes AS TEXT),'Nansha','Nanshb') AS BLOB) WHERE type='identity.SiteRegistered'");
  const Ran bad = run({"ledger", "verify", "--checkpoint", "second-cosigned.txt", "--json"});
  EXPECT_EQ(bad.code, 1);
  EXPECT_EQ(bad.json()["first_bad"]["seq"].integer(), 2) << bad.out;
}

TEST_F(Ledger, ARecordFileChecksWithoutTheDatabase) {
  const Ran out = run({"ledger", "export", "house.record", "--json"});
  ASSERT_EQ(out.code, 0) << out.err;
  const std::string key = run({"ledger", "verify", "--json"}).json()["public_key"].text();
  fs::remove_all(home / "var");
  const Ran good = run({"ledger", "verify", "house.record", "--public-key", key, "--json"});
  EXPECT_EQ(good.code, 0) << good.out;
  EXPECT_EQ(good.json()["root"].text(), out.json()["root"].text());
  EXPECT_TRUE(good.json()["key_known"].boolean());
  EXPECT_EQ(run({"ledger", "verify", "-", "--public-key", key}, contents(home / "house.record")).code, 0);
  const Ran unknown = run({"ledger", "verify", "house.record"});
  EXPECT_EQ(unknown.code, 0);
  EXPECT_NE(unknown.err.find("--public-key"), std::string::npos) << unknown.err;
  std::string text = contents(home / "house.record");
  text.replace(text.find("Nansha"), 6, "Nanshb");
  write("changed.record", text);
  const Ran bad = run({"ledger", "verify", "changed.record", "--public-key", key, "--json"});
  EXPECT_EQ(bad.code, 1);
  EXPECT_EQ(bad.json()["first_bad"]["seq"].integer(), 2) << bad.out;
  EXPECT_EQ(run({"ledger", "verify", "nothing.record"}).code, 3);
}

TEST_F(Ledger, AKeyIsChangedAndBothKeysCheckTheRecord) {
  const std::string before = run({"ledger", "verify", "--json"}).json()["public_key"].text();
  const Ran rotated = run({"ledger", "rotate-key", "--reason", "yearly change", "--json"});
  ASSERT_EQ(rotated.code, 0) << rotated.out << rotated.err;
  const Ran check = run({"ledger", "verify", "--json", "--checkpoint", "first.txt"});
  EXPECT_EQ(check.code, 0) << check.out;
  EXPECT_EQ(check.json()["public_key"].text(), rotated.json()["key"].text());
  EXPECT_EQ(check.json()["keys"].size(), 2u);
  EXPECT_EQ(run({"ledger", "verify", "--public-key", before}).code, 0);
  EXPECT_EQ(run({"ledger", "verify", "--public-key", std::string(64, 'a')}).code, 1);
}

TEST_F(Ledger, WhatIsNoCheckpointOrKeyIsRefusedInWords) {
  write("none.txt", "nothing\n");
  EXPECT_EQ(run({"ledger", "checkpoint", "--keep", "none.txt"}).code, 2);
  EXPECT_EQ(run({"ledger", "verify", "--checkpoint", "missing.txt"}).code, 3);
  EXPECT_EQ(run({"ledger", "verify", "--witness", "ssm"}).code, 2);
  EXPECT_EQ(cosign({"none.txt", "--make-key"}).code, 2);
  EXPECT_FALSE(fs::exists(home / "ssm.key"));
  const std::string other = log_key.substr(0, log_key.size() - 4) + "AAA=";
  EXPECT_EQ(run({"ledger", "cosign", "first.txt", "--log-key", other, "--name", "w.example", "--key", "w.key"}).code, 2);
  EXPECT_EQ(run({"ledger", "evidence", "NO-SUCH", "x.html"}).code, 3);
  EXPECT_EQ(run({"ledger", "export", "no/such/folder/x.record"}).code, 1);
}

TEST_F(Ledger, EvidenceIsOneFileWithItsProofs) {
  const Ran made = run({"ledger", "evidence", "K-2291", "lot.html", "--json"});
  ASSERT_EQ(made.code, 0) << made.out << made.err;
  EXPECT_GE(made.json()["entries"].integer(), 1);
  const std::string page = contents(home / "lot.html");
  EXPECT_NE(page.find("\"subject\":\"K-2291\""), std::string::npos);
  EXPECT_EQ(page.find("{{evidence}}"), std::string::npos);
  EXPECT_EQ(page.find("http://"), std::string::npos);  // asks nobody
  EXPECT_EQ(page.find("https://"), std::string::npos);
}

TEST_F(Ledger, WorkBesideTheRequestsIsAskedForDoneAndListed) {
  EXPECT_EQ(run({"jobs"}).code, 0);
  EXPECT_EQ(run({"jobs", "--ask", "tea"}).code, 2);
  const Ran asked = run({"jobs", "--ask", "record.check", "--json"});
  ASSERT_EQ(asked.code, 0) << asked.err;
  EXPECT_EQ(asked.json()["jobs"].items().at(0)["state"].text(), "waiting");
  const Ran worked = run({"jobs", "--work", "--json"});
  const Json job = worked.json()["jobs"].items().at(0);
  EXPECT_EQ(job["state"].text(), "done") << worked.out << worked.err;
  EXPECT_TRUE(job["result"]["ok"].boolean());
  EXPECT_NE(run({"jobs", "--lang", "pt"}).out.find("concluída"), std::string::npos);
  EXPECT_EQ(run({"jobs", "--again", job["id"].text()}).code, 5);
  EXPECT_EQ(run({"jobs", "--again", "none"}).code, 3);
}

TEST_F(Ledger, ShowsAnEntryAndTheHistoryOfAThingAtAnInstant) {
  grow("K-2292");
  const Ran first = run({"ledger", "show", "1", "--json"});
  ASSERT_EQ(first.code, 0) << first.err;
  const auto entry = Json::parse(first.out);
  EXPECT_EQ((*entry)["seq"].integer(), 1);
  EXPECT_EQ((*entry)["reading"]["as"].text(), "recorded");
  EXPECT_EQ(run({"ledger", "show", (*entry)["id"].text(), "--as", "corrected"}).code, 0);
  const Ran lot = run({"ledger", "show", "K-2292", "--lang", "zh-Hant"});
  EXPECT_EQ(lot.code, 0) << lot.err;
  EXPECT_NE(lot.out.find("K-2292"), std::string::npos) << lot.out;
  EXPECT_EQ(run({"ledger", "show", "K-2292", "--at", "2020-01-01T00:00:00+08:00"}).code, 3);  // nobody knew of it
  EXPECT_EQ(run({"ledger", "show", "K-2292", "--at", "2020-01-01T00:00:00"}).code, 2);        // of which zone?
  EXPECT_EQ(run({"ledger", "show", "K-2292", "--as", "known"}).code, 2);
  EXPECT_EQ(run({"ledger", "show", "K-9999"}).code, 3);
}

TEST_F(Ledger, AServersRecordIsCheckedFromItsLog) {
  write("admins.csv", "person,family_name,given_name,org,site,roles\nadmin.one,A,B,lingnan,lingnan-nansha,admin\n");
  ASSERT_EQ(run({"import", "admins.csv", "--as", "identity/register-person"}).code, 0);
  ASSERT_EQ(run({"user", "add", "admin.one", "--person", "admin.one", "--password-stdin"}, "long enough\n").code, 0);
  const Json here = run({"ledger", "verify", "--json"}).json();
  const auto served = [&](const std::string& key) {
    const pid_t server = start({"serve", "--port", "0", "--json"});
    const fs::path mine = home;
    std::int64_t port = 0;
    for (int i = 0; i < 300 && port == 0; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      if (auto j = Json::parse(contents(home / "out"))) port = (*j)["port"].integer();
    }
    home = mine / "auditor";
    fs::create_directories(home);
    const std::string url = "http://127.0.0.1:" + std::to_string(port);
    EXPECT_EQ(run({"ledger", "verify", url}).code, 4) << "nobody signed in";
    EXPECT_EQ(run({"ledger", "verify", url, "--account", "admin.one", "--password-stdin"}, "another one\n").code, 4);
    const Ran ran = run({"ledger", "verify", url, "--account", "admin.one", "--password-stdin", "--public-key", key, "--json"}, "long enough\n");
    home = mine;
    kill(server, SIGTERM);
    finish(server);
    return ran;
  };
  const Ran good = served(here["public_key"].text());
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_EQ(good.json()["root"].text(), here["root"].text());
  EXPECT_EQ(good.json()["entries"].integer(), here["entries"].integer());
  EXPECT_EQ(served(std::string(64, 'a')).code, 1) << "another node's key";
  tamper("UPDATE event SET bytes=CAST(replace(CAST(bytes AS TEXT),'Nansha','Nanshb') AS BLOB) WHERE type='identity.SiteRegistered'");
  const std::int64_t changed =
      SqliteSource(path("var/isotrail.db")).connect()->query("SELECT seq FROM event WHERE type='identity.SiteRegistered'").at(0).integer(0);
  const Ran bad = served(here["public_key"].text());
  EXPECT_EQ(bad.code, 1);
  EXPECT_EQ(bad.json()["first_bad"]["seq"].integer(), changed) << "the changed entry, not the one after it: " << bad.out << bad.err;
}

}  // namespace
