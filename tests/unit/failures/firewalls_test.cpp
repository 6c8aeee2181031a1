// Firewalls of a scenario: who is behind which, by hand, and what is refused.
#include "sim/failures/firewalls.hpp"

#include <algorithm>
#include <set>

#include "sim/registry/reader.hpp"
#include "tests/catch.hpp"

namespace choosing_walls_test {

using namespace rippletank;
using failures::FirewallParameters;
using failures::Plant;
using failures::Walls;
using registry::Json;

namespace {

using Behind = std::vector<std::uint32_t>;
using Nodes = std::vector<failures::NodeId>;

/// Peers in a star around peer 0.
Plant peers(std::uint32_t count = 10) {
  Plant plant;
  plant.noun = "peer";
  plant.place = "this overlay";
  plant.is_device.assign(count, false);
  plant.degree.assign(count, 1);
  plant.degree[0] = count - 1;
  plant.section.assign(count, 0);
  for (std::uint32_t peer = 0; peer < count; peer += 2) plant.section[peer] = 1;
  plant.find = [count](std::string_view name) -> std::optional<std::uint32_t> {
    std::uint32_t peer = 0;
    for (const char digit : name) peer = 10 * peer + static_cast<std::uint32_t>(digit - '0');
    return peer < count ? std::optional(peer) : std::nullopt;
  };
  plant.name = [](std::uint32_t node) { return std::to_string(node); };
  plant.advise = [](std::string_view) { return std::string("expected 0 to 9"); };
  return plant;
}

FirewallParameters read(const Json& json, std::string& mistakes) {
  registry::Reader reader{{}};
  FirewallParameters firewalls;
  registry::read_section(FirewallParameters::section(), json, &firewalls, reader);
  for (const auto& mistake : reader.diagnostics()) {
    mistakes += mistake.pointer + ": " + mistake.message + '\n';
  }
  return firewalls;
}

Walls walls(const Json& json, const Plant& plant = peers(), const Nodes& servers = {},
            std::uint64_t seed = 1) {
  std::string mistakes;
  const FirewallParameters firewalls = read(json, mistakes);
  REQUIRE(mistakes.empty());
  return failures::choose_walls(firewalls, plant, servers, seed);
}

std::string refusal_of(const Json& json) {
  std::string mistakes;
  const FirewallParameters firewalls = read(json, mistakes);
  if (!mistakes.empty()) return mistakes;
  try {
    failures::choose_walls(firewalls, peers(), {}, 1);
  } catch (const registry::InputError& error) {
    return error.what();
  }
  return {};
}

Json by_ids(const std::vector<int>& ids) { return {{"choose", "ids"}, {"ids", ids}}; }

void check_refused(const Json& json, const std::string& reason) {
  const std::string refusal = refusal_of(json);
  INFO(refusal << "\nhas not: " << reason);
  CHECK(refusal.find(reason) != std::string::npos);
}

/// Those behind any.
Nodes behind_any(const Walls& walls) {
  Nodes nodes;
  for (std::uint32_t peer = 0; peer < walls.behind.size(); ++peer) {
    if (walls.behind[peer] != 0) nodes.push_back(peer);
  }
  return nodes;
}

}  // namespace

TEST_CASE("a fraction of those that are no servers is behind firewalls of their own") {
  const auto of = [](double fraction, const Nodes& servers, std::uint64_t seed = 1) {
    return walls({{"fraction", fraction}}, peers(), servers, seed);
  };
  CHECK(behind_any(of(0, {})).empty());
  CHECK(behind_any(of(1, {})).size() == 10);
  CHECK(behind_any(of(1, {0, 4})) == Nodes{1, 2, 3, 5, 6, 7, 8, 9});
  // Rounded down: of eight, 0.49 are three and 0.5 are four.
  CHECK(behind_any(of(0.49, {0, 4})).size() == 3);
  CHECK(behind_any(of(0.5, {0, 4})).size() == 4);
  // 0.3 of ten are three, though 0.3 is a little less in binary.
  CHECK(behind_any(of(0.3, {})).size() == 3);
  // Nobody shares one.
  const Behind all = of(1, {}).behind;
  CHECK(std::set<std::uint32_t>(all.begin(), all.end()).size() == 10);
  // Others with another seed, the same with the same; and everybody at some time.
  CHECK(of(0.5, {}, 7).behind == of(0.5, {}, 7).behind);
  std::set<failures::NodeId> ever;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    for (const failures::NodeId peer : behind_any(of(0.2, {0, 4}, seed))) ever.insert(peer);
  }
  CHECK(ever == std::set<failures::NodeId>{1, 2, 3, 5, 6, 7, 8, 9});
}

