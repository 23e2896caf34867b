#pragma once
// Which entries name what, and which days of a site they lie on. The store has this of the record's full blocks: a row a block for each
// thing, with the places of the entries in the block that name it. What the entries after the last full block name is read from themselves.
#include <string>
#include <vector>

#include "base/ports.h"
#include "ledger/event.h"
#include "ledger/log/block_notes.h"

namespace isotrail {

/// The thing a stream is about: "FDG-251217-A" of "quality/FDG-251217-A"; empty when it names none.
std::string subjectOf(const std::string& stream);

struct Mention {
  std::string kind, id;  // "about" the subject; "person", "equipment", "vehicle", "paper": who and what took part
  auto operator<=>(const Mention&) const = default;
};
/// In order, each once.
std::vector<Mention> mentionsOf(const Event& event);

/// Projection: stores what the entries of a block name with the one that fills it, in its transaction.
class MentionTables {
 public:
  explicit MentionTables(Db& db) : db_(db) {}
  void add(const Event& event);
  /// A transaction begins, and what was noted may not have been kept.
  void forget() { noted_.forget(); }

 private:
  struct Noted {
    std::string site, day;
    std::vector<Mention> mentions;
  };
  static Noted noted(const Event& event);
  void store(const std::vector<Noted>& block, std::int64_t number);
  Db& db_;
  BlockNotes<Noted> noted_;
};

}  // namespace isotrail
