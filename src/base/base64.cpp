#include "base/base64.h"

#include <openssl/evp.h>

namespace isotrail {
namespace {
const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
}  // namespace

std::string base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // the encoder ends with a zero
  out.resize(static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), raw(bytes), static_cast<int>(bytes.size()))));
  return out;
}

std::optional<std::string> fromBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string out(text.size() / 4 * 3, '\0');
  const int n = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), raw(text), static_cast<int>(text.size()));
  if (n < 0) return std::nullopt;
  if (text.ends_with('=')) out.pop_back();
  if (text.ends_with("==")) out.pop_back();
  // One text for some bytes: the decoder passes over blanks and bits that say nothing.
  return base64(out) == text ? std::optional<std::string>(out) : std::nullopt;
}

}  // namespace isotrail
