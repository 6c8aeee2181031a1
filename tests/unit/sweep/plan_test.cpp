// Plans: what makes two runs the same, which mistakes of points are told and where.
#include "sim/sweep/plan.hpp"

#include <set>

#include "tests/catch.hpp"
#include "tests/unit/sweep/sweeps.hpp"

namespace plan_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

std::set<std::string> ids(const sweep::Plan& plan) {
  std::set<std::string> all;
  const sweep::Outline& outline = plan.outline();
  for (std::uint32_t point = 0; point < outline.points.size(); ++point) {
    for (std::uint64_t r = 0; r < outline.repetitions; ++r) {
      all.insert(sweep::run_id(outline, {point, r}));
    }
  }
  return all;
}

std::vector<std::string> mistakes_of(const Json& json, const sweep::Changes& changes = {}) {
  std::vector<std::string> said;
  const Folder folder;
  try {
    plan_of(folder, json, changes);
  } catch (const registry::InputError& error) {
    for (const registry::Diagnostic& diagnostic : error.diagnostics()) {
      said.push_back(diagnostic.pointer + ": " + diagnostic.message);
    }
  }
  return said;
}

}  // namespace

TEST_CASE("points in order, with the values that results show") {
  const Folder folder;
  const sweep::Plan plan = plan_of(folder, small_sweep());
  const sweep::Outline& outline = plan.outline();
  CHECK(outline.columns == std::vector<std::string>{"ttl_hops", "mean_degree"});
  REQUIRE(outline.points.size() == 6);
  CHECK(Json(outline.points[1].values).dump() == "[1,4]");
  CHECK(ids(plan).size() == 18);
  CHECK(plan.words(1) == "ttl_hops = 1, mean_degree = 4");
}

TEST_CASE("a run is the same wherever the rest of the sweep leads") {
  const Folder folder;
  const auto first = ids(plan_of(folder, small_sweep()));
  Json wider = small_sweep();
  wider["vary"]["/overlay/protocol/ttl_hops"] = {9, 3, 2, 1};
  wider["repetitions"] = 5;
  wider["name"] = "other";
  wider["scenario"]["description"] = "in other words";
  const auto more = ids(plan_of(folder, wider));
  CHECK(more.size() == 4 * 2 * 5);
  for (const std::string& id : first) CHECK(more.count(id) == 1);
  // A value that the scenario had anyway, and a default that is written out, change nothing.
  Json same = small_sweep();
  same["vary"]["/overlay/topology/nodes"] = {60};
  same["scenario"]["underlay"] = {{"model", "direct"}};
  CHECK(ids(plan_of(folder, same)) == first);
}

TEST_CASE("whatever changes the numbers of a run makes it another") {
  const Folder folder;
  const auto first = ids(plan_of(folder, small_sweep()));
  const auto others = [&](const Json& json, const sweep::Changes& changes = {}) {
    for (const std::string& id : ids(plan_of(folder, json, changes))) {
      if (first.count(id) > 0) return false;
    }
    return true;
  };
  Json scenario = small_sweep();
  scenario["scenario"]["queries"]["origins"] = {0, 8};
  CHECK(others(scenario));
  CHECK(others(small_sweep(), {{"/queries/interval_s=3"}, {}, {}, {}}));
  CHECK(others(small_sweep(), {{}, {}, 77, {}}));
  Json file = small_sweep();
  file["scenario"]["overlay"]["topology"] = {{"model", "edge_list"}, {"file", "links.txt"}};
  file["vary"].erase("/overlay/topology/mean_degree");
  std::ofstream(folder / "links.txt") << "0 1\n1 7\n";
  const auto with_links = ids(plan_of(folder, file));
  std::ofstream(folder / "links.txt") << "0 1\n0 7\n";
  for (const std::string& id : ids(plan_of(folder, file))) CHECK(with_links.count(id) == 0);
}

TEST_CASE("repetition r has the same seed at all points, and the first the scenario's own") {
  const Folder folder;
  const sweep::Plan plan = plan_of(folder, small_sweep());
  CHECK(sweep::seed_of(plan.outline(), {0, 0}) == 1);
  CHECK(sweep::seed_of(plan.outline(), {0, 2}) == sweep::seed_of(plan.outline(), {5, 2}));
  CHECK(sweep::seed_of(plan.outline(), {0, 1}) != sweep::seed_of(plan.outline(), {0, 2}));
}

TEST_CASE("a condition leaves points out, and must leave some") {
  const Folder folder;
  Json json = small_sweep();
  json["where"] = "ttl_hops = 1 or mean_degree > 3";
  CHECK(plan_of(folder, json).outline().points.size() == 4);
  json["where"] = "ttl_hops > 9";
  CHECK(mistakes_of(json) ==
        std::vector<std::string>{"/where: it holds for none of 6 combinations"});
}

