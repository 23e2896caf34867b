// The month as a paper: the same numbers, with the entries they come from under each table.
#include "desk/sheet.h"

#include "desk/texts.h"
#include "desk/words.h"
#include "overview/report/month.h"
#include "rooms/catalogue/facts.h"
#include "units/quantity.h"

namespace isotrail::overview {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string activity(const Json& bq) { return bq.isNumber() ? showActivity(Activity(bq.number())) : "–"; }
std::string msv(const Json& sv) {
  char text[40];
  std::snprintf(text, sizeof text, "%.3g mSv", sv.number() * 1e3);
  return text;
}

class MonthPaper {
 public:
  MonthPaper(ViewRequest& q, const Json& month)
      : q_(q), m_(month), language_(languageOf(q.language)), sheet_(words("TITLE", m_), q.now, month["zone"].text()) {}

  Json paper() {
    sheet_.text(words("PERIOD", Json::object({{"from", when(m_["from"])}, {"to", when(m_["to"])}})));
    received();
    nuclides();
    administered();
    waste();
    people();
    incidents();
    account();
    return sheet_.json();
  }

 private:
  std::string words(const std::string& code, const Json& params = Json::object()) const { return codeText("REPORT_" + code, language_, params).text; }
  std::string when(const Json& at) const { return at.text().empty() ? "–" : showInstant(instantIn(at), m_["zone"].text()); }
  std::string product(const Json& id) const {
    const auto p = catalogue::product(q_.db, ProductId(id.text()));
    return p ? catalogue::productName(*p, q_.language) : id.text();
  }
  std::vector<std::string> heads(std::initializer_list<const char*> codes) const {
    std::vector<std::string> all;
    for (const char* code : codes) all.push_back(words(code));
    return all;
  }
  /// A heading, a table or the word for none, and where the numbers come from.
  void part(const char* heading, std::initializer_list<const char*> columns, Rows rows, const std::vector<double>& widths, const char* source) {
    for (auto& row : rows)
      for (auto& cell : row)
        if (cell.empty()) cell = "–";
    sheet_.heading(words(heading));
    if (rows.empty())
      sheet_.text(words("NONE"));
    else
      sheet_.table(heads(columns), rows, widths);
    sheet_.note(sourceOf(source));
  }
  std::string sourceOf(const char* part) const {
    const Json& entries = m_["sources"][part];
    return entries.text() == "movements" ? words("FROM_MOVEMENTS") : words("FROM", Json::object({{"entries", entries}}));
  }

