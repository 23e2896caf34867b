#include "base/hash.h"

#include <openssl/evp.h>

#include <cstring>
#include <fstream>
#include <memory>
#include <vector>

#include "base/check.h"

namespace isotrail {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

/// Two digits each.
constexpr std::array<std::array<char, 2>, 256> kBytes = [] {
  std::array<std::array<char, 2>, 256> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = {kDigits[i >> 4], kDigits[i & 15]};
  return all;
}();

struct FreeDigest {
  void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
  void operator()(EVP_MD_CTX* run) const { EVP_MD_CTX_free(run); }
};

/// The algorithm looked up and the working memory made once a thread: for short messages both cost more than the hashing.
struct Sha256 {
  std::unique_ptr<EVP_MD, FreeDigest> algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  std::unique_ptr<EVP_MD_CTX, FreeDigest> run{EVP_MD_CTX_new()};

  void begin() const { ISOTRAIL_CHECK(algorithm && run && EVP_DigestInit_ex2(run.get(), algorithm.get(), nullptr) == 1); }
  void add(std::string_view bytes) const { ISOTRAIL_CHECK(EVP_DigestUpdate(run.get(), bytes.data(), bytes.size()) == 1); }
  Digest end() const {
    Digest out{};
    unsigned int size = 0;
    ISOTRAIL_CHECK(EVP_DigestFinal_ex(run.get(), out.data(), &size) == 1 && size == out.size());
    return out;
  }
};

const Sha256& sha() {
  thread_local const Sha256 one;
  return one;
}

}  // namespace

Digest sha256(std::string_view bytes) {
  sha().begin();
  sha().add(bytes);
  return sha().end();
}

Digest sha256(char first, std::string_view rest) {
  sha().begin();
  sha().add({&first, 1});
  sha().add(rest);
  return sha().end();
}

std::string sha256OfFile(const std::filesystem::path& file) {
  constexpr std::size_t kPiece = 1 << 20;
  std::ifstream in(file, std::ios::binary);
  std::vector<char> piece(kPiece);
  sha().begin();
  while (in) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    sha().add({piece.data(), static_cast<std::size_t>(in.gcount())});
  }
  if (!in.eof()) throw Fault("FILE_READ", "cannot read " + file.string());
  return hex(sha().end());
}

std::string hex(std::string_view bytes) {
  std::string out(2 * bytes.size(), '0');
  for (std::size_t i = 0; i < bytes.size(); ++i) std::memcpy(out.data() + 2 * i, kBytes[static_cast<unsigned char>(bytes[i])].data(), 2);
  return out;
}

bool isHexOf(std::string_view text, const Digest& d) {
  if (text.size() != 2 * d.size()) return false;
  std::uint64_t differs = 0;
  for (std::size_t i = 0; i < d.size(); i += 4) {  // bytes at a time, each spread over two
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + 2 * i, sizeof eight);
    std::uint64_t halves = d[i] | std::uint64_t{d[i + 1]} << 16 | std::uint64_t{d[i + 2]} << 32 | std::uint64_t{d[i + 3]} << 48;
    halves = ((halves >> 4) | halves << 8) & 0x0f0f0f0f0f0f0f0f;  // the upper half first
    const std::uint64_t letters = (halves + 0x0606060606060606) >> 4 & 0x0101010101010101;
    differs |= eight ^ (halves + 0x3030303030303030 + letters * ('a' - '0' - 10));
  }
  return differs == 0;
}

}  // namespace isotrail
