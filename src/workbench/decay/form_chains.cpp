// Chains and mixtures, a row a member.
#include <algorithm>
#include <cmath>
#include <set>

#include "nuclide/decay.h"
#include "nuclide/cascade/descent.h"
#include "workbench/decay/forms.h"

namespace isotrail::workbench::decay_forms {
namespace {

constexpr double kNothing = 1e-280;         // atoms
constexpr const char* kLoss = "untracked";  // where atoms go that a synthetic chain's branches leave out

std::vector<std::string> parts(std::string_view text, char by) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = text.find(by);
    if (end != 0) out.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return out;
}

/// "X1=0.001;X2=0.00101" as members; 0 is stable.
Verdict readConstants(std::string_view text, std::vector<Nuclide>& members) {
  for (const auto& item : parts(text, ';')) {
    const auto eq = std::min(item.find('='), item.size());
    const auto lambda = cellNumber({{"note", item.substr(std::min(eq + 1, item.size()))}}, "note");
    if (!lambda) return lambda.refusal();
    if (*lambda < 0) return refusedIn("note", "NEGATIVE_DECAY_CONSTANT", item, "0 per s or more");
    Nuclide n;
    n.name = item.substr(0, eq);
    n.stable = *lambda == 0;
    n.half_life = n.stable ? Seconds() : halfLifeOf(*lambda);
    members.push_back(std::move(n));
  }
  return Done{};
}

/// "X1>X2=1;X2>S=0.9".
Verdict readBranches(std::string_view text, std::vector<Nuclide>& members) {
  for (const auto& item : parts(text, ';')) {
    const auto arrow = std::min(item.find('>'), item.size()), eq = std::min(item.find('='), item.size());
    const auto fraction = cellNumber({{"note", item.substr(std::min(eq + 1, item.size()))}}, "note");
    if (!fraction) return fraction.refusal();
    const std::string name = item.substr(0, arrow);
    const auto parent = std::find_if(members.begin(), members.end(), [&](const Nuclide& n) { return n.name == name; });
    if (arrow >= eq || parent == members.end()) return refusedIn("note", "UNKNOWN_NUCLIDE", item, "a member that lambda_per_s names");
    parent->branches.push_back({item.substr(arrow + 1, eq - arrow - 1), *fraction, "", 0});
  }
  return Done{};
}

/// "lambda_per_s:...|branches:...|a remark".
Result<Dataset::Shared> synthetic(const std::string& note) {
  std::vector<Nuclide> members;
  for (const auto& part : parts(note, '|'))
    if (part.starts_with("lambda_per_s:"))
      if (auto read = readConstants(part.substr(13), members); !read) return read.refusal();
  for (const auto& part : parts(note, '|'))
    if (part.starts_with("branches:"))
      if (auto read = readBranches(part.substr(9), members); !read) return read.refusal();
  if (members.empty()) return refusedIn("note", "MISSING_VALUE", note, "lambda_per_s:... of a synthetic chain");
  for (auto& n : members) {
    double sum = 0;
    for (const auto& b : n.branches) sum += b.fraction;
    if (!n.stable && 1.0 - sum > 1e-12) n.branches.push_back({kLoss, 1.0 - sum, "", 0});
  }
  return Dataset::build("synthetic", std::move(members));
}

struct Part {
  const Nuclide* nuclide;
  double atoms;
};

/// "Ra-223=1000000;Pb-211=5" in Bq, each nuclide's atoms.
Result<std::vector<Part>> mixture(const Dataset& set, const std::string& text) {
  std::vector<Part> out;
  for (const auto& item : parts(text, ';')) {
    const auto eq = std::min(item.find('='), item.size());
    const auto known = set.get("initial", item.substr(0, eq));
    if (!known) return known.refusal();
    std::string number = item.substr(std::min(eq + 1, item.size()));
    if (number.ends_with(" Bq")) number.resize(number.size() - 3);
    const auto bq = cellNumber({{"initial", number}}, "initial");
    if (!bq && bq.refusal().code == "NONFINITE_VALUE") return refusedIn("initial", "NONFINITE_ACTIVITY", item, "a finite activity");
    if (!bq) return bq.refusal();
    if (*bq < 0) return refusedIn("initial", "NEGATIVE_ACTIVITY", item, "0 Bq or more");
    if ((*known)->stable && *bq > 0) return refusedIn("initial", "STABLE_NUCLIDE", item, "radioactive nuclides");
    out.push_back({*known, (*known)->stable ? 0.0 : *bq / (*known)->lambda()});
  }
  if (out.empty()) return refusedIn("initial", "EMPTY_MIXTURE", text, "one nuclide with its activity or more");
  return out;
}

Result<Seconds> timeOf(const EvalRow& row) {
  const auto t = cellNumber(row, "t_s");
  if (!t && t.refusal().code == "NONFINITE_VALUE") return refusedIn("t_s", "NONFINITE_TIME", cell(row, "t_s"), "a finite time");
  if (!t) return t.refusal();
  if (*t < 0) return refusedIn("t_s", "NEGATIVE_TIME", cell(row, "t_s"), "0 s or more");
  return Seconds(*t);
}

RowAnswer memberRow(const std::string& case_id, const Nuclide& n, double atoms) {
  const double kept = atoms < kNothing ? 0.0 : atoms;
  RowAnswer a = answered({{"atoms", kept}, {"activity_Bq", kept * n.lambda()}});
  a.cells["case_id"] = case_id;
  a.cells["nuclide"] = n.name;
  return a;
}

/// Members in the order in which the parts of the mixture come to them.
Verdict answerCase(const EvalRow& row, const Dataset& set, std::vector<RowAnswer>& out) {
  const auto start = mixture(set, cell(row, "initial"));
  if (!start) return start.refusal();
  const auto t = timeOf(row);
  if (!t) return t.refusal();
  std::vector<std::size_t> order;
  std::vector<double> atoms(set.all().size(), 0.0), share;
  std::set<std::size_t> seen;
  for (const auto& part : *start) {
    const Descent& descent = set.descents().of(part.nuclide->at);
    share.resize(descent.members().size());
    descent.cascade().shares(*t, share);
    for (std::size_t i = 0; i < share.size(); ++i) {
      const std::size_t member = descent.members()[i];
      if (seen.insert(member).second) order.push_back(member);
      atoms[member] += part.atoms * share[i];
    }
  }
  for (const std::size_t member : order)
    if (set.all()[member].name != kLoss) out.push_back(memberRow(cell(row, "case_id"), set.all()[member], atoms[member]));
  return Done{};
}

}  // namespace

std::vector<RowAnswer> chains(const std::vector<EvalRow>& rows, const Dataset* data) {
  std::vector<RowAnswer> out;
  for (const auto& row : rows) {
    Dataset::Shared made;
    Verdict done = Done{};
    if (cell(row, "note").find("lambda_per_s:") != std::string::npos || cell(row, "kind") == "synthetic") {
      auto set = synthetic(cell(row, "note"));
      if (set)
        made = *set;
      else
        done = set.refusal();
    }
    if (done) done = answerCase(row, made ? *made : data ? *data : Dataset::shipped(), out);
    if (done) continue;
    RowAnswer refused = refusedRow(done.refusal());
    refused.cells["case_id"] = cell(row, "case_id");
    out.push_back(std::move(refused));
  }
  return out;
}

}  // namespace isotrail::workbench::decay_forms
