#pragma once
// A lane with its carrier, broker, papers and two windows, and an FDG vial that may go: what tests of this room start from.
#include <gtest/gtest.h>

#include "tests/support/maker.h"

namespace isotrail::test {

class LaneScene : public Maker {
 public:
  Caller driver = caller("chen.bo", "sunbridge", {"driver"}, "sunbridge-zhuhai", "carrier", "CN");
  Caller broker = caller("mak.sio", "delta", {"broker"}, "delta-office", "broker", "MO");

  LaneScene() {
    parties();
    lane();
    meter("SM-1", "lingnan-nansha", "2026-06-30T00:00:00Z");
    meter("SM-OLD", "lingnan-nansha", "2025-12-01T00:00:00Z");
    meter("SM-CT", "cotai-hotlab", "2026-06-30T00:00:00Z");
    must(fong, "ordering/place-order", order("ORD-01", "P-01", "2025-12-17T09:15:00+08:00"));
    must(wong, "ordering/accept-order", body({{"order", "ORD-01"}}));
  }
  void book(const char* id = "C-1", const char* direction = "outbound") {
    const bool out = std::string(direction) == "outbound";
    must(out ? wong : ho, "logistics/book-consignment", booking(id, direction));
  }
  static Json booking(const char* id, const char* direction) {
    const bool out = std::string(direction) == "outbound";
    return body({{"consignment", id},
                 {"lane", "gz-mo"},
                 {"direction", direction},
                 {"carrier", "sunbridge"},
                 {"vehicle", "VAN-1"},
                 {"driver", "chen.bo"},
                 {"depart_at", out ? "2025-12-17T06:20:00+08:00" : "2025-12-17T16:00:00+08:00"},
                 {"arrive_at", out ? "2025-12-17T08:21:00+08:00" : "2025-12-17T20:00:00+08:00"}});
  }
  /// The batch with V1 (14 GBq) and V2 (4.2 GBq at 05:35), released for both markets at 06:05.
  void release() {
    makeVials();
    at("2025-12-17T06:05:00+08:00");
    must(liang, "quality/release-batch", body({{"batch", "FDG-251217-A"}, {"markets", list({"CN", "MO"})}}));
  }
  void makeVials() {
    synthesise();
    testAll();
    must(he, "production/fill-vial", body({{"batch", "FDG-251217-A"}, {"vial", "FDG-251217-A.V2"}, {"volume", "3 mL"}}));
  }
  static Json list(std::initializer_list<const char*> texts) {
    Json l = Json::array();
    for (const char* t : texts) l.push(t);
    return l;
  }
  static Json packing(const char* package, std::initializer_list<const char*> items, const char* consignment = "C-1") {
    return body({{"consignment", consignment},
                 {"package", package},
                 {"items", list(items)},
                 {"surface_rate", "120 uSv/h"},
                 {"rate_1m", "7 uSv/h"},
                 {"meter", "SM-1"}});
  }
  void paper(const char* name, const char* issued_at = "2025-12-16T08:00:00+08:00", const char* consignment = "C-1") {
    must(broker, "logistics/file-paper", filing(name, issued_at, consignment));
  }
  static Json filing(const char* name, const char* issued_at, const char* consignment = "C-1") {
    return body({{"consignment", consignment}, {"paper", name}, {"number", "N-1"}, {"issued_at", issued_at}});
  }
  /// Booked, released, packed with V2, every paper on file; 06:15.
  void ready() {
    book();
    release();
    at("2025-12-17T06:15:00+08:00");
    must(wong, "logistics/pack", packing("P-1", {"FDG-251217-A.V2"}));
    for (const char* p : {"road-permit", "dangerous-goods-declaration", "export-declaration", "class7-import-licence"}) paper(p);
  }
  void leave() {
    at("2025-12-17T06:20:00+08:00");
    must(wong, "logistics/hand-over", body({{"consignment", "C-1"}, {"to", "chen.bo"}}));
    must(driver, "logistics/take-over", body({{"consignment", "C-1"}}));
  }
  static Json clearing(const char* post, const char* direction, const char* consignment = "C-1") {
    return body({{"consignment", consignment}, {"post", post}, {"direction", direction}, {"declaration", "D-1"}});
  }
  Json shown(const Caller& who, const char* id) {
    auto v = view(who, "logistics", "consignments", id);
    if (!v) throw std::runtime_error("no view of " + std::string(id) + ": " + v.refusal().code);
    return *v;
  }
  std::string state(const char* id) { return shown(admin, id)["state"].text(); }
  /// The command is refused with exactly these codes, and the record stays as it was.
  ::testing::AssertionResult refuses(const Caller& who, const char* command, Json json, const std::string& codes) {
    const auto before = entries();
    const std::string found = refusal(who, command, std::move(json));
    if (found != codes) return ::testing::AssertionFailure() << command << " gave '" << found << "' where '" << codes << "' was due";
    if (entries() != before) return ::testing::AssertionFailure() << command << " was refused and left an entry";
    return ::testing::AssertionSuccess();
  }
  void vehicle(const char* id, const char* org, const char* until) {
    must(admin, "logistics/register-vehicle", body({{"vehicle", id}, {"org", org}, {"plate", "ZH-1234"}, {"licence_until", until}}));
  }

