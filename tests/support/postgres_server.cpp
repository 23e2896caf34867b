#include "tests/support/postgres_server.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "base/check.h"
#include "platform/postgres/postgres_db.h"

namespace isotrail::test {
namespace {

namespace fs = std::filesystem;

/// Where Debian puts the server's programs, of the newest version there is.
fs::path programs() {
  fs::path newest;
  std::error_code error;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", error))
    if (fs::exists(version.path() / "bin" / "postgres") && version.path() > newest) newest = version.path();
  if (newest.empty()) throw std::runtime_error("no PostgreSQL server under /usr/lib/postgresql: tools/setup test installs it");
  return newest / "bin";
}

const passwd& unprivileged() {
  for (const char* name : {"postgres", "nobody"})
    if (const passwd* user = getpwnam(name)) return *user;
  throw std::runtime_error("no unprivileged user to run PostgreSQL as");
}

}  // namespace

PostgresServer::PostgresServer(Flush flush) : flush_(flush) {
  std::string name = (fs::temp_directory_path() / "isotrail-pg-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder for PostgreSQL");
  folder_ = name;
  if (::geteuid() == 0 && ::chown(name.c_str(), unprivileged().pw_uid, unprivileged().pw_gid) != 0)
    throw std::runtime_error("cannot give the folder to the server's user");
  // Another order of texts than by bytes, so that the tables' own collation is put to the test.
  const pid_t made = run("initdb", {"-D", (folder_ / "data").string(), "-E", "UTF8", "--locale=C.UTF-8", "-N", "-A", "trust", "-U", "isotrail",
                                    "--locale-provider=icu", "--icu-locale=en-US"});
  int status = 0;
  waitpid(made, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("initdb failed: " + log());
  start();
}

PostgresServer::~PostgresServer() {
  kill();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

pid_t PostgresServer::run(const std::string& program, const std::vector<std::string>& arguments) const {
  const std::string binary = (programs() / program).string(), log = (folder_ / "log").string();
  const passwd* user = ::geteuid() == 0 ? &unprivileged() : nullptr;
  const pid_t child = fork();
  if (child != 0) return child;
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  ::dup2(file, 1);
  ::dup2(file, 2);
  if (user && (::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) ::_exit(126);
  if (::chdir(folder_.c_str()) != 0) ::_exit(126);
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // gone with the test, however that ends
  std::vector<char*> argv{const_cast<char*>(binary.c_str())};
  for (const auto& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
  argv.push_back(nullptr);
  ::execv(binary.c_str(), argv.data());
  ::_exit(127);
}

void PostgresServer::start() {
  const std::vector<std::string> arguments{"-D", (folder_ / "data").string(), "-k", folder_.string(),
                                           "-c", "listen_addresses=",         "-c", flush_ == Flush::always ? "fsync=on" : "fsync=off",
                                           "-c", "shared_buffers=16MB",       "-c", "max_connections=60"};
  server_ = run("postgres", arguments);
  for (int i = 0; i < 1500; ++i) {
    try {
      PostgresSource(uri("postgres")).connect();
      return;
    } catch (const Fault&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    // Processes of one that was killed may still hold its memory for a moment: then it ends, and is started again.
    if (waitpid(server_, nullptr, WNOHANG) == server_) server_ = run("postgres", arguments);
  }
  throw std::runtime_error("PostgreSQL does not answer: " + log());
}

void PostgresServer::kill() {
  if (server_ == 0) return;
  ::kill(server_, SIGQUIT);  // "immediate": its processes go without a checkpoint, the next start recovers
  ::waitpid(server_, nullptr, 0);
  server_ = 0;
}

/// Those that the server started.
std::vector<pid_t> PostgresServer::processes() const {
  std::vector<pid_t> all;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    std::ifstream status(entry.path() / "stat");
    std::string line;
    if (!std::getline(status, line)) continue;
    std::istringstream after_name(line.substr(line.rfind(')') + 1));
    char state = 0;
    pid_t parent = 0;
    after_name >> state >> parent;
    if (parent == server_) all.push_back(static_cast<pid_t>(std::stol(entry.path().filename())));
  }
  return all;
}

void PostgresServer::killHard() {
  if (server_ == 0) return;
  ::kill(server_, SIGSTOP);  // it starts nobody in place of those who go
  for (const pid_t pid : processes()) ::kill(pid, SIGKILL);
  ::kill(server_, SIGKILL);
  ::waitpid(server_, nullptr, 0);
  server_ = 0;
}

void PostgresServer::freeze() {
  ::kill(server_, SIGSTOP);
  for (const pid_t pid : processes()) ::kill(pid, SIGSTOP);
}

void PostgresServer::thaw() {
  for (const pid_t pid : processes()) ::kill(pid, SIGCONT);
  ::kill(server_, SIGCONT);
}

std::string PostgresServer::uri(const std::string& database) const { return "postgresql://isotrail@/" + database + "?host=" + folder_.string(); }

std::string PostgresServer::freshDatabase() {
  const std::string name = "store" + std::to_string(++databases_);
  PostgresSource(uri("postgres")).connect()->exec("CREATE DATABASE " + name);
  return uri(name);
}

std::string PostgresServer::log() const {
  std::ostringstream text;
  text << std::ifstream(folder_ / "log").rdbuf();
  return text.str();
}

PostgresServer& postgresServer() {
  static PostgresServer server;
  return server;
}

}  // namespace isotrail::test
