#pragma once
// SHA-256, the one digest of the record.
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace isotrail {

using Digest = std::array<unsigned char, 32>;
Digest sha256(std::string_view bytes);
Digest sha256(char first, std::string_view rest);  // of one byte and what follows it
/// What is to be hashed: a byte, where there is one, and what follows it.
struct Message {
  std::optional<char> first;
  std::string_view rest;
};
/// digests[i] of messages[i]: several at a time where the processor can, in a fraction of what they take one after another.
void sha256All(const Message* messages, std::size_t count, Digest* digests);
std::string hex(std::string_view bytes);
inline std::string hex(const Digest& d) { return hex(std::string_view(reinterpret_cast<const char*>(d.data()), d.size())); }
/// Whether `text` is the digest in hex(), without writing it out.
bool isHexOf(std::string_view text, const Digest& d);
/// Of a file of any size, as hex. Throws Fault FILE_READ when it cannot be read to its end.
std::string sha256OfFile(const std::filesystem::path& file);
inline std::string sha256Hex(std::string_view bytes) { return hex(sha256(bytes)); }

}  // namespace isotrail
