#include "rooms/protection/room.h"

#include "rooms/protection/commands.h"
#include "rooms/protection/records.h"

namespace isotrail::protection {

RoomTable room() {
  RoomTable t("protection");
  t.command<RecordDose>("record-dose", recordDose, "Record what a person's dosimeter received; answers what the year has come to.");
  t.command<SurveyPlace>("survey-place", surveyPlace, "Survey a place for dose rate and contamination.");
  t.view("workers", "protection.read", workersView, "What people have received this year against limit and constraint.");
  t.view("places", "protection.read", placesView, "Places with their last survey.");
  t.projection("protection", {"protection_dose", "protection_survey"}, applyProtection);
  return t;
}

}  // namespace isotrail::protection
