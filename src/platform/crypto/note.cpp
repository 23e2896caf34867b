#include "platform/crypto/note.h"

#include <algorithm>

#include "base/check.h"

namespace isotrail::crypto {
namespace {

constexpr std::string_view kDash = "\u2014 ";  // begins a signature line
constexpr std::size_t kMostSignatures = 64, kIdBytes = 4, kTimeBytes = 8;

std::string_view view(const PublicKey& key) { return {reinterpret_cast<const char*>(key.data()), key.size()}; }

std::string bigEndian(std::uint64_t value, std::size_t bytes) {
  std::string out;
  for (std::size_t i = bytes; i-- > 0;) out += static_cast<char>(value >> (8 * i) & 0xff);
  return out;
}
std::uint64_t fromBigEndian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::string witnessStatement(const std::string& text, std::uint64_t seconds) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + text;
}

std::optional<NoteSignature> parseLine(std::string_view line) {
  if (!line.starts_with(kDash)) return std::nullopt;
  line.remove_prefix(kDash.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !isNoteName(line.substr(0, space))) return std::nullopt;
  const auto bytes = fromBase64(line.substr(space + 1));
  if (!bytes || bytes->size() <= kIdBytes) return std::nullopt;
  return NoteSignature{std::string(line.substr(0, space)), static_cast<std::uint32_t>(fromBigEndian(bytes->substr(0, kIdBytes))),
                       bytes->substr(kIdBytes)};
}

const NoteSignature* lineOf(const Note& note, const NoteKey& key) {
  const auto found = std::find_if(note.signatures.begin(), note.signatures.end(),
                                  [&, id = key.id()](const NoteSignature& s) { return s.name == key.name && s.id == id; });
  return found == note.signatures.end() ? nullptr : &*found;
}

void put(Note& note, const NoteKey& key, std::string bytes) {
  ISOTRAIL_CHECK(isNoteName(key.name));
  std::erase_if(note.signatures, [&](const NoteSignature& s) { return s.name == key.name && s.id == key.id(); });
  note.signatures.push_back({key.name, key.id(), std::move(bytes)});
}

}  // namespace

std::optional<std::string> fromHex(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  std::string bytes;
  if (text.size() % 2 != 0) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    if (digit(text[i]) < 0 || digit(text[i + 1]) < 0) return std::nullopt;
    bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  }
  return bytes;
}

std::optional<PublicKey> publicKeyFromHex(std::string_view text) {
  const auto bytes = fromHex(text);
  PublicKey key{};
  if (!bytes || bytes->size() != key.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), key.begin());
  return key;
}

bool isNoteName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != '+' && c != 0x7f; });
}

std::uint32_t NoteKey::id() const {
  const Digest digest = sha256(name + '\n' + static_cast<char>(kind) + std::string(view(key)));
  return static_cast<std::uint32_t>(fromBigEndian({reinterpret_cast<const char*>(digest.data()), kIdBytes}));
}

std::string NoteKey::text() const {
  return name + "+" + hex(bigEndian(id(), kIdBytes)) + "+" + base64(static_cast<char>(kind) + std::string(view(key)));
}

std::optional<NoteKey> NoteKey::parse(std::string_view text) {
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto bytes = fromBase64(text.substr(second + 1));
  NoteKey out;
  out.name = text.substr(0, first);
  if (!isNoteName(out.name) || !bytes || bytes->size() != out.key.size() + 1) return std::nullopt;
  out.kind = static_cast<NoteKind>(bytes->front());
  if (out.kind != NoteKind::log && out.kind != NoteKind::witness) return std::nullopt;
  std::copy(bytes->begin() + 1, bytes->end(), out.key.begin());
  if (hex(bigEndian(out.id(), kIdBytes)) != text.substr(first + 1, second - first - 1)) return std::nullopt;
  return out;
}

std::string Note::dump() const {
  std::string out = text + "\n";
  for (const auto& s : signatures) out += std::string(kDash) + s.name + " " + base64(bigEndian(s.id, kIdBytes) + s.bytes) + "\n";
  return out;
}

std::optional<Note> Note::parse(std::string_view bytes) {
  if (std::any_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; })) return std::nullopt;
  const auto blank = bytes.rfind("\n\n");
  if (blank == std::string_view::npos || !bytes.ends_with('\n')) return std::nullopt;
  Note note;
  note.text = bytes.substr(0, blank + 1);
  std::string_view rest = bytes.substr(blank + 2);
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    auto line = parseLine(rest.substr(0, end));
    if (!line || note.signatures.size() == kMostSignatures) return std::nullopt;
    note.signatures.push_back(std::move(*line));
    rest.remove_prefix(end + 1);
  }
  if (note.signatures.empty()) return std::nullopt;
  return note;
}

void addLogSignature(Note& note, const NoteKey& key, std::string_view signature) {
  ISOTRAIL_CHECK(signature.size() == Signature{}.size());
  put(note, key, std::string(signature));
}

void signNote(Note& note, const std::string& name, const SigningKey& key) {
  const Signature s = key.sign(note.text);
  addLogSignature(note, {name, NoteKind::log, key.publicKey()}, {reinterpret_cast<const char*>(s.data()), s.size()});
}

void cosignNote(Note& note, const std::string& name, const SigningKey& key, std::int64_t unix_seconds) {
  ISOTRAIL_CHECK(unix_seconds >= 0);
  const auto seconds = static_cast<std::uint64_t>(unix_seconds);
  const Signature s = key.sign(witnessStatement(note.text, seconds));
  put(note, {name, NoteKind::witness, key.publicKey()},
      bigEndian(seconds, kTimeBytes) + std::string(reinterpret_cast<const char*>(s.data()), s.size()));
}

NoteVerdict signedBy(const Note& note, const NoteKey& key) {
  const NoteSignature* line = lineOf(note, key);
  if (!line) return NoteVerdict::absent;
  if (key.kind == NoteKind::log) return verify(key.key, note.text, std::string_view(line->bytes)) ? NoteVerdict::good : NoteVerdict::bad;
  if (line->bytes.size() != kTimeBytes + Signature{}.size()) return NoteVerdict::bad;
  const std::string statement = witnessStatement(note.text, fromBigEndian(std::string_view(line->bytes).substr(0, kTimeBytes)));
  return verify(key.key, statement, std::string_view(line->bytes).substr(kTimeBytes)) ? NoteVerdict::good : NoteVerdict::bad;
}

std::optional<std::int64_t> cosignedAt(const Note& note, const NoteKey& key) {
  const NoteSignature* line = lineOf(note, key);
  if (!line || line->bytes.size() < kTimeBytes) return std::nullopt;
  const auto seconds = fromBigEndian(std::string_view(line->bytes).substr(0, kTimeBytes));
  if (seconds > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
  return static_cast<std::int64_t>(seconds);
}

}  // namespace isotrail::crypto
