#include "platform/crypto/secret_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/check.h"
#include "platform/crypto/crypto.h"

namespace isotrail::crypto {
namespace {

constexpr std::size_t kSecret = 32;

[[noreturn]] void keyFault(const std::filesystem::path& file, const std::string& why) {
  throw Fault("KEY_FILE", "key file " + file.string() + ": " + why);
}

/// Writes and syncs; false leaves the reason in errno.
bool writeSynced(const std::filesystem::path& file, std::string_view bytes) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return false;
  const bool written = ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fsync(fd) == 0;
  const int why = errno;
  ::close(fd);
  errno = why;
  return written;
}

}  // namespace

std::string loadSecret(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) keyFault(file, "cannot be read");
  std::array<char, kSecret + 1> bytes{};  // one more, to see a file that is too long
  in.read(bytes.data(), bytes.size());
  if (in.gcount() != kSecret) keyFault(file, "not the 32 bytes of a secret");
  return {bytes.data(), kSecret};
}

void saveSecret(const std::filesystem::path& file, std::string_view bytes) {
  ISOTRAIL_CHECK(bytes.size() == kSecret);
  // A synced draft that is then linked under its name: a crash leaves the whole secret or none, and link refuses an old name.
  std::filesystem::path draft = file;
  draft += '.';
  draft += randomHex(8);
  const bool saved = writeSynced(draft, bytes) && ::link(draft.c_str(), file.c_str()) == 0;
  const int why = errno;
  ::unlink(draft.c_str());
  if (!saved) keyFault(file, std::strerror(why));
}

}  // namespace isotrail::crypto
