// A record in a file: whole it checks anywhere, and every change of it is found.
#include "node/log/bundle.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <sstream>

#include "ledger/log/tiles.h"
#include "tests/support/small_record.h"

namespace isotrail {
namespace {

using test::SmallRecord;

/// One record for all tests: 40 entries, two keys, a checkpoint of 20 entries kept.
struct Exported {
  std::string text, key;
  std::vector<std::string> lines;
  std::int64_t entries = 0, first_entry = 0;  // its line's place
  Exported() {
    SmallRecord house;
    house.growTo(20);
    if (!house.node.log().keep(house.node.log().checkpoint().note.dump())) throw std::runtime_error("not kept");
    key = house.node.publicKey();
    if (!house.node.log().rotateKey(Node::operatorCaller(), house.admin(), "yearly")) throw std::runtime_error("not rotated");
    house.growTo(40);
    std::ostringstream out;
    writeBundle(*house.db, house.node.log().checkpoint(), out);
    text = out.str();
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    entries = Journal(*house.db).lastSeq();
    while (!lines[static_cast<std::size_t>(first_entry)].starts_with("1 ")) ++first_entry;
  }
  static const Exported& one() {
    static const Exported e;
    return e;
  }
};

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& l : lines) out += l + "\n";
  return out;
}

BundleCheck check(const std::string& text, const std::string& key = Exported::one().key) {
  std::istringstream in(text);
  return checkBundle(in, {key, {}});
}

TEST(Bundle, TheWholeRecordChecksWithAnyKeyOfTheNode) {
  const auto& e = Exported::one();
  const auto whole = check(e.text);
  ASSERT_TRUE(whole.report.ok) << whole.report.why;
  EXPECT_EQ(whole.report.entries, e.entries);
  EXPECT_EQ(whole.checkpoints, 2);
  EXPECT_EQ(whole.keys.size(), 2u);
  EXPECT_TRUE(whole.key_known);
  EXPECT_TRUE(check(e.text, whole.keys[1].key).report.ok);
  EXPECT_FALSE(check(e.text, std::string(64, 'a')).report.ok);
  const auto unknown = check(e.text, "");
  EXPECT_TRUE(unknown.report.ok);
  EXPECT_FALSE(unknown.key_known);
}

TEST(Bundle, OfAnEmptyRecordOrNoBundleAtAll) {
  Node node(":memory:");
  auto db = node.source().connect();
  std::ostringstream out;
  writeBundle(*db, node.log().checkpoint(), out);
  EXPECT_TRUE(check(out.str(), node.publicKey()).report.ok) << check(out.str(), node.publicKey()).report.why;
  for (const char* none : {"", "\n", "isotrail record 1\n", "isotrail record 1\nentries 0\n", "isotrail record 2\nentries 0\n", "PK\x03\x04"})
    EXPECT_FALSE(check(none).report.ok) << none;
}

TEST(Bundle, EachKindOfChangeIsNamedWhereItBegins) {
  const auto& e = Exported::one();
  const auto at = [&](std::int64_t seq) { return static_cast<std::size_t>(e.first_entry + seq - 1); };
  auto lines = e.lines;
  lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at(7)));
  EXPECT_EQ(check(joined(lines)).report.why, "entry 7 is missing");
  lines = e.lines;
  std::swap(lines[at(5)], lines[at(9)]);
  EXPECT_EQ(check(joined(lines)).report.first_bad_seq, 5);
  lines = e.lines;
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at(9)), lines[at(3)]);
  EXPECT_EQ(check(joined(lines)).report.why, "entry 3 stands in the place of entry 9");
  lines = e.lines;
  lines[at(12)].replace(lines[at(12)].find("\"payload\""), 9, "\"Payload\"");
  EXPECT_EQ(check(joined(lines)).report.first_bad_seq, 12);
  lines = e.lines;
  lines.resize(at(30));
  EXPECT_EQ(check(joined(lines)).report.why, "the file ends before entry 30");
  EXPECT_EQ(check(e.text.substr(0, e.text.size() - 1)).report.why, "the last line does not fit the file");
  EXPECT_EQ(check(e.text + "\n").report.why, "something follows the last line");
}

/// Hashes, count and last line made to fit again, as a person who knows the format would.
std::string mended(std::vector<std::string> lines, std::int64_t first_entry) {
  std::string frame;
  std::int64_t seq = 0;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const bool entry = static_cast<std::int64_t>(i) >= first_entry && lines[i].find(" {\"v\"") != std::string::npos;
    if (!entry) continue;
    const std::string bytes = lines[i].substr(lines[i].find(" {") + 1);
    lines[i] = std::to_string(++seq) + " " + hex(merkle::leafHash(bytes)) + " " + bytes;
  }
  lines[1] = "entries " + std::to_string(seq);
  for (std::size_t i = 0; i + 1 < lines.size(); ++i)
    if (lines[i].find(" {\"v\"") == std::string::npos) frame += lines[i] + "\n";
  lines.back() = "end " + sha256Hex(frame);
  return joined(lines);
}

