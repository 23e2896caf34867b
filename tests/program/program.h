#pragma once
// The built program, run as people run it: in a folder of its own, with its exit code and both streams.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/json.h"

namespace isotrail::test {

namespace fs = std::filesystem;

struct Ran {
  int code = -1;
  std::string out, err;
  Json json() const {
    auto j = Json::parse(out);
    return j ? *j : Json();
  }
};

inline std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A folder of its own for each test, and the program run in it.
class Program : public ::testing::Test {
 protected:
  fs::path home = fs::temp_directory_path() /
                  ("isotrail-cli-" + std::to_string(getpid()) + "-" + ::testing::UnitTest::GetInstance()->current_test_info()->name());

  void SetUp() override { fs::create_directories(home); }
  void TearDown() override { fs::remove_all(home); }

  void write(const char* name, const std::string& text) { std::ofstream(home / name, std::ios::binary) << text; }
  std::string path(const char* name) { return (home / name).string(); }

  pid_t start(std::vector<std::string> arguments, const std::string& input = "") {
    write("stdin", input);
    arguments.insert(arguments.begin(), ISOTRAIL_BINARY);
    const pid_t child = fork();
    if (child != 0) return child;
    (void)!chdir(home.c_str());
    for (const auto& [name, fd, flags] :
         {std::tuple{"stdin", 0, O_RDONLY}, {"out", 1, O_WRONLY | O_CREAT | O_TRUNC}, {"err", 2, O_WRONLY | O_CREAT | O_TRUNC}}) {
      const int file = open(name, flags, 0600);
      dup2(file, fd);
    }
    for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) unsetenv(variable);
    std::vector<char*> argv;
    for (auto& a : arguments) argv.push_back(a.data());
    argv.push_back(nullptr);
    execv(argv[0], argv.data());
    _exit(127);
  }
  Ran finish(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), contents(home / "out"), contents(home / "err")};
  }
  Ran run(std::vector<std::string> arguments, const std::string& input = "") { return finish(start(std::move(arguments), input)); }

  /// A house with organisations, a site and a person.
  void house() {
    write("organisations.csv", "org,name,name_local,kind,jurisdiction\nlingnan,Lingnan Isotope Pharmacy,岭南同位素药业,maker,CN\n");
    write("sites.csv", "site,org,name,zone\nlingnan-nansha,lingnan,Nansha,Asia/Shanghai\n");
    write("people.csv", "person,family_name,given_name,org,site,roles\nhe.yun,何,芸,lingnan,lingnan-nansha,radiochemist\n");
    write("lots.csv", "lot,site,kind,name,supplier,expires_at,units\nK-2291,lingnan-nansha,cassette,FDG cassette,lingnan,2099-01-01T00:00Z,10\n");
    const Ran in = run({"import", "organisations.csv", "sites.csv", "people.csv", "lots.csv"});
    ASSERT_EQ(in.code, 0) << in.err;
  }
};

}  // namespace isotrail::test