TEST_CASE("a column has a name that fits into one cell and one condition") {
  for (const char* const name : {"two\nlines", "a \"quoted\" name", "it's"}) {
    Json json = small_sweep();
    json["vary"]["/overlay/protocol/ttl_hops"] = {{"name", name}, {"values", {1, 2}}};
    const std::vector<std::string> said = mistakes_of(json);
    REQUIRE(said.size() == 1);
    CHECK(said[0].find("expected a name of one line and without quotes") != std::string::npos);
  }
}

TEST_CASE("a command line varies each thing once") {
  const Folder folder;
  sweep::Changes changes;
  changes.varied = {"/overlay/protocol/ttl_hops=1,2", "/overlay/protocol/ttl_hops=3"};
  CHECK_THROWS_AS(plan_of(folder, small_sweep(), changes), registry::InputError);
}

TEST_CASE("a mistake in a value is told where the value stands, once") {
  Json json = small_sweep();
  json["vary"]["/overlay/protocol/ttl_hops"] = {1, "x", -3};
  const std::vector<std::string> said = mistakes_of(json);
  REQUIRE(said.size() == 2);
  CHECK(said[0].find("/vary/~1overlay~1protocol~1ttl_hops/1: expected a whole number") == 0);
  CHECK(said[1].find("/vary/~1overlay~1protocol~1ttl_hops/2: expected a whole number") == 0);
}

TEST_CASE("a mistake in the scenario is told there; one of some points says of which") {
  Json json = small_sweep();
  json["scenario"]["queries"]["intervall_s"] = 3;
  const std::vector<std::string> said = mistakes_of(json);
  REQUIRE(said.size() == 1);
  CHECK(said[0].find("/scenario/queries/intervall_s: unknown key") == 0);
  CHECK(said[0].find("(with") == std::string::npos);

  Json some = small_sweep();
  some["scenario"]["warm_up_s"] = 5;
  some["vary"] = {{"/horizon_s", {3, 10}}};
  const std::vector<std::string> of_some = mistakes_of(some);
  REQUIRE(of_some.size() == 1);
  CHECK(of_some[0].find("/scenario/warm_up_s: ") == 0);
  CHECK(of_some[0].find("(with horizon_s = 3)") != std::string::npos);
}

TEST_CASE("what a command line sets must not be what is varied; what it varies takes its place") {
  CHECK(mistakes_of(small_sweep(), {{"/overlay/protocol/ttl_hops=3"}, {}, {}, {}}).size() == 1);
  const Folder folder;
  const sweep::Plan plan =
      plan_of(folder, small_sweep(), {{}, {"/overlay/protocol/ttl_hops=5,6"}, {}, 2});
  CHECK(plan.outline().points.size() == 4);
  CHECK(plan.outline().repetitions == 2);
  const std::vector<std::string> said =
      mistakes_of(small_sweep(), {{}, {"/overlay/protocol/ttl_hops=5,x"}, {}, {}});
  REQUIRE(said.size() == 1);
}

TEST_CASE("what is varied on a command line keeps the rules of a file") {
  const auto mistakes = [](const sweep::Changes& changes) {
    return mistakes_of(small_sweep(), changes).size();
  };
  CHECK(mistakes({{}, {R"(/overlay/protocol=[{"model":"flood"}])"}, {}, {}}) == 1);
  CHECK(mistakes({{}, {"/seed=1,2"}, 7, {}}) == 1);
  Json json = small_sweep();
  json["until"] = {{"metric", "reach_mean"}, {"half_width", 1}, {"at_most", 5}};
  CHECK(mistakes_of(json, {{}, {}, {}, 8}).size() == 1);
}

TEST_CASE("values that results could not tell apart are refused") {
  Json json = small_sweep();
  json["vary"]["/overlay/topology/mean_degree"] = {2, 2.0};
  CHECK(mistakes_of(json).size() == 1);
  json["vary"]["/overlay/topology/mean_degree"] = {{"values", {2, 4}}, {"labels", {"a", "a"}}};
  CHECK(mistakes_of(json).size() == 1);
}

TEST_CASE("a pointer that leads nowhere is told where it stands in the file") {
  Json json = small_sweep();
  json["vary"] = {{"/queries/origins/7", {1, 2}}};
  const std::vector<std::string> said = mistakes_of(json);
  REQUIRE(!said.empty());
  CHECK(said[0].find("/vary/~1queries~1origins~17/0: expected an index") == 0);
}

TEST_CASE("a scenario file is the sweep of that scenario") {
  const Folder folder;
  const sweep::Plan plan = plan_of(folder, small_scenario(), {{}, {"/seed=1,2,3"}, {}, {}});
  CHECK(plan.outline().points.size() == 3);
  CHECK(plan.outline().name == "small");
  CHECK(plan.outline().points[2].seed == 3);
}

}  // namespace plan_test
