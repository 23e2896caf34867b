#include "base/hash/at_once.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

using namespace isotrail;

namespace {

std::string text(std::size_t size, unsigned seed) {
  std::string out(size, ' ');
  for (auto& c : out) c = static_cast<char>((seed = seed * 1103515245 + 12345) >> 16);
  return out;
}

Digest expected(const Message& m) { return m.first ? sha256(*m.first, m.rest) : sha256(m.rest); }

/// Every way alone with OpenSSL for what it leaves, and all together, must say what OpenSSL says.
void allAgree(const std::vector<Message>& messages) {
  std::vector<std::vector<hashing::Way>> choices = {hashing::ways()};
  for (const auto& way : hashing::ways()) choices.push_back({way});
  for (const auto& choice : choices) {
    std::vector<Digest> digests(messages.size());
    hashing::hashBy(choice, messages.data(), messages.size(), digests.data());
    for (std::size_t i = 0; i < messages.size(); ++i)
      ASSERT_EQ(digests[i], expected(messages[i])) << "message " << i << " of " << messages.size() << ", " << messages[i].rest.size() << " bytes, by "
                                                   << choice.back().lanes << " lanes";
  }
}

}  // namespace

TEST(HashAtOnce, TheStandardsOwnExamples) {  // FIPS 180-2, appendix B
  const std::vector<Message> messages = {{{}, "abc"}, {{}, ""}, {'a', "bcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"}};
  std::array<Digest, 3> digests;
  sha256All(messages.data(), messages.size(), digests.data());
  EXPECT_EQ(hex(digests[0]), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(digests[1]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(digests[2]), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(HashAtOnce, EveryLengthToThreeHundredWithAndWithoutAByteBefore) {
  for (std::size_t size = 0; size <= 300; ++size) {
    const std::string bytes = text(size, static_cast<unsigned>(size));
    allAgree({{{}, bytes}, {'\0', bytes}});
    allAgree({{'\1', bytes}});
    std::vector<Message> same(16, Message{{}, bytes});
    same[3].first = '\x80';
    allAgree(same);
  }
}

TEST(HashAtOnce, AnyNumberOfMessagesOfAnyLengths) {
  EXPECT_TRUE(rc::check("all ways say the same", [] {
    const auto sizes = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 5000));
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < sizes.size(); ++i) texts.push_back(text(sizes[i], static_cast<unsigned>(i)));
    std::vector<Message> messages;
    for (std::size_t i = 0; i < sizes.size(); ++i)
      messages.push_back({i % 3 == 0 ? std::optional<char>(static_cast<char>(i)) : std::nullopt, texts[i]});
    allAgree(messages);
  }));
}

TEST(HashAtOnce, ABitMoreMakesAnotherDigestInEveryLane) {
  const std::string bytes = text(1034, 1);
  for (std::size_t lane = 0; lane < 16; ++lane) {
    std::string changed = bytes;
    changed[500] = static_cast<char>(changed[500] ^ 1);
    std::vector<Message> messages(16, Message{'\0', bytes});
    messages[lane].rest = changed;
    std::vector<Digest> digests(16);
    sha256All(messages.data(), messages.size(), digests.data());
    for (std::size_t i = 0; i < 16; ++i) EXPECT_EQ(digests[i] == expected({'\0', bytes}), i != lane);
  }
}
