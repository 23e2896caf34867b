#pragma once
// The engines that keep the one contract of a store. "memory" is SQLite without a file: the same statements and errors, but
// nothing outlives the program, so it is for tests and dry runs only and takes no part in what asks for durability.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "node/place.h"
#include "tests/support/postgres_server.h"

namespace isotrail::test {

class EveryEngine : public ::testing::TestWithParam<const char*> {
 protected:
  EveryEngine() {
    const std::string engine = GetParam();
    if (engine == "memory") where_ = ":memory:";
    if (engine == "postgresql") where_ = postgresServer().freshDatabase();
    if (engine != "sqlite") return;
    std::string name = (std::filesystem::temp_directory_path() / "isotrail-contract-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    folder_ = name;
    where_ = (folder_ / "store.db").string();
  }
  ~EveryEngine() override {
    source_.reset();
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }
  /// An empty database of the test's own.
  DbSource& source() {
    if (!source_) source_ = openPlace(Place(where_), false);
    return *source_;
  }
  const std::string& where() const { return where_; }
  bool durable() const { return where_ != ":memory:"; }

 private:
  std::string where_;
  std::filesystem::path folder_;
  std::unique_ptr<DbSource> source_;
};

inline std::string engineName(const ::testing::TestParamInfo<const char*>& info) { return info.param; }

}  // namespace isotrail::test

#define ISOTRAIL_ON_EVERY_ENGINE(Suite) \
  INSTANTIATE_TEST_SUITE_P(Stores, Suite, ::testing::Values("memory", "sqlite", "postgresql"), ::isotrail::test::engineName)
