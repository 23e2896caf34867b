// isotrail sync push, pull, status.
#include "cli/record/hub.h"
#include "cli/verbs.h"
#include "node/sync/received.h"

namespace isotrail::cli {
namespace {

/// A view of this record as the API shows it.
Json own(Node& node, const char* view, const std::string& language) {
  Result<Json> shown = Json();
  node.desk().read([&](Db& db) {
    const Caller caller = Node::operatorCaller();
    ViewRequest q{db, caller, node.desk().now(), "", {{"open", "true"}}, language};
    shown = node.desk().view(caller, "sync", view, std::move(q));
  });
  return shown.ok() ? *shown : Json();
}

struct Status {
  Json self, nodes, findings;
};

Result<Status> statusOf(const Invocation& in, Output& out) {
  const std::string language = languageTag(out.language());
  if (in.address.empty()) {
    Node node(in.database(), true);
    if (in.check) {
      std::string why;
      node.desk().read([&](Db& db) { why = sync::checkReceived(db); });
      if (!why.empty()) return Refusal::of("CLI_SYNC_RECEIVED_BAD", Json::object({{"why", why}}));
    }
    return Status{sync::selfOf(node), own(node, "nodes", language)["nodes"], own(node, "findings", language)["findings"]};
  }
  auto hub = hubOf(in, in.address, out);
  if (!hub) return hub.refusal();
  Status s;
  for (auto [target, into] : {std::pair{"sync/self", &s.self}, {"sync/nodes", &s.nodes}, {"sync/findings?open=true", &s.findings}}) {
    auto got = (*hub)->get(target + std::string(into == &s.findings ? "&lang=" + language : ""));
    if (!got) return got.refusal();
    *into = into == &s.self ? *got : (*got)[into == &s.nodes ? "nodes" : "findings"];
  }
  return s;
}

void printStatus(const Status& s, Output& out) {
  out.print(out.word("CLI_SYNC_SELF", s.self));
  if (s.nodes.size() > 0) {
    out.heading(out.word("CLI_SYNC_NODES"));
    Table t;
    for (const char* head : {"NODE", "NAME", "ROLE"}) t.heads.push_back(out.word(std::string("CLI_SYNC_COL_") + head));
    for (const char* head : {"HELD", "WAITING"}) t.heads.push_back(">" + out.word(std::string("CLI_SYNC_COL_") + head));
    t.heads.push_back(out.word("CLI_SYNC_COL_CONTACT"));
    for (const char* head : {"CLOCK", "OPEN"}) t.heads.push_back(">" + out.word(std::string("CLI_SYNC_COL_") + head));
    for (const auto& n : s.nodes.items())
      t.rows.push_back({n["node"].text(), n["name"].text(), n["role"].text(), n["held"].dump(), n["waiting"].dump(), n["contact_at"].text(),
                        n["clock_offset_s"].isNull() ? "" : n["clock_offset_s"].dump(), n["open_findings"].dump()});
    out.table(t);
  }
  if (s.findings.size() == 0) return out.print(out.good(out.word("CLI_SYNC_NO_FINDINGS")));
  out.heading(out.word("CLI_SYNC_FINDINGS"));
  for (const auto& f : s.findings.items()) out.print(f["finding"].text() + "  " + out.bad(f["text"].text()));
}

}  // namespace

int syncPushVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  auto hub = hubOf(in, in.address, out);
  if (!hub) return out.refuse(hub.refusal());
  auto pushed = sync::push(node, **hub);
  if (!pushed) return out.refuse(pushed.refusal());
  if (out.json())
    out.answer(pushed->json());
  else
    out.print(pushed->forked ? out.bad(out.word("CLI_SYNC_FORKED")) : out.good(out.word("CLI_SYNC_PUSHED", pushed->json())));
  return pushed->forked ? kConflict : kDone;
}

int syncPullVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  auto hub = hubOf(in, in.address, out);
  if (!hub) return out.refuse(hub.refusal());
  auto self = (*hub)->get("sync/self");
  if (!self) return out.refuse(self.refusal());
  auto pulled = sync::pull(node, **hub, (*self)["node"].text(), Node::operatorCaller());
  if (!pulled) return out.refuse(pulled.refusal());
  if (out.json())
    out.answer(*pulled);
  else
    out.print(out.good(out.word("CLI_SYNC_PULLED", *pulled)));
  return kDone;
}

int syncStatusVerb(const Invocation& in, Output& out) {
  auto status = statusOf(in, out);
  if (!status) return out.refuse(status.refusal());
  if (out.json())
    out.answer(Json::object({{"self", status->self}, {"nodes", status->nodes}, {"findings", status->findings}}));
  else
    printStatus(*status, out);
  return kDone;
}

}  // namespace isotrail::cli
