#pragma once
// The picture of a lineage: things in layers fixed by the life cycle, and how each came to be. Every node and edge once.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "overview/coverage.h"
#include "overview/sight.h"
#include "trace/trace.h"

namespace isotrail::overview {

/// A dose and who it is for.
struct DoseLink {
  ItemId dose, vial;
  OrderId order;
  PatientId patient;
  OrgId org;  // the hospital
  bool given = false;
};
std::vector<DoseLink> doseLinks(Db& db);

/// What a person may type or scan: an item, a beam's run, an order or a patient that leads to a dose. Empty: nothing known
/// that the caller may see.
std::vector<ItemId> rootsOf(Db& db, Sight& sight, const std::string& asked);

/// inputs 0, beam and bulk 1, batch and eluate 2, vials, preparations and packages 3, doses and patients 4, afterwards 5
int layerOf(const std::string& kind);

class Graph {
 public:
  Graph(ViewRequest& q, Sight& sight) : q_(q), sight_(sight) {}

  /// From now on members are drawn as counts by kind, place and state, `alone` excepted: a picture of thousands shows nothing.
  void countByPlace(const ItemId& alone);
  /// The members of `lineage` the caller may see, the beams that made bulk, and the patients of doses.
  void addLineage(const Lineage& lineage, const std::vector<DoseLink>& doses);
  /// Patients who wait for a dose from a member.
  void addBooked(const std::vector<Source>& sources);
  void node(Json node);
  void edge(const std::string& from, const std::string& to, const char* kind);
  bool has(const std::string& id) const { return have_.contains(id); }
  int layerOfNode(const std::string& id) const;

  const std::vector<Item>& items() const { return items_; }
  Json nodes() const { return Json(nodes_); }
  Json edges() const { return Json(edges_); }

 private:
  Json itemNode(const Item& item) const;
  void count(const Item& item);
  void drawCounts();
  const std::string& drawnAs(const std::string& id) const;
  void addBeam(const Item& bulk);

  ViewRequest& q_;
  Sight& sight_;
  std::vector<Item> items_;
  Json::Array nodes_, edges_;
  std::map<std::string, int> have_;  // node and its layer
  std::set<std::string> drawn_;
  struct Counted {
    Json node;
    std::int64_t items = 0;
  };
  std::optional<ItemId> alone_;                // counting, and what is drawn by itself all the same
  std::map<std::string, Counted> counted_;     // by node
  std::map<std::string, std::string> within_;  // item -> the node that counts it
  std::set<std::string> through_beam_;         // "lot>bulk" that the beam stands between
};

}  // namespace isotrail::overview
