// isotrail trace back|forward|handled and isotrail recall simulate: the views of the overview, as tables.
#include <cmath>
#include <map>

#include "cli/verbs.h"
#include "units/quantity.h"
#include "units/time.h"

namespace isotrail::cli {
namespace {

Result<Json> viewOf(Node& node, const char* room, const char* name, std::map<std::string, std::string> params, Language language) {
  const Caller caller = Node::operatorCaller();
  Result<Json> answer = Refusal::of("INTERNAL");
  node.desk().read([&](Db& db) {
    answer = node.desk().view(caller, room, name, ViewRequest{db, caller, node.desk().now(), "", std::move(params), languageTag(language)});
  });
  return answer;
}

std::string when(const Json& at, const Json& zone) {
  auto t = parseInstant("at", at.text());
  return t ? showInstant(*t, zone.text().empty() ? "UTC" : zone.text()) : "";
}

/// Gives every row of the view a zone: its own, else the one of the entry it is about, else `common`.
void fillZones(Json& view, const std::map<std::int64_t, std::string>& of_entry, const std::string& common) {
  if (view.isArray())
    for (auto& row : view.itemsMutable()) fillZones(row, of_entry, common);
  if (!view.isObject()) return;
  for (const auto& [key, value] : Json::Object(view.members()))
    if (value.isArray() || value.isObject()) fillZones(*view.findMutable(key), of_entry, common);
  const auto entry = of_entry.find(view["seq"].integer());
  if (view["zone"].text().empty()) view.set("zone", entry == of_entry.end() ? common : entry->second);
}

/// The view for reading, every instant in the zone of the place it happened at.
Json withZones(Json view) {
  std::map<std::int64_t, std::string> of_entry;
  std::string common;
  for (const auto& e : view["events"].items()) of_entry[e["seq"].integer()] = e["zone"].text();
  for (const char* list : {"nodes", "stoppable", "given"})
    for (const auto& row : view[list].items())
      if (common.empty()) common = row["zone"].text();
  fillZones(view, of_entry, common);
  return view;
}
std::string activity(const Json& bq) { return bq.isNumber() ? showActivity(Activity(bq.number())) : ""; }

/// The first member of the row that says something, by preference.
std::string any(const Json& row, std::initializer_list<const char*> keys) {
  for (const char* key : keys)
    if (!row[key].text().empty()) return row[key].text();
  return {};
}

struct Column {
  const char* head;
  std::function<std::string(const Json&)> cell;
};
std::function<std::string(const Json&)> text(const char* key) {
  return [key](const Json& row) { return row[key].text(); };
}
std::string at(const Json& row) { return when(row["at"], row["zone"]); }

void list(Output& out, const char* heading, const Json& rows, const std::vector<Column>& columns) {
  if (rows.items().empty()) return;
  if (heading) out.heading(out.word(heading));
  Table table;
  for (const auto& c : columns) table.heads.push_back(*c.head == '>' ? ">" + out.word(c.head + 1) : out.word(c.head));
  for (const auto& row : rows.items()) {
    auto& cells = table.rows.emplace_back();
    for (const auto& c : columns) cells.push_back(c.cell(row));
  }
  out.table(table);
}

void tellTrace(const Json& trace, bool events, Output& out) {
  list(out, nullptr, trace["nodes"],
       {{"CLI_H_KIND", text("kind")},
        {"CLI_H_ITEM", text("label")},
        {"CLI_H_WHAT", text("detail")},
        {"CLI_H_PLACE", text("place")},
        {"CLI_H_WHEN", at},
        {">CLI_H_ACTIVITY", [](const Json& n) { return activity(n["activity_bq"]); }},
        {"CLI_H_STATE", text("state")}});
  list(out, "CLI_PEOPLE", trace["people"],
       {{"CLI_H_PERSON", text("person")}, {"CLI_H_NAME", text("name")}, {"CLI_H_DID", text("did")}, {"CLI_H_WHEN", at}});
  list(out, "CLI_EQUIPMENT", trace["equipment"],
       {{"CLI_H_EQUIPMENT", text("equipment")}, {"CLI_H_NAME", text("name")}, {"CLI_H_DID", text("did")}, {"CLI_H_WHEN", at}});
  list(out, "CLI_VEHICLES", trace["vehicles"], {{"CLI_H_VEHICLE", text("vehicle")}, {"CLI_H_DID", text("did")}, {"CLI_H_WHEN", at}});
  list(out, "CLI_PACKAGES", trace["packages"],
       {{"CLI_H_PACKAGE",
         [](const Json& p) {
           return any(p, {"package", "item"});
         }},
        {"CLI_H_CONSIGNMENT", text("consignment")},
        {"CLI_H_DIRECTION", text("direction")},
        {"CLI_H_STATE", text("state")}});
  list(out, "CLI_BORDER", trace["border"],
       {{"CLI_H_POST", text("post")},
        {"CLI_H_DIRECTION", text("direction")},
        {"CLI_H_CONSIGNMENT", text("consignment")},
        {"CLI_H_DECLARATION", text("declaration")},
        {"CLI_H_PERSON", text("by")},
        {"CLI_H_WHEN", at}});
  if (events)
    list(out, "CLI_EVENTS", trace["events"],
         {{">CLI_H_POSITION", [](const Json& e) { return e["seq"].dump(); }},
          {"CLI_H_WHEN", at},
          {"CLI_H_PERSON", text("actor")},
          {"CLI_H_WHAT", [](const Json& e) {
             return any(e, {"text", "type"});
           }}});
}

int traceVerb(const Invocation& in, Output& out, const char* direction, const char* heading) {
  Node node(in.database(), true);
  auto trace = viewOf(node, "trace", direction, {{"item", in.item}}, out.language());
  if (!trace) return out.refuse(trace.refusal());
  if (out.json()) return out.answer(*trace), kDone;
  out.print(out.word(heading, Json::object({{"item", in.item}})));
  tellTrace(withZones(std::move(*trace)), in.events, out);
  return kDone;
}

/// "2 h 05 min", "2 min 42 s"; "0 s" when it is over.
std::string left(const Json& seconds) {
  if (!seconds.isNumber()) return {};
  const auto s = static_cast<long>(std::max(0.0, std::floor(seconds.number())));
  if (s >= 3600) return std::to_string(s / 3600) + " h " + std::to_string(s / 60 % 60) + " min";
  if (s >= 60) return std::to_string(s / 60) + " min " + std::to_string(s % 60) + " s";
  return std::to_string(s) + " s";
}

std::string injection(const Json& row) { return when(row["inject_at"], row["zone"]); }

void tellRecall(const Json& recall, Output& out) {
  const auto count = [&](const char* what) { return std::to_string(recall["counts"][what].integer()); };
  std::string nearest;
  if (const Json& n = recall["nearest"]; n.isObject())
    nearest = out.word(
        "CLI_NEAREST",
        Json::object(
            {{"patient", any(n, {"patient", "order", "dose"})}, {"place", n["place"]}, {"at", injection(n)}, {"left", left(n["seconds_left"])}}));
  out.table({{"", "", ""},
             {{out.word("CLI_AFFECTED"), out.word("CLI_AFFECTED_COUNT", recall["affected"]),
               recall["found_ms"].isNumber() ? std::to_string(std::lround(recall["found_ms"].number())) + " ms" : ""},
              {out.word("CLI_STOPPABLE"), count("stoppable"), nearest},
              {out.word("CLI_GIVEN"), count("given"), ""}}});
  list(out, "CLI_STOPPABLE", recall["stoppable"],
       {{"CLI_H_DOSE",
         [](const Json& s) {
           return any(s, {"dose", "order", "vial"});
         }},
        {"CLI_H_PATIENT", text("patient")},
        {"CLI_H_STATE", text("state")},
        {"CLI_H_PLACE", text("place")},
        {"CLI_H_INJECTS", injection},
        {">CLI_H_LEFT", [](const Json& s) { return left(s["seconds_left"]); }}});
  list(out, "CLI_GIVEN", recall["given"],
       {{"CLI_H_DOSE", text("dose")}, {"CLI_H_PATIENT", text("patient")}, {"CLI_H_WHEN", at}, {">CLI_H_ACTIVITY", [](const Json& g) {
                                                                                                 return activity(g["activity_bq"]);
                                                                                               }}});
  list(out, "CLI_TELL", recall["tell"], {{"CLI_H_WHO", text("who")}, {"CLI_H_ROLE", text("role")}, {"CLI_H_BY", [](const Json& t) {
                                                                                                      return when(t["by"], t["zone"]).empty()
                                                                                                                 ? t["by"].text()
                                                                                                                 : when(t["by"], t["zone"]);
                                                                                                    }}});
}

}  // namespace

int traceBackVerb(const Invocation& in, Output& out) { return traceVerb(in, out, "back", "CLI_TRACE_BACK"); }
int traceForwardVerb(const Invocation& in, Output& out) { return traceVerb(in, out, "forward", "CLI_TRACE_FORWARD"); }

int traceHandledVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  auto told = viewOf(node, "trace", "handled",
                     {{"item", in.item}, {"room", in.room}, {"incident", in.incident}, {"from", in.from}, {"until", in.until}}, out.language());
  if (!told) return out.refuse(told.refusal());
  if (out.json()) return out.answer(*told), kDone;
  const auto instant = [](const char* key) { return [key](const Json& row) { return when(row[key], row["zone"]); }; };
  list(out, "CLI_CUSTODY", (*told)["custody"],
       {{"CLI_H_ITEM", text("item")},
        {"CLI_H_WHO", text("org")},
        {"CLI_H_PLACE", text("site")},
        {"CLI_H_STATE", text("state")},
        {"CLI_H_WHEN", instant("from")},
        {"CLI_H_UNTIL", instant("until")}});
  list(out, "CLI_PEOPLE", (*told)["people"],
       {{"CLI_H_PERSON", text("person")},
        {"CLI_H_NAME", text("name")},
        {">CLI_EVENTS", [](const Json& p) { return p["entries"].dump(); }},
        {"CLI_H_WHEN", instant("first")},
        {"CLI_H_UNTIL", instant("last")}});
  list(out, "CLI_EVENTS", (*told)["lines"],
       {{">CLI_H_POSITION", [](const Json& e) { return e["seq"].dump(); }},
        {"CLI_H_WHEN", at},
        {"CLI_H_PERSON", text("person")},
        {"CLI_H_WHAT", text("text")}});
  return kDone;
}

int recallSimulateVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  auto recall = viewOf(node, "recall", "simulate", {{"item", in.item}}, out.language());
  if (!recall) return out.refuse(recall.refusal());
  if (out.json()) return out.answer(*recall), kDone;
  tellRecall(withZones(std::move(*recall)), out);
  return kDone;
}

}  // namespace isotrail::cli
