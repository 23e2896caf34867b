// The same server behind TLS, with a certificate made for the test.
#include <gtest/gtest.h>

#include "base/check.h"
#include "platform/http/ask.h"
#include "platform/http/test_client.h"
#include "tests/support/certificate.h"

namespace isotrail::http {
namespace {

template <class T>
using Own = test::OwnTls<T>;

class Tls : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "isotrail-tls-XXXXXX").string();
    folder = mkdtemp(name.data());
    ASSERT_TRUE(test::makeCertificate(folder));
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  Options options() const {
    Options o = RunningServer::quick();
    o.certificate = folder / "cert.pem";
    o.key = folder / "key.pem";
    return o;
  }
  std::filesystem::path folder;
};

/// A client that speaks TLS up to `version`.
class TlsClient {
 public:
  explicit TlsClient(unsigned short port, int version = TLS1_3_VERSION) : plain_(port), settings_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_min_proto_version(settings_.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(settings_.get(), version);
    SSL_CTX_set_security_level(settings_.get(), 0);
    stream_.reset(SSL_new(settings_.get()));
    SSL_set_fd(stream_.get(), plain_.fd());
    connected = SSL_connect(stream_.get()) == 1;
  }
  void send(const std::string& bytes) { SSL_write(stream_.get(), bytes.data(), static_cast<int>(bytes.size())); }
  /// Reads until the server ends the connection, or `text` has come.
  std::string receiveUntil(const std::string& text) {
    std::string all;
    char buffer[16384];
    while (all.find(text) == std::string::npos) {
      const int n = SSL_read(stream_.get(), buffer, sizeof buffer);
      if (n <= 0) break;
      all.append(buffer, static_cast<std::size_t>(n));
    }
    return all;
  }
  bool endedInOrder() { return (SSL_get_shutdown(stream_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }
  bool connected = false;

 private:
  Client plain_;
  Own<SSL_CTX> settings_;
  Own<SSL> stream_;
};

TEST_F(Tls, CarriesRequestsAndStreams) {
  RunningServer s(options());
  const std::string big(500'000, 'b');
  s.server.handle([&](const Request& r) { return Reply{200, "text/plain", r.path == "/big" ? big : "hello", {}, {}}; });
  struct Once : StreamSource {
    bool said = false;
    std::string poll() override { return std::exchange(said, true) ? "" : sseEvent("1", "ledger", "{}"); }
  };
  s.server.stream("/events", [](const Request&, Reply&) { return std::make_unique<Once>(); });
  s.start();

  TlsClient c(s.server.port());
  ASSERT_TRUE(c.connected);
  c.send(get("/"));
  EXPECT_NE(c.receiveUntil("hello").find("HTTP/1.1 200 OK"), std::string::npos);
  c.send(get("/big", "Connection: close\r\n"));
  const std::string all = c.receiveUntil("never");
  EXPECT_EQ(all.substr(all.find("\r\n\r\n") + 4), big);
  EXPECT_TRUE(c.endedInOrder());

  TlsClient stream(s.server.port());
  stream.send(get("/events"));
  EXPECT_NE(stream.receiveUntil("data: {}\n\n").find("id: 1\n"), std::string::npos);
}

TEST_F(Tls, OldVersionsAndPlainTextAreTurnedAway) {
  RunningServer s(options());
  s.start();
  EXPECT_TRUE(TlsClient(s.server.port(), TLS1_2_VERSION).connected);
  EXPECT_FALSE(TlsClient(s.server.port(), TLS1_1_VERSION).connected);
  Client plain(s.server.port());
  EXPECT_EQ(plain.ask(get("/")).status, 0);
}

TEST_F(Tls, UnusableFilesAreAFault) {
  Options o = options();
  o.key = o.certificate;
  EXPECT_THROW(Server{o}, Fault);
  o = options();
  o.certificate = folder / "absent.pem";
  EXPECT_THROW(Server{o}, Fault);
}

TEST_F(Tls, AnAskerTrustsTheCertificateItWasGivenAndNoOther) {
  RunningServer running(options());
  running.server.handle([](const Request& r) { return Reply{200, "text/plain", r.method + " " + r.path + " " + r.body, {}, {}}; });
  running.start();
  const Address local{true, "localhost", std::to_string(running.server.port())};
  const Reply reply = Asker(local, folder / "cert.pem").ask("POST", "/x?y=1", {{"Content-Type", "text/plain"}}, "hello");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "POST /x hello");
  const auto why = [](const Address& address, const std::string& ca) -> std::string {
    try {
      Asker(address, ca, std::chrono::seconds(2)).ask("GET", "/", {}, "");
    } catch (const Fault& fault) {
      return fault.code + " " + fault.what();
    }
    return "";
  };
  EXPECT_TRUE(why(local, "").starts_with("HUB_UNREACHABLE self")) << why(local, "");
  EXPECT_TRUE(why({true, "127.0.0.1", local.port}, folder / "cert.pem").starts_with("HUB_UNREACHABLE IP")) << "another name";
  EXPECT_TRUE(why({false, "localhost", local.port}, "").starts_with("HUB_UNREACHABLE")) << "plain to a TLS port";
  EXPECT_EQ(why({true, "localhost", "1"}, ""), "HUB_UNREACHABLE Connection refused");
}

TEST(Address, IsReadWholeOrNotAtAll) {
  EXPECT_EQ(Address::parse("https://hub.example")->text(), "https://hub.example:443");
  EXPECT_EQ(Address::parse("http://127.0.0.1:8080/")->text(), "http://127.0.0.1:8080");
  EXPECT_EQ(Address::parse("https://[::1]:8443")->host, "::1");
  for (const char* bad : {"", "hub", "ftp://hub", "https://", "https://hub:x", "https://hub/path", "https://a@b", "https://[::1", "https://hub:"})
    EXPECT_FALSE(Address::parse(bad)) << bad;
}

}  // namespace
}  // namespace isotrail::http
