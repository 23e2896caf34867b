// A checkpoint stamped by an authority that the test makes with openssl, checked offline against the record.
#include <cstdlib>

#include "tests/program/program.h"

using namespace isotrail;
using namespace isotrail::test;

namespace {

class Timestamps : public Program {
 protected:
  void SetUp() override {
    Program::SetUp();
    house();
    ASSERT_EQ(run({"ledger", "checkpoint", "--out", "monday.txt"}).code, 0);
    ASSERT_EQ(run({"ledger", "export", "house.record"}).code, 0);
    write("tsa.cnf",
          "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\ncrypto_device = builtin\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\n"
          "digests = sha256\naccuracy = secs:1\nordering = no\ntsa_name = no\ness_cert_id_chain = no\n"
          "[ext]\nextendedKeyUsage = critical,timeStamping\nbasicConstraints = CA:FALSE\n");
    write("serial", "01\n");
    authority("ca", "tsa");
    authority("other-ca", "other-tsa");
  }
  void openssl(const std::string& arguments) {
    ASSERT_EQ(std::system(("cd " + home.string() + " && openssl " + arguments + " >openssl.out 2>&1").c_str()), 0) << arguments << "\n"
                                                                                                                   << contents(home / "openssl.out");
  }
  void authority(const std::string& ca, const std::string& tsa) {
    openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + ca + ".key -out " + ca + ".pem -subj /CN=" + ca + " -days 30");
    openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + tsa + ".key -out " + tsa + ".csr -subj '/O=Test/CN=" + tsa + "'");
    openssl("x509 -req -in " + tsa + ".csr -CA " + ca + ".pem -CAkey " + ca + ".key -CAcreateserial -out " + tsa +
            ".pem -days 20 -extfile tsa.cnf -extensions ext");
  }
  void reply(const std::string& request, const std::string& to, const std::string& tsa = "tsa") {
    openssl("ts -reply -config tsa.cnf -section one -queryfile " + request + " -signer " + tsa + ".pem -inkey " + tsa + ".key -out " + to);
  }
};

TEST_F(Timestamps, ACheckpointIsStampedAndCheckedOffline) {
  ASSERT_EQ(run({"ledger", "timestamp", "monday.txt", "--request", "monday.tsq"}).code, 0);
  reply("monday.tsq", "monday.tsr");
  const Ran good = run({"ledger", "timestamp", "monday.txt", "--reply", "monday.tsr", "--tsa-ca", "ca.pem", "--record", "house.record", "--json"});
  ASSERT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_EQ(good.json()["authority"].text(), "CN=tsa,O=Test");
  EXPECT_EQ(good.json()["size"].integer(), 4);
  EXPECT_EQ(good.json()["at"].text().substr(0, 2), "20");
  EXPECT_EQ(run({"ledger", "timestamp", "monday.txt", "--reply", "monday.tsr", "--tsa-ca", "ca.pem", "--lang", "pt"}).code, 0);

  const auto code = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"ledger", "timestamp"});
    more.push_back("--json");
    return run(more).json()["problem"]["code"].text();
  };
  EXPECT_EQ(code({"monday.txt", "--reply", "monday.tsr", "--tsa-ca", "other-ca.pem"}), "TIMESTAMP_UNTRUSTED");
  EXPECT_EQ(code({"monday.txt", "--reply", "monday.tsr", "--tsa-ca", "monday.txt"}), "TIMESTAMP_UNTRUSTED");  // no certificate
  EXPECT_EQ(code({"monday.txt", "--reply", "monday.txt", "--tsa-ca", "ca.pem"}), "TIMESTAMP_UNREADABLE");
  EXPECT_EQ(code({"monday.txt", "--reply", "none.tsr", "--tsa-ca", "ca.pem"}), "NOT_FOUND");
  write("more.csv", "lot,site,kind,name,supplier,expires_at,units\nK-2,lingnan-nansha,cassette,FDG,lingnan,2099-01-01T00:00Z,1\n");
  ASSERT_EQ(run({"import", "more.csv", "--as", "production/receive-lot"}).code, 0);
  ASSERT_EQ(run({"ledger", "checkpoint", "--out", "tuesday.txt"}).code, 0);
  EXPECT_EQ(code({"tuesday.txt", "--reply", "monday.tsr", "--tsa-ca", "ca.pem"}), "TIMESTAMP_OTHER");
}

TEST_F(Timestamps, EveryChangedByteOfAReplyIsFound) {
  ASSERT_EQ(run({"ledger", "timestamp", "monday.txt", "--request", "monday.tsq"}).code, 0);
  reply("monday.tsq", "monday.tsr");
  const std::string whole = contents(home / "monday.tsr");
  for (std::size_t at = 0; at < whole.size(); at += whole.size() / 40) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    write("changed.tsr", changed);
    const Ran ran = run({"ledger", "timestamp", "monday.txt", "--reply", "changed.tsr", "--tsa-ca", "ca.pem", "--json"});
    // What lies outside the signed part (the free text of the status) may change; the time said may not.
    if (ran.code == 0) {
      EXPECT_EQ(ran.json()["authority"].text(), "CN=tsa,O=Test") << at;
    }
  }
  reply("monday.tsq", "other.tsr", "other-tsa");
  EXPECT_NE(run({"ledger", "timestamp", "monday.txt", "--reply", "other.tsr", "--tsa-ca", "ca.pem"}).code, 0);
}

}  // namespace
