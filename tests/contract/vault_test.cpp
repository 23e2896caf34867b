// Names in the vault on every engine: sealed, moved from older tables, erased, and not brought back by any later copy.
#include <gtest/gtest.h>

#include <fstream>

#include "desk/vault.h"
#include "ledger/tables.h"
#include "node/backup.h"
#include "node/copy.h"
#include "node/node.h"
#include "node/vault_file.h"
#include "platform/crypto/secret_file.h"
#include "rooms/identity/facts.h"
#include "tests/contract/engines.h"

namespace isotrail::test {
namespace {
namespace fs = std::filesystem;

class Vault : public EveryEngine {
 protected:
  fs::path folder;
  int sent = 0;

  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "isotrail-vault-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
    ::setenv("ISOTRAIL_KEY", (folder / "server.key").c_str(), 1);
  }
  void TearDown() override {
    ::unsetenv("ISOTRAIL_KEY");
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  Result<Accepted> send(Node& node, const char* command, Json body) {
    const Caller who = Node::operatorCaller();
    Submission s{command, std::move(body), "vault-" + std::to_string(++sent), {}, SigningPerson{who.person, "", "test"}, false};
    return node.desk().submit(who, s);
  }
  void staff(Node& node) {
    ASSERT_TRUE(
        send(node, "identity/register-organisation", Json::object({{"org", "cotai"}, {"name", "C"}, {"kind", "hospital"}, {"jurisdiction", "MO"}}))
            .ok());
    for (const char* id : {"p-1", "p-2"}) ASSERT_TRUE(send(node, "identity/register-person", person(id)).ok());
  }
  static Json person(const std::string& id) {
    return Json::object({{"person", id},
                         {"family_name", "Testada-" + id},
                         {"given_name", "G"},
                         {"org", "cotai"},
                         {"roles", Json::array().push("driver")},
                         {"contact", "tel-of-" + id}});
  }
  static std::string nameIn(Node& node, const char* id) {
    std::string name;
    node.desk().read([&](Db& db) { name = identity::personName(db, PersonId(id)); });
    return name;
  }
  /// Every cell of every table, and of a file every byte.
  std::string everything() {
    std::string all;
    const auto store = openPlace(Place(where()), true);
    auto db = store->connect();
    for (const auto& table : tableNames(*db))
      for (const auto& row : db->query("SELECT * FROM " + table))
        for (const auto& v : row.values()) {
          if (auto* t = std::get_if<std::string>(&v)) all += *t;
          if (auto* b = std::get_if<Blob>(&v)) all.append(b->begin(), b->end());
        }
    for (const char* end : {"", "-wal"})
      if (std::ifstream in(where() + end, std::ios::binary); in && Place(where()).isFile())
        all.append(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    return all;
  }
};

TEST_P(Vault, NamesAreReadWithTheKeyOnly) {
  const std::string file = Place(where()).vaultFile();
  {
    Node node(where());
    staff(node);
    EXPECT_EQ(nameIn(node, "p-1"), "Testada-p-1 G");
  }
  EXPECT_EQ(fs::file_size(file), 32u);
  EXPECT_EQ(fs::status(file).permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
  EXPECT_EQ(everything().find("Testada"), std::string::npos);
  EXPECT_EQ(everything().find("tel-of-p"), std::string::npos);
  const std::string key = crypto::loadSecret(file);
  fs::remove(file);
  crypto::saveSecret(file, SecretKey::make().bytes());  // another one is none
  {
    Node node(where());
    node.desk().write([](Db& db) { EXPECT_FALSE(vaultOpen(db)); });
    EXPECT_EQ(nameIn(node, "p-1"), "p-1");
    const auto no = send(node, "identity/register-person", person("p-3"));
    ASSERT_FALSE(no.ok());
    EXPECT_EQ(no.refusal().code, "VAULT_SHUT");
  }
  fs::remove(file);
  crypto::saveSecret(file, key);
  Node node(where());
  EXPECT_EQ(nameIn(node, "p-2"), "Testada-p-2 G");
}

TEST_P(Vault, NamesOfAnEarlierProgramAreSealedAtTheStart) {
  {
    Node node(where());
    ASSERT_TRUE(
        send(node, "identity/register-organisation", Json::object({{"org", "cotai"}, {"name", "C"}, {"kind", "hospital"}, {"jurisdiction", "MO"}}))
            .ok());
    node.desk().write([](Db& db) {  // as the program before kept them
      db.exec("INSERT INTO person_vault(person,family_name,given_name) VALUES('p-9','Antiga','Ana')");
      db.exec("INSERT INTO patient_vault(patient,family_name,given_name,birth_date,sex) VALUES('P-9','Velha','Eva','1950-01-01','female')");
    });
  }
  Node node(where());
  node.desk().read([](Db& db) {
    EXPECT_EQ((*fromVault(db, VaultOf::person, "p-9"))["family_name"].text(), "Antiga");
    EXPECT_EQ((*fromVault(db, VaultOf::patient, "P-9"))["birth_date"].text(), "1950-01-01");
    EXPECT_TRUE(db.query("SELECT 1 FROM person_vault").empty());
    EXPECT_TRUE(db.query("SELECT 1 FROM patient_vault").empty());
  });
  for (const char* name : {"Antiga", "Velha", "1950-01-01"}) EXPECT_EQ(everything().find(name), std::string::npos) << name;
}

TEST_P(Vault, AnErasedNameIsInNoLaterCopy) {
  std::string own_key;
  {
    Node node(where());
    staff(node);
    node.desk().read([&](Db& db) {
      const Blob b = db.query("SELECT own_key FROM vault WHERE id='p-1'").at(0).blob(0);
      own_key.assign(b.begin(), b.end());
    });
    ASSERT_TRUE(send(node, "identity/erase-person", Json::object({{"person", "p-1"}, {"reason", "asked for it"}})).ok());
    EXPECT_EQ(nameIn(node, "p-1"), "(erased)");
    EXPECT_EQ(nameIn(node, "p-2"), "Testada-p-2 G");
  }
  EXPECT_EQ(everything().find(own_key), std::string::npos) << "the key lies on in the store";
  const std::string copy = (folder / "copy.db").string();
  ASSERT_TRUE(copyNode(Place(where()), Place(copy)).ok());
  const auto check = [&](const std::string& database) {
    Node node(database, true);
    EXPECT_EQ(nameIn(node, "p-1"), "(erased)") << database;
    EXPECT_EQ(nameIn(node, "p-2"), "Testada-p-2 G") << database;
    node.desk().read([](Db& db) {
      EXPECT_TRUE(Journal(db).verify().ok);
      EXPECT_EQ(db.query("SELECT 1 FROM event WHERE type='identity.PersonErased'").size(), 1u);
    });
    EXPECT_TRUE(node.desk().rebuild(true).empty());
  };
  check(copy);
  ASSERT_TRUE(createBackup(copy, folder / "safe", true, Instant()).ok());
  EXPECT_TRUE(fs::exists(folder / "safe" / "isotrail.db.vault"));
  ASSERT_TRUE(restoreBackup(folder / "safe", (folder / "again.db").string()).ok());
  check((folder / "again.db").string());
}

TEST_P(Vault, WhoIsErasedSignsInNoMoreAndTheAccountLeavesNoByte) {
  std::string hash, token;
  {
    Node node(where());
    staff(node);
    for (const auto& [account, person] : {std::pair("senhora.silvestre", "p-1"), {"outra.conta", "p-2"}})
      ASSERT_TRUE(node.accounts().set(account, PersonId(person), "correct horse battery", false).ok());
    auto session = node.accounts().signIn("senhora.silvestre", "correct horse battery", "test");
    ASSERT_TRUE(session.ok());
    EXPECT_EQ(session->name, "Testada-p-1 G");
    token = session->token;
    const std::string others = node.accounts().signIn("outra.conta", "correct horse battery", "test")->token;
    node.desk().read([&](Db& db) { hash = db.query("SELECT password_hash FROM account WHERE person='p-1'").at(0).text(0); });
    ASSERT_NE(everything().find("senhora.silvestre"), std::string::npos) << "the scan finds what is there";
    ASSERT_NE(everything().find(hash), std::string::npos);

    ASSERT_TRUE(send(node, "identity/erase-person", Json::object({{"person", "p-1"}, {"reason", "asked for it"}})).ok());
    EXPECT_EQ(node.accounts().session(token, "test").refusal().code, "NO_SESSION");
    EXPECT_EQ(node.accounts().signIn("senhora.silvestre", "correct horse battery", "test").refusal().code, "BAD_CREDENTIALS");
    EXPECT_TRUE(node.accounts().session(others, "test").ok()) << "nobody else's account";
    for (const std::string& gone : {std::string("senhora.silvestre"), hash, sha256Hex(token), std::string("Testada-p-1")})
      EXPECT_EQ(everything().find(gone), std::string::npos) << gone << " is in the store while the node works on";
  }
  for (const std::string& gone : {std::string("senhora.silvestre"), hash, sha256Hex(token), std::string("Testada-p-1")})
    EXPECT_EQ(everything().find(gone), std::string::npos) << gone << " is in the store after the stop";
  Node node(where(), true);
  node.desk().read([](Db& db) {
    EXPECT_TRUE(identity::person(db, PersonId("p-1")).has_value()) << "the id stays: entries name it";
    EXPECT_TRUE(Journal(db).verify().ok);
  });
}

INSTANTIATE_TEST_SUITE_P(Stores, Vault, ::testing::Values("sqlite", "postgresql"), engineName);

}  // namespace
}  // namespace isotrail::test
