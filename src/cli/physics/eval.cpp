// isotrail physics eval: a file of questions in outsiders' columns, answered row by row. Bad rows name their error and the
// exit code stays 0; a file that is no table of questions is refused.
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <mutex>
#include <thread>

#include "cli/verbs.h"
#include "workbench/eval.h"

namespace isotrail::cli {
namespace {

/// Says every second on standard error that the work goes on, from the first second on.
class Progress {
 public:
  explicit Progress(Output& out) : thread_([this, &out] { run(out); }) {}
  ~Progress() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

 private:
  void run(Output& out) {
    std::unique_lock lock(mutex_);
    for (int seconds = 1; !wake_.wait_for(lock, std::chrono::seconds(1), [this] { return done_; }); ++seconds)
      out.note(out.word("CLI_EVALUATING", Json::object({{"seconds", seconds}})));
  }
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread thread_;
};

Result<std::string> bytesOf(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::error_code error;
  const bool file = !std::filesystem::is_directory(path, error);
  std::ifstream in(path, std::ios::binary);
  if (file && in) return std::string(std::istreambuf_iterator<char>(in), {});
  return Refusal::of("IMPORT_UNREADABLE", Json::object({{"value", path}, {"why", file ? std::strerror(errno) : "it is a folder"}}));
}

}  // namespace

int evalVerb(const Invocation& in, Output& out) {
  auto file = bytesOf(in.paths.at(0));
  if (!file) return out.refuse(file.refusal());
  auto data = in.data.empty() ? Result<std::string>(std::string()) : bytesOf(in.data);
  if (!data) return out.refuse(data.refusal());
  Result<std::string> answered = Refusal::of("UNKNOWN_FORM");
  {
    const Progress progress(out);
    answered = workbench::evaluate(*file, *data);
  }
  if (!answered) return out.refuse(answered.refusal());
  out.stream() << *answered << std::flush;
  return kDone;
}

}  // namespace isotrail::cli
