#pragma once
// RFC 4648 base64 with padding, as documents travel in JSON.
#include <optional>
#include <string>
#include <string_view>

namespace isotrail {

std::string base64(std::string_view bytes);
/// Nothing unless the text is base64 from its first to its last sign.
std::optional<std::string> fromBase64(std::string_view text);

}  // namespace isotrail
