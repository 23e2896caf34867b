#pragma once
// RFC 3161: an authority's word that bytes existed at an instant, asked for and checked by OpenSSL. Checking asks nobody.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace isotrail::crypto {

/// The request for a time stamp on the SHA-256 of `bytes`, DER; the authority is asked for its certificate.
std::string timestampRequest(std::string_view bytes);

struct Timestamp {
  std::int64_t at = 0;    // seconds since 1970, as the authority says
  std::string authority;  // subject of the certificate that signed
  std::string serial;     // the authority's number of the stamp, hex
};
/// What the authority's reply (DER) says of `bytes`. Its certificate must be for time stamping and chain to one of `roots`
/// (PEM), as of the instant of the stamp. Refuses TIMESTAMP_UNREADABLE, TIMESTAMP_REFUSED (the authority gave none),
/// TIMESTAMP_OTHER (it is on other bytes), TIMESTAMP_UNTRUSTED.
Result<Timestamp> readTimestamp(std::string_view reply, std::string_view bytes, std::string_view roots);

}  // namespace isotrail::crypto
