#pragma once
// Two servers of one node on one PostgreSQL database, in a folder of their own with the node's key.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "tests/support/postgres_server.h"
#include "tests/support/served.h"

namespace isotrail::test {

class TwoOfOne : public ::testing::Test {
 protected:
  std::filesystem::path home;
  PostgresServer postgres;
  std::string db, token;
  std::unique_ptr<Served> one, other;

  /// The folder, the key and an empty database.
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "isotrail-nodes-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    home = name;
    ::setenv("ISOTRAIL_KEY", (home / "node.key").c_str(), 1);
    db = postgres.freshDatabase();
  }
  void serve() {
    for (auto* server : {&one, &other}) {
      *server = std::make_unique<Served>(ISOTRAIL_BINARY, home, db);
      ASSERT_TRUE((*server)->start()) << (*server)->said();
    }
  }
  void TearDown() override {
    one.reset();
    other.reset();
    ::unsetenv("ISOTRAIL_KEY");
    std::error_code ignored;
    std::filesystem::remove_all(home, ignored);
  }
  std::string bearer() const { return "Authorization: Bearer " + token + "\r\n"; }
};

}  // namespace isotrail::test
