// isotrail ledger show: an entry, or what happened to a thing, as recorded, as corrected or as known at an instant.
#include <algorithm>

#include "cli/verbs.h"
#include "units/time.h"

namespace isotrail::cli {
namespace {

Result<Json> entries(Node& node, const std::string& id, std::map<std::string, std::string> params, Language language) {
  const Caller caller = Node::operatorCaller();
  Result<Json> answer = Refusal::of("INTERNAL");
  node.desk().read([&](Db& db) {
    answer = node.desk().view(caller, "audit", "entries", ViewRequest{db, caller, node.desk().now(), id, std::move(params), languageTag(language)});
  });
  return answer;
}

std::string when(const Json& at, const Json& zone) {
  auto t = parseInstant("at", at.text());
  return t ? showInstant(*t, zone.text().empty() ? "UTC" : zone.text()) : "";
}
std::string shown(const Json& v) { return v.isNull() ? "–" : v.isString() ? v.text() : v.dump(); }
std::string who(const Json& name, const Json& id) { return name.text().empty() ? id.text() : name.text(); }

/// A number is an entry's place in the node's log; anything else an id of an entry or of a thing.
std::string entryIdOf(Node& node, const std::string& what) {
  if (what.empty() || what.size() > 18 || !std::all_of(what.begin(), what.end(), [](char c) { return c >= '0' && c <= '9'; })) return what;
  std::string id = what;
  node.desk().read([&](Db& db) {
    if (const auto e = Journal(db).bySeq(std::stoll(what))) id = e->id;
  });
  return id;
}

void tellAmendments(const Json& entry, Output& out) {
  for (const auto& a : entry["amendments"].items()) {
    out.print(out.word(
        a["state"].text() == "proposed" ? "CLI_AMENDMENT_PROPOSED" : "CLI_AMENDMENT",
        Json::object({{"number", a["seq"]}, {"at", when(a["at"], entry["zone"])}, {"by", who(a["name"], a["by"])}, {"reason", a["reason"].text()}})));
    for (const auto& c : a["changes"].items()) out.print("    " + c["field"].text() + ": " + shown(c["old"]) + " → " + shown(c["new"]));
  }
}

void tellEntry(const Json& e, Output& out) {
  out.print(std::to_string(e["seq"].integer()) + "  " + when(e["at"], e["zone"]) + "  " + e["type"].text() + "  " + who(e["actor_name"], e["actor"]));
  out.print(e["text"].text());
  const Json& values = e["values"].isNull() ? e["payload"] : e["values"];
  Table table{{out.word("CLI_H_FIELD"), out.word("CLI_H_VALUE"), out.word("CLI_H_RECORDED")}, {}};
  for (const auto& [member, v] : values.members())
    table.rows.push_back({member, shown(v), e["payload"][member] == v ? "" : shown(e["payload"][member])});
  out.table(table);
  for (const auto& s : e["signatures"].items()) {
    const bool holds = s["state"].text() == "holds";
    const std::string line =
        out.word(!holds                            ? "CLI_SIGNATURE_BROKEN"
                 : e["amendments"].items().empty() ? "CLI_SIGNATURE_HOLDS"
                                                   : "CLI_SIGNATURE_AMENDED",
                 Json::object({{"by", who(s["name"], s["person"])}, {"meaning", s["meaning"]}, {"at", when(s["at"], e["zone"])}}));
    out.print(holds ? out.good(line) : out.bad(line));
  }
  tellAmendments(e, out);
}

void tellHistory(const Json& list, Output& out) {
  Table table{{">" + out.word("CLI_H_NUMBER"), out.word("CLI_H_WHEN"), out.word("CLI_H_PERSON"), out.word("CLI_H_WHAT"), out.word("CLI_H_STATE")},
              {}};
  for (auto e = list.items().rbegin(); e != list.items().rend(); ++e) {
    const bool broken = std::any_of((*e)["signatures"].items().begin(), (*e)["signatures"].items().end(),
                                    [](const Json& s) { return s["state"].text() == "broken"; });
    const bool amended = std::any_of((*e)["amendments"].items().begin(), (*e)["amendments"].items().end(),
                                     [](const Json& a) { return a["state"].text() == "in_force"; });
    table.rows.push_back({std::to_string((*e)["seq"].integer()), when((*e)["at"], (*e)["zone"]), who((*e)["actor_name"], (*e)["actor"]),
                          (*e)["text"].text(),
                          broken    ? out.word("CLI_STATE_BROKEN")
                          : amended ? out.word("CLI_STATE_AMENDED")
                                    : ""});
  }
  out.table(table);
}

}  // namespace

int ledgerShowVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  std::map<std::string, std::string> params;
  if (!in.as.empty()) params["as"] = in.as;
  if (!in.at.empty()) params["at"] = in.at;
  auto entry = entries(node, entryIdOf(node, in.item), params, out.language());
  if (!entry && entry.refusal().code != "NOT_FOUND") return out.refuse(entry.refusal());
  if (entry) {
    if (out.json()) return out.answer(*entry), kDone;
    tellEntry(*entry, out);
    return kDone;
  }
  params["about"] = in.item;
  params["limit"] = "500";
  auto history = entries(node, "", params, out.language());
  if (!history) return out.refuse(history.refusal());
  if ((*history)["entries"].items().empty()) return out.refuse(entry.refusal());
  if (out.json()) return out.answer(*history), kDone;
  tellHistory((*history)["entries"], out);
  if (!(*history)["next_before"].isNull()) out.note(out.word("CLI_HISTORY_CUT", Json::object({{"count", (*history)["entries"].size()}})));
  return kDone;
}

}  // namespace isotrail::cli
