#include "base/hash.h"

#include <openssl/evp.h>

#include "base/check.h"

namespace isotrail {

Digest sha256(std::string_view bytes) {
  Digest out{};
  unsigned int size = 0;
  ISOTRAIL_CHECK(EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, EVP_sha256(), nullptr) == 1 && size == out.size());
  return out;
}

std::string hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (unsigned char c : bytes) {
    out += kDigits[c >> 4];
    out += kDigits[c & 15];
  }
  return out;
}

}  // namespace isotrail
