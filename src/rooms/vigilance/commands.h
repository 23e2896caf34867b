#pragma once
// The commands of the vigilance room as people send them.
#include "desk/act.h"

namespace isotrail::vigilance {

struct ReportReaction {
  CaseId case_id;
  ItemId dose;
  std::string seriousness, text;
  Instant known_at;
  void fields(Fields& f) {
    f("case", case_id, "number of the case");
    f("dose", dose, "the dose that was given");
    f.choice("seriousness", seriousness, "serious|non_serious", "serious: death, danger to life, hospital, lasting harm or birth defect");
    f("text", text, "what happened; never a name");
    f("known_at", known_at, "when the hospital learned of it: the clocks run from here");
  }
};
struct StartRecall {
  std::string recall;
  ItemId item;
  std::string reason;
  bool drill = false;
  void fields(Fields& f) {
    f("recall", recall, "number of the recall");
    f("item", item, "the item; everything that came out of it is recalled with it");
    f("reason", reason, "why");
    f("drill", drill, "true: an exercise, nothing is held");
  }
};
struct ConfirmRecall {
  std::string recall;
  void fields(Fields& f) { f("recall", recall, "the recall proposed by somebody else"); }
};
struct AcknowledgeRecall {
  std::string recall;
  SiteId site;
  void fields(Fields& f) {
    f("recall", recall, "the recall in force");
    f("site", site, "the site that has stopped what it holds");
  }
};
struct CloseRecall {
  std::string recall;
  std::optional<std::string> summary;
  void fields(Fields& f) {
    f("recall", recall, "the recall every site has answered");
    f("summary", summary, "what was found and done");
  }
};

Verdict reportReaction(Act& act, const ReportReaction& c);
Verdict startRecall(Act& act, const StartRecall& c);
Verdict confirmRecall(Act& act, const ConfirmRecall& c);
Verdict acknowledgeRecall(Act& act, const AcknowledgeRecall& c);
Verdict closeRecall(Act& act, const CloseRecall& c);

}  // namespace isotrail::vigilance
