// The whole server as the command line starts it, with and without TLS.
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <future>
#include <thread>

#include "base/check.h"
#include "tests/support/house.h"
#include "server/serve.h"

namespace isotrail::server {
namespace {

class Serve : public ::testing::Test, protected House {
 protected:
  /// serve() on a thread of its own until the test ends.
  void start(ServeOptions options) {
    std::promise<unsigned short> bound;
    options.port = 0;
    options.ready = [&](unsigned short port) { bound.set_value(port); };
    thread_ = std::thread([this, options] { result_ = serve(*node_, options, stop_); });
    port_ = bound.get_future().get();
  }
  ~Serve() override { finish(); }
  void finish() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }
  std::atomic<bool> stop_{false};
  std::thread thread_;
  unsigned short port_ = 0;
  int result_ = -1;
};

TEST_F(Serve, AnswersUntilItIsTold) {
  start({});
  EXPECT_EQ(http::Client(port_).ask(http::get("/healthz")).status, 200);
  EXPECT_NE(http::Client(port_).ask(http::get("/")).body.find("/api/v1"), std::string::npos);  // a build without pages
  EXPECT_EQ(http::Client(port_).ask(http::get("/assets/none.js")).status, 404);
  finish();
  EXPECT_EQ(result_, 0);
  EXPECT_THROW(http::Client(port_).ask(http::get("/healthz")), std::runtime_error);
}

TEST_F(Serve, ABodyOfMoreThanAMegabyteIsTooLarge) {
  start({});
  const std::string body(1024 * 1024 + 1, ' ');
  const auto no = http::Client(port_).ask("POST /api/v1/session HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: " +
                                          std::to_string(body.size()) + "\r\n\r\n" + body);
  EXPECT_EQ(verdict(no), "413 TOO_LARGE");
}

/// The time of one request on a connection that stays open. Not a benchmark: it finds what waits where nothing should.
TEST_F(Serve, AnswersWithoutWaiting) {
  orders();
  start({});
  const auto session = node_->accounts().signIn("he.yun", kTestPassword, "web");
  ASSERT_TRUE(session);
  for (const char* path : {"/healthz", "/api/v1/ordering/orders"}) {
    http::Client c(port_);
    const std::string request = http::get(path, "Authorization: Bearer " + session->token + "\r\n");
    ASSERT_EQ(c.ask(request).status, 200);
    const auto from = std::chrono::steady_clock::now();
    for (int i = 0; i < 50; ++i) ASSERT_EQ(c.ask(request).status, 200);
    const double each_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count() / 50;
    RecordProperty(path[1] == 'h' ? "health_ms" : "view_ms", std::to_string(each_ms));
    std::printf("%s: %.2f ms\n", path, each_ms);
    EXPECT_LT(each_ms, 100) << path;
  }
}

void makeCertificate(const std::string& certificate_path, const std::string& key_path) {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
  X509* certificate = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_sign(certificate, key, EVP_sha256());
  for (const auto& path : {certificate_path, key_path}) {
    std::FILE* file = std::fopen(path.c_str(), "w");
    path == key_path ? PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr) : PEM_write_X509(file, certificate);
    std::fclose(file);
  }
  X509_free(certificate);
  EVP_PKEY_free(key);
}

TEST_F(Serve, SpeaksTlsWithCookiesToMatch) {
  ServeOptions options;
  options.certificate = folder_.file("cert.pem");
  options.key = folder_.file("key.pem");
  makeCertificate(options.certificate, options.key);
  start(options);
  EXPECT_EQ(http::Client(port_).ask(http::get("/healthz")).status, 0);  // not in plain text
  http::Client plain(port_);
  SSL_CTX* settings = SSL_CTX_new(TLS_client_method());
  SSL* stream = SSL_new(settings);
  SSL_set_fd(stream, plain.fd());
  ASSERT_EQ(SSL_connect(stream), 1);
  const std::string body = R"({"account":"he.yun","password":"correct horse"})";
  const std::string request =
      "POST /api/v1/session HTTP/1.1\r\nHost: test\r\nOrigin: https://test\r\nConnection: close\r\nContent-Type: "
      "application/json\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  SSL_write(stream, request.data(), static_cast<int>(request.size()));
  std::string all;
  char buffer[4096];
  for (int n = 0; (n = SSL_read(stream, buffer, sizeof buffer)) > 0;) all.append(buffer, static_cast<std::size_t>(n));
  EXPECT_TRUE(all.starts_with("HTTP/1.1 200 OK")) << all;
  EXPECT_NE(all.find("; Secure"), std::string::npos);
  SSL_free(stream);
  SSL_CTX_free(settings);
}

TEST_F(Serve, AnAddressInUseAndABadKeyAreFaults) {
  start({});
  ServeOptions taken;
  taken.port = port_;
  std::atomic<bool> stop{true};
  EXPECT_THROW(serve(*node_, taken, stop), Fault);
  ServeOptions keyless;
  keyless.port = 0;
  keyless.certificate = folder_.file("absent.pem");
  EXPECT_THROW(serve(*node_, keyless, stop), Fault);
}

}  // namespace
}  // namespace isotrail::server
