#include "platform/crypto/note.h"

#include <gtest/gtest.h>

namespace isotrail::crypto {
namespace {

// Published in the signed-note specification and in the public verifiers' own examples.
constexpr const char* kKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr const char* kNote =
    "This is an example message.\n\n"
    "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

SigningKey key(unsigned char n) {
  Seed seed{};
  seed.fill(n);
  return SigningKey::fromSeed(seed);
}
constexpr const char* kText = "node.example/log\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nsite nansha 3 ab\n";

Note signedNote() {
  Note note{kText, {}};
  signNote(note, "node.example/log", key(1));
  return note;
}
NoteKey logKey() { return {"node.example/log", NoteKind::log, key(1).publicKey()}; }
NoteKey witnessKey() { return {"ssm.example/witness", NoteKind::witness, key(2).publicKey()}; }

TEST(Note, APublicNoteIsReadVerifiedAndWrittenTheSame) {
  const auto note = Note::parse(kNote);
  const auto public_key = NoteKey::parse(kKey);
  ASSERT_TRUE(note && public_key);
  EXPECT_EQ(note->text, "This is an example message.\n");
  EXPECT_EQ(public_key->text(), kKey);
  EXPECT_EQ(public_key->id(), 0x530d903au);
  EXPECT_EQ(signedBy(*note, *public_key), NoteVerdict::good);
  EXPECT_EQ(note->dump(), kNote);
}

TEST(Note, SignedAndCountersignedByTwoKeys) {
  Note note = signedNote();
  cosignNote(note, "ssm.example/witness", key(2), 1766000000);
  const auto read = Note::parse(note.dump());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text, kText);
  EXPECT_EQ(signedBy(*read, logKey()), NoteVerdict::good);
  EXPECT_EQ(signedBy(*read, witnessKey()), NoteVerdict::good);
  EXPECT_EQ(cosignedAt(*read, witnessKey()), 1766000000);
  // The same key under another name or kind is another signer.
  EXPECT_EQ(signedBy(*read, {"other.example", NoteKind::log, key(1).publicKey()}), NoteVerdict::absent);
  EXPECT_EQ(signedBy(*read, {"ssm.example/witness", NoteKind::log, key(2).publicKey()}), NoteVerdict::absent);
  cosignNote(note, "ssm.example/witness", key(2), 1766000001);
  EXPECT_EQ(note.signatures.size(), 2u);
  EXPECT_EQ(cosignedAt(note, witnessKey()), 1766000001);
}

TEST(Note, EveryFlippedBitIsRefusedOrNoLongerSigned) {
  Note note = signedNote();
  cosignNote(note, "ssm.example/witness", key(2), 1766000000);
  const std::string whole = note.dump();
  for (std::size_t i = 0; i < whole.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = whole;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      const auto read = Note::parse(changed);
      if (!read) continue;
      EXPECT_FALSE(signedBy(*read, logKey()) == NoteVerdict::good && signedBy(*read, witnessKey()) == NoteVerdict::good) << i << " bit " << bit;
    }
}

TEST(Note, ALineOfAKnownKeyThatDoesNotFitIsBadAndOtherLinesDoNotMatter) {
  Note note = signedNote();
  note.signatures.push_back({"stranger.example", 7, "whatever"});
  EXPECT_EQ(signedBy(note, logKey()), NoteVerdict::good);
  note.text += "one line more\n";
  EXPECT_EQ(signedBy(note, logKey()), NoteVerdict::bad);
}

TEST(Note, WhatIsNoNoteIsRefused) {
  const std::string line = "\u2014 a.example " + base64("idid" + std::string(64, 'x')) + "\n";
  EXPECT_TRUE(Note::parse("text\n\n" + line));
  EXPECT_TRUE(Note::parse("text\n\nmore text\n\n" + line));  // the last blank line divides
  for (const std::string& bad :
       {std::string(), std::string("text\n"), std::string("text\n\n"), "text\n\n" + line + "x", "text\n\n" + line.substr(0, line.size() - 1),
        "text\n" + line, "te\rxt\n\n" + line, std::string("text\n\n\u2014 a.example !!!!\n"),
        std::string("text\n\n\u2014 a+b ") + line.substr(line.rfind(' ') + 1), std::string("text\n\n\u2014 a.example aWQ=\n"),
        std::string("text\n\n- a.example ") + line.substr(line.rfind(' ') + 1)})
    EXPECT_FALSE(Note::parse(bad)) << bad;
}

TEST(Note, KeysThatAreMistypedAreRefused) {
  const std::string good = kKey;
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = bad[i] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(NoteKey::parse(bad)) << bad;
  }
  EXPECT_FALSE(NoteKey::parse(""));
  EXPECT_FALSE(NoteKey::parse("a+b"));
  EXPECT_EQ(NoteKey::parse(witnessKey().text())->kind, NoteKind::witness);
}

TEST(Note, Base64AndHexTakeExactTextsOnly) {
  EXPECT_EQ(base64("\xff\xfe?"), "//4/");
  EXPECT_EQ(fromBase64("//4/"), "\xff\xfe?");
  EXPECT_EQ(fromBase64("YQ=="), "a");
  for (const char* bad : {"YQ", "YQ=", "YQ==\n", "Y Q==", "Y_==", "YQ==YQ=="}) EXPECT_FALSE(fromBase64(bad)) << bad;
  EXPECT_EQ(fromHex("00ff"), std::string("\0\xff", 2));
  for (const char* bad : {"0", "0g", "FF"}) EXPECT_FALSE(fromHex(bad)) << bad;
  EXPECT_FALSE(publicKeyFromHex("00ff"));
}

}  // namespace
}  // namespace isotrail::crypto
