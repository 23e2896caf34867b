// A checkpoint stamped by an authority that the test makes with openssl, checked offline against the record.
#include <cstdlib>
#include <thread>

#include "platform/http/http.h"
#include "tests/program/program.h"
#include "tests/support/certificate.h"

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
  /// The code of the refusal, and the exit code with it.
  std::pair<std::string, int> refusal(std::vector<std::string> more) {
    more.insert(more.begin(), {"ledger", "timestamp", "monday.txt"});
    more.push_back("--json");
    const Ran ran = run(more);
    return {ran.json()["problem"]["code"].text(), ran.code};
  }
};

/// An authority that answers over HTTP what `answer` makes of a request.
class ServedAuthority {
 public:
  using Answer = std::function<http::Reply(const http::Request&)>;
  explicit ServedAuthority(Answer answer, const fs::path& certificate_in = {}) : server_(options(certificate_in)) {
    server_.handle(std::move(answer));
    port = std::to_string(server_.port());
    thread_ = std::thread([this] { server_.run(); });
  }
  ~ServedAuthority() {
    server_.stop();
    thread_.join();
  }
  std::string port;

 private:
  static http::Options options(const fs::path& certificate_in) {
    http::Options o;
    o.port = 0;
    if (certificate_in.empty()) return o;
    o.certificate = certificate_in / "cert.pem";
    o.key = certificate_in / "key.pem";
    return o;
  }
  http::Server server_;
  std::thread thread_;
};

