// isotrail slots as people use it: lists and timetables in files, exit codes, what is wrong named by its place.
#include <cmath>

#include "tests/program/program.h"

namespace isotrail::test {
namespace {

/// Two patients, one room, person, camera and vial. The camera keeps their injections 30 min apart.
constexpr const char* kList = R"({"products":[{"id":"FDG","half_life_min":110}],
  "patients":[{"id":"small","product":"FDG","dose_mbq":100,"tolerance":0.1,"uptake":60,"slack":0,"scan":30,"in_room":10,"window":[480,600]},
              {"id":"big","product":"FDG","dose_mbq":300,"tolerance":0.1,"uptake":60,"slack":0,"scan":30,"in_room":10,"window":[480,600]}],
  "rooms":[{"id":"R1","open":[450,720]}],"people":[{"id":"A","open":[450,720]}],
  "cameras":[{"id":"PET-1","open":[450,720],"products":["FDG"],"shut":[[700,720]]}],
  "vials":[{"id":"V1","product":"FDG","holds_mbq":500,"usable":[480,700]}],"reference":480})";

class SlotsVerb : public Program {
 protected:
  void SetUp() override {
    Program::SetUp();
    write("list.json", kList);
  }
  /// The list with one value changed: {part, number, field}.
  void change(const char* file, const char* part, std::size_t number, const char* field, Json value) {
    Json list = *Json::parse(kList);
    list.findMutable(part)->itemsMutable()[number].set(field, std::move(value));
    write(file, list.dump());
  }
  /// The fields a refused command names, one after another.
  static std::string named(const Ran& ran) {
    std::string out;
    const Json problem = ran.json()["problem"];
    for (const auto& e : problem["errors"].items()) out += (out.empty() ? "" : " ") + e["field"].text();
    return out;
  }
  void refused(const std::vector<std::string>& arguments, const std::string& fields) {
    auto asked = arguments;
    asked.insert(asked.begin(), "slots");
    asked.push_back("--json");
    const Ran ran = run(asked);
    EXPECT_EQ(ran.code, 2) << ran.out << ran.err;
    EXPECT_EQ(ran.json()["problem"]["code"].text(), "SLOT_FILE_BAD") << ran.out;
    EXPECT_EQ(named(ran), fields);
  }
  static std::string byHand(const char* slots) { return std::string("{\"slots\":[") + slots + "]}"; }
};

constexpr const char* kBig = R"({"patient":"big","inject":480,"room":"R1","person":"A","scan":540,"camera":"PET-1","vial":"V1"})";

TEST_F(SlotsVerb, SolvesAndTheTimetableItWritesIsCheckedAtTheSamePrice) {
  const Ran solved = run({"slots", "solve", "list.json", "--out", "timetable.json", "--json"});
  ASSERT_EQ(solved.code, 0) << solved.err << solved.out;
  EXPECT_TRUE(solved.err.empty()) << solved.err;
  const Json answer = solved.json();
  // The strongest first: 300 + 100 * 2^(30/110); first come the other way round.
  EXPECT_NEAR(answer["cost"]["need_mbq"].number(), 300 + 100 * std::exp2(30.0 / 110), 1e-6);
  EXPECT_NEAR(answer["first_come"]["cost"]["need_mbq"].number(), 100 + 300 * std::exp2(30.0 / 110), 1e-6);
  EXPECT_TRUE(answer["proven"].boolean());
  EXPECT_EQ(answer["served"].integer(), 2);
  EXPECT_EQ(answer["left_out"].size(), 0U);
  ASSERT_EQ(answer["waits"].size(), 2U);
  EXPECT_EQ(answer["timetable"].dump() + "\n", contents(home / "timetable.json"));
  EXPECT_EQ(run({"slots", "solve", "list.json", "--json"}).out, solved.out) << "the same seed, the same answer";

  const Ran checked = run({"slots", "check", "list.json", "timetable.json", "--json"});
  ASSERT_EQ(checked.code, 0) << checked.out;
  EXPECT_TRUE(checked.json()["feasible"].boolean());
  EXPECT_NEAR(checked.json()["cost"]["need_mbq"].number(), answer["cost"]["need_mbq"].number(), 1e-9);
  EXPECT_EQ(checked.json()["faults"].size(), 0U);
}

TEST_F(SlotsVerb, AWeakVialLeavesOneOutWithWhatIsMissing) {
  write("weak.json", R"({"changes":[{"kind":"weak","vial":"V1","percent":50}]})");
  const Ran weak = run({"slots", "solve", "list.json", "--changes", "weak.json", "--json"});
  ASSERT_EQ(weak.code, 0) << weak.err << weak.out;
  EXPECT_EQ(weak.json()["served"].integer(), 1);
  ASSERT_EQ(weak.json()["left_out"].size(), 1U);
  const Json left = weak.json()["left_out"].items()[0];
  EXPECT_EQ(left["patient"].text(), "big");  // its least, 270, is more than the 250 that are there
  EXPECT_EQ(left["binds"].text(), "activity");
  EXPECT_GT(left["missing_mbq"].number(), 0.0);
}

