// A patient's name must not slip into the record with free text.
#include <algorithm>

#include "rooms/clinic/facts.h"

namespace isotrail::clinic {
namespace {

/// Letters without the blanks, commas and hyphens people put between the parts of a name; Latin ones in lower case.
std::string letters(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == ',' || c == '-' || c == '\t' || c == '\n' || c == '\r') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

bool names(Db& db, const PatientId& patient, const std::string& text) {
  const auto rows = db.query("SELECT family_name,given_name FROM patient_vault WHERE patient=$1", {patient.str()});
  if (rows.empty()) return false;
  const std::string said = letters(text), family = letters(rows[0].text(0)), given = letters(rows[0].text(1));
  return said.find(family + given) != std::string::npos || said.find(given + family) != std::string::npos;
}

}  // namespace

void requireNoName(Act& act, const PatientId& patient, const char* field, const std::string& text) {
  act.gates().check(!names(act.db(), patient, text), "PATIENT_NAMED", "CLI-12", "house rule (no name in an entry)",
                    Json::object({{"field", field}, {"patient", patient.str()}}));
}

}  // namespace isotrail::clinic
