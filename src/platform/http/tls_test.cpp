// The same server behind TLS, with a certificate made for the test.
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/check.h"
#include "platform/http/test_client.h"

namespace isotrail::http {
namespace {

struct Free {
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
  void operator()(SSL* p) const { SSL_free(p); }
  void operator()(std::FILE* p) const { std::fclose(p); }
};
template <class T>
using Own = std::unique_ptr<T, Free>;

class Tls : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "isotrail-tls-XXXXXX").string();
    folder = mkdtemp(name.data());
    const Own<EVP_PKEY> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    const Own<X509> certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    const unsigned char host[] = "localhost";
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC, host, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    const Own<std::FILE> certificate_file(std::fopen((folder / "cert.pem").c_str(), "w"));
    const Own<std::FILE> key_file(std::fopen((folder / "key.pem").c_str(), "w"));
    ASSERT_EQ(PEM_write_X509(certificate_file.get(), certificate.get()), 1);
    ASSERT_EQ(PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr), 1);
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

}  // namespace
}  // namespace isotrail::http
