#pragma once
// What may happen: every gate that applies to an act is asked, and a refusal names all that fail.
#include <string>
#include <vector>

#include "base/result.h"

namespace isotrail {

/// A gate as asked: kept also when it passed, so that it can be shown before the act.
struct GateAnswer {
  GateFailure gate;
  bool pass = false;
};

class Gates {
 public:
  /// Asks one gate. `code` has its words and remedy in the texts tables; `rule` is our rule's id ("LOG-03"), `clause` cites
  /// the law or standard ("SSR-6 para. 546", "house rule" where none). `params` fill the words. Answers `pass`.
  bool check(bool pass, std::string code, std::string rule, std::string clause, Json params = Json::object());
  /// Ok when all passed; else REFUSED with every failing gate.
  Verdict verdict() const;
  const std::vector<GateAnswer>& answers() const { return answers_; }
  bool allPass() const;

 private:
  std::vector<GateAnswer> answers_;
};

}  // namespace isotrail
