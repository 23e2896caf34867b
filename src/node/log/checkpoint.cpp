#include "node/log/checkpoint.h"

#include <algorithm>
#include <charconv>

namespace isotrail {
namespace {

std::string_view view(const Digest& d) { return {reinterpret_cast<const char*>(d.data()), d.size()}; }

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t n = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc() || end != text.data() + text.size() || n < 0 || std::to_string(n) != text) return std::nullopt;
  return n;
}

/// Takes the text up to `end` off the front; nothing when there is no such end.
std::optional<std::string_view> take(std::string_view& text, char end) {
  const auto at = text.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const auto out = text.substr(0, at);
  text.remove_prefix(at + 1);
  return out;
}

std::optional<SiteHead> headOf(std::string_view line) {
  const auto word = take(line, ' '), site = take(line, ' '), position = take(line, ' ');
  if (!word || *word != "site" || !site || site->empty() || !position) return std::nullopt;
  const auto n = number(*position);
  const auto hash = crypto::fromHex(line);
  if (!n || !hash || hash->size() != Digest{}.size()) return std::nullopt;
  return SiteHead{SiteId(std::string(*site)), *n, std::string(line)};
}

}  // namespace

std::string Checkpoint::body() const {
  std::string out = origin + "\n" + std::to_string(size) + "\n" + crypto::base64(view(root)) + "\n";
  for (const auto& h : heads) out += "site " + h.site.str() + " " + std::to_string(h.position) + " " + h.hash + "\n";
  return out;
}

std::optional<Checkpoint> Checkpoint::parse(std::string_view body) {
  Checkpoint c;
  const auto origin = take(body, '\n'), size = take(body, '\n'), root = take(body, '\n');
  if (!origin || origin->empty() || !size || !root) return std::nullopt;
  const auto n = number(*size);
  const auto bytes = crypto::fromBase64(*root);
  if (!n || !bytes || bytes->size() != c.root.size()) return std::nullopt;
  c.origin = *origin;
  c.size = *n;
  std::copy(bytes->begin(), bytes->end(), c.root.begin());
  while (!body.empty()) {
    const auto line = take(body, '\n');
    auto head = line ? headOf(*line) : std::nullopt;
    if (!head) return std::nullopt;
    c.heads.push_back(std::move(*head));
  }
  return c;
}

std::optional<SignedCheckpoint> SignedCheckpoint::parse(std::string_view bytes) {
  auto note = crypto::Note::parse(bytes);
  if (!note) return std::nullopt;
  auto checkpoint = Checkpoint::parse(note->text);
  if (!checkpoint) return std::nullopt;
  return SignedCheckpoint{std::move(*checkpoint), std::move(*note)};
}

std::string logOrigin(const std::string& first_key) { return "isotrail.node/" + first_key.substr(0, 16); }

std::optional<crypto::NoteKey> logKey(const std::string& origin, const std::string& key_hex) {
  const auto key = crypto::publicKeyFromHex(key_hex);
  if (!key || !crypto::isNoteName(origin)) return std::nullopt;
  return crypto::NoteKey{origin, crypto::NoteKind::log, *key};
}

}  // namespace isotrail
