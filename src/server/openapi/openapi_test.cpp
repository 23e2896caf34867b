#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "tests/support/house.h"

namespace isotrail::server {
namespace {

class OpenApi : public ::testing::Test, protected House {
 protected:
  OpenApi() {
    open();
    document_ = json(get("/api/v1/openapi.json"));
  }
  const Json& operation(const Route& r) const {
    std::string method = r.method;
    for (char& c : method) c = static_cast<char>(c + ('a' - 'A'));
    return document_["paths"][r.shownPath()][method];
  }
  static const Json& bodySchema(const Json& operation) { return operation["requestBody"]["content"]["application/json"]["schema"]; }
  Json document_;
};

/// Calls `seen` with every value of the document.
void walk(const Json& v, const std::function<void(const Json&)>& seen) {
  seen(v);
  for (const auto& item : v.items()) walk(item, seen);
  for (const auto& member : v.members()) walk(member.second, seen);
}

const Json* resolve(const Json& document, std::string_view pointer) {
  const Json* at = &document;
  pointer.remove_prefix(2);  // "#/"
  while (at && !pointer.empty()) {
    const auto slash = pointer.find('/');
    at = at->find(pointer.substr(0, slash));
    pointer = slash == std::string_view::npos ? std::string_view() : pointer.substr(slash + 1);
  }
  return at;
}

TEST_F(OpenApi, EveryRouteIsThereWithItsPermission) {
  EXPECT_EQ(document_["openapi"].text(), "3.1.0");
  EXPECT_FALSE(document_["info"]["version"].text().empty());
  std::set<std::string> ids;
  for (const Route& r : app_->routes().all()) {
    const Json& o = operation(r);
    ASSERT_TRUE(o.isObject()) << r.method << " " << r.shownPath();
    EXPECT_EQ(o["x-permission"].text(), r.permission);
    EXPECT_TRUE(ids.insert(o["operationId"].text()).second) << o["operationId"].text();
    EXPECT_FALSE(o["summary"].text().empty());
    EXPECT_TRUE(o["responses"].has("200") || o["responses"].has("204"));
    EXPECT_EQ(o.has("security"), r.permission == kPublic);
  }
  std::size_t operations = 0;
  for (const auto& [path, item] : document_["paths"].members()) operations += item.size();
  EXPECT_EQ(operations, app_->routes().all().size());
  for (const auto& room : node_->desk().rooms()) {
    for (const auto& c : room.commands()) EXPECT_TRUE(ids.contains(c.room + "." + c.name));
    for (const auto& v : room.views()) EXPECT_TRUE(ids.contains(v.room + "." + (v.name.empty() ? "view" : v.name) + (v.with_id ? ".one" : "")));
  }
}

TEST_F(OpenApi, ReferencesResolve) {
  int refs = 0;
  walk(document_, [&](const Json& v) {
    if (const Json* ref = v.isObject() ? v.find("$ref") : nullptr) {
      ++refs;
      ASSERT_TRUE(ref->text().starts_with("#/")) << ref->text();
      EXPECT_TRUE(resolve(document_, ref->text())) << ref->text();
    }
  });
  EXPECT_GT(refs, 100);
}

TEST_F(OpenApi, BodiesAreClosedAndQuantitiesNameTheirUnits) {
  int signed_ones = 0;
  for (const Route& r : app_->routes().all()) {
    if (!r.body) continue;
    const Json& schema = bodySchema(operation(r));
    EXPECT_EQ(schema["type"].text(), "object") << r.path;
    EXPECT_FALSE(schema["additionalProperties"].boolean(true)) << r.path;
    for (const auto& name : schema["required"].items()) EXPECT_TRUE(schema["properties"].has(name.text())) << r.path << " " << name.text();
    const bool is_signed = r.command && !r.command->meaning.empty();
    EXPECT_EQ(schema["properties"].has("signature"), is_signed) << r.path;
    EXPECT_EQ(operation(r).has("x-meaning"), is_signed) << r.path;
    signed_ones += is_signed ? 1 : 0;
  }
  EXPECT_GT(signed_ones, 5);
  const Json& activity =
      document_["paths"]["/api/v1/ordering/place-order"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]["activity"];
  EXPECT_NE(activity["description"].text().find("MBq"), std::string::npos);
}

/// A value the schema allows.
Json sample(const Json& schema) {
  if (schema["enum"].size() > 0) return schema["enum"].items().front();
  if (schema["examples"].size() > 0) return schema["examples"].items().front();
  const std::string& type = schema["type"].text();
  if (type == "integer" || type == "number") return 1;
  if (type == "boolean") return true;
  if (type == "array") return Json::array().push("X-1");
  if (type == "object") return Json::object();
  return "X-1";
}

TEST_F(OpenApi, WhatASchemaRequiresIsUnderstood) {
  const std::string token = signIn("admin");
  const std::int64_t before = entries();
  const std::set<std::string> not_understood = {"BAD_JSON", "MISSING_FIELD", "UNKNOWN_FIELD", "BAD_UNIT", "BAD_INSTANT", "BAD_REQUEST"};
  int asked = 0;
  for (const Route& r : app_->routes().all()) {
    if (!r.command) continue;
    Json body = Json::object();
    const Json& schema = bodySchema(operation(r));
    for (const auto& name : schema["required"].items()) body.set(name.text(), sample(schema["properties"][name.text()]));
    const auto answer = command(r.command->key() + "?preview=true", body.dump(), token);
    EXPECT_LT(answer.status, 500) << r.path << " " << answer.body;
    EXPECT_FALSE(not_understood.contains(json(answer)["code"].text())) << r.path << " " << body.dump() << " " << answer.body;
    ++asked;
  }
  EXPECT_GT(asked, 30);
  EXPECT_EQ(entries(), before);
}

}  // namespace
}  // namespace isotrail::server
