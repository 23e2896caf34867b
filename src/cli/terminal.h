#pragma once
// The terminal as people use it: secrets without echo, single keys, and Ctrl-C.
#include <atomic>
#include <optional>
#include <string>

namespace isotrail::cli {

bool isTerminal(int descriptor);
/// Characters a line of standard output holds: the terminal's, else COLUMNS, else 80.
int terminalColumns();
/// Asks on the terminal without showing what is typed; nothing when there is no terminal or the input ends.
std::optional<std::string> askSecret(const std::string& prompt);

/// Single keys of standard input while it lives; nothing when that is no terminal.
class Keys {
 public:
  Keys();
  ~Keys();
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;
  bool usable() const { return usable_; }
  /// The next key within a tenth of a second, 0 when there is none.
  char next() const;

 private:
  bool usable_ = false;
};

/// True once SIGINT or SIGTERM came while a StopSignal lives; a second one ends the program at once.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;
  static std::atomic<bool>& flag();
};

}  // namespace isotrail::cli
