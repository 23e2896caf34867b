#include "cli/plan/files.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "solver/robust/risk.h"
#include "solver/rppd/solomon.h"

namespace isotrail::cli {
namespace {

constexpr std::uintmax_t kLargest = 64U << 20U;  // bytes; an instance of 5,000 orders has 2 MB

Result<std::string> textIn(const std::string& path) {
  std::error_code error;
  const auto refuse = [&](const char* why) { return Refusal::of("PLAN_FILE_UNREADABLE", Json::object({{"value", path}, {"why", why}})); };
  if (std::filesystem::is_directory(path, error)) return refuse("it is a folder");
  std::ifstream in(path, std::ios::binary);
  if (!in) return refuse(std::strerror(errno));
  std::string text;
  text.resize(kLargest);
  in.read(text.data(), static_cast<std::streamsize>(kLargest));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() == kLargest) return refuse("it is larger than 64 MB");
  return text;
}

struct Part {
  const char* name;
  const char* word;
  double solver::rppd::Cost::*value;
};
constexpr Part kParts[] = {{"runs", "CLI_PLAN_RUNS", &solver::rppd::Cost::runs},
                           {"beam", "CLI_PLAN_BEAM", &solver::rppd::Cost::beam},
                           {"risk", "CLI_PLAN_RISK", &solver::rppd::Cost::risk},
                           {"vehicles", "CLI_PLAN_VEHICLES", &solver::rppd::Cost::vehicles},
                           {"kilometres", "CLI_PLAN_KILOMETRES", &solver::rppd::Cost::kilometres},
                           {"time", "CLI_PLAN_TIME", &solver::rppd::Cost::time},
                           {"lateness", "CLI_PLAN_LATENESS", &solver::rppd::Cost::lateness},
                           {"unserved", "CLI_PLAN_UNSERVED", &solver::rppd::Cost::unserved},
                           {"change", "CLI_PLAN_CHANGES", &solver::rppd::Cost::change}};

std::string money(double eur) { return decimals(eur, 2); }

}  // namespace

Result<solver::rppd::Instance> loadInstance(const std::string& path, const std::string& format) {
  auto text = textIn(path);
  if (!text) return text.refusal();
  if (format == "solomon") return solver::rppd::readSolomon(*text);
  return solver::rppd::readInstance(*text);
}

Result<solver::rppd::Plan> loadPlan(const std::string& path, const solver::rppd::Instance& instance) {
  auto text = textIn(path);
  if (!text) return text.refusal();
  return solver::rppd::readPlan(*text, instance);
}

Json costJson(const solver::rppd::Cost& cost) {
  Json j = Json::object();
  for (const auto& part : kParts) j.set(part.name, cost.*part.value);
  return j.set("total", cost.total());
}

void tellCost(const solver::rppd::Cost& cost, Output& out) {
  Table table{{"", ">EUR"}, {}};
  for (const auto& part : kParts) table.rows.push_back({out.word(part.word), money(cost.*part.value)});
  table.rows.push_back({out.word("CLI_PLAN_TOTAL"), money(cost.total())});
  out.table(table);
}

Result<std::string> planFileText(const std::string& path) { return textIn(path); }

std::optional<Refusal> loadSpreads(const std::string& path, solver::Spreads& spreads) {
  if (path.empty()) return std::nullopt;
  auto text = textIn(path);
  if (!text) return text.refusal();
  auto read = solver::readSpreads(*text);
  if (!read) return read.refusal();
  spreads = *read;
  return std::nullopt;
}

int writePlan(const std::string& path, const std::string& text, Output& out) {
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  return file ? static_cast<int>(kDone) : out.refuse(Refusal::of("FILE_WRITE", Json::object({{"path", path}})));
}

std::string signedNumber(double v) {
  char text[40];
  std::snprintf(text, sizeof text, "%+.0f", v);
  return text;
}

std::string decimals(double v, int places) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*f", places, v);
  return text;
}

Json diffJson(const solver::rppd::Instance& instance, const solver::rppd::PlanDiff& diff) {
  Json orders = Json::array();
  for (const auto& c : diff.orders)
    orders.push(Json::object({{"order", instance.orders[static_cast<std::size_t>(c.order)].id},
                              {"was_served", c.was_served},
                              {"is_served", c.is_served},
                              {"other_run", c.other_run},
                              {"other_vehicle", c.other_vehicle},
                              {"minutes", c.minutes},
                              {"mbq", c.drawn}}));
  return Json::object(
      {{"orders", orders}, {"patients", diff.patients}, {"minutes", diff.minutes}, {"mbq", diff.drawn}, {"cost", costJson(diff.cost)}});
}

void tellDiff(const solver::rppd::Instance& instance, const solver::rppd::PlanDiff& diff, Output& out) {
  Table table{{out.word("CLI_PLAN_ORDER"), out.word("CLI_PLAN_WHAT"), ">min", ">MBq"}, {}};
  for (const auto& c : diff.orders) {
    std::string what;
    const auto add = [&](bool is, const char* word) {
      if (is) what += (what.empty() ? "" : ", ") + out.word(word);
    };
    add(!c.was_served && c.is_served, "CLI_PLAN_NOW_SERVED");
    add(c.was_served && !c.is_served, "CLI_PLAN_NO_LONGER");
    const bool both = c.was_served && c.is_served;
    add(both && c.other_run, "CLI_PLAN_OTHER_RUN");
    add(both && c.other_vehicle, "CLI_PLAN_OTHER_VEHICLE");
    add(both && !c.other_run && !c.other_vehicle, "CLI_PLAN_OTHER_TIME");
    table.rows.push_back(
        {solver::rppd::idText(instance.orders[static_cast<std::size_t>(c.order)].id), what, signedNumber(c.minutes), signedNumber(c.drawn)});
  }
  if (!table.rows.empty()) out.table(table);
  out.print(out.word("CLI_PLAN_DIFFERS", Json::object({{"orders", diff.orders.size()},
                                                       {"patients", signedNumber(diff.patients)},
                                                       {"minutes", signedNumber(diff.minutes)},
                                                       {"mbq", signedNumber(diff.drawn)}})));
  tellCost(diff.cost, out);
}

Json reasonsJson(const solver::rppd::Instance& instance, const std::vector<solver::Reason>& reasons, Language language) {
  Json list = Json::array();
  for (const auto& r : reasons) {
    const CodeText words = codeText(r.code, language, r.params);
    list.push(Json::object({{"order", instance.orders[static_cast<std::size_t>(r.order)].id},
                            {"path", "orders[" + std::to_string(r.order) + "]"},
                            {"late", r.late},
                            {"code", r.code},
                            {"text", words.text},
                            {"change", words.remedy},
                            {"params", r.params}}));
  }
  return list;
}

void tellReasons(const solver::rppd::Instance& instance, const std::vector<solver::Reason>& reasons, Output& out) {
  Table table{{out.word("CLI_PLAN_ORDER"), out.word("CLI_PLAN_WHY"), out.word("CLI_PLAN_CHANGE")}, {}};
  for (const auto& r : reasons) {
    const CodeText words = codeText(r.code, out.language(), r.params);
    table.rows.push_back({solver::rppd::idText(instance.orders[static_cast<std::size_t>(r.order)].id), words.text, words.remedy});
  }
  if (!table.rows.empty()) out.table(table);
}

}  // namespace isotrail::cli
