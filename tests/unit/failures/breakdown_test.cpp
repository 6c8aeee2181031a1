// Breakdowns: what each choice breaks, by hand, and what it refuses.
#include "sim/failures/breakdown.hpp"

#include <cmath>
#include <map>

#include "sim/registry/reader.hpp"
#include "tests/catch.hpp"

namespace breakdown_test {

using namespace rippletank;
using failures::Breakdown;
using failures::Failure;
using failures::Plant;
using failures::Plants;
using registry::Json;

namespace {

using Ids = std::vector<std::uint32_t>;

/// Hosts 0 … 5 in two stars around devices 6 and 7, which are joined; host 0 and host 1, too.
Plant plant() {
  Plant plant;
  plant.is_device = {false, false, false, false, false, false, true, true};
  plant.links = {{0, 6}, {1, 6}, {2, 6}, {3, 7}, {4, 7}, {5, 7}, {6, 7}, {0, 1}};
  plant.degree = {2, 2, 1, 1, 1, 1, 4, 4};
  plant.section = {0, 0, 0, 1, 1, 1, 0, 1};
  plant.find = [](std::string_view name) -> std::optional<std::uint32_t> {
    if (name.size() != 1 || name[0] < 'a' || name[0] > 'h') return {};
    return static_cast<std::uint32_t>(name[0] - 'a');
  };
  plant.name = [](std::uint32_t node) { return std::string(1, static_cast<char>('a' + node)); };
  plant.advise = [](std::string_view) { return std::string("expected a to h"); };
  return plant;
}

/// The same with peers a … e, of which c has most connections.
Plants plants() {
  Plants plants{plant(), plant(), "physical"};
  Plant& overlay = plants.overlay;
  overlay.noun = "peer";
  overlay.place = "this overlay";
  overlay.is_device.assign(5, false);
  overlay.degree = {1, 2, 3, 2, 2};
  overlay.section = {0, 0, 1, 1, 1};
  overlay.links.clear();
  return plants;
}

std::vector<Failure> failures_of(const Json& list) {
  std::vector<Failure> all;
  for (const Json& json : list) {
    registry::Reader reader{{}};
    Failure failure;
    registry::read_section(Failure::section(), json, &failure, reader);
    for (const auto& mistake : reader.diagnostics()) FAIL(mistake.pointer << mistake.message);
    all.push_back(failure);
  }
  return all;
}

/// The names in each text as a list.
Json pairs(const std::vector<std::string>& texts) {
  Json all = Json::array();
  for (const std::string& text : texts) {
    Json names = Json::array();
    for (const char name : text) names.push_back(std::string(1, name));
    all.push_back(std::move(names));
  }
  return all;
}

Breakdown breakdown_of(const Json& failure, std::uint64_t seed = 1) {
  return failures::choose(failures_of(Json::array({failure})), plants(), seed).front();
}

std::string refusal_of(const Json& failure) {
  try {
    breakdown_of(failure);
  } catch (const registry::InputError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("what chooses none says so, of how many") {
  const Breakdown none =
      breakdown_of({{"hosts", {{"choose", "modulus"}, {"modulus", 100}, {"remainder", 50}}},
                    {"links", {{"choose", "fraction"}, {"fraction", 0.01}}}});
  CHECK(none.breaks_nothing());
  CHECK(none.nothing == std::vector<std::string>{R"("hosts" chooses none of 6 hosts)",
                                                 R"("links" chooses none of 8 links)"});
  const Breakdown some = breakdown_of({{"hosts", {{"choose", "fraction"}, {"fraction", 0.1}}},
                                       {"devices", {{"choose", "fraction"}, {"fraction", 1}}}});
  CHECK_FALSE(some.breaks_nothing());
  CHECK(some.nothing == std::vector<std::string>{R"("hosts" chooses none of 6 hosts)"});
  CHECK(breakdown_of({{"hosts", {{"choose", "fraction"}, {"fraction", 1}}}}).nothing.empty());
}

TEST_CASE("nodes are chosen by name, share, order, degree and section, among those eligible") {
  const auto nodes = [](const char* key, const Json& choice) {
    return breakdown_of({{key, choice}}).nodes;
  };
  CHECK(nodes("nodes", {{"choose", "ids"}, {"ids", {"h", "a", "h"}}}) == Ids{0, 7});
  CHECK(nodes("hosts", {{"choose", "modulus"}, {"modulus", 3}, {"remainder", 1}}) == Ids{1, 4});
  CHECK(nodes("devices", {{"choose", "modulus"}, {"modulus", 1}}) == Ids{6, 7});
  CHECK(nodes("hosts", {{"choose", "section"}, {"sections", {1}}}) == Ids{3, 4, 5});
  CHECK(nodes("nodes", {{"choose", "section"}, {"sections", {1}}}) == Ids{3, 4, 5, 7});
  // Ties go to the first: of six hosts two have two links; a half of six is three.
  CHECK(nodes("hosts", {{"choose", "highest_degree"}, {"fraction", 0.5}}) == Ids{0, 1, 2});
  CHECK(nodes("nodes", {{"choose", "highest_degree"}, {"fraction", 0.13}}) == Ids{6});
  CHECK(nodes("hosts", {{"choose", "fraction"}, {"fraction", 0}}).empty());
  CHECK(nodes("hosts", {{"choose", "fraction"}, {"fraction", 1}}) == Ids{0, 1, 2, 3, 4, 5});
}

TEST_CASE("links are chosen by their ends, by the sides they join, and by share") {
  const auto links = [](const Json& choice) { return breakdown_of({{"links", choice}}).links; };
  CHECK(links({{"choose", "ids"}, {"ids", pairs({"hg", "ab", "ba"})}}) == Ids{6, 7});
  CHECK(links({{"choose", "between"}, {"from", {"a", "b"}}, {"to", {"g", "a"}}}) == Ids{0, 1, 7});
  CHECK(links({{"choose", "fraction"}, {"fraction", 0.5}}).size() == 4);
}

TEST_CASE("every part is as likely as any other to be in a random half") {
  std::map<std::uint32_t, int> times;
  constexpr int seeds = 4000;
  for (int seed = 0; seed < seeds; ++seed) {
    const Json half = {{"hosts", {{"choose", "fraction"}, {"fraction", 0.5}}}};
    for (const std::uint32_t node : breakdown_of(half, static_cast<std::uint64_t>(seed)).nodes) {
      ++times[node];
    }
  }
  CHECK(times.size() == 6);
  const double sd = std::sqrt(seeds * 0.25);
  for (const auto& [node, count] : times) CHECK(std::abs(count - seeds * 0.5) < 4 * sd);
}

TEST_CASE("a share is rounded down from its decimal value") {
  Plants many = plants();
  many.underlay->is_device.assign(100, false);
  many.underlay->degree.assign(100, 1);
  for (const auto& [fraction, count] : {std::pair{0.29, 29U}, {0.57, 57U}, {0.999, 99U}}) {
    const Json part = {{"hosts", {{"choose", "fraction"}, {"fraction", fraction}}}};
    const auto chosen = failures::choose(failures_of(Json::array({part})), many, 1);
    CHECK(chosen.front().nodes.size() == count);
  }
}

TEST_CASE("what one failure chooses at random does not depend on the others") {
  const Json half = {{"hosts", {{"choose", "fraction"}, {"fraction", 0.5}}}};
  const Json named = {{"hosts", {{"choose", "ids"}, {"ids", {"a"}}}}};
  const auto with = failures::choose(failures_of(Json::array({named, half, half})), plants(), 3);
  const auto without = failures::choose(failures_of(Json::array({half, half})), plants(), 3);
  CHECK(with[1].nodes == without[1].nodes);
  bool differ = false;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto two = failures::choose(failures_of(Json::array({half, half})), plants(), seed);
    differ |= two[0].nodes != two[1].nodes;
  }
  CHECK(differ);
}

TEST_CASE("a breakdown tells its time and its parts") {
  const Breakdown several = breakdown_of({{"at_s", 2},
                                          {"duration_s", 0.5},
                                          {"hosts", {{"choose", "ids"}, {"ids", {"c", "a"}}}},
                                          {"links", {{"choose", "ids"}, {"ids", pairs({"gh"})}}}});
  CHECK(several.start == 2 * core::second);
  CHECK(several.end == 2 * core::second + core::second / 2);
  CHECK(several.what == "hosts a c, link g-h");
  CHECK_FALSE(several.trunk);
  const Json all = {{"nodes", {{"choose", "modulus"}, {"modulus", 1}}}};
  CHECK(breakdown_of(all).what == "8 nodes");
  CHECK(breakdown_of(all).end == core::never);
}

TEST_CASE("peers go by the same choices, among themselves") {
  const auto peers = [](const Json& choice) { return breakdown_of({{"peers", choice}}).peers; };
  CHECK(peers({{"choose", "ids"}, {"ids", {"e", "a", "e"}}}) == Ids{0, 4});
  CHECK(peers({{"choose", "modulus"}, {"modulus", 2}, {"remainder", 1}}) == Ids{1, 3});
  CHECK(peers({{"choose", "section"}, {"sections", {0}}}) == Ids{0, 1});
  CHECK(peers({{"choose", "highest_degree"}, {"fraction", 0.5}}) == Ids{1, 2});
  CHECK(peers({{"choose", "fraction"}, {"fraction", 0.4}}).size() == 2);
  const Breakdown both = breakdown_of({{"peers", {{"choose", "ids"}, {"ids", {"b"}}}},
                                       {"how", "leave"},
                                       {"hosts", {{"choose", "ids"}, {"ids", {"a"}}}}});
  CHECK(both.announced);
  CHECK(both.who == "peer b");
  CHECK(both.what == "host a");
  const Json none = {{"choose", "fraction"}, {"fraction", 0.1}};
  CHECK(breakdown_of({{"peers", none}}).breaks_nothing());
  CHECK(breakdown_of({{"peers", none}}).nothing ==
        std::vector<std::string>{R"("peers" chooses none of 5 peers)"});
  CHECK_FALSE(breakdown_of({{"peers", none}}).announced);
}

TEST_CASE("peers and parts of one failure are drawn apart") {
  const Json half = {{"choose", "fraction"}, {"fraction", 0.5}};
  Plants alike = plants();
  alike.overlay.is_device.assign(6, false);
  bool differ = false;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const Json both = Json::array({{{"peers", half}, {"hosts", half}}});
    const Breakdown drawn = failures::choose(failures_of(both), alike, seed).front();
    differ |= drawn.peers != drawn.nodes;
  }
  CHECK(differ);
}

TEST_CASE("numbers in names decide who leaves which remainder, however long and below zero") {
  const std::vector<std::string> names = {"7", "-3", "13", "100000000000000000000003", "20"};
  Plants numbered = plants();
  numbered.overlay.names_are_numbers = true;
  numbered.overlay.name = [&names](std::uint32_t peer) { return names[peer]; };
  const auto leave = [&](std::uint64_t modulus, std::uint64_t remainder) {
    const Json by = {{"choose", "modulus"}, {"modulus", modulus}, {"remainder", remainder}};
    return failures::choose(failures_of(Json::array({{{"peers", by}}})), numbered, 1).front().peers;
  };
  CHECK(leave(10, 3) == Ids{2, 3});
  CHECK(leave(10, 7) == Ids{0, 1});
  CHECK(leave(3, 0) == Ids{1});
}

TEST_CASE("where nothing of the underlay may break, peers still go") {
  Plants bare = plants();
  bare.underlay.reset();
  bare.underlay_model = "direct";
  const Json host = {{"choose", "ids"}, {"ids", {"a"}}};
  const auto choose = [&bare](const Json& failure) {
    return failures::choose(failures_of(Json::array({failure})), bare, 1).front();
  };
  CHECK(choose({{"peers", host}}).peers == Ids{0});
  for (const char* key : {"hosts", "devices", "nodes"}) {
    CHECK_THROWS_WITH(choose({{key, host}}),
                      Catch::Contains(fmt::format("/failures/0/{}: parts of a \"physical\" "
                                                  "underlay break, got \"direct\"",
                                                  key)));
  }
  CHECK_THROWS_WITH(choose({{"trunk", "cut"}}), Catch::Contains("/failures/0/trunk: parts of"));
}

TEST_CASE("what is not there cannot break, and is named") {
  const auto contains = [](const char* text) { return Catch::Contains(text); };
  CHECK_THAT(refusal_of({{"hosts", {{"choose", "ids"}, {"ids", {"x"}}}}}),
             contains("/failures/0/hosts/ids/0: no node \"x\" in the underlay; expected a to h"));
  CHECK_THAT(refusal_of({{"peers", {{"choose", "ids"}, {"ids", {"x"}}}}}),
             contains("/failures/0/peers/ids/0: no peer \"x\" in this overlay; expected a to h"));
  CHECK_THAT(refusal_of({{"hosts", {{"choose", "ids"}, {"ids", {"g"}}}}}),
             contains("expected a host, and \"g\" is a device; name it under \"devices\""));
  CHECK_THAT(refusal_of({{"devices", {{"choose", "ids"}, {"ids", {"a"}}}}}),
             contains("expected a device, and \"a\" is a host; name it under \"hosts\""));
  CHECK_THAT(refusal_of({{"links", {{"choose", "ids"}, {"ids", pairs({"ah"})}}}}),
             contains("/failures/0/links/ids/0: no link joins \"a\" and \"h\""));
  CHECK_THAT(refusal_of({{"links", {{"choose", "between"}, {"from", {"a"}}, {"to", {"h"}}}}}),
             contains("no link leads from one of \"from\" to one of \"to\""));
  CHECK_THAT(refusal_of({{"nodes", {{"choose", "section"}, {"sections", {2}}}}}),
             contains("/failures/0/nodes/sections/0: expected a section, 0 to 1, got 2"));
  CHECK_THAT(refusal_of({{"trunk", "cut"}}),
             contains("/failures/0/trunk: this topology has no trunk; a bus has one, and a tree"));
}

TEST_CASE("what fails again and again is chosen anew each time, and at first as if it came once") {
  Json half = {{"at_s", 5}, {"hosts", {{"choose", "fraction"}, {"fraction", 0.5}}}};
  const Breakdown once = breakdown_of(half, 3);
  half["every_s"] = 10;
  half["until_s"] = 95;
  half["duration_s"] = 2;
  const auto all = failures::choose(failures_of(Json::array({half})), plants(), 3);
  REQUIRE(all.size() == 10);
  CHECK(all[0].nodes == once.nodes);
  bool differ = false;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    CHECK(all[i].occurrence == i);
    CHECK(all[i].start == core::from_seconds(5.0 + 10 * i));
    CHECK(all[i].end == all[i].start + 2 * core::second);
    CHECK(all[i].nodes.size() == 3);
    differ |= all[i].nodes != once.nodes;
  }
  CHECK(differ);
  CHECK(failures::choose(failures_of(Json::array({half})), plants(), 3, 40 * core::second).size() ==
        4);
}

TEST_CASE("so many hosts are chosen, and parts that are mended one by one have their own times") {
  const Breakdown three =
      breakdown_of({{"hosts", {{"choose", "number"}, {"number", 3}}},
                    {"links", {{"choose", "ids"}, {"ids", pairs({"gh"})}}},
                    {"duration_s", {{"model", "uniform"}, {"min", 1}, {"max", 2}}}});
  CHECK(three.nodes.size() == 3);
  CHECK(three.end == core::never);
  REQUIRE(three.part_ends.size() == 4);
  CHECK(three.part_ends[0] != three.part_ends[1]);
  for (const core::Time end : three.part_ends) {
    CHECK((end >= core::second && end <= 2 * core::second));
  }
  CHECK(breakdown_of({{"hosts", {{"choose", "number"}, {"number", 99}}}}).nodes.size() == 6);
}

TEST_CASE("sides of a network that is parted are one choice, or several groups") {
  const Breakdown one = breakdown_of({{"partition", {"a", "c"}}});
  CHECK(one.sides == std::vector<Ids>{{0, 2}});
  CHECK(one.apart == "partition of peers a c");
  CHECK_FALSE(one.breaks_nothing());
  const Json groups = {{"choose", "groups"}, {"groups", pairs({"ba", "d"})}};
  const Breakdown two = breakdown_of({{"partition", groups}});
  CHECK(two.sides == std::vector<Ids>{{0, 1}, {3}});
  CHECK(two.apart == "partition into 3 groups");
  const Json online = {{"choose", "number"}, {"number", 2}};
  CHECK(breakdown_of({{"partition", online}}).sides_live);
  CHECK(breakdown_of({{"peers", online}}).peers_live);
}

}  // namespace breakdown_test
