#include "base/ports.h"

#include "base/id.h"

namespace isotrail {
namespace {
const std::string kEmpty;
const Blob kNoBytes;

class ViewOfRow final : public RowView {
 public:
  explicit ViewOfRow(const Row& row) : row_(row) {}
  std::int64_t integer(std::size_t i) const override { return row_.integer(i); }
  std::string_view bytes(std::size_t i) const override {
    if (const Blob& blob = row_.blob(i); !blob.empty()) return {reinterpret_cast<const char*>(blob.data()), blob.size()};
    return row_.text(i);
  }

 private:
  const Row& row_;
};
}  // namespace

bool isIdText(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  for (char c : text) {
    const bool ok = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    if (!ok) return false;
  }
  return true;
}

std::int64_t Row::integer(std::size_t i) const {
  if (auto* v = std::get_if<std::int64_t>(&values_.at(i))) return *v;
  if (auto* v = std::get_if<double>(&values_.at(i))) return static_cast<std::int64_t>(*v);
  return 0;
}
double Row::number(std::size_t i) const {
  if (auto* v = std::get_if<double>(&values_.at(i))) return *v;
  if (auto* v = std::get_if<std::int64_t>(&values_.at(i))) return static_cast<double>(*v);
  return 0.0;
}
const std::string& Row::text(std::size_t i) const {
  auto* v = std::get_if<std::string>(&values_.at(i));
  return v ? *v : kEmpty;
}
const Blob& Row::blob(std::size_t i) const {
  auto* v = std::get_if<Blob>(&values_.at(i));
  return v ? *v : kNoBytes;
}
void Db::visit(std::string_view sql, const std::vector<DbValue>& params, const std::function<void(const RowView&)>& each) {
  for (const auto& row : query(sql, params)) each(ViewOfRow(row));
}
Json Row::json(std::size_t i) const {
  if (text(i).empty()) return {};
  return Json::parse(text(i)).value_or(Json());
}

}  // namespace isotrail
