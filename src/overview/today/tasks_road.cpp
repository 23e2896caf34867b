// Tasks of packing, papers, hand-over, border and delivery.
#include <algorithm>

#include "overview/today/tasks.h"
#include "rooms/identity/facts.h"
#include "units/time.h"

namespace isotrail::overview {
namespace {

using logistics::ConsignmentFacts;

/// The window of a direction on the day the consignment is there.
std::optional<Instant> closingOf(const Waiting& w, const ConsignmentFacts& c, const std::string& direction, std::string* post) {
  for (const auto& f : w.facts.consignments)
    if (f.consignment == c.consignment.str())
      for (const auto& known : f.windows)
        for (const auto& lane : logistics::laneWindows(w.q.db, c.lane))
          if (lane.direction == direction && lane.post == known.post) {
            *post = known.post;
            return known.closes_at;
          }
  for (const auto& lane : logistics::laneWindows(w.q.db, c.lane)) {
    if (lane.direction != direction) continue;
    *post = lane.post;
    const auto closes = atTimeOfDay("closes", c.eta, lane.closes, lane.zone);
    if (closes) return *closes;
  }
  return std::nullopt;
}

Task roadTask(const Waiting& w, const ConsignmentFacts& c, const char* kind, const char* code, const char* role, std::optional<Instant> due) {
  const bool here = c.state == "booked" || c.state == "packed" || c.state == "papers_complete" || c.state == "handed_over";
  return {kind, c.consignment.str(),
          code, Json::object({{"consignment", c.consignment.str()}}),
          due,  "/logistics/" + c.consignment.str(),
          role, w.sight.zoneOf(here ? c.from_site : c.to_site)};
}

/// Missing papers with the last minute at which their issuer can still be asked.
void addPapers(Waiting& w, const ConsignmentFacts& c) {
  for (const auto& p : logistics::papersOf(w.q.db, c.consignment, w.q.now, w.q.language)) {
    if (p.state == "on_file") continue;
    std::string post;
    const auto needed = p.at == "hand_over" ? std::optional<Instant>(c.depart_at) : closingOf(w, c, p.at, &post);
    Task t = roadTask(w, c, "logistics.file-paper", p.state == "expired" ? "TASK_PAPER_EXPIRED" : "TASK_PAPER", "broker",
                      needed ? std::optional<Instant>(*needed - p.lead_time) : std::nullopt);
    t.about += "." + p.paper;
    t.params.set("title", p.title).set("issuer", identity::issuerName(w.q.db, p.issuer, w.q.language));
    w.add(std::move(t));
  }
}

void addBorder(Waiting& w, const ConsignmentFacts& c, const char* direction, const char* code) {
  std::string post;
  const auto closes = closingOf(w, c, direction, &post);
  Task t = roadTask(w, c, "logistics.clear", code, "broker", closes);
  t.about += std::string(".") + direction;
  t.params.set("post", post);
  w.add(std::move(t));
}

/// A post that shuts before the consignment can be there.
void addExtensions(Waiting& w, const ConsignmentFacts& c) {
  for (const auto& f : w.facts.consignments)
    if (f.consignment == c.consignment.str())
      for (const auto& border : f.windows) {
        if (border.eta < border.closes_at) continue;
        Task t = roadTask(w, c, "logistics.extend-window", "TASK_EXTEND", "broker", border.closes_at);
        t.about += "." + border.post;
        t.params.set("post", border.post);
        w.add(std::move(t));
      }
}

void addOne(Waiting& w, const ConsignmentFacts& c) {
  const bool before = c.state == "booked" || c.state == "packed" || c.state == "papers_complete";
  if (before || c.state == "handed_over" || c.state == "in_transit" || c.state == "at_border" || c.state == "export_cleared") addPapers(w, c);
  if (c.state == "booked" && w.own(c.from_site)) w.add(roadTask(w, c, "logistics.pack", "TASK_PACK", "planner", c.depart_at));
  if (c.state == "papers_complete" && w.own(c.from_site)) w.add(roadTask(w, c, "logistics.hand-over", "TASK_HAND_OVER", "planner", c.depart_at));
  const bool driver = c.driver == w.q.caller.person || w.sight.everything();
  if (c.state == "handed_over" && driver) w.add(roadTask(w, c, "logistics.take-over", "TASK_TAKE_OVER", "driver", c.depart_at));
  if (c.state == "in_transit" && driver) {
    std::string post;
    Task t = roadTask(w, c, "logistics.arrive", "TASK_ARRIVE", "driver", closingOf(w, c, "export", &post));
    t.params.set("post", post);
    w.add(std::move(t));
  }
  if (c.state == "at_border") addBorder(w, c, "export", "TASK_CLEAR_EXPORT");
  if (c.state == "export_cleared") addBorder(w, c, "import", "TASK_CLEAR_IMPORT");
  addExtensions(w, c);
  if (c.state == "import_cleared" && driver) {
    Task t = roadTask(w, c, "logistics.deliver", "TASK_DELIVER", "driver", c.eta);
    t.params.set("site", w.sight.nameOfSite(c.to_site));
    w.add(std::move(t));
  }
}

}  // namespace

void addRoadTasks(Waiting& w) {
  for (const auto& c : logistics::consignments(w.q.db))
    if (w.sight.consignment(c.consignment) && !w.sight.agency()) addOne(w, c);
}

}  // namespace isotrail::overview
