#include "tests/support/small_disk.h"

#include <sqlite3.h>

#include <cstring>
#include <stdexcept>

namespace isotrail::test {
namespace {

sqlite3_vfs* real_vfs = nullptr;
sqlite3_vfs layer;

/// Our file, with the real one right behind it.
struct File {
  sqlite3_file base;
};
sqlite3_file* real(sqlite3_file* f) { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(f) + 1); }
const sqlite3_io_methods& methods(sqlite3_file* f) { return *real(f)->pMethods; }

int write(sqlite3_file* f, const void* bytes, int count, sqlite3_int64 at) {
  SmallDisk& disk = SmallDisk::instance();
  if (disk.writes_fail) return SQLITE_IOERR_WRITE;
  if (disk.room.fetch_sub(count) < count) return SQLITE_FULL;
  return methods(f).xWrite(real(f), bytes, count, at);
}
int sync(sqlite3_file* f, int flags) {
  if (SmallDisk::instance().flushes_fail) return SQLITE_IOERR_FSYNC;
  return methods(f).xSync(real(f), flags);
}
int close(sqlite3_file* f) { return methods(f).xClose(real(f)); }
int read(sqlite3_file* f, void* to, int count, sqlite3_int64 at) { return methods(f).xRead(real(f), to, count, at); }
int truncate(sqlite3_file* f, sqlite3_int64 size) { return methods(f).xTruncate(real(f), size); }
int fileSize(sqlite3_file* f, sqlite3_int64* size) { return methods(f).xFileSize(real(f), size); }
int lock(sqlite3_file* f, int level) { return methods(f).xLock(real(f), level); }
int unlock(sqlite3_file* f, int level) { return methods(f).xUnlock(real(f), level); }
int checkReserved(sqlite3_file* f, int* out) { return methods(f).xCheckReservedLock(real(f), out); }
int control(sqlite3_file* f, int op, void* arg) { return methods(f).xFileControl(real(f), op, arg); }
int sectorSize(sqlite3_file* f) { return methods(f).xSectorSize(real(f)); }
int characteristics(sqlite3_file* f) { return methods(f).xDeviceCharacteristics(real(f)); }
int shmMap(sqlite3_file* f, int page, int size, int extend, void volatile** out) { return methods(f).xShmMap(real(f), page, size, extend, out); }
int shmLock(sqlite3_file* f, int offset, int n, int flags) { return methods(f).xShmLock(real(f), offset, n, flags); }
void shmBarrier(sqlite3_file* f) { methods(f).xShmBarrier(real(f)); }
int shmUnmap(sqlite3_file* f, int remove) { return methods(f).xShmUnmap(real(f), remove); }

constexpr sqlite3_io_methods kMethods{2,        close,         read,    write,      truncate,        sync,   fileSize, lock,
                                      unlock,   checkReserved, control, sectorSize, characteristics, shmMap, shmLock,  shmBarrier,
                                      shmUnmap, nullptr,       nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* f, int flags, int* out_flags) {
  std::memset(f, 0, static_cast<std::size_t>(layer.szOsFile));
  const int rc = real_vfs->xOpen(real_vfs, name, real(f), flags, out_flags);
  f->pMethods = rc == SQLITE_OK ? &kMethods : nullptr;
  return rc;
}

}  // namespace

SmallDisk::SmallDisk() {
  real_vfs = sqlite3_vfs_find(nullptr);
  layer = *real_vfs;
  layer.pNext = nullptr;
  layer.zName = "small-disk";
  layer.szOsFile = real_vfs->szOsFile + static_cast<int>(sizeof(File));
  layer.xOpen = open;
  if (sqlite3_vfs_register(&layer, 1) != SQLITE_OK) throw std::runtime_error("SQLite takes no layer");
}

SmallDisk& SmallDisk::instance() {
  static SmallDisk disk;
  return disk;
}

}  // namespace isotrail::test
