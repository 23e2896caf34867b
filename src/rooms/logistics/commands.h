#pragma once
// The commands of the logistics room as people send them.
#include "desk/act.h"

namespace isotrail::logistics {

using PostId = Id<struct PostTag>;    // a border post of a lane
using PaperId = Id<struct PaperTag>;  // "road-permit", "class7-import-licence"

struct RegisterVehicle {
  EquipmentId vehicle;
  OrgId org;
  std::string plate;
  Instant licence_until;
  void fields(Fields& f) {
    f("vehicle", vehicle, "the vehicle");
    f("org", org, "whose it is");
    f("plate", plate, "registration plate");
    f("licence_until", licence_until, "until when it is licensed for class 7 goods");
  }
};
struct OpenLane {
  LaneId lane;
  SiteId from_site, to_site;
  std::string name;
  void fields(Fields& f) {
    f("lane", lane, "short name of the lane");
    f("from_site", from_site, "where outbound consignments begin");
    f("to_site", to_site, "where they end");
    f("name", name, "what people call it");
  }
};
struct SetWindow {
  LaneId lane;
  PostId post;
  std::string direction, opens, closes, zone;
  std::optional<std::string> leg;
  std::optional<Seconds> to_far_site;
  void fields(Fields& f) {
    f("lane", lane, "the lane");
    f("post", post, "the border post");
    f.choice("direction", direction, "export|import", "what is cleared there");
    f("opens", opens, "local time of day, such as 07:30");
    f("closes", closes, "local time of day; before opens: on the next day");
    f("zone", zone, "IANA zone of the post");
    f("leg", leg, "outbound or return; without it from the post's zone and the lane's two sites");
    f("to_far_site", to_far_site,
      "road and waiting between the post and the lane's to_site; without it 30 min for the first post and 15 min for the second");
  }
};
struct SetPaperRule {
  LaneId lane;
  PaperId paper;
  std::string direction, title, title_zh_hans, title_zh_hant, title_pt, issuer;
  Seconds lead_time;
  std::optional<Seconds> validity;
  std::string at;
  void fields(Fields& f) {
    f("lane", lane, "the lane");
    f("paper", paper, "short name of the paper");
    f.choice("direction", direction, "outbound|return", "which consignments need it");
    f("title", title, "in English");
    f("title_zh_hans", title_zh_hans, "in simplified Chinese");
    f("title_zh_hant", title_zh_hant, "in traditional Chinese");
    f("title_pt", title_pt, "in Portuguese");
    f("issuer", issuer, "who issues it: an agency or an organisation");
    f("lead_time", lead_time, "how long the issuer needs");
    f("validity", validity, "how long it is valid from its issue");
    f.choice("at", at, "export|import|hand_over", "where it must be on file");
  }
};
struct BookConsignment {
  ConsignmentId consignment;
  LaneId lane;
  std::string direction;
  OrgId carrier;
  EquipmentId vehicle;
  PersonId driver;
  Instant depart_at, arrive_at;
  void fields(Fields& f) {
    f("consignment", consignment, "number of the consignment");
    f("lane", lane, "the lane");
    f.choice("direction", direction, "outbound|return", "outbound from the lane's from_site, or back to it");
    f("carrier", carrier, "the organisation that drives");
    f("vehicle", vehicle, "its vehicle");
    f("driver", driver, "its driver");
    f("depart_at", depart_at, "planned departure");
    f("arrive_at", arrive_at, "planned arrival at the consignee");
  }
};
struct Pack {
  ConsignmentId consignment;
  ItemId package;
  std::vector<ItemId> items;
  DoseRate surface_rate, rate_1m;
  EquipmentId meter;
  void fields(Fields& f) {
    f("consignment", consignment, "the consignment");
    f("package", package, "number of the package: a new one, or an emptied one at hand");
    f.ids("items", items, "what goes into it; none for empty packaging");
    f("surface_rate", surface_rate, "highest dose rate at the surface");
    f("rate_1m", rate_1m, "highest dose rate at 1 m from the surface");
    f("meter", meter, "the survey meter");
  }
};
struct FilePaper {
  ConsignmentId consignment;
  PaperId paper;
  std::string number;
  Instant issued_at;
  std::optional<Instant> valid_until;
  void fields(Fields& f) {
    f("consignment", consignment, "the consignment");
    f("paper", paper, "which paper of the lane");
    f("number", number, "the issuer's number");
    f("issued_at", issued_at, "when it was issued");
    f("valid_until", valid_until, "when it ends; the lane's validity counts when it is shorter");
  }
};
struct HandOver {
  ConsignmentId consignment;
  std::string to;
  void fields(Fields& f) {
    f("consignment", consignment, "the consignment");
    f("to", to, "to whom: the driver or the carrier booked");
  }
};
struct TakeOver {
  ConsignmentId consignment;
  void fields(Fields& f) { f("consignment", consignment, "the consignment"); }
};
struct ReportDelay {
  ConsignmentId consignment;
  Seconds minutes;
  std::string reason;
  void fields(Fields& f) {
    f("consignment", consignment, "the consignment");
    f("minutes", minutes, "how much later than known so far");
    f("reason", reason, "why");
  }
};
struct Arrive {
  ConsignmentId consignment;
  PostId post;
  void fields(Fields& f) {
    f("consignment", consignment, "the consignment");
    f("post", post, "the border post");
  }
};
struct ExtendWindow {
  ConsignmentId consignment;
  PostId post;
  Instant until;
  std::string permit;
  void fields(Fields& f) {
    f("consignment", consignment, "the consignment it is for");
    f("post", post, "the border post");
    f("until", until, "until when the post stays open for it");
    f("permit", permit, "number of the permission");
  }
};
struct Clear {
  ConsignmentId consignment;
  PostId post;
  std::string direction, declaration;
  void fields(Fields& f) {
    f("consignment", consignment, "the consignment");
    f("post", post, "the border post");
    f.choice("direction", direction, "export|import", "what is cleared");
    f("declaration", declaration, "number of the customs declaration");
  }
};
struct Deliver {
  ConsignmentId consignment;
  void fields(Fields& f) { f("consignment", consignment, "the consignment"); }
};

Verdict registerVehicle(Act& act, const RegisterVehicle& c);
Verdict openLane(Act& act, const OpenLane& c);
Verdict setWindow(Act& act, const SetWindow& c);
Verdict setPaperRule(Act& act, const SetPaperRule& c);
Verdict bookConsignment(Act& act, const BookConsignment& c);
Verdict pack(Act& act, const Pack& c);
Verdict filePaper(Act& act, const FilePaper& c);
Verdict handOver(Act& act, const HandOver& c);
Verdict takeOver(Act& act, const TakeOver& c);
Verdict reportDelay(Act& act, const ReportDelay& c);
Verdict arrive(Act& act, const Arrive& c);
Verdict extendWindow(Act& act, const ExtendWindow& c);
Verdict clear(Act& act, const Clear& c);
Verdict deliver(Act& act, const Deliver& c);

}  // namespace isotrail::logistics
