#include "tests/failover/cluster.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "base/check.h"
#include "platform/http/test_client.h"
#include "platform/postgres/postgres_db.h"

namespace isotrail::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* kPassword = "only-for-this-test";

fs::path postgresPrograms() {
  fs::path newest;
  std::error_code error;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", error))
    if (fs::exists(version.path() / "bin" / "postgres") && version.path() > newest) newest = version.path();
  if (newest.empty()) throw std::runtime_error("no PostgreSQL server: tools/setup full installs it");
  return newest / "bin";
}

const passwd* unprivileged() {
  if (::geteuid() != 0) return nullptr;
  const passwd* user = ::getpwnam("postgres");
  if (!user) throw std::runtime_error("no user postgres");
  return user;
}

/// Ports nobody listens on, each held until all are found.
std::vector<int> freePorts(int count) {
  std::vector<int> ports, held;
  for (int i = 0; i < count; ++i) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&at), size) != 0 || ::getsockname(fd, reinterpret_cast<sockaddr*>(&at), &size) != 0)
      throw std::runtime_error("no free port");
    ports.push_back(ntohs(at.sin_port));
    held.push_back(fd);
  }
  for (const int fd : held) ::close(fd);
  return ports;
}

std::string contents(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

pid_t parentOf(pid_t pid) {
  const std::string line = contents("/proc/" + std::to_string(pid) + "/stat");
  if (line.rfind(')') == std::string::npos) return 0;
  std::istringstream rest(line.substr(line.rfind(')') + 1));
  char state = 0;
  pid_t parent = 0;
  rest >> state >> parent;
  return parent;
}

}  // namespace

Cluster::Cluster() {
  std::string name = (fs::temp_directory_path() / "isotrail-cluster-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  folder_ = name;
  const auto ports = freePorts(4 * kNodes);
  for (int i = 0; i < kNodes; ++i) {
    const auto at = [&](int n) { return ports[static_cast<std::size_t>(4 * i + n)]; };
    members_[static_cast<std::size_t>(i)] = {"n" + std::to_string(i + 1), at(0), at(1), at(2), at(3), 0, 0};
  }
  render();
  for (auto& m : members_) startEtcd(m);
  for (auto& m : members_) startPatroni(m);
  if (!whole(180)) throw std::runtime_error("the cluster does not come up:\n" + words());
  makeDatabase();
}

Cluster::~Cluster() {
  for (int i = 0; i < kNodes; ++i) loseMachine(i);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

/// deploy/cluster/render as an operator runs it, with short times: a test does not wait for twenty seconds.
void Cluster::render() {
  std::string command = "cd '" + folder_.string() + "' && HOST=host WATCHDOG=off TTL=10 LOOP=2 RETRY=3 ARCHIVE=/bin/true BIN='" +
                        postgresPrograms().string() + "' DATA='" + folder_.string() + "/@NAME@/data' RUN='" + folder_.string() +
                        "/@NAME@' ETCD_DATA='" + folder_.string() + "/@NAME@/etcd' PASSWORD_SUPERUSER=" + kPassword +
                        " '" ISOTRAIL_SOURCE_DIR "/deploy/cluster/render' .";
  for (const auto& m : members_)
    command += " " + m.name + "=127.0.0.1:" + std::to_string(m.sql) + ":" + std::to_string(m.rest) + ":" + std::to_string(m.client) + ":" +
               std::to_string(m.peer);
  FILE* said = ::popen(command.c_str(), "r");
  if (!said) throw std::runtime_error("cannot run deploy/cluster/render");
  char line[1024] = "";
  const bool answered = std::fgets(line, sizeof line, said) != nullptr;
  if (::pclose(said) != 0 || !answered) throw std::runtime_error(std::string("deploy/cluster/render failed: ") + line);
  uri_ = line;
  while (uri_.ends_with('\n')) uri_.pop_back();
  uri_.replace(uri_.find("isotrail@"), 9, std::string("isotrail:") + kPassword + "@");
  const passwd* user = unprivileged();
  if (!user) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder_)) (void)!::chown(entry.path().c_str(), user->pw_uid, user->pw_gid);
  (void)!::chown(folder_.c_str(), user->pw_uid, user->pw_gid);
}

pid_t Cluster::run(const Member& member, const std::string& log, const std::vector<std::string>& command,
                   const std::vector<std::string>& environment) const {
  const passwd* user = unprivileged();
  const std::string file = (folder_ / member.name / log).string();
  const pid_t child = ::fork();
  if (child != 0) return child;
  if (user && (::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) ::_exit(126);
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  ::dup2(out, 1);
  ::dup2(out, 2);
  if (::chdir((folder_ / member.name).c_str()) != 0) ::_exit(126);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // gone with the test, however that ends; Patroni takes PostgreSQL with it
  std::vector<std::string> all{"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=" + (folder_ / member.name).string(), "ETCD_UNSUPPORTED_ARCH=arm64"};
  all.insert(all.end(), environment.begin(), environment.end());
  std::vector<char*> argv, envp;
  for (const auto& a : command) argv.push_back(const_cast<char*>(a.c_str()));
  for (const auto& e : all) envp.push_back(const_cast<char*>(e.c_str()));
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  ::execve(argv[0], argv.data(), envp.data());
  ::_exit(127);
}

void Cluster::startEtcd(Member& member) {
  std::vector<std::string> environment;
  std::istringstream file(contents(folder_ / member.name / "etcd.env"));
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("ETCD_")) environment.push_back(line);
  member.etcd = run(member, "etcd.log", {"/usr/bin/etcd"}, environment);
}

