#include "base/embedded.h"

#include <string>

#include "base/check.h"
#include "base/embedded_table.h"

namespace isotrail {

std::string_view embeddedText(std::string_view path) {
  for (const EmbeddedFile* f = kEmbeddedFiles; f->path; ++f)
    if (path == f->path) return {f->begin, static_cast<std::size_t>(f->end - f->begin)};
  throw Bug("no embedded file " + std::string(path));
}

std::vector<std::string_view> embeddedPaths(std::string_view prefix) {
  std::vector<std::string_view> out;
  for (const EmbeddedFile* f = kEmbeddedFiles; f->path; ++f)
    if (std::string_view(f->path).starts_with(prefix)) out.emplace_back(f->path);
  return out;
}

}  // namespace isotrail
