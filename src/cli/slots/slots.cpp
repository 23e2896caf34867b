// isotrail slots: the injections and scans of a list timed so that the least activity serves it, or a timetable of it judged.
#include "cli/plan/files.h"
#include "cli/verbs.h"
#include "desk/texts.h"
#include "solver/slots/files.h"
#include "solver/slots/reasons.h"
#include "solver/slots/waiting.h"

namespace isotrail::cli {
namespace {

namespace slots = solver::slots;

constexpr int kWait = 30;  // minutes for which it is asked who can best wait
constexpr int kWaitMoves = 300;
constexpr int kTogether = 6;  // of lists that are too long to be proven

Result<Json> loadJson(const std::string& path) {
  auto text = planFileText(path);
  if (!text) return text.refusal();
  std::string why;
  auto json = Json::parse(*text, &why);
  if (!json) return Refusal::of("PLAN_NOT_JSON", Json::object({{"why", why}}));
  return std::move(*json);
}

Result<slots::List> loadList(const Invocation& in) {
  auto json = loadJson(in.paths.at(0));
  if (!json) return json.refusal();
  auto list = slots::readList(*json);
  if (!list || in.changes.empty()) return list;
  auto changes = loadJson(in.changes);
  if (!changes) return changes.refusal();
  auto read = slots::readListChanges(*changes, *list);
  if (!read) return read.refusal();
  return slots::changed(*list, *read).list;
}

Json costJson(const slots::Cost& c) {
  return Json::object({{"need_mbq", c.need_mbq}, {"short_mbq", c.short_mbq}, {"waiting_mbq", c.waiting}, {"moved_mbq", c.moved}});
}

Json leftOut(const slots::List& list, const slots::Timetable& t) {
  Json out = Json::array();
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i].served()) continue;
    const auto r = slots::whyNot(list, t, static_cast<int>(i));
    Json row = Json::object({{"patient", list.patients[i].name}, {"binds", slots::nameOf(r.binds)}});
    if (r.binds != slots::Binding::several)
      row.set(r.binds == slots::Binding::activity ? "missing_mbq" : "minutes", r.change).set("inject", r.inject);
    out.push(row);
  }
  return out;
}

void tell(const slots::List& list, const slots::Timetable& t, const slots::Checked& c, Output& out) {
  out.print(out.word("CLI_SLOTS_COST", Json::object({{"served", c.served},
                                                     {"patients", list.patients.size()},
                                                     {"need", decimals(c.cost.need_mbq, 1)},
                                                     {"short", decimals(c.cost.short_mbq, 1)}})));
  const Json left = leftOut(list, t);
  for (const auto& row : left.items()) {
    const double change = row.has("missing_mbq") ? row["missing_mbq"].number() : row["minutes"].number();
    const std::string code = row["binds"].text() == "several" ? "CLI_SLOTS_LEFT_SEVERAL"
                             : row.has("missing_mbq")         ? "CLI_SLOTS_LEFT_ACTIVITY"
                                                              : "CLI_SLOTS_LEFT";
    out.print(out.bad(out.word(code, Json::object({{"patient", row["patient"]}, {"binds", row["binds"]}, {"change", decimals(change, 1)}}))));
  }
}

}  // namespace

int slotsSolveVerb(const Invocation& in, Output& out) {
  const auto list = loadList(in);
  if (!list) return out.refuse(list.refusal());
  slots::Effort effort;
  effort.together = kTogether;
  effort.seed = static_cast<std::uint64_t>(in.seed);
  if (in.iterations > 0) effort.moves = static_cast<int>(std::min<std::int64_t>(in.iterations, 1'000'000));
  const auto first = slots::check(*list, slots::firstCome(*list));
  const auto answer = slots::solve(*list, effort);
  const Json timetable = slots::timetableJson(*list, answer.timetable);
  if (!in.out_file.empty())
    if (const int code = writePlan(in.out_file, timetable.dump() + "\n", out); code != kDone) return code;
  effort.moves = kWaitMoves;
  const auto waits = slots::whoCanWait(*list, answer.timetable, kWait, effort);
  if (out.json()) {
    Json rows = Json::array();
    for (const auto& w : waits)
      rows.push(Json::object({{"patient", list->patients[static_cast<std::size_t>(w.patient)].name},
                              {"possible", w.possible},
                              {"could_min", w.could},
                              {"price_mbq", w.possible ? Json(w.price_mbq) : Json()}}));
    Json j = Json::object({{"served", answer.checked.served}, {"cost", costJson(answer.checked.cost)}, {"proven", answer.proven}});
    j.set("first_come", Json::object({{"served", first.served}, {"cost", costJson(first.cost)}})).set("timetable", timetable);
    out.answer(j.set("left_out", leftOut(*list, answer.timetable)).set("wait_min", kWait).set("waits", rows));
    return kDone;
  }
  if (in.out_file.empty()) out.stream() << timetable.dump() << "\n" << std::flush;
  tell(*list, answer.timetable, answer.checked, out);
  out.print(out.word(answer.proven ? "CLI_SLOTS_PROVEN" : "CLI_SLOTS_FOUND",
                     Json::object({{"first", decimals(first.cost.need_mbq, 1)}, {"served", first.served}})));
  for (const auto& w : waits)
    out.print(out.word(w.possible ? "CLI_SLOTS_WAIT" : "CLI_SLOTS_WAIT_NOT",
                       Json::object({{"patient", list->patients[static_cast<std::size_t>(w.patient)].name},
                                     {"minutes", kWait},
                                     {"price", decimals(w.price_mbq, 1)},
                                     {"could", w.could}})));
  return kDone;
}

int slotsCheckVerb(const Invocation& in, Output& out) {
  const auto list = loadList(in);
  if (!list) return out.refuse(list.refusal());
  auto json = loadJson(in.paths.at(1));
  if (!json) return out.refuse(json.refusal());
  const auto timetable = slots::readTimetable(*json, *list);
  if (!timetable) return out.refuse(timetable.refusal());
  const auto checked = slots::check(*list, *timetable);
  if (out.json()) {
    Json faults = Json::array();
    for (const auto& f : checked.faults) faults.push(f);
    out.answer(Json::object({{"feasible", checked.feasible()}, {"served", checked.served}, {"cost", costJson(checked.cost)}, {"faults", faults}}));
    return checked.feasible() ? kDone : kFailed;
  }
  for (const auto& f : checked.faults) out.print(out.bad(f));
  if (checked.feasible()) tell(*list, *timetable, checked, out);
  return checked.feasible() ? kDone : kFailed;
}

}  // namespace isotrail::cli
