#include "cli/terminal.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace isotrail::cli {
namespace {

std::atomic<bool> g_stop{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // so that a signal handler may set it

void onStop(int number) {
  g_stop = true;
  std::signal(number, SIG_DFL);
}

/// The terminal's settings, put back when it goes out of scope or Keys end.
termios g_before{};

bool change(bool echo, bool lines) {
  if (tcgetattr(STDIN_FILENO, &g_before) != 0) return false;
  termios now = g_before;
  if (!echo) now.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  if (!lines) now.c_lflag &= ~static_cast<tcflag_t>(ICANON);
  return tcsetattr(STDIN_FILENO, TCSANOW, &now) == 0;
}
void restore() { tcsetattr(STDIN_FILENO, TCSANOW, &g_before); }

}  // namespace

bool isTerminal(int descriptor) { return isatty(descriptor) == 1; }

int terminalColumns() {
  constexpr int kPlain = 80, kFewest = 40, kMost = 400;
  winsize size{};
  int columns = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
  const char* said = std::getenv("COLUMNS");
  if (columns == 0 && said) columns = std::atoi(said);
  return columns == 0 ? kPlain : std::clamp(columns, kFewest, kMost);
}

std::optional<std::string> askSecret(const std::string& prompt) {
  if (!isTerminal(STDIN_FILENO) || !change(false, true)) return std::nullopt;
  std::cerr << prompt << std::flush;
  std::string secret;
  const bool read = static_cast<bool>(std::getline(std::cin, secret));
  restore();
  std::cerr << std::endl;
  return read ? std::optional(secret) : std::nullopt;
}

Keys::Keys() : usable_(isTerminal(STDIN_FILENO) && change(false, false)) {}
Keys::~Keys() {
  if (usable_) restore();
}
char Keys::next() const {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  char key = 0;
  if (poll(&input, 1, 100) != 1 || read(STDIN_FILENO, &key, 1) != 1) return 0;
  return key;
}

StopSignal::StopSignal() {
  g_stop = false;
  for (int number : {SIGINT, SIGTERM}) std::signal(number, onStop);
  std::signal(SIGPIPE, SIG_IGN);
}
StopSignal::~StopSignal() {
  for (int number : {SIGINT, SIGTERM}) std::signal(number, SIG_DFL);
}
std::atomic<bool>& StopSignal::flag() { return g_stop; }

}  // namespace isotrail::cli
