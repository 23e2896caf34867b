#include "server/physics/physics_routes.h"

#include "workbench/answer.h"
#include "workbench/nuclides.h"

namespace isotrail::server {
namespace {

using workbench::Calculation;

std::string path(const std::string& end) { return std::string(kApi) + "/physics" + end; }

http::Reply calculate(const Calculation& calculation, Visit& v) {
  auto body = bodyOf(v.request);
  if (!body) return refuse(body.refusal(), v);
  auto answered = workbench::answerBody(calculation, *body, v.language);
  return answered ? answer(*answered) : refuse(answered.refusal(), v);
}

/// The calculation's own fields and the units wanted.
void describe(const Calculation& calculation, Fields& f) {
  calculation.describe(f);
  std::optional<std::vector<std::string>> in;
  f("in", in, "units of the answer, at most one a kind: MBq, h");
}

http::Reply oneNuclide(Visit& v) {
  auto found = workbench::nuclideJson(Dataset::shipped(), v.id);
  return found ? answer(*found) : refuse(found.refusal(), v);
}

}  // namespace

std::vector<Route> physicsRoutes() {
  std::vector<Route> routes;
  const auto add = [&](const char* method, const std::string& where, const std::string& id, std::string summary,
                       std::function<http::Reply(Visit&)> run) {
    routes.push_back({.method = method,
                      .path = path(where),
                      .permission = kSession,
                      .id = "physics." + id,
                      .tag = "physics",
                      .summary = std::move(summary),
                      .run = std::move(run)});
  };
  add("GET", "", "show", "The calculations with their fields, units, words and examples.",
      [](Visit& v) { return answer(workbench::workbenchJson(v.language)); });
  add("GET", "/nuclides", "nuclides", "The nuclide dataset.", [](Visit&) { return answer(workbench::nuclidesJson(Dataset::shipped())); });
  add("GET", "/nuclides", "nuclides.one", "One nuclide: half-life, branches, chain, constants, each with its source.", oneNuclide);
  routes.back().with_id = true;
  for (const Calculation& c : workbench::calculations()) {
    add("POST", "/" + c.name, c.name, workbench::titleOf(c, Language::en), [&c](Visit& v) { return calculate(c, v); });
    routes.back().body = [&c](Fields& f) { describe(c, f); };
  }
  return routes;
}

}  // namespace isotrail::server
