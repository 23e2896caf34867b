#pragma once
// Which entries concern a caller: those written by or at his organisation, or naming it, one of its sites, or an item or
// consignment of its. An agency's organisations are all those of its jurisdiction; a broker hears of consignments that begin or
// end in his. Administrators hear everything.
#include <set>
#include <string>

#include "desk/act.h"
#include "ledger/event.h"

namespace isotrail {
class LineageIndex;
}
namespace isotrail::server {

class Hearing {
 public:
  /// `lineage` lives as long as the hearing.
  Hearing(Db& db, const Caller& caller, LineageIndex& lineage);
  bool concerns(Db& db, const Event& event);
  /// {seq, type, site, at, stream}; an agency does not learn a patient's pseudonym from a stream's name.
  Json told(const Event& event) const;

 private:
  void learn(Db& db);
  bool ours(const std::string& org) const { return orgs_.contains(org); }
  bool names(const Json& value) const;
  bool concernsConsignment(Db& db, const std::string& id) const;
  bool concernsItem(Db& db, const std::string& id) const;

  Caller caller_;
  LineageIndex& lineage_;
  bool everything_;
  bool agency_;
  std::set<std::string, std::less<>> orgs_;
  std::set<std::string, std::less<>> sites_;
  std::set<std::string, std::less<>> ends_;  // of consignments
};

}  // namespace isotrail::server
