#pragma once
// A maker, a hospital, the lane between them and promised orders: a day to plan through the desk.
#include <gtest/gtest.h>

#include "tests/support/maker.h"

namespace isotrail::test {

class DayPlanning : public ::testing::Test {
 protected:
  Maker m;
  /// The lane to Macao with its posts open from `opens` on, and a vehicle of the house's own.
  void road(const char* opens = "07:30", const char* closes = "08:15") {
    m.must(m.admin, "logistics/open-lane",
           body({{"lane", "GZ-MO"}, {"name", "Nansha to Macao"}, {"from_site", "lingnan-nansha"}, {"to_site", "cotai-hotlab"}}));
    const auto window = [&](const char* leg, const char* direction, const char* from, const char* to) {
      m.must(m.admin, "logistics/set-window",
             body({{"lane", "GZ-MO"},
                   {"post", "zhuhai"},
                   {"direction", direction},
                   {"opens", from},
                   {"closes", to},
                   {"zone", "Asia/Shanghai"},
                   {"leg", leg}}));
    };
    window("outbound", "export", opens, closes);
    window("return", "import", "09:00", "18:30");
    m.must(m.admin, "logistics/register-vehicle",
           body({{"vehicle", "VAN"}, {"org", "lingnan"}, {"plate", "FICT-1"}, {"licence_until", "2026-06-30T00:00:00Z"}}));
  }
  /// A paper of the lane that is needed for what happens `at` it, and the time it takes.
  void paperRule(const char* paper, const char* at, const char* lead) {
    m.must(m.admin, "logistics/set-paper-rule",
           body({{"lane", "GZ-MO"},
                 {"paper", paper},
                 {"direction", "outbound"},
                 {"title", "Export declaration"},
                 {"title_zh_hans", "出口报关单"},
                 {"title_zh_hant", "出口報關單"},
                 {"title_pt", "Declaração de exportação"},
                 {"issuer", "lingnan"},
                 {"lead_time", lead},
                 {"at", at}}));
  }
  void promise(Json order) {
    m.must(m.fong, "ordering/place-order", order);
    m.must(m.wong, "ordering/accept-order", body({{"order", order["order"]}}));
  }
  Json make(const char* plan = "D-1") { return m.must(m.wong, "planning/make-day", body({{"plan", plan}, {"day", "2025-12-17"}})); }
  Json shown(const char* plan = "D-1") { return *m.view(m.wong, "planning", "days", plan); }
  std::string whyOf(const std::string& order, const char* plan = "D-1") {
    const Json day = shown(plan);
    for (const auto& o : day["orders"].items())
      if (o["order"].text() == order) return o["why"]["code"].text();
    return "no such order";
  }
};

}  // namespace isotrail::test
