#pragma once
// The table the build generates from the embedded files; a row of null pointers ends it.
namespace isotrail {
struct EmbeddedFile {
  const char* path;
  const char* begin;
  const char* end;
};
extern const EmbeddedFile kEmbeddedFiles[];
}  // namespace isotrail
