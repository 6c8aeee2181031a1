// Choices of the moment: adaptive removal held against counting all degrees anew each time.
#include "sim/failures/live_choices.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/core/share.hpp"
#include "sim/failures/choice_parameters.hpp"
#include "sim/failures/model.hpp"
#include "sim/registry/reader.hpp"
#include "tests/catch.hpp"

namespace live_choices_test {

using namespace rippletank;
using failures::NodeId;
using registry::Json;

namespace {

using Peers = std::vector<NodeId>;

constexpr core::Purpose purpose("test/live_choices");

/// A random network some of whose peers are offline.
struct Network {
  std::vector<Peers> rows;
  std::vector<bool> online;
  std::vector<std::uint32_t> offsets = {0};
  Peers neighbours;

  Network(NodeId peers, double mean_degree, double share_online, std::uint64_t seed) : rows(peers) {
    core::Substream random(seed, purpose);
    for (NodeId a = 0; a < peers; ++a) {
      online.push_back(random.uniform() < share_online);
      for (NodeId b = a + 1; b < peers; ++b) {
        if (random.uniform() >= mean_degree / peers) continue;
        rows[a].push_back(b);
        rows[b].push_back(a);
      }
    }
    for (const Peers& row : rows) {
      neighbours.insert(neighbours.end(), row.begin(), row.end());
      offsets.push_back(static_cast<std::uint32_t>(neighbours.size()));
    }
  }

  failures::Moment moment() const {
    failures::Moment made;
    made.peers = static_cast<NodeId>(rows.size());
    made.is_online = [this](NodeId peer) { return online[peer]; };
    made.role = [](NodeId peer) { return peer % 3 == 0 ? "server" : "client"; };
    made.offsets = offsets;
    made.neighbours = neighbours;
    return made;
  }
};

registry::Model choice_of(const Json& json) {
  registry::Reader reader{{}};
  failures::Failure failure;
  registry::read_section(failures::Failure::section(), {{"peers", json}}, &failure, reader);
  for (const auto& mistake : reader.diagnostics()) FAIL(mistake.pointer << mistake.message);
  return failure.peers;
}

Peers chosen(const Network& network, const Json& json, std::uint64_t number = 0) {
  return failures::choose_at(network.moment(), choice_of(json), {1, purpose, number});
}

/// The one with most neighbours that are still there, over and over, by looking at all of them.
Peers naive_removal(const Network& network, std::size_t count, bool adaptive) {
  std::vector<bool> there = network.online;
  std::vector<bool> counted = there;
  Peers removed;
  while (removed.size() < count) {
    std::size_t most = 0;
    NodeId best = 0;
    bool found = false;
    for (NodeId peer = 0; peer < there.size(); ++peer) {
      if (!there[peer]) continue;
      std::size_t degree = 0;
      for (const NodeId other : network.rows[peer]) degree += counted[other] ? 1U : 0U;
      if (found && degree <= most) continue;
      found = true;
      most = degree;
      best = peer;
    }
    there[best] = false;
    if (adaptive) counted = there;
    removed.push_back(best);
  }
  std::sort(removed.begin(), removed.end());
  return removed;
}

}  // namespace

TEST_CASE("an attack takes who has most connections among those online, once or after each") {
  bool differ = false;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Network network(40, 1 + static_cast<double>(seed % 6), 0.8, seed);
    const double fraction = 0.05 * static_cast<double>(seed % 21);
    const auto online =
        static_cast<std::size_t>(std::count(network.online.begin(), network.online.end(), true));
    const std::size_t count = core::share_of(fraction, online);
    INFO("seed " << seed << ", " << count << " of " << online);
    Json choice = {{"choose", "highest_degree"}, {"fraction", fraction}};
    const Peers once = chosen(network, choice);
    CHECK(once == naive_removal(network, count, false));
    choice["adaptive"] = true;
    const Peers each = chosen(network, choice);
    CHECK(each == naive_removal(network, count, true));
    differ |= once != each;
  }
  CHECK(differ);
}

TEST_CASE("so many of those online are chosen, each as likely as any other") {
  const Network network(20, 3, 0.6, 4);
  std::map<NodeId, int> times;
  constexpr int draws = 4000;
  for (std::uint64_t draw = 0; draw < draws; ++draw) {
    const Peers few = chosen(network, {{"choose", "number"}, {"number", 3}}, draw);
    CHECK(few.size() == 3);
    for (const NodeId peer : few) {
      CHECK(network.online[peer]);
      ++times[peer];
    }
  }
  const auto online =
      static_cast<std::size_t>(std::count(network.online.begin(), network.online.end(), true));
  CHECK(times.size() == online);
  const double share = 3 / static_cast<double>(online);
  const double sd = std::sqrt(draws * share * (1 - share));
  for (const auto& [peer, count] : times) CHECK(std::abs(count - draws * share) < 4 * sd);
  CHECK(chosen(network, {{"choose", "number"}, {"number", 500}}).size() == online);
}

TEST_CASE("who has a role at the moment is chosen, all or so many, and only if online") {
  const Network network(30, 3, 0.7, 2);
  Peers servers;
  for (NodeId peer = 0; peer < 30; peer += 3) {
    if (network.online[peer]) servers.push_back(peer);
  }
  CHECK(chosen(network, {{"choose", "role"}, {"role", "server"}}) == servers);
  CHECK(chosen(network, {{"choose", "role"}, {"role", "leaf"}}).empty());
  const Peers two = chosen(network, {{"choose", "role"}, {"role", "server"}, {"number", 2}});
  CHECK(two.size() == 2);
  for (const NodeId peer : two) CHECK(std::count(servers.begin(), servers.end(), peer) == 1);
}

TEST_CASE("choices say whether they are a matter of the moment") {
  CHECK(failures::is_live(choice_of({{"choose", "role"}, {"role", "server"}})));
  CHECK(failures::is_live(choice_of({{"choose", "number"}, {"number", 1}})));
  CHECK_FALSE(failures::is_live(choice_of(Json::array({0}))));
  const registry::Model once = choice_of({{"choose", "highest_degree"}, {"fraction", 0.1}});
  CHECK_FALSE(failures::is_live(once));
  CHECK(failures::is_live_where_peers_connect(once));
  CHECK(failures::is_live(
      choice_of({{"choose", "highest_degree"}, {"fraction", 0.1}, {"adaptive", true}})));
  CHECK_FALSE(failures::is_live_where_peers_connect(
      choice_of({{"choose", "fraction"}, {"fraction", 0.1}})));
}

}  // namespace live_choices_test
