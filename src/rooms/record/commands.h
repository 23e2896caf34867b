#pragma once
// The commands of the record room as people send them.
#include "desk/act.h"

namespace isotrail::record {

struct Amend {
  std::string entry, reason;
  std::optional<std::string> hash;
  Json changes;
  void fields(Fields& f) {
    f("entry", entry, "id of the entry that says something wrong");
    f("hash", hash, "its hash as it was shown; refused when it is another");
    f("changes", changes, "the fields as they are right, each as the original command takes it");
    f("reason", reason, "why");
  }
};
struct ConfirmAmendment {
  std::string proposal;
  void fields(Fields& f) { f("proposal", proposal, "id of the amendment that somebody else proposed"); }
};

Verdict amend(Act& act, const Amend& c);
Verdict confirmAmendment(Act& act, const ConfirmAmendment& c);

}  // namespace isotrail::record
