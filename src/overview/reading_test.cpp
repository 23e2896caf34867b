// The record read as recorded, as corrected and as known at an instant.
#include "overview/overview.h"

#include <gtest/gtest.h>

#include "ledger/amendment.h"
#include "tests/support/overview_reader.h"
#include "tests/support/ward.h"

namespace isotrail::overview {
namespace {
using namespace test;

/// A result entered at 05:35 with its digits swapped, corrected at 05:50; the batch is released at 06:05.
class Readings : public ::testing::Test {
 protected:
  Ward w;
  std::string id;
  Readings() {
    w.synthesise();
    w.step(3);
    w.check(3);
    w.must(w.he, "production/fill-vial", body({{"batch", "FDG-251217-A"}, {"vial", "FDG-251217-A.V1"}, {"volume", "3 mL"}}));
    w.result("pH", 5.1);
    Journal(w.db()).readBack({0, 0, "", "quality.ResultRecorded", ""}, [&](const Event& e) {
      id = e.id;
      return false;
    });
    w.at("2025-12-17T05:50:00+08:00");
    w.must(w.lin, "record/amend", body({{"entry", id}, {"changes", Json::object({{"value", 6.1}})}, {"reason", "misread"}}));
    w.at("2025-12-17T06:05:00+08:00");
  }
  Json entry(std::map<std::string, std::string> params) { return shown(w, w.lin, "audit", "entries", id, std::move(params)); }
};

TEST_F(Readings, AnEntryAsRecordedAndAsCorrected) {
  const Json recorded = entry({});
  EXPECT_EQ(recorded["text"].text(), "pH of FDG-251217-A: 5.1 (meets 2 of 2 limits)");
  EXPECT_EQ(recorded["payload"]["value"].number(), 5.1);
  EXPECT_TRUE(recorded["values"].isNull());
  const Json corrected = entry({{"as", "corrected"}});
  EXPECT_EQ(corrected["text"].text(), "pH of FDG-251217-A: 6.1 (meets 2 of 2 limits)");
  EXPECT_EQ(corrected["payload"]["value"].number(), 5.1) << "what is stored stays visible";
  EXPECT_EQ(corrected["values"]["value"].number(), 6.1);
  EXPECT_EQ(corrected["stored"], recorded["stored"]);
  for (const Json* e : {&recorded, &corrected}) {
    ASSERT_EQ((*e)["amendments"].size(), 1u);
    const Json& a = (*e)["amendments"].items()[0];
    EXPECT_EQ(a["by"].text(), "lin.qc");
    EXPECT_EQ(a["reason"].text(), "misread");
    EXPECT_EQ(a["at"].text(), "2025-12-16T21:50:00Z");
    EXPECT_EQ(a["changes"].items()[0]["old"].number(), 5.1);
    EXPECT_EQ(a["changes"].items()[0]["new"].number(), 6.1);
    EXPECT_TRUE(a["matches"].boolean());
    EXPECT_EQ((*e)["signatures"].items().at(0)["state"].text(), "holds") << "amended is not broken";
  }
  EXPECT_EQ(recorded["amendable"]["fields"].size(), 2u + 1u);
  EXPECT_TRUE(recorded["amendable"]["may"].boolean());
  EXPECT_FALSE(shown(w, w.fong, "audit", "entries", "", {{"type", "clinic.Prescribed"}})["entries"].items().at(0)["id"].text().empty());
}

TEST_F(Readings, AsKnownAtAnInstantWithItsZone) {
  EXPECT_EQ(entry({{"as", "known"}, {"at", "2025-12-17T05:49:59+08:00"}})["values"].isNull(), true);
  EXPECT_EQ(entry({{"at", "2025-12-17T05:49:59+08:00"}})["amendments"].size(), 0u) << "nobody knew of it yet";
  EXPECT_EQ(entry({{"at", "2025-12-16T21:50:00Z"}})["values"]["value"].number(), 6.1);
  EXPECT_EQ(refusalOf(w, w.lin, "audit", "entries", {{"at", "2025-12-17T05:34:59+08:00"}}, id), "NOT_FOUND");
  EXPECT_EQ(refusalOf(w, w.lin, "audit", "entries", {{"as", "known"}}, id), "MISSING_FIELD");
  EXPECT_EQ(refusalOf(w, w.lin, "audit", "entries", {{"at", "2025-12-17T05:50:00"}}, id), "INSTANT_WITHOUT_ZONE");
  EXPECT_EQ(refusalOf(w, w.lin, "audit", "entries", {{"as", "imagined"}}, id), "BAD_VALUE");
  EXPECT_EQ(refusalOf(w, w.lin, "audit", "entries", {{"as", "corrected"}, {"at", "2025-12-17T05:50:00Z"}}, id), "BAD_VALUE");
}

TEST_F(Readings, TheHistoryOfAThing) {
  const auto history = [&](std::map<std::string, std::string> params) {
    params["about"] = "FDG-251217-A";
    return shown(w, w.lin, "audit", "entries", "", std::move(params))["entries"];
  };
  const Json now = history({});
  EXPECT_EQ(now.items().at(0)["type"].text(), kAmended) << "newest first";
  EXPECT_EQ(memberOf(now, "id", id)["text"].text(), "pH of FDG-251217-A: 5.1 (meets 2 of 2 limits)");
  EXPECT_EQ(memberOf(history({{"as", "corrected"}}), "id", id)["text"].text(), "pH of FDG-251217-A: 6.1 (meets 2 of 2 limits)");
  const Json then = history({{"at", "2025-12-17T05:40:00+08:00"}});
  EXPECT_TRUE(memberOf(then, "type", kAmended).isNull());
  EXPECT_LT(then.size(), now.size());
}

TEST_F(Readings, ATraceAsItWasKnown) {
  const auto trace = [&](std::map<std::string, std::string> params) {
    params["item"] = "FDG-251217-A.V1";
    return shown(w, w.lin, "trace", "back", "", std::move(params));
  };
  const Json corrected = trace({{"as", "corrected"}});
  EXPECT_EQ(memberOf(corrected["events"], "id", id)["text"].text(), "pH of FDG-251217-A: 6.1 (meets 2 of 2 limits)");
  EXPECT_EQ(memberOf(corrected["events"], "id", id)["amendments"].size(), 1u);
  const Json then = trace({{"at", "2025-12-17T05:36:00+08:00"}});
  EXPECT_EQ(memberOf(then["events"], "id", id)["text"].text(), "pH of FDG-251217-A: 5.1 (meets 2 of 2 limits)");
  EXPECT_FALSE(memberOf(then["nodes"], "id", "FDG-251217-A").has("state"));
  EXPECT_EQ(refusalOf(w, w.lin, "trace", "back", {{"item", "FDG-251217-A.V1"}, {"at", "2025-12-17T04:30:00+08:00"}}), "NOT_FOUND");
}

TEST_F(Readings, AChangedEntryShowsItsSignatureBroken) {
  const auto e = Journal(w.db()).byId(id);
  std::string bytes = e->bytes;
  bytes.replace(bytes.find("5.1"), 3, "5.2");
  w.db().exec("DROP TRIGGER event_no_update");
  w.db().exec("UPDATE event SET bytes=$1 WHERE seq=$2", {Blob(bytes.begin(), bytes.end()), e->seq});
  const Json seen = entry({});
  EXPECT_FALSE(seen["intact"].boolean());
  EXPECT_EQ(seen["signatures"].items().at(0)["state"].text(), "broken");
  EXPECT_FALSE(seen["amendments"].items().at(0)["matches"].boolean());
  // Whoever recomputes the hash as well is betrayed by what was signed.
  const Digest digest = sha256(bytes);
  w.db().exec("UPDATE event SET hash=$1 WHERE seq=$2", {Blob(digest.begin(), digest.end()), e->seq});
  EXPECT_TRUE(entry({})["intact"].boolean());
  EXPECT_EQ(entry({})["signatures"].items().at(0)["state"].text(), "broken");
}

}  // namespace
}  // namespace isotrail::overview
