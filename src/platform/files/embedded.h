#pragma once
// A folder of files compiled into the program by embed_dir() of cmake/EmbedDir.cmake: the browser UI.
#include <span>

namespace isotrail::files {

/// One stored representation of a file. A file may be there twice: plain, and compressed with `gzip` set.
struct File {
  const char* path;  // as asked for, "/assets/index-4f2a.js"; a compressed one carries the plain one's path
  const char* etag;  // without quotes; differs between plain and compressed
  bool gzip;
  const unsigned char* begin;
  const unsigned char* end;
};

/// The embedded folder of this program (one embed_dir per program), sorted by path, plain before compressed.
std::span<const File> embedded();

}  // namespace isotrail::files
