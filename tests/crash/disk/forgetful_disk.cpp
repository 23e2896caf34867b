// A disk that forgets: loaded before the program (LD_PRELOAD), it remembers every write to the files whose path begins with
// ISOTRAIL_DISK until they are synced. On SIGUSR2 the power goes: of what was not synced a random part (ISOTRAIL_DISK_SEED) is
// forgotten, by write or torn between sectors, and the process is killed. File contents only: names, once made, stay.
//
// ISOTRAIL_SYNCHRONOUS=OFF or NORMAL makes the program's own "PRAGMA synchronous=FULL" say that instead: what the tests must find.
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr off_t kSector = 512;  // bytes that reach a disk together

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}
using PwriteCall = ssize_t (*)(int, const void*, size_t, off_t);
using PreadCall = ssize_t (*)(int, void*, size_t, off_t);
using TruncateCall = int (*)(int, off_t);

/// A change that is not synced yet: what it put there, and what was there before.
struct Change {
  bool truncates = false;
  off_t at = 0;  // where it wrote, or the length it cut to
  std::string written, before;
  off_t size_before = 0;
};

using FileId = std::pair<dev_t, ino_t>;

class Disk {
 public:
  static Disk& one() {
    static auto* disk = new Disk;  // never destroyed: writes may come after main()
    return *disk;
  }
  void opened(int fd, const char* path) {
    if (fd < 0 || prefix_.empty() || std::strncmp(path, prefix_.c_str(), prefix_.size()) != 0) return;
    if (std::string(path).ends_with("-shm")) return;  // rebuilt after a crash, never synced
    const std::lock_guard held(lock_);
    files_[fd] = idOf(fd);
  }
  void closed(int fd) {
    const std::lock_guard held(lock_);
    files_.erase(fd);
  }
  ssize_t write(int fd, const void* bytes, size_t count, off_t at) {
    static const auto pwrite_call = real<PwriteCall>("pwrite64");
    const std::lock_guard held(lock_);
    const auto file = files_.find(fd);
    if (file == files_.end()) return pwrite_call(fd, bytes, count, at);
    Change change = begun(fd, at, count);
    const ssize_t done = pwrite_call(fd, bytes, count, at);
    if (done > 0) change.written.assign(static_cast<const char*>(bytes), static_cast<size_t>(done));
    if (done > 0) unsynced_[file->second].push_back(std::move(change));
    return done;
  }
  /// Once the power is gone nobody reads what the disk forgot either.
  ssize_t read(int fd, void* bytes, size_t count, off_t at) {
    static const auto pread_call = real<PreadCall>("pread64");
    if (prefix_.empty()) return pread_call(fd, bytes, count, at);
    const std::lock_guard held(lock_);
    return pread_call(fd, bytes, count, at);
  }
  bool holds(int fd) {
    const std::lock_guard held(lock_);
    return files_.contains(fd);
  }
  int truncate(int fd, off_t size) {
    static const auto truncate_call = real<TruncateCall>("ftruncate64");
    const std::lock_guard held(lock_);
    const auto file = files_.find(fd);
    if (file == files_.end()) return truncate_call(fd, size);
    const off_t old = sizeOf(fd);
    Change change = begun(fd, size, static_cast<size_t>(std::max<off_t>(old - size, 0)));
    change.truncates = true;
    const int done = truncate_call(fd, size);
    if (done == 0) unsynced_[file->second].push_back(std::move(change));
    return done;
  }
  /// True when the descriptor is one of ours: its writes are on the disk now.
  bool synced(int fd) {
    const std::lock_guard held(lock_);
    const auto file = files_.find(fd);
    if (file == files_.end()) return false;
    unsynced_[file->second].clear();
    return true;
  }
  [[noreturn]] void losePower() {
    lock_.lock();  // for ever: nobody writes any more
    std::map<FileId, int> open;
    for (const auto& [fd, id] : files_) open[id] = fd;
    for (auto& [id, changes] : unsynced_)
      if (open.contains(id)) forget(open[id], changes);
    ::kill(::getpid(), SIGKILL);
    for (;;) ::pause();
  }

