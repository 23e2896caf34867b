#pragma once
// A paper that a person takes along, as blocks: what a view answers, a page shows and platform/pdf prints.
//   {"title", "printed_at" (ISO with offset), "printed" (the same for a reader),
//    "blocks": [{"kind": "heading|text|point|note", "text"} | {"kind": "table", "head": [..], "rows": [[..]], "widths": [share of the
//    width, summing to 1]}]}
#include <string>
#include <vector>

#include "base/json.h"
#include "units/time.h"

namespace isotrail {

class Sheet {
 public:
  /// Printed then, told on the clock of `zone`; the same moment gives the same bytes.
  Sheet(const std::string& title, Instant printed, const std::string& zone)
      : json_(Json::object({{"title", title}, {"printed_at", isoWithOffset(printed, zone)}, {"printed", showInstant(printed, zone)}})) {}
  void heading(const std::string& text) { block("heading", text); }
  void text(const std::string& text) { block("text", text); }
  void point(const std::string& text) { block("point", text); }
  void note(const std::string& text) { block("note", text); }
  void table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows, const std::vector<double>& widths) {
    Json shares = Json::array(), all = Json::array();
    for (const double w : widths) shares.push(w);
    for (const auto& row : rows) all.push(cells(row));
    blocks_.push(Json::object({{"kind", "table"}, {"head", cells(head)}, {"rows", all}, {"widths", shares}}));
  }
  Json json() const { return Json(json_).set("blocks", blocks_); }

 private:
  static Json cells(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const auto& t : texts) list.push(t);
    return list;
  }
  void block(const char* kind, const std::string& text) { blocks_.push(Json::object({{"kind", kind}, {"text", text}})); }
  Json json_, blocks_ = Json::array();
};

}  // namespace isotrail