TEST_F(Timestamps, AnAuthorityIsAskedOverHttp) {
  http::Request asked;
  const ServedAuthority tsa([&](const http::Request& r) -> http::Reply {
    asked = r;
    write("asked.tsq", r.body);
    reply("asked.tsq", "answer.tsr");
    return {200, "application/timestamp-reply", contents(home / "answer.tsr"), {}, {}};
  });
  const std::string url = "http://127.0.0.1:" + tsa.port + "/stamps/tsr?policy=1";
  const Ran ran =
      run({"ledger", "timestamp", "monday.txt", "--tsa", url, "--tsa-ca", "ca.pem", "--out", "monday.tsr", "--record", "house.record", "--json"});
  ASSERT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.json()["authority"].text(), "CN=tsa,O=Test");
  EXPECT_EQ(asked.method, "POST");
  EXPECT_EQ(asked.target, "/stamps/tsr?policy=1");
  EXPECT_EQ(asked.header("Content-Type"), "application/timestamp-query");
  ASSERT_EQ(run({"ledger", "timestamp", "monday.txt", "--request", "monday.tsq"}).code, 0);
  EXPECT_EQ(asked.body, contents(home / "monday.tsq")) << "nothing of the record but a digest leaves";
  EXPECT_EQ(contents(home / "monday.tsr"), contents(home / "answer.tsr"));
  const Ran again = run({"ledger", "timestamp", "monday.txt", "--reply", "monday.tsr", "--tsa-ca", "ca.pem", "--json"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(again.json()["serial"].text(), ran.json()["serial"].text());

  EXPECT_EQ(refusal({"--tsa", url, "--tsa-ca", "other-ca.pem", "--out", "bad.tsr"}), std::pair(std::string("TIMESTAMP_UNTRUSTED"), 5));
  EXPECT_FALSE(fs::exists(home / "bad.tsr")) << "a stamp that is not trusted is not kept";
  EXPECT_EQ(refusal({"--tsa", url, "--out", "bad.tsr"}), std::pair(std::string("TSA_CA_NEEDED"), 2));
  EXPECT_EQ(refusal({"--reply", "monday.tsr"}), std::pair(std::string("TSA_CA_NEEDED"), 2));
  EXPECT_EQ(run({"ledger", "timestamp", "monday.txt", "--tsa", url, "--tsa-ca", "ca.pem"}).code, 2) << "where the reply goes must be said";
}

TEST_F(Timestamps, AnAuthorityBehindTlsIsWhoItsCertificateSays) {
  ASSERT_TRUE(makeCertificate(home));
  const ServedAuthority tsa(
      [&](const http::Request& r) -> http::Reply {
        write("asked.tsq", r.body);
        reply("asked.tsq", "answer.tsr");
        return {200, "Application/Timestamp-Reply; version=1", contents(home / "answer.tsr"), {}, {}};
      },
      home);
  const std::vector<std::string> to{"--tsa-ca", "ca.pem", "--out", "monday.tsr", "--tsa", "https://localhost:" + tsa.port};
  EXPECT_EQ(refusal(to), std::pair(std::string("TSA_UNREACHABLE"), 6)) << "nobody vouches for it";
  auto trusting = to;
  trusting.insert(trusting.begin(), {"ledger", "timestamp", "monday.txt", "--ca", "cert.pem"});
  const Ran good = run(trusting);
  EXPECT_EQ(good.code, 0) << good.err;
}

TEST_F(Timestamps, AnswersThatAreNoStampAreRefusedInWords) {
  http::Reply answer;
  const ServedAuthority tsa([&](const http::Request&) { return answer; });
  const std::string url = "http://127.0.0.1:" + tsa.port;
  const auto asked = [&](http::Reply next) {
    answer = std::move(next);
    const auto told = refusal({"--tsa", url, "--tsa-ca", "ca.pem", "--out", "no.tsr"});
    EXPECT_FALSE(fs::exists(home / "no.tsr"));
    return told;
  };
  using Told = std::pair<std::string, int>;
  EXPECT_EQ(asked({404, "text/plain", "not here", {}, {}}), Told("TSA_ANSWER", 1));
  EXPECT_EQ(asked({200, "text/html", "<p>Sign in first", {}, {}}), Told("TSA_ANSWER", 1));
  EXPECT_EQ(asked({200, "application/timestamp-reply", "no DER", {}, {}}), Told("TIMESTAMP_UNREADABLE", 2));
  EXPECT_EQ(asked({200, "application/timestamp-reply", "", {}, {}}), Told("TIMESTAMP_UNREADABLE", 2));
  // PKIStatusInfo {status rejection(2), statusString {"closed today"}}, X.690 by hand: SEQUENCE{SEQUENCE{INTEGER 2, SEQUENCE{UTF8String}}}
  const std::string words = "closed today";
  const auto der = [](char tag, const std::string& content) { return std::string{tag, static_cast<char>(content.size())} + content; };
  const std::string rejection = der('\x30', der('\x30', der('\x02', "\x02") + der('\x30', der('\x0c', words))));
  EXPECT_EQ(asked({200, "application/timestamp-reply", rejection, {}, {}}), Told("TIMESTAMP_REFUSED", 4));
  const Ran said = run({"ledger", "timestamp", "monday.txt", "--tsa", url, "--tsa-ca", "ca.pem", "--out", "no.tsr"});
  EXPECT_NE(said.err.find("status 2: closed today"), std::string::npos) << said.err;
  write("other.txt", "another text");
  openssl("ts -query -data other.txt -sha256 -cert -out other.tsq");
  reply("other.tsq", "other.tsr");
  EXPECT_EQ(asked({200, "application/timestamp-reply", contents(home / "other.tsr"), {}, {}}), Told("TIMESTAMP_OTHER", 5));

  const auto to = [&](const char* where) { return refusal({"--tsa", where, "--tsa-ca", "ca.pem", "--out", "no.tsr"}); };
  EXPECT_EQ(to("http://127.0.0.1:1/tsr"), Told("TSA_UNREACHABLE", 6));
  EXPECT_EQ(to("tsa.example/tsr"), Told("BAD_VALUE", 2));
  EXPECT_EQ(to("http://127.0.0.1/a b"), Told("BAD_VALUE", 2));
}

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
