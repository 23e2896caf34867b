#pragma once
// The commands of the documents room as people send them.
#include "desk/act.h"

namespace isotrail::documents {

struct Attach {
  std::string about, title, media_type, retention;
  std::optional<std::string> sha256;
  Json content;
  void fields(Fields& f) {
    f("about", about, "the item, batch, order, consignment or licence it belongs to");
    f("title", title, "what it is; never a name");
    f("media_type", media_type, "such as application/pdf");
    f("retention", retention, "its class: see data/document_retention.csv");
    f("sha256", sha256, "of its bytes, hex; refused when what arrives has another");
    f("content", content, "its bytes as base64, at most 2 MiB");
  }
};
struct Remove {
  std::string sha256, about, reason;
  void fields(Fields& f) {
    f("sha256", sha256, "of its bytes, hex");
    f("about", about, "what it was attached to");
    f("reason", reason, "why");
  }
};

Verdict attach(Act& act, const Attach& c);
Verdict remove(Act& act, const Remove& c);

}  // namespace isotrail::documents
