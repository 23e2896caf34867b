#include "platform/crypto/timestamp.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>

#include <ctime>
#include <memory>

#include "base/check.h"
#include "base/hash.h"

namespace isotrail::crypto {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* p) const {
    Free(p);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;
using Request = Owned<TS_REQ, TS_REQ_free>;
using Reply = Owned<TS_RESP, TS_RESP_free>;
using Imprint = Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free>;
using Verifying = Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free>;
using Store = Owned<X509_STORE, X509_STORE_free>;
using Memory = Owned<BIO, BIO_free_all>;
using Certificate = Owned<X509, X509_free>;
using Algorithm = Owned<X509_ALGOR, X509_ALGOR_free>;
using Certificates = Owned<STACK_OF(X509), [](STACK_OF(X509) * s) { sk_X509_free(s); }>;

Memory memory(std::string_view bytes) {
  Memory bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
  ISOTRAIL_CHECK(bio != nullptr);
  return bio;
}

std::string lastError() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return reason ? reason : "";
}

Refusal refused(const char* code, std::string why) { return Refusal::of(code, Json::object({{"why", std::move(why)}})); }

/// Trusts `roots`, as of `at`; null when there is no certificate in them.
Store storeOf(std::string_view roots, std::int64_t at) {
  Store store(X509_STORE_new());
  const Memory in = memory(roots);
  int count = 0;
  while (Certificate one{PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)}) count += X509_STORE_add_cert(store.get(), one.get());
  ERR_clear_error();  // the end of the file is one
  if (count == 0) return nullptr;
  X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), static_cast<std::time_t>(at));
  return store;
}

std::string subjectOf(X509* certificate) {
  Memory text(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

std::string serialOf(const TS_TST_INFO* info) {
  const ASN1_INTEGER* serial = TS_TST_INFO_get_serial(info);
  return hex({reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)), static_cast<std::size_t>(ASN1_STRING_length(serial))});
}

std::string authorityOf(const TS_RESP* reply) {
  const Certificates signers(PKCS7_get0_signers(TS_RESP_get_token(const_cast<TS_RESP*>(reply)), nullptr, 0));
  return signers && sk_X509_num(signers.get()) > 0 ? subjectOf(sk_X509_value(signers.get(), 0)) : "";
}

/// The status number of RFC 3161 section 2.4.2, and what the authority says to it.
std::string statusOf(TS_RESP* reply) {
  const TS_STATUS_INFO* status = TS_RESP_get_status_info(reply);
  std::string out = "status " + std::to_string(ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status)));
  const STACK_OF(ASN1_UTF8STRING)* words = TS_STATUS_INFO_get0_text(status);
  for (int i = 0; words && i < sk_ASN1_UTF8STRING_num(words); ++i) {
    const ASN1_UTF8STRING* text = sk_ASN1_UTF8STRING_value(words, i);
    out += (i == 0 ? ": " : " ") +
           std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)), static_cast<std::size_t>(ASN1_STRING_length(text)));
  }
  return out;
}

/// What was stamped is `digest`.
bool isOn(TS_TST_INFO* info, const Digest& digest) {
  const ASN1_OCTET_STRING* message = TS_MSG_IMPRINT_get_msg(TS_TST_INFO_get_msg_imprint(info));
  const std::string_view stamped(reinterpret_cast<const char*>(ASN1_STRING_get0_data(message)),
                                 static_cast<std::size_t>(ASN1_STRING_length(message)));
  return stamped == std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size());
}

bool signatureHolds(TS_RESP* reply, const Digest& digest, Store store) {
  const Verifying verifying(TS_VERIFY_CTX_new());
  ISOTRAIL_CHECK(verifying != nullptr);
  TS_VERIFY_CTX_add_flags(verifying.get(), TS_VFY_VERSION | TS_VFY_SIGNATURE | TS_VFY_IMPRINT);
  auto* imprint = static_cast<unsigned char*>(OPENSSL_memdup(digest.data(), digest.size()));
  TS_VERIFY_CTX_set_imprint(verifying.get(), imprint, static_cast<long>(digest.size()));  // now the verifier's own
  TS_VERIFY_CTX_set_store(verifying.get(), store.release());
  return TS_RESP_verify_response(verifying.get(), reply) == 1;
}

}  // namespace

std::string timestampRequest(std::string_view bytes) {
  const Digest digest = sha256(bytes);
  const Request request(TS_REQ_new());
  const Imprint imprint(TS_MSG_IMPRINT_new());
  const Algorithm algorithm(X509_ALGOR_new());
  ISOTRAIL_CHECK(request && imprint && algorithm);
  ISOTRAIL_CHECK(X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1);
  ISOTRAIL_CHECK(TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1);
  Digest copy = digest;
  ISOTRAIL_CHECK(TS_MSG_IMPRINT_set_msg(imprint.get(), copy.data(), static_cast<int>(copy.size())) == 1);
  ISOTRAIL_CHECK(TS_REQ_set_version(request.get(), 1) == 1 && TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1);
  ISOTRAIL_CHECK(TS_REQ_set_cert_req(request.get(), 1) == 1);
  unsigned char* der = nullptr;
  const int size = i2d_TS_REQ(request.get(), &der);
  ISOTRAIL_CHECK(size > 0);
  std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return out;
}

Result<Timestamp> readTimestamp(std::string_view der, std::string_view bytes, std::string_view roots) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const Reply reply(d2i_TS_RESP(nullptr, &at, static_cast<long>(der.size())));
  if (!reply) return refused("TIMESTAMP_UNREADABLE", lastError());
  TS_TST_INFO* info = TS_RESP_get_tst_info(reply.get());
  if (!info) return refused("TIMESTAMP_REFUSED", statusOf(reply.get()));
  const Digest digest = sha256(bytes);
  if (!isOn(info, digest)) return refused("TIMESTAMP_OTHER", "");
  std::tm when{};
  if (ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &when) != 1) return refused("TIMESTAMP_UNREADABLE", "no time");
  Timestamp stamp{static_cast<std::int64_t>(timegm(&when)), authorityOf(reply.get()), serialOf(info)};
  Store store = storeOf(roots, stamp.at);
  if (!store) return refused("TIMESTAMP_UNTRUSTED", "no certificate was given to trust");
  if (!signatureHolds(reply.get(), digest, std::move(store))) return refused("TIMESTAMP_UNTRUSTED", lastError());
  return stamp;
}

}  // namespace isotrail::crypto
