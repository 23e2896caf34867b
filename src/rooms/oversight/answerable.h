#pragma once
// Who is answerable for an entry, from the facts of the other rooms.
#include "duties/clocks.h"
#include "ledger/event.h"

namespace isotrail::oversight {

class Answerable final : public DutyFacts {
 public:
  explicit Answerable(Db& db) : db_(db) {}
  std::optional<DutyPlace> place(const Event& event, const std::string& where, const std::string& role) override;
  std::vector<std::string> subjects(const Event& event, const std::string& key) override;

 private:
  Db& db_;
};

/// Organisations that share a consignment with `org`, and itself: they see each other's duties on the lane.
std::vector<std::string> partners(Db& db, const std::string& org);

}  // namespace isotrail::oversight
