#pragma once
// What this program is, for --version and GET /api/v1/about.
namespace isotrail {
const char* programVersion();  // "0.1.0"
const char* programBuild();    // "eb87e69 Debug", "unknown" outside a repository
}  // namespace isotrail
