// The whole day at full speed, and its summary.
#include <chrono>
#include <cstdio>
#include <ostream>

#include "ledger/journal.h"
#include "rooms/identity/facts.h"
#include "showcase/showcase.h"
#include "trace/trace.h"
#include "units/time.h"

namespace isotrail::showcase {
namespace {

struct SiteDay {
  std::string site, day;
  std::size_t nuclides = 0;
  bool closes = true;
  Json lines = Json::array();  // of nuclides that do not close
};

struct Summary {
  std::size_t rows = 0, accepted = 0, refused_as_scripted = 0;
  std::optional<std::string> first_difference;
  std::size_t doses_given = 0;
  std::int64_t entries = 0;
  VerifyReport chain;
  std::vector<std::string> rebuilt_differ;
  std::vector<SiteDay> days;
  double seconds = 0.0;
  bool asScripted() const {
    bool closes = true;
    for (const auto& d : days) closes = closes && d.closes;
    return !first_difference && chain.ok && rebuilt_differ.empty() && closes;
  }
};

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : " ") + w;
  return out.empty() ? "accepted" : out;
}

void countRow(Summary& s, const StoryRow& row, const RowOutcome& outcome) {
  ++s.rows;
  if (outcome.outcome == "accepted" && row.expect.empty()) {
    ++s.accepted;
  } else if (outcome.codes == row.expect && !row.expect.empty()) {
    ++s.refused_as_scripted;
  } else if (!s.first_difference) {
    s.first_difference = "row " + std::to_string(row.n) + " at " + isoWithOffset(row.at, "Asia/Macau") + " " + row.by + " " + row.command + ": " +
                         joined(outcome.codes) + " instead of " + joined(row.expect);
  }
}

void closeAccounts(Db& db, const Story& story, Summary& s) {
  if (story.rows.empty()) return;
  for (const auto& site : identity::sites(db)) {
    Instant day = *startOfDay("day", localDay(story.rows.front().at, site.zone), site.zone);
    for (; day <= story.rows.back().at; day = addLocalDays(day, 1, site.zone)) {
      SiteDay out{site.site.str(), localDay(day, site.zone)};
      for (const auto& line : dayAccount(db, site.site, day, addLocalDays(day, 1, site.zone))) {
        ++out.nuclides;
        if (line.closes()) continue;
        out.closes = false;
        out.lines.push(Json::object(
            {{"nuclide", line.nuclide}, {"residue", line.residue()}, {"unexplained", line.unexplained}, {"limit", line.unexplained_limit}}));
      }
      if (out.nuclides > 0) s.days.push_back(std::move(out));
    }
  }
}

void examine(Node& node, const Story& story, Summary& s) {
  node.desk().read([&](Db& db) {
    for (const auto& row : story.rows)
      if (const auto outcome = outcomeOf(db, row.n)) countRow(s, row, *outcome);
    Journal(db).read(0, 0, [&](const Event& e) {
      if (e.is("clinic.DoseGiven")) ++s.doses_given;
      return true;
    });
    s.chain = Journal(db).verify();
    s.entries = s.chain.entries;
    closeAccounts(db, story, s);
  });
  s.rebuilt_differ = node.desk().rebuild(true);
}

Json toJson(const Summary& s) {
  Json days = Json::array(), differ = Json::array();
  for (const auto& d : s.days)
    days.push(Json::object({{"site", d.site}, {"day", d.day}, {"nuclides", d.nuclides}, {"closes", d.closes}, {"open", d.lines}}));
  for (const auto& t : s.rebuilt_differ) differ.push(t);
  Json j =
      Json::object({{"as_scripted", s.asScripted()}, {"rows", s.rows}, {"accepted", s.accepted}, {"refused_as_scripted", s.refused_as_scripted}});
  j.set("first_difference", s.first_difference ? Json(*s.first_difference) : Json()).set("doses_given", s.doses_given).set("entries", s.entries);
  j.set("chain_verified", s.chain.ok).set("chain_why", s.chain.why).set("projections_rebuilt_equal", s.rebuilt_differ.empty());
  return j.set("projections_differ", differ).set("accounts", days).set("seconds", s.seconds);
}

void print(std::ostream& out, const Summary& s) {
  char line[160];
  const auto say = [&](const char* what, const std::string& value) {
    std::snprintf(line, sizeof line, "%-28s %s\n", what, value.c_str());
    out << line;
  };
  say("Rows played", std::to_string(s.rows));
  say("Accepted", std::to_string(s.accepted));
  say("Refused as scripted", std::to_string(s.refused_as_scripted));
  say("Doses given", std::to_string(s.doses_given));
  say("Entries on the record", std::to_string(s.entries));
  say("Chains verified", s.chain.ok ? "yes" : "no: " + s.chain.why);
  say("Projections rebuilt equal", s.rebuilt_differ.empty() ? "yes" : "no: " + joined(s.rebuilt_differ));
  for (const auto& d : s.days)
    say(("Account " + d.day).c_str(), d.site + (d.closes ? " closes, " : " DOES NOT CLOSE, ") + std::to_string(d.nuclides) + " nuclides");
  std::snprintf(line, sizeof line, "%.2f s", s.seconds);
  say("Took", line + 0);
  if (s.first_difference) out << "First row that differs: " << *s.first_difference << "\n";
  out << (s.asScripted() ? "All as scripted.\n" : "NOT as scripted.\n");
}

}  // namespace

int playWholeDay(const WholeDay& options, std::ostream& out) {
  const auto began = std::chrono::steady_clock::now();
  Node node(options.db);
  loadShowcase(node);
  auto player = makePlayer(node, options.seed);
  while (player->step()) {
  }
  Summary summary;
  examine(node, player->story(), summary);
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (options.json)
    out << toJson(summary).dumpPretty() << "\n";
  else
    print(out, summary);
  return summary.asScripted() ? 0 : 1;
}

}  // namespace isotrail::showcase
