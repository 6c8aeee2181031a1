// What queries ask for: drawn by popularity, or named; times and origins stay where they are.
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "tests/unit/workload/content_shared.hpp"
#include "tests/unit/workload/workload_shared.hpp"

namespace content_queries_test {

using namespace rippletank;
using namespace rippletank::tests;
using registry::Json;

namespace {

std::shared_ptr<workload::Items> zipf_items(core::ItemId items) {
  return std::make_shared<workload::Items>(
      items_of({{"items", items}, {"popularity", {{"model", "zipf"}, {"exponent", 1}}}}, 5));
}

const Json poisson = {{"model", "poisson"}, {"rate_per_min", 600}};
constexpr core::Time hour = 3600 * core::second;

}  // namespace

TEST_CASE("queries ask for items as often as these are popular") {
  const auto items = zipf_items(10);
  const auto queries = queries_of(poisson, set_up(5, 1, hour, items));
  REQUIRE(queries.size() > 100'000);
  const auto n = static_cast<double>(queries.size());
  std::vector<double> counts(10, 0);
  for (const overlay::Query& query : queries) ++counts.at(query.item.value());
  for (core::ItemId item = 0; item < 10; ++item) {
    const double p = items->content->popularity().probability(item);
    // Binomial; five deviations, passed by chance once in 1.7 million.
    CHECK(std::abs(counts[item] - n * p) < 5 * std::sqrt(n * p * (1 - p)));
  }
}

TEST_CASE("content shifts neither origins nor times, and a query's item depends on its number") {
  const auto plain = queries_of(poisson, set_up(5, 1, hour), 5000);
  const auto asked = queries_of(poisson, set_up(5, 1, hour, zipf_items(100)), 5000);
  const Json origins(5000, "p3");
  const auto listed =
      queries_of({{"model", "list"}, {"origins", origins}}, set_up(5, 1, hour, zipf_items(100)));
  REQUIRE(plain.size() == asked.size());
  REQUIRE(plain.size() == listed.size());
  for (std::size_t i = 0; i < plain.size(); ++i) {
    CHECK(plain[i].start == asked[i].start);
    CHECK(plain[i].origin == asked[i].origin);
    CHECK_FALSE(plain[i].item);
    CHECK(asked[i].item == listed[i].item);
  }
}

TEST_CASE("list: items stand beside the origins, with content and without") {
  const Json json = {{"model", "list"}, {"origins", {"p3", "p0", "p3"}}, {"items", {7, 2, 7}}};
  const auto content = queries_of(json, set_up(5, 1, hour, zipf_items(10)));
  CHECK(content[0].item == core::ItemId{7});
  CHECK(content[1].item == core::ItemId{2});
  const auto names = std::make_shared<workload::Items>();
  const auto plain = queries_of(json, set_up(5, 1, hour, names));
  CHECK(plain[0].item == plain[2].item);
  CHECK(plain[0].item != plain[1].item);
  CHECK(names->names.name(*plain[0].item) == "7");
}

TEST_CASE("list: items that are not there, and too few of them") {
  try {
    queries_of({{"model", "list"}, {"origins", {"p0", "p1"}}, {"items", {10, "song"}}},
               set_up(5, 1, hour, zipf_items(10)));
    FAIL("expected mistakes");
  } catch (const registry::InputError& error) {
    REQUIRE(error.diagnostics().size() == 2);
    CHECK(error.diagnostics()[0].pointer == "/queries/items/0");
    CHECK(error.diagnostics()[0].message == "no item \"10\" in this content; expected 0 to 9");
    CHECK(error.diagnostics()[1].pointer == "/queries/items/1");
  }
  registry::Reader reader{{}};
  registry::read_model(workload::catalogue(),
                       {{"model", "list"}, {"origins", {0, 1}}, {"items", {7}}}, reader);
  REQUIRE(reader.diagnostics().size() == 1);
  CHECK(reader.diagnostics()[0].pointer == "/items");
  CHECK(reader.diagnostics()[0].message == "expected 2 items, one for each of the origins, got 1");
}

}  // namespace content_queries_test
