#pragma once
// An entry's stored bytes looked at where they lie: the members that verification asks for, and whether the bytes are exactly as
// encodeEnvelope() writes them. No tree is built.
#include <cstdint>
#include <optional>
#include <string_view>

namespace isotrail {

struct EnvelopeView {
  std::string_view id, site, stream, type, command_id, prev;
  std::int64_t position = 0, version = 0;
  bool is_signed = false;  // it names signatures that follow
};

/// Nothing when the bytes are not an envelope in the form it is written in, or when one of the texts above needs an escape (none
/// that this program writes does): then decodeEnvelope() says what they are. The texts lie in `bytes`.
std::optional<EnvelopeView> viewEnvelope(std::string_view bytes);

}  // namespace isotrail
