// isotrail jobs: the node's work beside the requests.
#include <algorithm>

#include "cli/verbs.h"
#include "node/jobs/node_jobs.h"
#include "platform/crypto/crypto.h"

namespace isotrail::cli {
namespace {

constexpr std::int64_t kShown = 200;

Verdict askFor(JobQueue& queue, const std::string& kind, const std::vector<JobKind>& kinds, Instant now) {
  std::string known;
  for (const auto& k : kinds) known += (known.empty() ? "" : ", ") + k.name;
  if (std::none_of(kinds.begin(), kinds.end(), [&](const JobKind& k) { return k.name == kind; }))
    return Refusal::field({"ask", "BAD_VALUE", kind, known, 0, 0});
  queue.ask(kind + "-" + crypto::randomHex(6), kind, Json::object({}), now, now);
  return Done{};
}

std::string stateWord(std::string state, const Output& out) {
  std::transform(state.begin(), state.end(), state.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  return out.word("JOB_" + state);
}

Table tableOf(const std::vector<Job>& jobs, const Output& out) {
  Table table{{out.word("CLI_H_JOB"), out.word("CLI_H_STATE"), out.word("CLI_H_DUE"), ">" + out.word("CLI_H_ATTEMPTS"), out.word("CLI_H_HOLDER"),
               out.word("CLI_H_RESULT")},
              {}};
  for (const auto& j : jobs)
    table.rows.push_back({j.id, stateWord(j.state, out), (j.ended_at ? *j.ended_at : j.due_at).iso(), std::to_string(j.attempts), j.holder,
                          j.problem.empty() ? j.result.isNull() ? "" : j.result.dump() : j.problem});
  return table;
}

}  // namespace

int jobsVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  JobQueue queue(node.source());
  const auto kinds = nodeJobKinds(node);
  if (!in.ask.empty())
    if (auto asked = askFor(queue, in.ask, kinds, node.realClock().now()); !asked) return out.refuse(asked.refusal());
  if (!in.again.empty())
    if (auto begun = queue.again(in.again, node.realClock().now()); !begun) return out.refuse(begun.refusal());
  while (in.work && !workOnce(queue, kinds, holderName(), node.realClock()).empty()) {
  }
  const auto jobs = queue.list(in.state, kShown);
  Json list = Json::array();
  for (const auto& job : jobs) list.push(job.shown());
  if (out.json()) return out.answer(Json::object({{"jobs", std::move(list)}})), kDone;
  if (jobs.empty()) return out.note(out.word("CLI_NO_JOBS")), kDone;
  out.table(tableOf(jobs, out));
  return kDone;
}

}  // namespace isotrail::cli