 private:
  void parties() {
    must(admin, "identity/register-organisation",
         body({{"org", "sunbridge"}, {"name", "Sunbridge"}, {"name_local", "陽橋"}, {"kind", "carrier"}, {"jurisdiction", "CN"}}));
    must(admin, "identity/register-organisation", body({{"org", "delta"}, {"name", "Delta"}, {"kind", "broker"}, {"jurisdiction", "MO"}}));
    must(admin, "identity/register-site", body({{"site", "sunbridge-zhuhai"}, {"org", "sunbridge"}, {"name", "Depot"}, {"zone", "Asia/Shanghai"}}));
    must(admin, "identity/register-site", body({{"site", "delta-office"}, {"org", "delta"}, {"name", "Office"}, {"zone", "Asia/Macau"}}));
    must(admin, "identity/register-person",
         body({{"person", "chen.bo"}, {"family_name", "F"}, {"given_name", "G"}, {"org", "sunbridge"}, {"roles", list({"driver"})}}));
    must(admin, "licensing/register-licence",
         body({{"licence", "TL-SB"},
               {"org", "sunbridge"},
               {"site", "sunbridge-zhuhai"},
               {"kind", "transport"},
               {"agency", "test"},
               {"number", "1"},
               {"valid_from", "2025-01-01T00:00:00Z"},
               {"valid_until", "2025-12-20T00:00:00Z"},
               {"operations", list({"transport"})}}));
    vehicle("VAN-1", "sunbridge", "2026-06-30T00:00:00Z");
  }
  void window(const char* post, const char* direction, const char* opens, const char* closes, const char* zone) {
    must(admin, "logistics/set-window",
         body({{"lane", "gz-mo"}, {"post", post}, {"direction", direction}, {"opens", opens}, {"closes", closes}, {"zone", zone}}));
  }
  void rule(const char* paper, const char* direction, const char* at, const char* lead, const char* issuer, const char* validity = nullptr) {
    Json b = body({{"lane", "gz-mo"},
                   {"paper", paper},
                   {"direction", direction},
                   {"title", paper},
                   {"title_zh_hans", "文件"},
                   {"title_zh_hant", "文件甲"},
                   {"title_pt", "documento"},
                   {"issuer", issuer},
                   {"lead_time", lead},
                   {"at", at}});
    if (validity) b.set("validity", validity);
    must(admin, "logistics/set-paper-rule", b);
  }
  void lane() {
    must(admin, "logistics/open-lane",
         body({{"lane", "gz-mo"}, {"name", "Nansha to Macao"}, {"from_site", "lingnan-nansha"}, {"to_site", "cotai-hotlab"}}));
    window("macao", "import", "07:00", "12:00", "Asia/Macau");
    window("zhuhai", "export", "07:30", "08:15", "Asia/Shanghai");
    window("macao", "export", "16:00", "18:30", "Asia/Macau");
    window("zhuhai", "import", "16:00", "18:30", "Asia/Shanghai");
    rule("road-permit", "outbound", "hand_over", "48 h", "gdps");
    rule("dangerous-goods-declaration", "outbound", "hand_over", "30 min", "lingnan");
    rule("export-declaration", "outbound", "export", "60 min", "customs-gongbei");
    rule("class7-import-licence", "outbound", "import", "120 h", "ssm", "30 d");
    rule("class7-export-licence", "return", "export", "120 h", "ssm", "20 d");
  }
  void meter(const char* id, const char* site, const char* until) {
    must(admin, "production/register-equipment",
         body({{"equipment", id}, {"site", site}, {"kind", "survey_meter"}, {"name", id}, {"qualified_until", until}, {"calibrated_until", until}}));
  }
};

}  // namespace isotrail::test
