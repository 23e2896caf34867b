#pragma once
// A self-signed certificate for tests, valid for an hour.
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <memory>

namespace isotrail::test {

struct FreeTls {
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
  void operator()(SSL* p) const { SSL_free(p); }
  void operator()(std::FILE* p) const { std::fclose(p); }
};
template <class T>
using OwnTls = std::unique_ptr<T, FreeTls>;

/// Writes cert.pem and key.pem for "localhost" into the folder; false when it cannot.
inline bool makeCertificate(const std::filesystem::path& folder) {
  const OwnTls<EVP_PKEY> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  const OwnTls<X509> certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  const unsigned char host[] = "localhost";
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC, host, -1, -1, 0);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  const OwnTls<std::FILE> certificate_file(std::fopen((folder / "cert.pem").c_str(), "w"));
  const OwnTls<std::FILE> key_file(std::fopen((folder / "key.pem").c_str(), "w"));
  return certificate_file && key_file && PEM_write_X509(certificate_file.get(), certificate.get()) == 1 &&
         PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1;
}

}  // namespace isotrail::test
