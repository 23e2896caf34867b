#include "tests/support/served.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace isotrail::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kLongestStart = 60s;

std::string contentsOf(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

std::string postRequest(const std::string& path, const std::string& body, const std::string& headers) {
  return "POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

Served::Served(std::string binary, std::filesystem::path home, std::string db, Environment environment)
    : binary_(std::move(binary)), db_(std::move(db)), home_(std::move(home)), environment_(std::move(environment)) {
  static int count = 0;
  const std::string name = "served-" + std::to_string(++count);
  out_ = home_ / (name + ".out");
  err_ = home_ / (name + ".err");
}

Served::~Served() {
  if (running()) end(SIGKILL);
}

void Served::spawn() {
  std::filesystem::remove(out_);
  pid_ = ::fork();
  if (pid_ != 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // gone with the test, however that ends
  for (const auto& [name, value] : environment_) ::setenv(name.c_str(), value.c_str(), 1);
  if (::chdir(home_.c_str()) != 0) ::_exit(126);
  ::dup2(::open(out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
  ::dup2(::open(err_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), 2);
  ::execl(binary_.c_str(), binary_.c_str(), "serve", "--db", db_.c_str(), "--port", "0", "--json", nullptr);
  ::_exit(127);
}

bool Served::ended() {
  if (::waitpid(pid_, nullptr, WNOHANG) != pid_) return false;
  pid_ = 0;
  return true;
}

bool Served::start() {
  if (running()) return true;
  spawn();
  const auto until = std::chrono::steady_clock::now() + kLongestStart;
  while (std::chrono::steady_clock::now() < until) {
    if (const auto said = Json::parse(contentsOf(out_)); said && said->isObject()) {
      port_ = static_cast<unsigned short>((*said)["port"].integer());
      return true;
    }
    if (ended()) return false;
    std::this_thread::sleep_for(5ms);
  }
  throw std::runtime_error("the program does not start: " + said());
}

int Served::end(int signal) {
  int status = 0;
  ::kill(pid_, signal);
  ::waitpid(pid_, &status, 0);
  pid_ = 0;
  return status;
}

std::string Served::said() const { return contentsOf(err_); }

http::Answer Served::ask(const std::string& bytes) const {
  try {
    http::Client client(port_);
    client.send(bytes);
    return client.answer(false, http::milliseconds(30'000));
  } catch (const std::runtime_error&) {
    return {};
  }
}

http::Answer Served::post(const std::string& path, const std::string& body, const std::string& headers) const {
  return ask(postRequest(path, body, headers));
}

std::string Served::signIn(const std::string& account, const std::string& password) const {
  const auto answer = post("/api/v1/session", Json::object({{"account", account}, {"password", password}}).dump());
  if (answer.status != 200) throw std::runtime_error("signing in: " + std::to_string(answer.status) + " " + answer.body);
  const std::string cookie = answer.header("Set-Cookie");
  const auto from = cookie.find('=') + 1;
  return cookie.substr(from, cookie.find(';') - from);
}

}  // namespace isotrail::test
