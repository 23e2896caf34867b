#pragma once
// Files that hold a secret: 32 raw bytes, readable by their owner only.
#include <filesystem>
#include <string>
#include <string_view>

namespace isotrail::crypto {

/// Throws Fault KEY_FILE when the file is absent, unreadable or of another length.
std::string loadSecret(const std::filesystem::path& file);
/// Written whole or not at all. Throws Fault KEY_FILE, also when the file exists: a secret that was used is never overwritten.
void saveSecret(const std::filesystem::path& file, std::string_view bytes);

}  // namespace isotrail::crypto
