#pragma once
// Signed notes of C2SP (signed-note, tlog-cosignature): text, a blank line, and a line a signature. The public verifiers of
// transparency logs read them.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/base64.h"
#include "platform/crypto/crypto.h"

namespace isotrail::crypto {

using isotrail::base64;
using isotrail::fromBase64;
/// Bytes of a lower-case hex text; nothing for any other text.
std::optional<std::string> fromHex(std::string_view text);
/// A public key from 64 hex digits.
std::optional<PublicKey> publicKeyFromHex(std::string_view text);

/// What a key's signature says: the log signs its note; a witness that it saw the log grow, at an instant.
enum class NoteKind : unsigned char { log = 0x01, witness = 0x04 };

/// A key that signs notes, by name and kind; its text is "name+key id+base64", the form public verifiers take.
struct NoteKey {
  std::string name;  // not empty, without spaces and '+'
  NoteKind kind = NoteKind::log;
  PublicKey key{};
  std::uint32_t id() const;
  std::string text() const;
  static std::optional<NoteKey> parse(std::string_view text);
};
/// Whether a name may stand in a signature line.
bool isNoteName(std::string_view name);

struct NoteSignature {
  std::string name;
  std::uint32_t id = 0;
  std::string bytes;  // after the key id
};

struct Note {
  std::string text;  // with its last newline
  std::vector<NoteSignature> signatures;
  std::string dump() const;
  /// Nothing for what is no note: bad UTF-8 is left to who reads the text, control characters and bad lines are refused.
  static std::optional<Note> parse(std::string_view bytes);
};

/// Adds the log's own signature.
void signNote(Note& note, const std::string& name, const SigningKey& key);
/// The line over bytes that somebody else signed for the log: `signature` has 64 bytes.
void addLogSignature(Note& note, const NoteKey& key, std::string_view signature);
/// Adds a witness's signature made at `unix_seconds`; one of the same key that is there gives way.
void cosignNote(Note& note, const std::string& name, const SigningKey& key, std::int64_t unix_seconds);

enum class NoteVerdict { absent, good, bad };
/// Whether `key` signed the note. Bad when a line names the key and does not fit: then the whole note is to be refused.
NoteVerdict signedBy(const Note& note, const NoteKey& key);
/// When a witness signed, in seconds since the epoch; nothing without a line of that key. Does not verify.
std::optional<std::int64_t> cosignedAt(const Note& note, const NoteKey& key);

}  // namespace isotrail::crypto