void Cluster::startPatroni(Member& member) { member.patroni = run(member, "patroni.log", {"/usr/bin/patroni", "patroni.yml"}, {}); }

void Cluster::makeDatabase() const {
  std::string admin = uri_;
  admin.replace(admin.find("isotrail:"), 9, "postgres:");
  admin.replace(admin.find("/house"), 6, "/postgres");
  PostgresSource source(admin);
  const auto db = source.connect();
  db->exec(std::string("CREATE ROLE isotrail LOGIN PASSWORD '") + kPassword + "'");
  db->exec("CREATE DATABASE house OWNER isotrail ENCODING 'UTF8' TEMPLATE template0");
  for (int i = 0; i < 100; ++i, std::this_thread::sleep_for(200ms)) try {
      PostgresSource(uri_).connect();  // asks replicas too, and they must know the name
      return;
    } catch (const Fault&) {
    }
}

/// The status of Patroni's own answer about a role; 0 when it gives none.
int Cluster::answers(const Member& member, const std::string& path) const {
  try {
    http::Client client(static_cast<unsigned short>(member.rest));
    client.send(http::get(path, "Connection: close\r\n"));
    return client.answer(true, http::milliseconds(1500)).status;
  } catch (const std::runtime_error&) {
    return 0;
  }
}

std::optional<int> Cluster::leader() const {
  for (int i = 0; i < kNodes; ++i)
    if (answers(members_[static_cast<std::size_t>(i)], "/primary") == 200) return i;
  return std::nullopt;
}

bool Cluster::whole(int seconds) const {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (std::chrono::steady_clock::now() < until) {
    int leaders = 0, sync = 0, replicas = 0;
    for (const auto& m : members_) {
      leaders += answers(m, "/primary") == 200 ? 1 : 0;
      sync += answers(m, "/sync") == 200 ? 1 : 0;
      replicas += answers(m, "/replica") == 200 ? 1 : 0;
    }
    if (leaders == 1 && sync >= 1 && replicas == kNodes - 1) return true;
    std::this_thread::sleep_for(300ms);
  }
  return false;
}

pid_t Cluster::postmasterOf(const Member& member) const {
  pid_t pid = 0;
  std::ifstream(folder_ / member.name / "data" / "postmaster.pid") >> pid;
  return pid;
}

/// The first process and those that it started.
std::vector<pid_t> Cluster::postgresOf(const Member& member) const {
  const pid_t first = postmasterOf(member);
  if (first == 0 || contents("/proc/" + std::to_string(first) + "/comm") != "postgres\n") return {};
  std::vector<pid_t> all{first};
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto pid = static_cast<pid_t>(std::stol(name));
    if (parentOf(pid) == first) all.push_back(pid);
  }
  return all;
}

void Cluster::loseMachine(int node) {
  Member& m = members_[static_cast<std::size_t>(node)];
  for (pid_t* pid : {&m.patroni, &m.etcd}) {
    if (*pid == 0) continue;
    ::kill(*pid, SIGKILL);
    ::waitpid(*pid, nullptr, 0);
    *pid = 0;
  }
  const auto all = postgresOf(m);
  for (const pid_t pid : all) ::kill(pid, SIGSTOP);
  for (const pid_t pid : postgresOf(m)) ::kill(pid, SIGKILL);
}

void Cluster::killPostgres(int node) {
  const pid_t first = postmasterOf(members_[static_cast<std::size_t>(node)]);
  if (first > 0) ::kill(first, SIGKILL);
}

void Cluster::freeze(int node) {
  const Member& m = members_[static_cast<std::size_t>(node)];
  ::kill(m.patroni, SIGSTOP);
  for (const pid_t pid : postgresOf(m)) ::kill(pid, SIGSTOP);
}

void Cluster::thaw(int node) {
  const Member& m = members_[static_cast<std::size_t>(node)];
  for (const pid_t pid : postgresOf(m)) ::kill(pid, SIGCONT);
  ::kill(m.patroni, SIGCONT);
}

void Cluster::bringBack(int node) {
  Member& m = members_[static_cast<std::size_t>(node)];
  if (m.etcd == 0) startEtcd(m);
  if (m.patroni == 0) startPatroni(m);
}

std::string Cluster::words() const {
  std::string all;
  for (const auto& m : members_)
    for (const char* log : {"etcd.log", "patroni.log"}) {
      const std::string text = contents(folder_ / m.name / log);
      all += m.name + " " + log + ":\n" + text.substr(text.size() > 1500 ? text.size() - 1500 : 0) + "\n";
    }
  return all;
}

}  // namespace isotrail::test