TEST(Bundle, WhatIsMendedAfterAChangeIsFoundByTheChainsAndTheRoot) {
  const auto& e = Exported::one();
  ASSERT_EQ(mended(e.lines, e.first_entry), e.text);
  const auto at = [&](std::int64_t seq) { return static_cast<std::size_t>(e.first_entry + seq - 1); };
  auto lines = e.lines;
  const auto swap = [&](std::size_t line, const char* from, const char* to) {
    lines[line].replace(lines[line].find(from), std::string(from).size(), to);
  };
  swap(at(35), "GDMPA", "GDMPB");
  EXPECT_EQ(check(mended(lines, e.first_entry)).report.first_bad_seq, 36);  // whose link names another entry
  lines = e.lines;
  swap(at(e.entries), "GDMPA", "GDMPB");
  EXPECT_NE(check(mended(lines, e.first_entry)).report.why.find("are not those that the checkpoint of size"), std::string::npos);
  lines = e.lines;
  lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at(e.entries)));
  EXPECT_EQ(check(mended(lines, e.first_entry)).report.why, "the last checkpoint is not of all entries");
  lines = e.lines;
  lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at(15)));
  EXPECT_FALSE(check(mended(lines, e.first_entry)).report.ok);
}

/// One random change; empty when it happened to change nothing. `seq`: the entry that must be named, 0: any.
std::string edited(std::mt19937_64& rng, std::int64_t& seq) {
  const auto& e = Exported::one();
  const auto below = [&](std::int64_t n) { return static_cast<std::int64_t>(rng() % static_cast<std::uint64_t>(n)); };
  const auto place = [&](std::int64_t line) { return static_cast<std::ptrdiff_t>(line); };
  const auto named = [&](std::int64_t line) { return line < e.first_entry || line >= e.first_entry + e.entries ? 0 : line - e.first_entry + 1; };
  const auto count = static_cast<std::int64_t>(e.lines.size());
  auto lines = e.lines;
  seq = 0;
  switch (below(7)) {
    case 0: {  // a bit of a line
      const auto i = below(count);
      auto& line = lines[static_cast<std::size_t>(i)];
      const auto byte = static_cast<std::size_t>(below(static_cast<std::int64_t>(line.size())));
      line[byte] = static_cast<char>(line[byte] ^ (1 << below(8)));
      seq = named(i);
      break;
    }
    case 1: {  // a line taken out
      const auto i = below(count);
      lines.erase(lines.begin() + place(i));
      seq = named(i);
      break;
    }
    case 2: {  // a line put in again elsewhere
      const auto from = below(count), to = below(count);
      lines.insert(lines.begin() + place(to), lines[static_cast<std::size_t>(from)]);
      seq = from == to ? 0 : named(to);
      break;
    }
    case 3: {  // two lines exchanged
      const auto a = below(count), b = below(count);
      std::swap(lines[static_cast<std::size_t>(a)], lines[static_cast<std::size_t>(b)]);
      seq = named(std::min(a, b));
      break;
    }
    case 4:  // the end cut off
      return e.text.substr(0, static_cast<std::size_t>(below(static_cast<std::int64_t>(e.text.size()))));
    case 5: {  // an entry's letter or digit changed and everything mended
      auto& line = lines[static_cast<std::size_t>(e.first_entry + below(e.entries))];
      const auto from = static_cast<std::int64_t>(line.find(" {\"v\":1") + 8);
      auto& c = line[static_cast<std::size_t>(from + below(static_cast<std::int64_t>(line.size()) - from))];
      c = c == '7' ? '8' : '7';
      return mended(lines, e.first_entry);
    }
    default: {  // an entry taken out, or exchanged, and everything mended
      const auto a = e.first_entry + below(e.entries), b = e.first_entry + below(e.entries);
      if (a == b) lines.erase(lines.begin() + place(a));
      std::swap(lines[static_cast<std::size_t>(a)], lines[static_cast<std::size_t>(b)]);
      return mended(lines, e.first_entry);
    }
  }
  return joined(lines);
}

TEST(Bundle, RandomEditsAreAllFound) {
  const int count = std::getenv("ISOTRAIL_FULL") ? 10'000 : 500;
  constexpr std::uint64_t kSeed = 20261128;
  std::mt19937_64 rng(kSeed);
  int found = 0;
  while (found < count) {
    std::int64_t seq = 0;
    const std::string text = edited(rng, seq);
    if (text == Exported::one().text) continue;
    const auto report = check(text).report;
    ASSERT_FALSE(report.ok) << "seed " << kSeed << ", edit " << found;
    ASSERT_TRUE(seq == 0 || report.first_bad_seq == seq)
        << seq << " but " << report.first_bad_seq << "seed " << kSeed << ", edit " << found << ": " << report.why;
    ++found;
  }
}

}  // namespace
}  // namespace isotrail