TEST_CASE("those who are named or chosen are behind firewalls, in the order of the input") {
  CHECK(walls({{"ids", {7, 2, 7}}}).behind == Behind{0, 0, 1, 0, 0, 0, 0, 2, 0, 0});
  CHECK(walls({{"ids", {"7", "2"}}}).behind == walls({{"ids", {2, 7}}}).behind);
  CHECK(walls({{"peers", by_ids({2, 7})}}).behind == walls({{"ids", {2, 7}}}).behind);
  const Json odd = {{"choose", "modulus"}, {"modulus", 2}, {"remainder", 1}};
  CHECK(walls({{"peers", odd}}).behind == Behind{0, 1, 0, 2, 0, 3, 0, 4, 0, 5});
  // Servers too, if they are chosen so.
  const Json most = {{"choose", "highest_degree"}, {"fraction", 0.1}};
  CHECK(behind_any(walls({{"peers", most}}, peers(), {0})) == Nodes{0});
  CHECK(behind_any(walls({{"ids", {0}}}, peers(), {0})) == Nodes{0});
}

TEST_CASE("as many share a firewall as are said to, the last of them fewer") {
  const Json odd = {{"choose", "modulus"}, {"modulus", 2}, {"remainder", 1}};
  CHECK(walls({{"peers", odd}, {"peers_per_firewall", 2}}).behind ==
        Behind{0, 1, 0, 1, 0, 2, 0, 2, 0, 3});
  CHECK(walls({{"ids", {1, 2, 3}}, {"peers_per_firewall", 3}}).behind ==
        Behind{0, 1, 1, 1, 0, 0, 0, 0, 0, 0});
  CHECK(walls({{"ids", {1, 2, 3}}, {"peers_per_firewall", 100}}).behind ==
        Behind{0, 1, 1, 1, 0, 0, 0, 0, 0, 0});
  const Behind all = walls({{"fraction", 1}, {"peers_per_firewall", 4}}).behind;
  CHECK(all == Behind{1, 1, 1, 1, 2, 2, 2, 2, 3, 3});
}

TEST_CASE("firewalls that are described one by one come before the others") {
  const Json shared = Json::array({{{"peers", by_ids({1, 2})}}, {{"peers", by_ids({8, 5, 6})}}});
  CHECK(walls({{"shared", shared}}).behind == Behind{0, 1, 1, 0, 0, 2, 2, 0, 2, 0});
  // Who is chosen besides stays behind the one that it shares.
  CHECK(walls({{"shared", shared}, {"ids", {2, 3, 4}}, {"peers_per_firewall", 2}}).behind ==
        Behind{0, 1, 1, 3, 3, 2, 2, 0, 2, 0});
  const Json any = Json::array({{{"peers", {{"choose", "fraction"}, {"fraction", 0.2}}}}});
  CHECK(behind_any(walls({{"shared", any}})).size() == 2);
}

TEST_CASE("a port is forwarded to those of whom it is said, if they are behind a firewall") {
  const Json all = {{"ids", {1, 2, 3}}, {"forwarded", by_ids({3, 1})}};
  CHECK(walls(all).forwarded == Nodes{1, 3});
  CHECK(walls(all).behind == Behind{0, 1, 2, 3, 0, 0, 0, 0, 0, 0});
  const Json odd = {{"choose", "modulus"}, {"modulus", 2}, {"remainder", 1}};
  CHECK_NOTHROW(walls({{"ids", {1, 2, 3}}, {"forwarded", odd}}));
}

TEST_CASE("what a scenario cannot mean by its firewalls is refused") {
  CHECK(refusal_of(Json::object()) ==
        "/: expected who is behind firewalls: \"fraction\", \"ids\", \"peers\" or \"shared\", got "
        "none of them\n");
  CHECK(refusal_of({{"fraction", 0.5}, {"ids", {1}}}) ==
        "/: expected one of \"fraction\", \"ids\" and \"peers\", got several; \"peers\" can say "
        "all that the others do\n");
  check_refused({{"peers", by_ids({1})}, {"ids", {1}}}, "got several");
  check_refused({{"ids", {1, 10}}},
                "/firewalls/ids/1: no peer 10 in this overlay; expected 0 to 9");
  check_refused({{"peers", by_ids({11})}}, "/firewalls/peers/ids/0: no peer 11");
  const Json twice = Json::array({{{"peers", by_ids({1, 2})}}, {{"peers", by_ids({2, 3})}}});
  check_refused({{"shared", twice}},
                "/firewalls/shared/1/peers: expected each peer "
                "behind one firewall, got \"2\" behind two");
  check_refused({{"ids", {1}}, {"forwarded", by_ids({1, 4})}},
                "/firewalls/forwarded: expected peers behind "
                "firewalls, and \"4\" is behind none");
  check_refused({{"fraction", 1.5}}, "/fraction");
  check_refused({{"fraction", 0.5}, {"peers_per_firewall", 0}}, "/peers_per_firewall");
  check_refused({{"fraction", 0.5}, {"hole_punch_success", -0.1}}, "/hole_punch_success");
  check_refused({{"fraction", 0.5}, {"traversal", {"pull"}}}, "/traversal/0");
}

}  // namespace choosing_walls_test
