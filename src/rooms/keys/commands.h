#pragma once
// The commands of the keys room as people send them.
#include "desk/schema.h"

namespace isotrail::keys {

struct RotateNodeKey {
  std::string reason;
  void fields(Fields& f) { f("reason", reason, "why the node gets another key"); }
};
struct DeclareCompromised {
  std::string key, reason;
  Instant since;
  void fields(Fields& f) {
    f("key", key, "the key that others may have, 64 hex digits");
    f("since", since, "the first instant at which somebody else may have used it");
    f("reason", reason, "what happened");
  }
};
struct AcknowledgeLoss {
  std::string reason;
  void fields(Fields& f) { f("reason", reason, "what happened, and how what is missing is entered again"); }
};

}  // namespace isotrail::keys
