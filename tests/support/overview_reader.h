#pragma once
// Reading the views that look across rooms, which the fixture's desk does not have.
#include <gtest/gtest.h>

#include "overview/overview.h"
#include "tests/support/fixture.h"

namespace isotrail::test {

inline Result<Json> readOverview(Fixture& house, const Caller& caller, const std::string& room, const std::string& name, const std::string& id,
                                 std::map<std::string, std::string> params, const std::string& language) {
  for (const auto& table : overviewTables())
    for (const auto& v : table.views())
      if (v.room == room && v.name == name && v.with_id == !id.empty()) {
        ViewRequest q{house.db(), caller, house.now(), id, std::move(params), language, nullptr, &house.desk().rooms()};
        return v.show(q);
      }
  return Refusal::of("NOT_FOUND");
}
/// The view's answer; a refusal fails the test.
inline Json shown(Fixture& house, const Caller& caller, const std::string& room, const std::string& name, const std::string& id = "",
                  std::map<std::string, std::string> params = {}, const std::string& language = "en") {
  auto answer = readOverview(house, caller, room, name, id, std::move(params), language);
  if (answer) return *answer;
  ADD_FAILURE() << room << "/" << name << " was refused: " << answer.refusal().code << " " << answer.refusal().params.dump();
  return Json();
}
inline std::string refusalOf(Fixture& house, const Caller& caller, const std::string& room, const std::string& name,
                             std::map<std::string, std::string> params, const std::string& id = "") {
  auto answer = readOverview(house, caller, room, name, id, std::move(params), "en");
  return answer ? "" : answer.refusal().code;
}
/// The first member of a list whose `key` is `value`; null when there is none.
inline const Json& memberOf(const Json& list, const char* key, const std::string& value) {
  static const Json none;
  for (const auto& m : list.items())
    if (m[key].text() == value) return m;
  return none;
}

}  // namespace isotrail::test
