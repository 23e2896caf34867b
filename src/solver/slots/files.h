#pragma once
// Lists and timetables as JSON files.
#include "base/json.h"
#include "base/result.h"
#include "solver/slots/changes.h"
#include "solver/slots/checker.h"

namespace isotrail::solver::slots {

/// {"products":[{"id","half_life_min"}], "patients":[{"id","product","dose_mbq","tolerance","uptake","slack","scan","in_room",
/// "with_person","window":[from,until],"asked","wait_mbq","weight","told"}], "rooms":[{"id","open":[from,until],"shut":[[from,until]]}],
/// "people":[as rooms], "cameras":[as rooms, "products":[ids]], "vials":[{"id","product","holds_mbq","usable":[from,until]}],
/// "grid","reference","now","moved_mbq","begun":[as the slots of a timetable]}. Minutes of the day, MBq at the reference minute.
/// SLOT_FILE_BAD names every error by its path ("patients[3].window").
Result<List> readList(const Json& file);
/// {"slots":[{"patient","inject","scan","room","person","camera","vial"}]}; who is not named is not served. SLOT_FILE_BAD.
Result<Timetable> readTimetable(const Json& file, const List& list);
Json timetableJson(const List& list, const Timetable& timetable);
/// [{"kind":"late","vial"|"patient":id,"minutes"}, {"kind":"weak","vial":id,"percent"}, {"kind":"down","camera"|"room"|"person":id,
/// "when":[from,until]}]. SLOT_FILE_BAD.
Result<std::vector<Change>> readListChanges(const Json& file, const List& list);

}  // namespace isotrail::solver::slots
