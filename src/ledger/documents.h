#pragma once
// Documents beside the record, kept by the SHA-256 of their bytes: an entry names the hash, so a changed or missing document shows,
// and one that is removed in its time leaves the record whole.
#include <optional>
#include <string>

#include "base/ports.h"

namespace isotrail {

inline constexpr const char* kAttached = "documents.Attached";  // payload: sha256, title, about
inline constexpr const char* kRemoved = "documents.Removed";    // payload: sha256, about

/// Keeps the bytes, once however often they are attached; answers their SHA-256, hex.
std::string keepDocument(Db& db, const std::string& bytes);
/// Nothing when they are not kept, or no longer.
std::optional<std::string> documentBytes(Db& db, const std::string& sha256);
void removeDocument(Db& db, const std::string& sha256);

struct DocumentProblem {
  std::int64_t seq = 0;  // the entry that names it
  std::string id, site, why;
};
/// The first document that an entry names, that no later one removed, and that is missing or altered.
std::optional<DocumentProblem> documentProblem(Db& db);

}  // namespace isotrail
