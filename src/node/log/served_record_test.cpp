// A server that hands out changed entries and hashes that fit them: the changed one is named, not the one after it.
#include "node/log/served_record.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/log/merkle.h"
#include "ledger/log/tiles.h"
#include "tests/support/small_record.h"

namespace isotrail {
namespace {

using test::SmallRecord;

/// What a server says of a record, its tiles made from the entries as it now has them.
class Served {
 public:
  Served() {
    SmallRecord house;
    house.growTo(30);
    key = house.node.publicKey();
    checkpoint_ = house.node.log().checkpoint().note.dump();
    Journal(*house.db).read(0, 0, [&](const Event& e) {
      entries.push_back(e.bytes);
      sites.push_back(e.site.str());
      return true;
    });
  }
  BundleCheck check() const {
    return checkServed([this](const std::string& path) { return at(path); }, {key, {}});
  }
  std::string key;
  std::vector<std::string> entries, sites;

 private:
  std::string at(const std::string& path) const {
    if (path == "/checkpoint") return checkpoint_;
    const bool bundle = path.starts_with("/tile/entries/");
    EXPECT_EQ(path, std::string(bundle ? "/tile/entries/" : "/tile/0/") + "000.p/" + std::to_string(entries.size())) << "fewer than a tile";
    std::string out;
    for (const auto& bytes : entries) {
      const Digest leaf = merkle::leafHash(bytes);
      if (bundle)
        out += std::string{static_cast<char>(bytes.size() >> 8), static_cast<char>(bytes.size() & 0xff)} + bytes;
      else
        out.append(leaf.begin(), leaf.end());
    }
    return out;
  }
  std::string checkpoint_;
};

/// Changes the first hex digit after `before`, in place.
void change(std::string& bytes, const std::string& before) {
  char& digit = bytes.at(bytes.find(before) + before.size());
  digit = digit == '0' ? '1' : '0';
}

TEST(ServedRecord, NamesTheChangedEntryWhereverItIs) {
  Served served;
  ASSERT_TRUE(served.check().report.ok) << served.check().report.why;
  ASSERT_LT(served.entries.size(), static_cast<std::size_t>(kTileWidth));
  for (std::size_t i = 0; i < served.entries.size(); ++i) {
    const std::string whole = served.entries[i];
    change(served.entries[i], "\"id\":\"");
    const auto found = served.check().report;
    const bool last_of_chain =
        std::find(served.sites.begin() + static_cast<std::ptrdiff_t>(i) + 1, served.sites.end(), served.sites[i]) == served.sites.end();
    EXPECT_FALSE(found.ok) << i + 1;
    // Nothing is served that links to the last of a chain but the signed checkpoint, which speaks of all at once.
    EXPECT_TRUE(last_of_chain || found.first_bad_seq == static_cast<std::int64_t>(i) + 1) << i + 1 << ": " << found.why;
    served.entries[i] = whole;
  }
}

TEST(ServedRecord, NamesAnEntryWhoseOwnLinkWasChanged) {
  Served served;
  int tried = 0;
  for (std::size_t i = 0; i < served.entries.size(); ++i) {
    const std::string whole = served.entries[i];
    if (whole.find("\"prev\":\"\"") != std::string::npos || whole.find("\"prev\":\"") == std::string::npos) continue;
    change(served.entries[i], "\"prev\":\"");
    const auto found = served.check().report;
    EXPECT_EQ(found.first_bad_seq, static_cast<std::int64_t>(i) + 1) << found.why;
    served.entries[i] = whole;
    ++tried;
  }
  EXPECT_GT(tried, 20);
}

}  // namespace
}  // namespace isotrail