TEST_F(SlotsVerb, ATimetableMadeByHandIsJudgedRuleByRule) {
  write("one.json", byHand(kBig));
  const Ran one = run({"slots", "check", "list.json", "one.json", "--json"});
  EXPECT_EQ(one.code, 0) << one.out;
  EXPECT_EQ(one.json()["served"].integer(), 1);
  EXPECT_NEAR(one.json()["cost"]["need_mbq"].number(), 300.0, 1e-9);

  const auto faults = [&](const std::string& slots) {
    write("hand.json", byHand(slots.c_str()));
    const Ran ran = run({"slots", "check", "list.json", "hand.json", "--json"});
    EXPECT_EQ(ran.code, 1) << ran.out;
    EXPECT_FALSE(ran.json()["feasible"].boolean());
    return ran.json()["faults"].dump();
  };
  const std::string small = R"({"patient":"small","inject":%,"room":"R1","person":"A","scan":@,"camera":"PET-1","vial":"V1"})";
  const auto at = [&](const char* inject, const char* scan) {
    std::string s = small;
    s.replace(s.find('%'), 1, inject);
    return s.replace(s.find('@'), 1, scan);
  };
  EXPECT_EQ(faults(std::string(kBig) + "," + at("485", "545")), R"(["R1 has big and small at once","PET-1 has big and small at once"])");
  EXPECT_EQ(faults(at("605", "665")), R"(["small is injected outside the window"])");
  EXPECT_EQ(faults(at("482", "542")), R"(["small is off the grid"])");
  EXPECT_EQ(faults(at("480", "570")), R"(["small is scanned at the wrong uptake"])");
  // At words a person reads the fault alone is told, and the exit code is the same.
  const Ran told = run({"slots", "check", "list.json", "hand.json"});
  EXPECT_EQ(told.code, 1);
  EXPECT_NE((told.out + told.err).find("small is scanned at the wrong uptake"), std::string::npos);
}

TEST_F(SlotsVerb, WordsForPeopleInFourLanguages) {
  const Ran solved = run({"slots", "solve", "list.json"});
  ASSERT_EQ(solved.code, 0) << solved.err;
  EXPECT_TRUE(Json::parse(solved.out.substr(0, solved.out.find('\n')))) << "the timetable is the first line: " << solved.out;
  write("weak.json", R"({"changes":[{"kind":"weak","vial":"V1","percent":50}]})");
  for (const char* language : {"en", "zh-Hans", "zh-Hant", "pt"}) {
    const Ran told = run({"slots", "solve", "list.json", "--changes", "weak.json", "--lang", language, "--out", "t.json"});
    EXPECT_EQ(told.code, 0) << told.err;
    EXPECT_NE((told.out + told.err).find("big"), std::string::npos) << language;
    EXPECT_EQ((told.out + told.err).find("CLI_SLOTS"), std::string::npos) << told.out << told.err;
    EXPECT_EQ((told.out + told.err).find('{'), std::string::npos) << told.out << told.err;
  }
}

TEST_F(SlotsVerb, EveryErrorOfAFileIsNamedByItsPlace) {
  change("bad.json", "patients", 1, "window", *Json::parse("[600,480]"));
  refused({"solve", "bad.json"}, "patients[1].window");
  change("bad.json", "patients", 0, "product", "GA");
  refused({"solve", "bad.json"}, "patients[0].product");
  change("bad.json", "patients", 0, "dose_mbq", -1);
  refused({"solve", "bad.json"}, "patients[0].dose_mbq");
  change("bad.json", "patients", 1, "id", "small");
  refused({"solve", "bad.json"}, "patients[1].id");
  change("bad.json", "products", 0, "half_life_min", 0);
  refused({"solve", "bad.json"}, "products[0].half_life_min");
  change("bad.json", "cameras", 0, "products", *Json::parse(R"(["GA"])"));
  refused({"solve", "bad.json"}, "cameras[0].products");
  change("bad.json", "vials", 0, "holds_mbq", "much");
  refused({"solve", "bad.json"}, "vials[0].holds_mbq");
  change("bad.json", "rooms", 0, "open", 480);
  refused({"solve", "bad.json"}, "rooms[0].open");
  // All at once, not the first alone.
  Json list = *Json::parse(kList);
  list.findMutable("vials")->itemsMutable()[0].set("usable", Json());
  list.findMutable("patients")->itemsMutable()[1].set("scan", 2.5);
  list.set("grid", 0);
  write("bad.json", list.dump());
  refused({"solve", "bad.json"}, "vials[0].usable patients[1].scan grid");

  write("timetable.json", byHand(R"({"patient":"nobody","inject":480,"room":"R1","person":"A","vial":"V9"})"));
  refused({"check", "list.json", "timetable.json"}, "slots[0].patient slots[0].vial");
  write("timetable.json", byHand((std::string(kBig) + "," + kBig).c_str()));
  refused({"check", "list.json", "timetable.json"}, "slots[1].patient");
  write("changes.json", R"({"changes":[{"kind":"late","vial":"V1","minutes":0},{"kind":"gone","vial":"V1"}]})");
  refused({"solve", "list.json", "--changes", "changes.json"}, "changes[0].minutes changes[1].kind");
}

TEST_F(SlotsVerb, FilesThatAreNotThereOrNoJsonAndWrongArguments) {
  EXPECT_EQ(run({"slots", "solve", "nowhere.json"}).code, 3);
  EXPECT_EQ(run({"slots", "check", "list.json", "nowhere.json"}).code, 3);
  write("torn.json", "{\"products\":[");
  const Ran torn = run({"slots", "solve", "torn.json", "--json"});
  EXPECT_EQ(torn.code, 2) << torn.out;
  EXPECT_EQ(torn.json()["problem"]["code"].text(), "PLAN_NOT_JSON");
  EXPECT_EQ(run({"slots", "solve"}).code, 2);
  EXPECT_EQ(run({"slots", "check", "list.json"}).code, 2);
}

}  // namespace
}  // namespace isotrail::test