 private:
  Disk() {
    const char* prefix = std::getenv("ISOTRAIL_DISK");
    prefix_ = prefix ? prefix : "";
    const char* seed = std::getenv("ISOTRAIL_DISK_SEED");
    // Another part each time the program is started with the same seed.
    chance_.seed((seed ? static_cast<unsigned>(std::atoi(seed)) : 1u) * 7919u + static_cast<unsigned>(::getpid()));
  }
  static FileId idOf(int fd) {
    struct stat file {};
    ::fstat(fd, &file);
    return {file.st_dev, file.st_ino};
  }
  static off_t sizeOf(int fd) {
    struct stat file {};
    ::fstat(fd, &file);
    return file.st_size;
  }
  static Change begun(int fd, off_t at, size_t count) {
    Change change;
    change.at = at;
    change.size_before = sizeOf(fd);
    change.before.resize(count);
    const ssize_t there = ::pread(fd, change.before.data(), count, at);
    change.before.resize(there > 0 ? static_cast<size_t>(there) : 0);
    return change;
  }
  static void put(int fd, const std::string& bytes, off_t at) {
    static const auto pwrite_call = real<PwriteCall>("pwrite64");
    if (!bytes.empty()) (void)!pwrite_call(fd, bytes.data(), bytes.size(), at);
  }
  /// The file as it was synced, and on top of that what reached the disk all the same.
  void forget(int fd, std::vector<Change>& changes) {
    static const auto truncate_call = real<TruncateCall>("ftruncate64");
    for (auto c = changes.rbegin(); c != changes.rend(); ++c) {
      put(fd, c->before, c->at);
      (void)!truncate_call(fd, c->size_before);
    }
    const unsigned mood = chance_() % 4;  // all forgotten, the last ones, or any
    const size_t kept_first = changes.empty() ? 0 : chance_() % (changes.size() + 1);
    for (size_t i = 0; i < changes.size(); ++i) {
      const bool kept = mood == 0 ? false : mood == 1 ? i < kept_first : chance_() % 2 == 0;
      if (!kept) continue;
      Change& c = changes[i];
      if (c.truncates) {
        (void)!truncate_call(fd, c.at);
        continue;
      }
      put(fd, chance_() % 3 == 0 ? torn(c) : c.written, c.at);
    }
  }
  /// Only the sectors before a random one.
  std::string torn(const Change& c) {
    const auto sectors = static_cast<off_t>(c.written.size()) / kSector + 1;
    const off_t end = (c.at / kSector + static_cast<off_t>(chance_()) % sectors) * kSector - c.at;
    return c.written.substr(0, static_cast<size_t>(std::max<off_t>(end, 0)));
  }

  std::string prefix_;
  std::mutex lock_;
  std::mt19937 chance_;
  std::map<int, FileId> files_;
  std::map<FileId, std::vector<Change>> unsynced_;
};

void* waitForTheEnd(void*) {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGUSR2);
  int signal = 0;
  while (sigwait(&wanted, &signal) != 0 || signal != SIGUSR2) {
  }
  Disk::one().losePower();
}

__attribute__((constructor)) void begin() {
  if (!std::getenv("ISOTRAIL_DISK")) return;
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGUSR2);
  pthread_sigmask(SIG_BLOCK, &wanted, nullptr);  // before any other thread is there: all inherit it
  pthread_t thread;
  pthread_create(&thread, nullptr, &waitForTheEnd, nullptr);
  pthread_detach(thread);
}

}  // namespace

extern "C" {

int open64(const char* path, int flags, ...) {
  static const auto call = real<int (*)(const char*, int, ...)>("open64");
  va_list more;
  va_start(more, flags);
  const mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
  va_end(more);
  const int fd = call(path, flags, mode);
  Disk::one().opened(fd, path);
  return fd;
}

int close(int fd) {
  static const auto call = real<int (*)(int)>("close");
  Disk::one().closed(fd);
  return call(fd);
}

ssize_t pread64(int fd, void* bytes, size_t count, off_t at) { return Disk::one().read(fd, bytes, count, at); }

ssize_t pwrite64(int fd, const void* bytes, size_t count, off_t at) { return Disk::one().write(fd, bytes, count, at); }

ssize_t write(int fd, const void* bytes, size_t count) {
  static const auto call = real<ssize_t (*)(int, const void*, size_t)>("write");
  if (!Disk::one().holds(fd)) return call(fd, bytes, count);
  const off_t at = ::lseek(fd, 0, SEEK_CUR);
  const ssize_t done = Disk::one().write(fd, bytes, count, at);
  if (done > 0) ::lseek(fd, at + done, SEEK_SET);
  return done;
}

int ftruncate64(int fd, off_t size) { return Disk::one().truncate(fd, size); }

int fsync(int fd) {
  static const auto call = real<int (*)(int)>("fsync");
  return Disk::one().synced(fd) ? 0 : call(fd);
}

int fdatasync(int fd) {
  static const auto call = real<int (*)(int)>("fdatasync");
  return Disk::one().synced(fd) ? 0 : call(fd);
}

int sqlite3_exec(struct sqlite3* db, const char* sql, int (*row)(void*, int, char**, char**), void* context, char** error) {
  static const auto call = real<int (*)(struct sqlite3*, const char*, int (*)(void*, int, char**, char**), void*, char**)>("sqlite3_exec");
  const char* weaker = std::getenv("ISOTRAIL_SYNCHRONOUS");
  const std::string said = weaker && std::string(sql) == "PRAGMA synchronous=FULL" ? std::string("PRAGMA synchronous=") + weaker : sql;
  return call(db, said.c_str(), row, context, error);
}

}  // extern "C"