  void received() {
    Rows rows;
    for (const auto& r : m_["received"].items())
      rows.push_back({when(r["at"]), words("WHAT_" + r["what"].text()), r["id"].text(), r["nuclide"].text(), activity(r["activity_bq"]),
                      r["decision"].text().empty() ? "" : words("DECISION_" + r["decision"].text())});
    part("RECEIVED", {"WHEN", "KIND", "ID", "NUCLIDE", "ACTIVITY", "DECISION"}, rows, {0.24, 0.15, 0.21, 0.1, 0.14, 0.16}, "received");
    rows.clear();
    for (const auto& r : m_["made"].items())
      rows.push_back({when(r["at"]), words("WHAT_" + r["what"].text()), r["id"].text(), product(r["product"]), activity(r["activity_bq"])});
    part("MADE", {"WHEN", "KIND", "ID", "PRODUCT", "ACTIVITY"}, rows, {0.24, 0.15, 0.22, 0.24, 0.15}, "made");
  }
  void nuclides() {
    Rows rows;
    for (const auto& r : m_["nuclides"].items())
      rows.push_back({r["nuclide"].text(), activity(r["in_bq"]), activity(r["made_bq"]), activity(r["given_bq"]), activity(r["out_bq"]),
                      activity(r["discharged_bq"]), activity(r["cleared_bq"])});
    part("NUCLIDES", {"NUCLIDE", "IN", "MADE", "GIVEN", "OUT", "DISCHARGED", "CLEARED"}, rows, {0.1, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15}, "nuclides");
  }
  void administered() {
    Rows rows;
    for (const auto& r : m_["administered"].items())
      rows.push_back(
          {product(r["product"]), r["nuclide"].text(), std::to_string(r["count"].integer()), activity(r["activity_bq"]), activity(r["net_bq"])});
    part("ADMINISTERED", {"PRODUCT", "NUCLIDE", "COUNT", "ACTIVITY", "NET"}, rows, {0.4, 0.14, 0.12, 0.17, 0.17}, "administered");
    sheet_.text(words("NOT_GIVEN", Json::object({{"count", m_["not_given"]}})));
  }
  void waste() {
    const Json& w = m_["waste"];
    Rows rows;
    for (const auto& r : w["in_store"].items())
      rows.push_back({r["container"].text(), r["nuclide"].text(), activity(r["activity_bq"]), when(r["clear_at"])});
    part("IN_STORE", {"CONTAINER", "NUCLIDE", "ACTIVITY", "CLEAR_AT"}, rows, {0.3, 0.15, 0.2, 0.35}, "waste");
    rows.clear();
    for (const auto& r : w["cleared"].items()) rows.push_back({r["container"].text(), when(r["at"]), activity(r["activity_bq"])});
    part("CLEARED", {"CONTAINER", "WHEN", "ACTIVITY"}, rows, {0.4, 0.35, 0.25}, "waste");
    rows.clear();
    for (const auto& r : w["discharged"].items())
      rows.push_back({r["permit"].text(), r["nuclide"].text(), std::to_string(r["releases"].integer()), activity(r["activity_bq"]),
                      activity(r["per_month_bq"]), words(r["within"].boolean() ? "WITHIN" : "ABOVE")});
    part("DISCHARGED_BY", {"PERMIT", "NUCLIDE", "COUNT", "ACTIVITY", "ALLOWED", "STATE"}, rows, {0.22, 0.13, 0.1, 0.18, 0.18, 0.19}, "waste");
    rows.clear();
    for (const auto& r : m_["returns"].items())
      rows.push_back({r["item"].text(), when(r["at"]), activity(r["activity_bq"]),
                      r["in_time"].isNull() ? "" : words(r["in_time"].boolean() ? "IN_TIME" : "LATE")});
    part("RETURNS", {"ITEM", "WHEN", "ACTIVITY", "STATE"}, rows, {0.3, 0.3, 0.2, 0.2}, "returns");
  }
  void people() {
    Rows rows;
    for (const auto& r : m_["doses"].items())
      rows.push_back({words("QUANTITY_" + r["quantity"].text()), std::to_string(r["people"].integer()), msv(r["sum_sv"]), msv(r["highest_sv"]),
                      std::to_string(r["above_level"].integer())});
    part("DOSES", {"QUANTITY", "PEOPLE", "SUM", "HIGHEST", "ABOVE_LEVEL"}, rows, {0.24, 0.14, 0.18, 0.2, 0.24}, "doses");
  }
  void incidents() {
    Rows rows;
    for (const auto& r : m_["incidents"].items()) rows.push_back({when(r["at"]), r["text"].text(), r["clause"].text()});
    part("INCIDENTS", {"WHEN", "WHAT", "CLAUSE"}, rows, {0.22, 0.5, 0.28}, "incidents");
  }
  void account() {
    Rows rows;
    for (const auto& r : m_["account"]["open"].items())
      rows.push_back({r["day"].text(), r["nuclide"].text(), activity(r["unexplained_bq"]), activity(r["limit_bq"])});
    sheet_.heading(words("ACCOUNT"));
    sheet_.text(words("CLOSED", m_["account"]));
    if (!rows.empty()) sheet_.table(heads({"DAY", "NUCLIDE", "UNEXPLAINED", "LIMIT"}), rows, {0.25, 0.25, 0.25, 0.25});
    sheet_.note(words("FROM_NIGHTS"));
  }

  ViewRequest& q_;
  const Json& m_;
  Language language_;
  Sheet sheet_;
};

}  // namespace

Result<Json> monthSheet(ViewRequest& q) {
  const auto month = monthView(q);
  if (!month) return month.refusal();
  return MonthPaper(q, *month).paper();
}

}  // namespace isotrail::overview
